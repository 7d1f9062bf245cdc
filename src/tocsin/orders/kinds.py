"""The one table of record kinds: the name in the journal, and the Struct that its JSON body decodes to."""

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
from tocsin.orders.aside import OF_ASIDE
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

TRUTH = "truth"  # the node name under which truth is journaled; no nation may bear it

OF_TRUTH: tuple[type[msgspec.Struct], ...] = (  # read by control and review alone
    Launch,
    NatureEvent,
    BodyStates,
    BodyEnded,
    Pairing,
    MessageLost,
    NoticeLost,
    InterceptorLaunched,
    Overflight,
    ShotOutcome,
    InWorldTest,
    InjectFired,
    InjectRefused,
    Endex,
)

OF_NODES: tuple[type[msgspec.Struct], ...] = (
    # sensors and tracks of a node
    Measured,
    Associated,
    LookRefused,
    TrackConfirmed,
    PictureState,
    DisplayCount,
    # exchange
    NoticeFiled,
    NoticeForwarded,
    NoticeAtDesk,
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
    # warning
    LaunchWarning,
    ImpactWarning,
    LaunchReportIssued,
    WarningWithdrawn,
    NoticeMatched,
    EventClosed,
    # decisions and what follows from them
    DrillCalled,
    Order,
    OrderRefused,
    AlertChanged,
    Answered,
    PublicWarning,
    SharingChanged,
    AgreementAmended,
    JointAssessment,
    ConsultationExpired,
    EngagementPlan,
    AllocationMade,
    Shot,
    ThirdStateNotified,
    ShotAssessed,
    InjectDelivered,
    # what people alone do
    *OF_DESKS,
)

KINDS: dict[str, type[msgspec.Struct]] = {kind.__name__: kind for kind in (*OF_TRUTH, *OF_NODES, *OF_ASIDE)}
TRUTH_KINDS = frozenset(kind.__name__ for kind in OF_TRUTH)
ASIDE_KINDS = frozenset(kind.__name__ for kind in OF_ASIDE)
