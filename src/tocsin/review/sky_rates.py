"""How often the listed events of a quiet sky were seen and taken for launches: counts, years, exact intervals."""

import functools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
import numpy as np
from scipy.special import gammaincinv

from tocsin.earth.kernels import ecef_rows
from tocsin.orders.record import NatureEvent
from tocsin.review.belong import FALSE_SOURCE
from tocsin.review.facts import Facts, all_of
from tocsin.review.log import RunLog
from tocsin.review.mistakes import false_warnings
from tocsin.review.sight import window_at
from tocsin.scenario.background_data import ListedFireball, listed_fireballs
from tocsin.scenario.declared import DeclaredNode, Scenario, utc_ms_at
from tocsin.scenario.mount import is_out, sky_for
from tocsin.scenario.sensors import in_window
from tocsin.sensing.infrared.sensor import infrared_reasons
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import Scene

PHRASE = "Reports per year of listed events under notional thresholds; not an estimate for any real system."
ALL_YEARS = "all"
SPLIT_UTC_MS = 978_307_200_000  # 2001-01-01 00:00 UTC: the list is thinner before
YEAR_MS = 365.25 * 86_400_000
CONFIDENCE = 0.95
BLINDING_W_SR = 1e20  # W/sr: bright enough for any threshold, so that geometry alone decides
OUT_OF_VIEW = (
    Reason.BEHIND_EARTH,
    Reason.OUTSIDE_FIELD,
    Reason.UNDER_CLOUD,
    Reason.LIMB_GLOW,
    Reason.SUN_BLINDED,
)

IN_VIEW, SEEN = "fireballs_in_view", "fireballs_seen"
FALSE_REPORTS, FALSE_WARNINGS = "false_launch_reports", "false_impact_warnings"
LAUNCHES_SEEN, LAUNCHES_REPORTED = "space_launches_seen", "space_launches_reported"
RATED = (IN_VIEW, SEEN, FALSE_REPORTS, FALSE_WARNINGS)


class Period(NamedTuple):
    """A stretch of the list: its name, UTC bounds (ms since 1970, the end outside) and what it holds.

    ``listed``: fireballs in the list; ``located``: of these, those that say where they were, and so are played.
    """

    name: str
    first_utc_ms: int
    end_utc_ms: int
    listed: int
    located: int

    @property
    def years(self) -> float:
        """Return the length of the period in years of 365.25 days."""
        return (self.end_utc_ms - self.first_utc_ms) / YEAR_MS


class SkyRow(msgspec.Struct, frozen=True, kw_only=True):
    """How many of one kind one nation had in one period, and the rates.

    Attributes
    ----------
    count : int
    years : float
        Length of the period.
    sensor_years : float
        Sensor-years in view: over the nation's satellites, the years of the period times the share of the
        period's played fireballs that were in the satellite's view; over the whole list, the sum of its parts.
    a_year, a_sensor_year : (float, float, float) or None
        Count divided by ``years`` and by ``sensor_years``, with the exact 95 % Poisson interval; None where there
        is no such rate: the shipped ascents carry no date, a run was not finished, no satellite had anything in view.
    """

    agreement: str
    nation: str
    period: str
    what: str
    count: int
    years: float
    sensor_years: float
    a_year: tuple[float, float, float] | None
    a_sensor_year: tuple[float, float, float] | None


class PlayedFireball(NamedTuple):
    """One fireball of a run: when it began by the calendar; by nation, how many satellites had it in view."""

    event_id: str
    utc_ms: int
    satellites: dict[str, int]


def poisson_interval(count: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the exact interval of a Poisson mean after ``count`` (>= 0) events.

    Notes
    -----
    Half a chi-square quantile at each end, of 2 count and 2 count + 2 degrees of freedom.  After no event the lower
    end is 0 and the upper end of the 95 % interval 3.689, which is one-sided 97.5 %.  Checked against chi-square
    quantiles and closed forms.

    References
    ----------
    Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936) 437.
    """
    tail = 0.5 * (1.0 - confidence)
    low = float(gammaincinv(count, tail)) if count else 0.0
    return low, float(gammaincinv(count + 1, 1.0 - tail))


def rate(count: int, exposure_years: float) -> tuple[float, float, float] | None:
    """Return count / exposure with its exact 95 % interval; None without exposure."""
    if exposure_years <= 0.0:
        return None
    low, high = poisson_interval(count)
    return count / exposure_years, low / exposure_years, high / exposure_years


def periods_of(listed: Sequence[ListedFireball]) -> tuple[Period, ...]:
    """Return the list in two parts, split at 2001, and as a whole; nothing of an empty list.

    Notes
    -----
    The whole runs from the list's first event to its last, not from New Year to New Year: rates are the higher for
    it by at most one event in the count.
    """
    if not listed:
        return ()
    times_ms = sorted(item.utc_ms for item in listed)
    first_ms, end_ms = times_ms[0], times_ms[-1] + 1
    spans = [
        (f"{year_of(first_ms)}-2000", first_ms, min(SPLIT_UTC_MS, end_ms)),
        (f"2001-{year_of(end_ms - 1)}", max(SPLIT_UTC_MS, first_ms), end_ms),
    ]
    kept = [span for span in spans if span[1] < span[2]]
    return tuple(
        Period(
            name,
            since_ms,
            until_ms,
            sum(since_ms <= item.utc_ms < until_ms for item in listed),
            sum(since_ms <= item.utc_ms < until_ms and item.is_located for item in listed),
        )
        for name, since_ms, until_ms in [*kept, (ALL_YEARS, first_ms, end_ms)]
    )


def year_of(utc_ms: int) -> int:
    """Return the calendar year of a UTC time (ms since 1970)."""
    return datetime.fromtimestamp(utc_ms / 1000.0, UTC).year


def played_fireballs(facts: Facts) -> list[PlayedFireball]:
    """Return every fireball that a run played, in order."""
    scenario = facts.scenario
    return [
        PlayedFireball(
            body.event_id,
            utc_ms_at(scenario, time_ms),
            {node.name: satellites_in_view(scenario, node, time_ms, body.place) for node in scenario.nodes},
        )
        for time_ms, _, body in facts.of(NatureEvent)
        if body.cause == "fireball"
    ]


def satellites_in_view(scenario: Scenario, node: DeclaredNode, time_ms: int, place: tuple[float, ...]) -> int:
    """Return how many satellites of a node have a place (rad, rad, m) in view, however faint what shines there."""
    lat_rad, lon_rad, alt_m = (np.array([value]) for value in place)
    one = np.ones(1)
    scene = Scene(ecef_rows(lat_rad, lon_rad, alt_m), np.zeros((1, 3)), one, BLINDING_W_SR * one, np.arange(1))
    utc_ms, window = utc_ms_at(scenario, time_ms), window_at(scenario, time_ms)
    sensors = [
        in_window(item, window) for item in node.satellites if not is_out(node, item.sensor.sensor_id, time_ms)
    ]
    reasons = [int(infrared_reasons(item, scene, sky_for(scenario, item, utc_ms), utc_ms)[0]) for item in sensors]
    return sum(reason not in OUT_OF_VIEW for reason in reasons)


def sky_rows_of(log: RunLog, scenario: Scenario) -> list[SkyRow]:
    """Return counts and rates of a run of the shipped list (``sky_rows``)."""
    return sky_rows(Facts(log, scenario), log.header.agreement, listed_fireballs())


def sky_rows(facts: Facts, agreement: str, listed: Sequence[ListedFireball]) -> list[SkyRow]:
    """Return counts and rates of a quiet sky: for each nation, each period and each kind.

    Parameters
    ----------
    facts : Facts
        Of a run whose scenario plays the list in windows of their own.
    agreement : str
        Written in the rows.
    listed : sequence of ListedFireball
        The whole list, with the events that could not be played.

    Notes
    -----
    An event counts in the period of its own date.  ``false_launch_reports`` and ``false_impact_warnings`` are those
    of ``MEASURES``, by the date on which they were made; what is made of the list's last event comes seconds after
    the list's end and counts at its end.  Summed over the two parts they are the measure.
    """
    played, periods = played_fireballs(facts), periods_of(listed)
    parts = [period for period in periods if period.name != ALL_YEARS]
    last_ms = periods[-1].end_utc_ms - 1 if periods else 0
    is_finished = facts.end_ms >= facts.scenario.end_ms
    rows = []
    for nation in facts.parties:
        exposure_years = {period.name: sensor_years([period], nation, played) for period in parts}
        exposure_years[ALL_YEARS] = sensor_years(parts, nation, played)
        for what, times_ms in counted(facts, nation, played).items():
            has_rate = is_finished and what in RATED
            within_ms = [min(utc_ms, last_ms) for utc_ms in times_ms]
            for period in periods if what in RATED else periods[-1:]:
                key = agreement, nation, what, period
                rows.append(row_of(key, within_ms, exposure_years[period.name], has_rate))
    return rows


def counted(facts: Facts, nation: str, played: Sequence[PlayedFireball]) -> dict[str, list[int]]:
    """Return the calendar times (ms) of everything that is counted for a nation, by kind."""
    at = functools.partial(utc_ms_at, facts.scenario)
    reports = [item for item in all_of(facts.reports_issued, nation) if item.is_first]
    launches = [(launch.launch_id, at(launch.lift_off_ms)) for launch in facts.launches]
    reported = {item.launch_id for item in reports}
    return {
        IN_VIEW: [item.utc_ms for item in played if item.satellites[nation]],
        SEEN: [item.utc_ms for item in played if (nation, item.event_id) in facts.detected_ms],
        FALSE_REPORTS: [at(item.time_ms) for item in reports if item.launch_id == FALSE_SOURCE],
        FALSE_WARNINGS: [at(item.time_ms) for item in false_warnings(facts, nation)],
        LAUNCHES_SEEN: [utc_ms for name, utc_ms in launches if (nation, name) in facts.detected_ms],
        LAUNCHES_REPORTED: [utc_ms for name, utc_ms in launches if name in reported],
    }


def row_of(
    key: tuple[str, str, str, Period], times_ms: Sequence[int], exposure_years: float, has_rate: bool
) -> SkyRow:
    """Return the row of an (agreement, nation, kind, period): what happened at some calendar times (ms), counted."""
    agreement, nation, what, period = key
    count = sum(holds(period, utc_ms) for utc_ms in times_ms)
    return SkyRow(
        agreement=agreement,
        nation=nation,
        period=period.name,
        what=what,
        count=count,
        years=period.years,
        sensor_years=exposure_years,
        a_year=rate(count, period.years) if has_rate else None,
        a_sensor_year=rate(count, exposure_years) if has_rate else None,
    )


def holds(period: Period, utc_ms: int) -> bool:
    """Return whether a calendar time falls in a period; the whole list holds whatever is played beside it."""
    return period.name == ALL_YEARS or period.first_utc_ms <= utc_ms < period.end_utc_ms


def sensor_years(periods: Sequence[Period], nation: str, played: Sequence[PlayedFireball]) -> float:
    """Return a nation's sensor-years in view over some periods (``SkyRow``); a period without events adds none."""
    total = 0.0
    for period in periods:
        views = [item.satellites[nation] for item in played if holds(period, item.utc_ms)]
        total += period.years * sum(views) / len(views) if views else 0.0
    return total
