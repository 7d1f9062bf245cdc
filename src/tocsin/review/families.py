"""Families of records: what a disclosure officer clears, or control of truth, by a name that people can say."""

import msgspec

from tocsin.defence.assign import AllocationMade
from tocsin.defence.battery import Shot, ShotAssessed
from tocsin.defence.plan import EngagementPlan
from tocsin.exchange.message import (
    ClockSkewSeen,
    Delivery,
    DeliveryRefused,
    Envelope,
    LinkGap,
    LinkGapFilled,
    NotAcknowledged,
    Refusal,
    Resent,
)
from tocsin.exchange.payload import PublicWarning
from tocsin.exchange.public_names import PublicNamed
from tocsin.orders.desk import OF_DESKS
from tocsin.orders.inject import InjectDelivered, InjectFired, InjectRefused
from tocsin.orders.order import (
    AgreementAmended,
    AlertChanged,
    Answered,
    ConsultationExpired,
    JointAssessment,
    Order,
    OrderRefused,
    SharingChanged,
)
from tocsin.orders.record import (
    Associated,
    BodyEnded,
    BodyStates,
    DisplayCount,
    DrillCalled,
    Endex,
    InterceptorLaunched,
    InWorldTest,
    Launch,
    LookRefused,
    Measured,
    MessageLost,
    NatureEvent,
    NoticeAtDesk,
    NoticeFiled,
    NoticeForwarded,
    NoticeLost,
    Overflight,
    Pairing,
    PictureState,
    ShotOutcome,
    ThirdStateNotified,
    TrackConfirmed,
)
from tocsin.warning.event import (
    EventClosed,
    ImpactWarning,
    LaunchReportIssued,
    LaunchWarning,
    NoticeMatched,
    WarningWithdrawn,
)

Kinds = tuple[type[msgspec.Struct], ...]

TRUTH_FAMILIES: dict[str, Kinds] = {
    "launches": (Launch, NatureEvent, InterceptorLaunched, Overflight),
    "flights": (BodyStates, BodyEnded),
    "pairings": (Pairing,),
    "outcomes": (ShotOutcome,),
    "losses": (MessageLost, NoticeLost),
    "injects": (InWorldTest, InjectFired, InjectRefused, Order, OrderRefused),  # orders: those of control itself
}
NODE_FAMILIES: dict[str, Kinds] = {
    "measurements": (Measured, Associated, LookRefused),
    "tracks": (TrackConfirmed, PictureState, DisplayCount),
    "notices": (NoticeFiled, NoticeForwarded, NoticeAtDesk, NoticeMatched, ThirdStateNotified),
    "messages": (
        Envelope,
        Refusal,
        PublicNamed,
        Resent,
        NotAcknowledged,
        Delivery,
        DeliveryRefused,
        LinkGap,
        LinkGapFilled,
        ClockSkewSeen,
        SharingChanged,
        AgreementAmended,
        JointAssessment,
        ConsultationExpired,
    ),
    "warnings": (
        LaunchWarning,
        ImpactWarning,
        LaunchReportIssued,
        WarningWithdrawn,
        EventClosed,
        DrillCalled,
        PublicWarning,
    ),
    "decisions": (Order, OrderRefused, AlertChanged, Answered, InjectDelivered, *OF_DESKS),
    "engagements": (EngagementPlan, AllocationMade, Shot, ShotAssessed),
}
ALWAYS: Kinds = (Endex,)  # that it is over everybody knows
FAMILIES = (*TRUTH_FAMILIES, *NODE_FAMILIES)


def family_of(kind: type[msgspec.Struct], is_truth: bool) -> str:
    """Return the family of a kind of record at a nation's node, or under ``truth``; '' for what has none."""
    table = TRUTH_FAMILIES if is_truth else NODE_FAMILIES
    return next((name for name, kinds in table.items() if kind in kinds), "")
