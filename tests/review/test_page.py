"""The after-action page: one file, marked, that says what the records say and no more."""

import re
from pathlib import Path
from types import ModuleType

import pytest

from tocsin.defence.battery import Shot
from tocsin.orders.action import AssessEvent
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import AlertChanged, Order
from tocsin.orders.record import (
    BodyStates,
    Measured,
    NatureEvent,
    Pairing,
    PictureState,
    PictureTrack,
    ShotOutcome,
    TrackConfirmed,
)
from tocsin.review.facts import Facts
from tocsin.review.log import Logged, RunLog
from tocsin.review.pack.drawing import Axis, axis_of, draw, levels_of
from tocsin.review.page import write_review
from tocsin.review.page_change import change_figure, milestones
from tocsin.review.page_sky import events_of
from tocsin.review.page_story import Mark, Strand, story_of
from tocsin.review.page_style import MARKING
from tocsin.review.page_summary import group_words
from tocsin.review.page_tables import cell, change, changed_lines, lines, title_of
from tocsin.review.page_words import amount_of, clock, count, difference, listed, number, quantity
from tocsin.review.reason import physical_reason


def seen_by_birch(small: ModuleType) -> list[Logged]:
    """Return a launch that alder's satellite and birch's radar see, that birch warns of and shoots at."""
    fire = Shot(
        shot_id="birch-shot1",
        node="birch",
        battery_id="b",
        layer="upper",
        event_id="birch-e1",
        interceptors=2,
        launch_ms=small.LIFT_OFF_MS + 800_000,
        intercept_ms=small.LIFT_OFF_MS + 900_000,
        aim_ecef=(0.0, 0.0, 0.0),
        kill_probability=0.5,
    )
    track = PictureTrack("birch.s1", (0.62, 1.2, 200e3), (0.0, 0.0, 0.0), 1e3, 1.0, ("birch.s1", "alder.s1"))
    order = Order(
        node="birch",
        cell="watch_officer",
        action=AssessEvent("birch-e1", "valid"),
        in_reply_to="birch-e1",
        reason="<b>sure</b>",
    )
    states = BodyStates(("l1-payload",), ((2.2e6, 5.0e6, 3.5e6, 0.0, 0.0, 0.0),), (0.0,), (1.0,))
    return [
        small.launch(),
        *looked(small, 30.0, "a-eye", "ir", 1, "alder.s1"),
        *looked(small, 40.0, "a-eye", "ir", 2, "alder.s1"),
        small.at(40.0, "alder", TrackConfirmed("alder.s1", "ir", small.LIFT_OFF_MS + 30_000)),
        small.at(60.0, TRUTH, states),
        *looked(small, 250.0, "b-radar", "radar", 3, "birch.s1"),
        small.at(252.0, "birch", TrackConfirmed("birch.s1", "radar", small.LIFT_OFF_MS + 250_000)),
        small.at(260.0, "birch", PictureState((track,))),
        small.launch_warning(252.0, "birch.s1"),
        small.impact_warning(260.0, "birch.s1", confidence="low"),
        small.impact_warning(270.0, "birch.s1", version=1),
        small.at(300.0, "birch", order),
        small.at(320.0, "birch", AlertChanged("raised")),
        small.at(790.0, "birch", fire),
        small.at(900.0, TRUTH, ShotOutcome(shot_id="birch-shot1", body_id="l1-payload", kills=0, interceptors=2)),
        small.ended(1000.0),
    ]


def looked(small: ModuleType, time_s: float, sensor_id: str, how: str, scan: int, source_id: str) -> list[Logged]:
    node = {"a": "alder", "b": "birch"}[sensor_id[0]]
    measured = Measured(
        sensor_id=sensor_id, phenomenology="ir" if how == "ir" else "radar", scan=scan, rows=((1.0,),)
    )
    return [small.at(time_s, node, measured), *small.scan(time_s, sensor_id, scan, {"l1-payload": source_id})]


def two_runs(small: ModuleType) -> dict[str, RunLog]:
    """Return a run in which alder's report reaches birch early, and one without sharing."""
    plain = seen_by_birch(small)
    shared = [
        *plain,
        small.sent(50.0, 52.0, 1, small.report(), "alder.s1"),
        small.received(50.0, 52.0, 1, small.report(), "alder.s1"),
        small.impact_warning(120.0, "alder.s1", event_id="birch-e1"),
    ]
    return {"full-picture": small.log(*shared, agreement="full-picture"), "none": small.log(*plain)}


@pytest.fixture(scope="module")
def page(small: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("review") / "small.EXERCISE.html"
    notes = ["A <script>note</script> & more"]
    assert write_review(two_runs(small), small.scenario(), out, notes) == out
    return out.read_text(encoding="utf-8")


def test_the_page_needs_no_other_file(page: str) -> None:
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts == ['<script type="application/json" class="story-data">', "<script>"]
    assert "<link" not in page
    assert not re.search(r"(src|href)\s*=\s*[\"'](?!data:image/png;base64,|#)", page)
    assert not re.search(r"https?://|@import|url\(", page)
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-" in page
    assert page.count("data:image/png;base64,") == 3


def test_the_marking_stands_above_and_below_and_repeats_on_every_printed_page(page: str) -> None:
    assert page.count(f'<div class="banner">{MARKING}</div>') == 2
    assert "display: table-header-group" in page
    assert "display: table-footer-group" in page
    assert "<title>EXERCISE" in page


def test_free_text_is_escaped(page: str) -> None:
    assert "A &lt;script&gt;note&lt;/script&gt; &amp; more." in page


def test_the_summary_says_what_the_records_say(page: str) -> None:
    text = " ".join(page.split())
    assert "Cedar made one launch (MRBM), the first at 5:00 of exercise time" in text
    assert "would have come down in Birch (South)" in text
    assert "Alder\u2019s own sensors first saw a launch 0:30 after the first lift-off" in text
    assert "Birch\u2019s own sensors first saw a launch 4:10" in text
    assert "it first held a launch report, received, at 0:52" in text
    assert "at 2:00, 14:40 before that impact was due" in text
    assert "fired two interceptors; of one payload meant for it none was destroyed and one came down" in text
    assert "came at 4:30 under \u201cnone\u201d" in text


@pytest.mark.parametrize(
    ("after_s", "words"),
    [
        ((), ""),
        ((299,), " Counted as groups: two launches simultaneous (within 5 min)."),
        ((300, 3599), " Counted as groups: three launches near-simultaneous (within 60 min)."),
        ((3600,), ""),
        ((0, 3600), " Counted as groups: two launches simultaneous (within 5 min) and one launch alone."),
    ],
)
def test_launches_are_counted_as_groups(small: ModuleType, after_s: tuple[int, ...], words: str) -> None:
    times_ms = [small.LIFT_OFF_MS + 1000 * second for second in (0, *after_s)]
    entries = [small.launch(f"l{number}", lift_off_ms=at_ms) for number, at_ms in enumerate(times_ms)]
    assert group_words(Facts(small.log(*entries), small.scenario())) == words


def test_the_reasons_are_on_the_page(page: str, small: ModuleType) -> None:
    reasons = physical_reason(two_runs(small), small.scenario())
    flat = page.replace("&#39;", "'")
    assert all(reason in flat for reason in reasons)


def test_never_is_the_word(small: ModuleType, tmp_path: Path) -> None:
    blind = small.log(small.launch(), small.ended(1000.0))
    text = write_review({"none": blind}, small.scenario(), tmp_path / "x.EXERCISE.html").read_text("utf-8")
    assert '<td class="n never">never</td>' in text
    assert "Birch\u2019s own sensors never saw a launch" in text


def test_an_unfinished_journal_is_named_with_how_far_it_stands(small: ModuleType, tmp_path: Path) -> None:
    whole = seen_by_birch(small)
    cut = [entry for entry in whole if entry.time_ms < small.LIFT_OFF_MS + 400_000]
    runs = {"none": small.log(*cut, end_ms=small.LIFT_OFF_MS + 400_000)}
    text = write_review(runs, small.scenario(), tmp_path / "x.EXERCISE.html").read_text("utf-8")
    assert "stands up to 11:40 of exercise time, of 40:00 planned. The run was not finished." in text
    assert "notice" in text


def test_damage_to_a_journal_is_told_in_its_own_words(small: ModuleType, tmp_path: Path) -> None:
    log = small.log(*seen_by_birch(small))
    damaged = RunLog(log.header, log.entries, log.end_ms, "damaged at record 12: it was changed")
    text = write_review({"none": damaged}, small.scenario(), tmp_path / "x.EXERCISE.html").read_text("utf-8")
    assert "damaged at record 12: it was changed." in text


def test_a_whole_journal_gets_no_notice(page: str) -> None:
    assert 'class="notice"' not in page


def test_a_run_without_a_threat_becomes_a_review_of_the_sky(small: ModuleType, tmp_path: Path) -> None:
    fireballs = [
        small.at(
            t, TRUTH, NatureEvent(event_id=f"f{t}", cause="fireball", place=(0.1, t / 100, 4e4), body_ids=(f"b{t}",))
        )
        for t in (0, 100, 200)
    ]
    seen = small.at(101, TRUTH, Pairing("a-eye", 1, ("b100",)))
    reported = [*small.scan(201, "a-eye", 2, {"b200": "alder.s1"}), small.report_issued(210, "alder.s1", "alder")]
    log = small.log(*fireballs, seen, *reported)
    fates = {event.event_id: event.fate for event in events_of(Facts(log, small.scenario()), log)}
    assert fates == {"f0": "not seen", "f100": "seen", "f200": "became a launch report"}
    text = write_review({"none": log}, small.scenario(), tmp_path / "x.EXERCISE.html").read_text("utf-8")
    assert "No hostile launch. Three fireballs and no declared space launches were played" in text
    assert "Alder saw 2 of the 3 events and made one launch report, of them one false" in text
    assert text.count("data:image/png;base64,") == 1


def test_the_story_has_a_lane_for_truth_and_one_a_node(small: ModuleType) -> None:
    truth, alder, birch = story_of(Facts(two_runs(small)["full-picture"], small.scenario()))
    assert [lane.owner for lane in (truth, alder, birch)] == ["", "alder", "birch"]
    rows = {row.name: row.marks for row in birch.strands}
    assert [mark.weight for mark in rows["impact warning"]] == ["half"]
    assert [mark.time_ms - small.LIFT_OFF_MS for mark in rows["report received"]] == [52_000]
    assert [mark.note for mark in rows["alert"]] == ["raised"]
    assert "impact warning" not in {row.name for row in alder.strands}


def test_confidence_marks_only_rise(small: ModuleType) -> None:
    _, _, birch = story_of(Facts(two_runs(small)["none"], small.scenario()))
    marks = next(row.marks for row in birch.strands if row.name == "impact warning")
    assert [mark.weight for mark in marks] == ["light", "half"]


def test_balls_that_would_touch_stand_on_different_levels() -> None:
    marks = tuple(Mark(t, "l1") for t in (0, 1_000, 2_000, 600_000))
    assert levels_of(Strand("fired", marks), Axis(0, 1_200_000, 0, ("l1",), "")) == [0, 1, 2, 0]


def test_the_timeline_is_marked_and_writes_never(small: ModuleType) -> None:
    lanes = story_of(Facts(small.log(small.launch(), small.ended(1000.0)), small.scenario()))
    axis = axis_of(lanes, small.LIFT_OFF_MS, [], "minutes <after>")
    drawing = draw(lanes, axis, [], {lane.owner: "red" for lane in lanes})
    assert drawing.count(f">{MARKING}</text>") == 2
    assert ">never</text>" in drawing
    assert "minutes &lt;after&gt;" in drawing


def test_milestones_and_their_picture(small: ModuleType) -> None:
    facts = {name: Facts(log, small.scenario()) for name, log in two_runs(small).items()}
    launch = facts["none"].launches[0]
    shared = milestones(facts["full-picture"], launch, "birch")
    alone = milestones(facts["none"], launch, "birch")
    assert shared["report held"] == small.LIFT_OFF_MS + 52_000
    assert alone["report held"] is None
    assert alone["impact warning"] == small.LIFT_OFF_MS + 270_000
    assert change_figure(facts) is not None
    assert change_figure({"none": facts["none"]}) is None


def test_tables_of_measures(small: ModuleType) -> None:
    rows = {name: small.Rows(log, small.scenario()).all for name, log in two_runs(small).items()}
    main = {
        (line.measure, line.who): line.cells for line in lines(rows, ("warning_time_s", "leakers"), headline=True)
    }
    assert main == {
        ("warning time", "Birch"): ("14:40", "12:10"),
        ("leakers", "Alder"): ("0", "0"),
        ("leakers", "Birch"): ("1", "1"),
    }
    changed, unchanged = changed_lines(rows)
    assert {line.measure: line.cells for line in changed if line.who == "Birch"}["warning time"] == ("12:10", "+2:30")
    assert {line.measure: line.cells for line in changed if line.who == "Birch"}["first report"] == (
        "never",
        "never \u2192 0:52",
    )
    assert "leakers" in unchanged


def test_cells(small: ModuleType) -> None:
    rows = small.rows(small.launch(), small.ended(1000.0))
    never = rows("first_detection_s", "alder")
    assert cell(never) == "never"
    assert cell(None) == ""
    assert change(never, never) == "0"
    assert title_of("launch_ellipse_km2") == "launch ellipse"


def test_numbers_are_written_for_people() -> None:
    assert [clock(t) for t in (0, 59.6, 754, -61)] == ["0:00", "1:00", "12:34", "\u22121:01"]
    assert [number(x) for x in (0, 3, 12345.6, 83.33, 0.037, -2.5)] == [
        "0",
        "3",
        "12,346",
        "83.3",
        "0.037",
        "\u22122.5",
    ]
    assert quantity(0.5, "share") == "50\u202f%"
    assert [difference(x, "s") for x in (150, -150, 0)] == ["+2:30", "\u22122:30", "0"]
    assert difference(0.25, "share") == "+25\u00a0points"
    assert [count(n, "launch", "launches") for n in (0, 1, 2, 1204)] == [
        "no launches",
        "one launch",
        "two launches",
        "1,204 launches",
    ]
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert [amount_of(n) for n in (0, 2, 13)] == ["none", "two", "13"]
