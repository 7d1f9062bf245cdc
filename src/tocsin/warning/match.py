"""Compare a launch with the notices in the register: which one fits it, how well, and if not, in what."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tocsin.exchange.payload import GenericClass, PreLaunchNotification
from tocsin.warning.area import offset_m
from tocsin.warning.event import LaunchEstimate, Verdict

AZIMUTH_TOLERANCE_RAD = math.radians(20.0)  # notional: notices give a rough direction only
SIGMAS = 3.0
MISFITS: tuple[Verdict, ...] = ("mistimed", "wrong_place", "wrong_azimuth")  # in the order of `misses`
NONE_TAKEN: Mapping[str, int] = MappingProxyType({})
BALLISTIC: tuple[GenericClass, ...] = ("srbm", "mrbm", "irbm", "icbm")
ALSO_SEEN_AS: Mapping[GenericClass, tuple[GenericClass, ...]] = MappingProxyType(
    {
        # What a launch of the announced class may look like by its impact besides itself; notional.
        "srbm": ("mrbm",),
        "mrbm": ("srbm", "irbm"),
        "irbm": ("mrbm", "icbm"),
        "icbm": ("irbm",),
        "slv": BALLISTIC,  # on its way to orbit its impact passes through every range
        "glide": BALLISTIC,  # a glider does not come down where a ballistic flight would
        "sounding": ("srbm", "mrbm"),
        "cruise": ("srbm", "mrbm"),
        "interceptor": ("srbm",),
    }
)


@dataclass(frozen=True, slots=True)
class Match:
    """How a launch fits the register.

    Attributes
    ----------
    notice_id : str
        The notice that fits, or that fits in all but one thing; '' where the verdict is ``unnotified``.
    verdict : str
        ``matched``; what alone is wrong: ``mistimed``, ``wrong_place``, ``wrong_azimuth``; else ``unnotified``.
    score : float in [0, 1]
        See ``score_of``; 0 where the verdict is ``unnotified``.
    generic_class : str
        What the notice announced; ``unknown`` where the verdict is ``unnotified``.
    """

    notice_id: str
    verdict: Verdict
    score: float
    generic_class: GenericClass


UNNOTIFIED = Match("", "unnotified", 0.0, "unknown")


def best_match(
    launch: LaunchEstimate,
    notices: Sequence[PreLaunchNotification],
    taken: Mapping[str, int] = NONE_TAKEN,
    azimuth_step_rad: float = 0.0,
) -> Match:
    """Return how a launch fits the notices: the one that fits, else the one that is wrong in one thing alone.

    Parameters
    ----------
    launch : LaunchEstimate
    notices : sequence of PreLaunchNotification
        In any order; of each notice the newest revision counts.  A cancelled notice matches nothing: a launch under
        it is unnotified.
    taken : mapping of notice id to int
        How many *other* launches each notice is already matched with: beyond its ``n_launches`` a launch is
        unnotified.
    azimuth_step_rad : float, rad
        How coarsely the agreement tells directions: half a step is allowed besides.

    Returns
    -------
    Match
        Of several notices, one that fits before one that does not; then the smallest misfit; then by id.

    Notes
    -----
    A thing fits within three standard deviations beyond the notice's window or circle, or beyond 20 degrees of its
    azimuth.
    """
    if not notices:
        return UNNOTIFIED
    found: list[tuple[bool, float, str, Match]] = []
    for notice in newest(notices):
        if notice.is_cancelled or taken.get(notice.notice_id, 0) >= notice.n_launches:
            continue
        misses = misses_of(launch, notice, azimuth_step_rad)
        wrong = [verdict for verdict, miss in zip(MISFITS, misses, strict=True) if miss > SIGMAS]
        if len(wrong) > 1:
            continue
        verdict: Verdict = wrong[0] if wrong else "matched"
        match = Match(notice.notice_id, verdict, score_of(misses), notice.generic_class)
        found.append((bool(wrong), sum(miss**2 for miss in misses), notice.notice_id, match))
    return min(found, key=lambda item: item[:3])[3] if found else UNNOTIFIED


def newest(notices: Sequence[PreLaunchNotification]) -> list[PreLaunchNotification]:
    """Return the notices without those of which a later revision is among them."""
    revisions: dict[str, int] = {}
    for notice in notices:
        revisions[notice.notice_id] = max(revisions.get(notice.notice_id, 0), notice.revision)
    return [notice for notice in notices if notice.revision == revisions[notice.notice_id]]


def misses_of(
    launch: LaunchEstimate, notice: PreLaunchNotification, azimuth_step_rad: float
) -> tuple[float, float, float]:
    """Return by how many standard deviations the launch lies outside window, circle and 20 degrees; 0 inside.

    Infinite outside where the estimate's deviation is 0.
    """
    early_ms, late_ms = notice.window_start_ms - launch.time_ms, launch.time_ms - notice.window_end_ms
    away_m = math.hypot(*offset_m(launch.point.lat_rad, launch.point.lon_rad, notice.lat_rad, notice.lon_rad))
    sigma_m = math.sqrt(max(launch.point.var_east_m2, launch.point.var_north_m2))
    off_rad = abs(wrapped(launch.azimuth_rad - notice.azimuth_rad))
    return (
        _in_sigmas(max(early_ms, late_ms), launch.time_sigma_ms),
        _in_sigmas(away_m - notice.radius_m, sigma_m),
        _in_sigmas(off_rad - AZIMUTH_TOLERANCE_RAD - 0.5 * azimuth_step_rad, launch.azimuth_sigma_rad),
    )


def _in_sigmas(beyond: float, sigma: float) -> float:
    """Return how far beyond a bound something lies, in its standard deviations; 0 within the bound."""
    if beyond <= 0.0:
        return 0.0
    return beyond / sigma if sigma > 0.0 else math.inf


def score_of(misses: tuple[float, float, float]) -> float:
    """Return the share of launches truly at the nearest point of the notice that would seem to fit worse.

    ``(1 + s / 2) exp(-s / 2)`` with ``s`` the sum of the squared misses: the tail of chi-square with four degrees of
    freedom (time one, place two, azimuth one).

    Notes
    -----
    Limits: 1 everywhere inside, so it does not rank notices that all hold the launch; errors are taken as Gaussian
    and independent, the place's as a circle of its larger deviation.  Checked: scipy's chi-square, to 1e-12.
    """
    half = 0.5 * sum(miss**2 for miss in misses)
    return (1.0 + half) * math.exp(-half) if half < math.inf else 0.0


def class_agrees(notified: GenericClass, seen: GenericClass) -> bool:
    """Return whether what seems to fly, by the range to its impact, may be what was announced.

    ``unknown`` agrees with everything: it says nothing.  Notional: a neighbouring ballistic class agrees, for the
    bounds of classes are conventions and an impact is an estimate.
    """
    return notified == seen or "unknown" in (notified, seen) or seen in ALSO_SEEN_AS[notified]


def wrapped(angle_rad: float) -> float:
    """Return the angle brought into [-pi, pi)."""
    return (angle_rad + math.pi) % (2.0 * math.pi) - math.pi
