"""How well a nation knew where a launch came from and where it would come down."""

import math
from collections.abc import Iterator
from typing import Literal, NamedTuple

from tocsin.earth.geodesic import geodesic_inverse
from tocsin.exchange.ellipse import Ellipse, area_90_km2, distance2_90
from tocsin.orders.record import Launch
from tocsin.review.answer import ALL, Answer, Definition, Status, absent, observed
from tocsin.review.facts import Facts, Held
from tocsin.review.opportunity import deadline_ms

AFTER_S = (60, 120, 180, 300, 600)  # s after lift-off
HEADLINE_S = 300
Which = Literal["launch", "impact"]
Place = tuple[float, float]  # lat_rad, lon_rad

DEFINITIONS = (
    *(
        Definition(
            f"{which}_ellipse_km2",
            "km2",
            "launch x nation, at 60, 120, 180, 300, 600 s after lift-off (subject LAUNCH@SECONDS)",
            f"Area of the 90 % ellipse of the {which} place in the latest warning held that gives one and belongs to "
            "the launch; before the first such warning, in the latest report held, own or received. A warning stands "
            "above reports because it is made of all that the nation knows, an own report of its own sensors alone. "
            "An event that rests on a spent stage does not count; of several others the smallest does. "
            "The headline is at 300 s; all nations together hold the smallest.",
            "Launch + t to LaunchWarning, ImpactWarning, LaunchReportIssued or Delivery",
            "none held at that time; not applicable once the launch is over"
            + (" or if nothing of it comes down" if which == "impact" else ""),
            "median, never largest",
        )
        for which in ("launch", "impact")
    ),
    Definition(
        "ellipse_coverage",
        "share",
        "launch x nation, at the same times, for launch and impact (subjects LAUNCH.launch@SECONDS, .impact@SECONDS)",
        "The true place, undefended for an impact, lies inside the 90 % ellipse. The headline is at 300 s.",
        "as the ellipses",
        "none held: left out, counted in n_never",
        "share",
    ),
    Definition(
        "impact_error_km",
        "km",
        "launch x nation, at the same times (subject LAUNCH@SECONDS)",
        "Geodesic from the predicted to the nearest undefended impact of the launch. The headline is at 300 s.",
        "as impact_ellipse_km2",
        "as impact_ellipse_km2",
        "median, never largest",
    ),
)


class Known(NamedTuple):
    """The places that a nation held of one launch, rising in time: those in warnings and those in reports.

    Each with its time (ms) and event.
    """

    warned: list[tuple[int, str, Ellipse]]
    reported: list[tuple[int, str, Ellipse]]

    def at(self, time_ms: int) -> Ellipse | None:
        """Return the place held at a time, if any: of each event the latest, of these the smallest."""
        for places in (self.warned, self.reported):
            latest = {event: place for at_ms, event, place in places if at_ms <= time_ms}
            if latest:
                return min(latest.values(), key=area_90_km2)
        return None


def when(item: tuple[int, str, Ellipse]) -> int:
    """Return the time of a place held, ms."""
    return item[0]


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    for launch in facts.launches:
        impacts = [(impact.lat_rad, impact.lon_rad) for impact in launch.impacts]
        yield from of_places(facts, launch, "launch", [launch.place[:2]])
        if impacts:
            yield from of_places(facts, launch, "impact", impacts)


def of_places(facts: Facts, launch: Launch, which: Which, truths: list[Place]) -> Iterator[Answer]:
    """Yield what every nation knew of a launch's start or end, at each time."""
    known = {nation: known_places(facts, launch.launch_id, nation, which) for nation in facts.parties}
    over_ms = deadline_ms(facts, launch)
    for after_s in AFTER_S:
        time_ms = launch.lift_off_ms + after_s * 1000
        status: Status = "never"
        if time_ms > facts.end_ms:
            status = "pending"
        elif time_ms > over_ms:
            status = "not_applicable"
        held = {nation: places.at(time_ms) if status == "never" else None for nation, places in known.items()}
        held[ALL] = min((place for place in held.values() if place), key=area_90_km2, default=None)
        for nation, place in held.items():
            for answer in of_place(launch.launch_id, which, after_s, place, truths, status):
                yield answer._replace(nation=nation, in_headline=after_s == HEADLINE_S)


def of_place(
    launch_id: str, which: Which, after_s: int, place: Ellipse | None, truths: list[Place], status: Status
) -> Iterator[Answer]:
    """Yield area, coverage and error of one place held, or their absence; the nation is filled in by the caller."""
    subject = f"{launch_id}@{after_s}"
    covered = f"{launch_id}.{which}@{after_s}"
    if place is None:
        yield absent(f"{which}_ellipse_km2", "", "launch", subject, status)
        yield absent("ellipse_coverage", "", "launch", covered, status)
        if which == "impact":
            yield absent("impact_error_km", "", "launch", subject, status)
        return
    offsets = [offset_en_m(place, truth) for truth in truths]
    is_inside = any(distance2_90(place, east_m, north_m) <= 1.0 for east_m, north_m in offsets)
    yield observed(f"{which}_ellipse_km2", "", "launch", subject, area_90_km2(place))
    yield observed("ellipse_coverage", "", "launch", covered, float(is_inside))
    if which == "impact":
        error_km = min(math.hypot(east_m, north_m) for east_m, north_m in offsets) / 1000.0
        yield observed("impact_error_km", "", "launch", subject, error_km)


def known_places(facts: Facts, launch_id: str, nation: str, which: Which) -> Known:
    """Return the launch or impact places that a nation held of a launch."""
    key = nation, launch_id
    warnings = [item for item in facts.warnings.get(key, ()) if item.body_id not in facts.shed]
    reports = [*facts.reports_received.get(key, ()), *facts.reports_issued.get(key, ())]
    return Known(placed(warnings, which), placed([item for item in reports if item.body_id not in facts.shed], which))


def placed(held: list[Held], which: Which) -> list[tuple[int, str, Ellipse]]:
    """Return the places in reports or warnings, in order of time."""
    places = [
        (item.time_ms, item.event_id, place)
        for item in held
        if (place := item.launch_point if which == "launch" else item.impact_place) is not None
    ]
    return sorted(places, key=when)


def offset_en_m(place: Ellipse, truth: Place) -> tuple[float, float]:
    """Return how far east and north (m) the truth lies from an ellipse's centre, along the geodesic."""
    ground = geodesic_inverse(place.lat_rad, place.lon_rad, truth[0], truth[1])
    return ground.distance_m * math.sin(ground.azimuth1_rad), ground.distance_m * math.cos(ground.azimuth1_rad)
