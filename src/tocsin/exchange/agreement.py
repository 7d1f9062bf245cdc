"""A sharing agreement: what two parties promised to tell each other."""

from dataclasses import dataclass

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
    """

    grid_rad: float = 0.0
    time_round_ms: int = 0
    class_generic_only: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """What may be told, to whom, how exactly and how soon.  Frozen; keys of the file are in km, deg, h, s.

    Attributes
    ----------
    parties : tuple of str
        Empty: whoever the scenario names as parties.
    rung : int in 0..6
        Place on the integration ladder (``RUNG_NAMES``).
    classes : tuple of str
        Generic classes in scope; ``unknown`` must be named to be reported.
    min_range_m : float, m
        A launch known to have a shorter range is out of scope.
    fields_released : tuple of str
        Fields of a LaunchReport that may leave, and ``track`` for TrackReports.
    notice_lead_ms : int or None
        A pre-launch notification is owed this long before the window opens; None: none is owed or sent.
    min_delay_ms : int, ms
        Every message is held this long before it goes on the link.
    engage_on_remote : bool
        Whether a battery may fire on tracks that only the partner holds.
    report_interval_ms : int, ms
        Between two TrackReports on a link.
    """

    name: str
    version: str
    rung: int
    parties: tuple[str, ...] = ()
    in_force_ms: int = 0
    expiry_ms: int | None = None
    classes: tuple[str, ...] = ()
    min_range_m: float = 0.0
    fields_released: tuple[str, ...] = ()
    coarsening: Coarsening = Coarsening()
    min_delay_ms: int = 0
    notice_lead_ms: int | None = None
    engage_on_remote: bool = False
    report_interval_ms: int = 5000


@dataclass(frozen=True, slots=True)
class AgreementState:
    """What changes while an agreement is in force."""

    suspended_by: tuple[str, ...] = ()
