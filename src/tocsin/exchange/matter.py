"""What a message is about, and whether people are to open it."""

from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import (
    AlertState,
    AnomalyAdvisory,
    Consultation,
    FreeText,
    InterceptorLaunchNotice,
    LaunchReport,
    Payload,
    PostLaunchNotification,
    PreLaunchNotification,
    PublicWarning,
    SensorStatus,
)
from tocsin.exchange.release import subject_of

FOR_PEOPLE = (  # what people open; tracks, intentions and status go straight into displays
    LaunchReport,
    PreLaunchNotification,
    PostLaunchNotification,
    InterceptorLaunchNotice,
    AnomalyAdvisory,
    SensorStatus,
    Consultation,
    AlertState,
    PublicWarning,
    FreeText,
)


def matter_of(payload: Payload) -> str:
    """Return what a payload is about, so that a newer one can replace it: of a consultation each step by itself."""
    matter = f"{type(payload).__name__} {subject_of(payload)}"
    return f"{matter} {payload.consultation_id} {payload.step}" if isinstance(payload, Consultation) else matter


def id_to_open(delivery: Delivery) -> str:
    """Return under which id people open what came: a text's own, else the message's; '' of what they do not open."""
    payload = delivery.message.payload
    if isinstance(payload, FreeText):
        return payload.text_id
    return delivery.msg_id if isinstance(payload, FOR_PEOPLE) else ""
