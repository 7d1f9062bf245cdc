"""What a provenance truly belongs to."""

from types import ModuleType

from tocsin.orders.record import InterceptorLaunched
from tocsin.review.belong import FALSE_SOURCE, Causes, shot_of_body
from tocsin.tracking.provenance import Source

BODIES = {"l1-payload": "l1", "l2-payload": "l2"}


def causes(small: ModuleType, *scans: tuple[float, dict[str, str]]) -> Causes:
    entries = [
        e for number, (time_s, pairs) in enumerate(scans) for e in small.scan(time_s, "b-radar", number, pairs)
    ]
    return Causes(BODIES, entries)


def test_most_measurements_decide(small: ModuleType) -> None:
    found = causes(
        small,
        (10, {"l1-payload": "birch.s1"}),
        (12, {"l2-payload": "birch.s1"}),
        (14, {"l2-payload": "birch.s1"}),
    )
    assert found.launch_of(small.source("birch.s1")) == "l2"


def test_a_tie_goes_to_the_earliest_measurement(small: ModuleType) -> None:
    found = causes(small, (10, {"l2-payload": "birch.s1"}), (12, {"l1-payload": "birch.s1"}))
    assert found.launch_of(small.source("birch.s1")) == "l2"


def test_only_measurements_inside_the_span_count(small: ModuleType) -> None:
    found = causes(
        small,
        (10, {"l1-payload": "birch.s1"}),
        (12, {"l2-payload": "birch.s1"}),
        (14, {"l2-payload": "birch.s1"}),
    )
    assert found.launch_of(small.source("birch.s1", 10, 11)) == "l1"


def test_all_sources_of_a_closure_are_added_up(small: ModuleType) -> None:
    found = causes(
        small,
        (10, {"l1-payload": "birch.s1"}),
        (12, {"l2-payload": "birch.s2"}),
        (14, {"l2-payload": "birch.s2"}),
    )
    both: tuple[Source, ...] = (*small.source("birch.s1"), *small.source("birch.s2"))
    assert found.launch_of(both) == "l2"


def test_a_body_of_no_launch_makes_a_false_source(small: ModuleType) -> None:
    found = causes(small, (10, {"fireball-001-body": "birch.s1"}), (12, {"fireball-001-body": "birch.s1"}))
    assert found.launch_of(small.source("birch.s1")) == FALSE_SOURCE


def test_measurements_of_no_named_track_count_for_nobody(small: ModuleType) -> None:
    found = causes(small, (10, {"l1-payload": ""}), (12, {"l1-payload": ""}))
    assert found.launch_of(small.source("birch.s1")) == FALSE_SOURCE
    assert found.launch_of(()) == FALSE_SOURCE


def test_measurements_of_one_scan_are_told_apart(small: ModuleType) -> None:
    found = causes(small, (10, {"l2-payload": "birch.s1", "l1-payload": "birch.s2"}))
    assert found.launch_of(small.source("birch.s1")) == "l2"
    assert found.launch_of(small.source("birch.s2")) == "l1"


def test_what_rests_on_an_own_interceptor_is_its_shot_and_not_false(small: ModuleType) -> None:
    shot = InterceptorLaunched(
        shot_id="birch-shot1",
        nation="birch",
        launch_ms=10_000,
        place=(0.6, 1.4, 0.0),
        azimuth_rad=0.0,
        body_ids=("birch-shot1-interceptor",),
        notice_id="birch-interceptor-10-1",
    )
    entries = small.scan(10, "b-radar", 0, {"birch-shot1-interceptor": "birch.s1"})
    assert Causes(shot_of_body([shot]), entries).launch_of(small.source("birch.s1")) == "birch-shot1"
    assert Causes(BODIES, entries).launch_of(small.source("birch.s1")) == FALSE_SOURCE


def test_what_is_told_by_body_is_told_by_launch_too(small: ModuleType) -> None:
    launch_of = {"l1-payload": "l1", "l1-stage": "l1", "l2-payload": "l2"}
    bodies = ("l1-stage", "l2-payload", "l1-payload", "l1-stage", "fireball-001-body")
    entries = [
        e for number, body_id in enumerate(bodies) for e in small.scan(number, "b", number, {body_id: "birch.s1"})
    ]
    by_body = Causes({body_id: body_id for body_id in launch_of}, entries)
    by_launch, told = by_body.put_up_by(launch_of), Causes(launch_of, entries)
    for first_s, last_s in ((0, 4), (1, 2), (2, 3), (4, 4), (3, 9)):
        source = small.source("birch.s1", first_s, last_s)
        assert by_launch.counts(source) == told.counts(source)
        assert by_launch.launch_of(source) == told.launch_of(source)
    counts, earliest_ms = by_launch.counts(small.source("birch.s1", 0, 4))
    assert counts == {"l1": 3, "l2": 1, FALSE_SOURCE: 1}
    assert [earliest_ms[name] - earliest_ms["l1"] for name in ("l2", FALSE_SOURCE)] == [1000, 4000]
