"""A raid of everything: what is warned of before it is there, and what a partner's tracks add."""

import pytest

from tocsin.orders.record import BodyEnded, Launch
from tocsin.warning.event import ImpactWarning, LaunchWarning

NAME, SEED = "mixed-raid", 61
pytestmark = pytest.mark.slow  # a run takes some ten seconds


def ends_s(run) -> dict[str, float]:
    """Return when each launch would be down with nobody defending."""
    return {launch.launch_id: launch.impacts[0].time_ms / 1e3 for _, launch in run.of(Launch) if launch.impacts}


def first_sure_s(run, node: str, area: str) -> float:
    """Return when a node first warned of an area with medium confidence or more; infinity if never."""
    times = [
        time_s
        for time_s, item in run.of(ImpactWarning, node)
        if item.confidence in ("medium", "high") and area in dict(item.impact.areas)
    ]
    return min(times, default=float("inf"))


@pytest.mark.parametrize(
    ("node", "launch_id", "area", "lead_s"),
    [
        ("birch", "g1", "velmarune", 600.0),
        ("alder", "c1", "ummerstrand", 600.0),
        ("birch", "c2", "ossendray", 240.0),
        ("alder", "s1", "alder-ship", 300.0),
        ("birch", "s2", "birch-ship", 300.0),
    ],
)
def test_what_does_not_fall_is_warned_of_in_time(played, node, launch_id, area, lead_s):
    run = played(NAME, SEED, "provocation")
    assert ends_s(run)[launch_id] - first_sure_s(run, node, area) > lead_s


def test_the_truth_says_where_a_cruise_flight_ends(played):
    ends = {launch.launch_id: launch.impacts[0] for _, launch in played(NAME, SEED, "provocation").of(Launch)}
    assert ends["c1"].areas == ("ummerstrand",) and ends["s1"].areas == ("alder-ship",)


def test_classes_are_told_and_the_airliner_is_not_one_of_them(played):
    run = played(NAME, SEED, "provocation")
    for node in ("alder", "birch"):
        classes = {item.generic_class for _, item in run.of(LaunchWarning, node)}
        assert {"glide", "cruise"} <= classes
    assert not any(body.body_id.startswith("airliner") and body.how == "killed" for _, body in run.of(BodyEnded))


def test_alders_ship_is_warned_of_on_birchs_tracks_alone(played):
    alone, shared = (played(NAME, SEED, "provocation", rung) for rung in ("none", "full-picture"))
    assert first_sure_s(alone, "alder", "alder-ship") == float("inf")
    assert first_sure_s(shared, "alder", "alder-ship") < ends_s(shared)["s1"] - 300.0
    hit = [body.body_id for _, body in alone.of(BodyEnded) if "alder-ship" in body.areas]
    assert hit == ["s1-missile"]


def test_the_accident_alone_is_all_ballistic(played):
    run = played(NAME, SEED, "accident", "none")
    classes = {item.generic_class for node in ("alder", "birch") for _, item in run.of(LaunchWarning, node)}
    assert classes.isdisjoint({"glide", "cruise"})
