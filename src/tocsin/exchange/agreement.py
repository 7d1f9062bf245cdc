"""A sharing agreement: what two parties promised to tell each other."""

from dataclasses import dataclass
from typing import Literal, get_args

JointCell = Literal["none", "side_by_side", "fusion", "plan_ops"]
ThirdStateRule = Literal["none", "report_third_state_launches", "notify_overflown", "protect_third_state"]
EngagementSharing = Literal["none", "intentions", "status"]
Publicity = Literal["none", "announce_before", "announce_after", "both"]
PublicFact = Literal[
    "exercise_name",
    "dates",
    "parties",
    "agreement",
    "own_command",
    "launches_announced",
    "messages_exchanged",
    "events_warned",
    "public_warnings",
    "false_alarms",
    "interceptor_notices",
    "consultations",
    "launches_simulated",
    "intercepts",
]
MessageKind = Literal[
    "interceptor_notice", "anomaly", "sensor_status", "alert_state", "public_warning", "consultation", "comm_check"
]

PUBLIC_FACTS: tuple[PublicFact, ...] = get_args(PublicFact)  # all that a public statement can be made of
JOINT = "joint"  # the node of a joint cell; no nation may bear the name
RUNG_NAMES = (
    "none",
    "notification",
    "warning side by side",
    "warning fused",
    "tracks shared, engage on remote",
    "intentions deconflicted",
    "joint plan, separate launch orders",
)


@dataclass(frozen=True, slots=True)
class Coarsening:
    """How released numbers lose precision; zero means full precision.

    Attributes
    ----------
    grid_rad : float, rad
        Places are rounded to the centre of a latitude-longitude cell of this size, and the ellipse grown by it.
    time_round_ms : int, ms
        Times are rounded down to a multiple of this.
    class_generic_only : bool
        The class is released as ``unknown``.
    azimuth_step_rad : float, rad
        Directions are rounded to the middle of a sector this wide, counted from north: pi / 2 names a quadrant.
    """

    grid_rad: float = 0.0
    time_round_ms: int = 0
    class_generic_only: bool = False
    azimuth_step_rad: float = 0.0


EXACT = Coarsening()  # all as it is known


@dataclass(frozen=True, slots=True)
class DirectionScope:
    """Launches of one nation are in scope when they go out between two bearings, clockwise from the first (rad).

    ``classes``: the generic classes that the sector bounds; empty for all.  A launch of another class, or of one not
    known yet, is in scope in every direction.
    """

    nation: str
    from_rad: float
    to_rad: float
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """What may be told, to whom, how exactly and how soon.  Frozen; keys of the file are in km, deg, h, s.

    Attributes
    ----------
    parties : tuple of str
        Empty: whoever the scenario names as parties.
    rung : int in 0..6
        Place on the integration ladder (``RUNG_NAMES``).
    in_force_ms, expiry_ms : int, ms; None: it does not expire
    classes : tuple of str
        Generic classes in scope; ``unknown`` must be named to be reported.
    min_range_m, min_apogee_m : float, m
        A launch known to be below every bound that is set (above zero) is out of scope.
    direction_scope : tuple of DirectionScope
        Launches of a nation named here are in scope only in its sectors, or when they threaten a party.
    third_state_rule : str
        ``none``: nothing is told of launches from the ground of others than parties (the sea is nobody's).  Each
        later one of
        ``report_third_state_launches``, ``notify_overflown``, ``protect_third_state`` includes those before it.
    fields_released : tuple of str
        Fields of a LaunchReport that may leave, and ``track`` for TrackReports.
    messages : tuple of str
        Other kinds of message that may leave.
    coarsening : Coarsening
    min_delay_ms : int, ms
        Every draft waits this long before it goes through the gate and on the link.
    notice_lead_ms : int or None
        A pre-launch notification is owed this long before the window opens; None: none is owed or sent.
    post_launch_ms : int or None
        A post-launch notification is owed this long after lift-off; None: none.
    withhold_quota_per_year : int
        How many notices each party may withhold a year.
    joint_cells : str
        What the parties run together: ``side_by_side`` (displays beside each other, no fusion), ``fusion``,
        ``plan_ops``.  A joint cell proposes; each nation's commander orders.
    engage_on_remote : bool
        Whether a battery may fire on tracks that only the partner holds.
    engagement_sharing : str
    sensors_withheld_by : tuple of str
        Parties that release nothing that comes from their sensors (``release.withheld_reason``).
    batteries_withheld_by : tuple of str
        Parties that tell nothing of their batteries; a shot itself is announced all the same.
    report_interval_ms : int, ms
        Between two TrackReports on a link.
    separate_command : bool
        Always True: no message carries an order.
    relay : bool
        Whether a party passes on, unchanged, what another told it (``release.RELAYED``), to partners to whom that
        other has no link.
    may_suspend : bool
        Whether a party may suspend by its own order.
    publicity : str
        When the parties may tell the public of the exercise together, in a statement of cleared facts: ``none``:
        never; before STARTEX, after ENDEX, or both.
    public_facts : tuple of str
        What may be cleared for such a statement at all.
    clear_within_ms : int, ms
        How long after its draft a statement should be out, by the clock on the wall; later is late.
    """

    name: str
    version: str
    rung: int
    parties: tuple[str, ...] = ()
    in_force_ms: int = 0
    expiry_ms: int | None = None
    classes: tuple[str, ...] = ()
    min_range_m: float = 0.0
    min_apogee_m: float = 0.0
    direction_scope: tuple[DirectionScope, ...] = ()
    third_state_rule: ThirdStateRule = "report_third_state_launches"
    fields_released: tuple[str, ...] = ()
    messages: tuple[MessageKind, ...] = ()
    coarsening: Coarsening = Coarsening()
    min_delay_ms: int = 0
    notice_lead_ms: int | None = None
    post_launch_ms: int | None = None
    withhold_quota_per_year: int = 0
    joint_cells: JointCell = "none"
    engage_on_remote: bool = False
    engagement_sharing: EngagementSharing = "none"
    sensors_withheld_by: tuple[str, ...] = ()
    batteries_withheld_by: tuple[str, ...] = ()
    report_interval_ms: int = 5000
    relay: bool = False
    separate_command: bool = True
    may_suspend: bool = True
    publicity: Publicity = "none"
    public_facts: tuple[PublicFact, ...] = PUBLIC_FACTS
    clear_within_ms: int = 3_600_000


@dataclass(frozen=True, slots=True)
class AgreementState:
    """What changes while an agreement is in force.

    ``withheld``: (nation, notice id) of every notice that a party chose to withhold, in order.
    """

    suspended_by: tuple[str, ...] = ()
    withheld: tuple[tuple[str, str], ...] = ()
