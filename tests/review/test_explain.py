"""Why a sensor saw a body or not, interval by interval, and reading logs back from journals."""

import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from tocsin.errors import JournalError, ScenarioError
from tocsin.journal.entry import Entry
from tocsin.journal.sqlite import FileJournal
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import BodyStates, Endex, Launch, Pairing
from tocsin.review.explain import explain
from tocsin.review.log import Collected, Header, Logged, RunLog, reached_ms, read_log
from tocsin.review.measure import MEASURED_KINDS, measure_rows
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.sensing.reason import Reason

META = {"scenario": "small", "agreement": "none", "seed": "5", "run": "0", "version": "x"}
LAUNCH = """
[[launch]]
id = "l1"
nation = "cedar"
pack = "mrbm"
time_s = 300
start = { lat_deg = 28.5, lon_deg = 53.5 }
end = { lat_deg = 38.0, lon_deg = 84.0 }
"""


def with_launch(small: ModuleType) -> Scenario:
    return build_scenario(small.TEXT + LAUNCH, "small.toml")


def pairing(small: ModuleType, time_s: float, sensor_id: str, scan: int) -> Logged:
    found: Logged = small.at(time_s, TRUTH, Pairing(sensor_id, scan, ("l1-payload",)))
    return found


def test_intervals_follow_one_another_from_lift_off_to_the_end(small: ModuleType) -> None:
    log = small.log(
        pairing(small, 130, "a-radar", 1),
        pairing(small, 132, "a-radar", 2),
        small.ended(500, how="killed", nation=""),
    )
    radar, eye = explain(log, with_launch(small), "l1-payload", "alder")
    assert (radar.sensor_id, radar.is_radar, radar.measurements) == ("a-radar", True, 2)
    assert (eye.sensor_id, eye.is_radar, eye.measurements) == ("a-eye", False, 0)
    for story in (radar, eye):
        assert story.start_ms == small.LIFT_OFF_MS
        assert story.intervals[0].start_ms == small.LIFT_OFF_MS
        assert story.intervals[-1].end_ms == small.LIFT_OFF_MS + 500_000  # when it was killed
        for before, after in zip(story.intervals, story.intervals[1:], strict=False):
            assert before.end_ms == after.start_ms
            assert before.reason != after.reason
    assert radar.intervals[0].reason is Reason.BELOW_HORIZON
    assert Reason.SEEN in [interval.reason for interval in radar.intervals]
    assert eye.intervals[-1].reason is Reason.NOT_BURNING
    burn_out_ms = small.LIFT_OFF_MS + 1000 * with_launch(small).launches[0].burn_out_s
    assert eye.intervals[-1].start_ms == pytest.approx(burn_out_ms, abs=1000)  # looked at every second


def test_a_body_that_has_not_flown_has_no_intervals(small: ModuleType) -> None:
    log = small.log(end_ms=small.LIFT_OFF_MS - 1000)
    assert explain(log, with_launch(small), "l1-payload", "birch")[0].intervals == ()


def test_unknown_bodies_and_nodes_are_answered_with_the_known_ones(small: ModuleType) -> None:
    played = with_launch(small)
    with pytest.raises(ScenarioError, match="body = 'l9': must be one of l1-payload"):
        explain(small.log(), played, "l9", "birch")
    with pytest.raises(ScenarioError, match="node = 'elm': must be one of alder, birch"):
        explain(small.log(), played, "l1-payload", "elm")


def entries(small: ModuleType) -> list[Logged]:
    found: list[Logged] = small.log(
        small.launch(),
        *small.scan(40, "a-eye", 1, {"l1-payload": "alder.s1"}),
        *small.scan(260, "b-radar", 2, {"l1-payload": "birch.s1"}),
        small.impact_warning(290, "birch.s1"),
        small.at(300, TRUTH, BodyStates(("l1-payload",), ((1.0,) * 6,), (0.0,), (1.0,))),
        small.ended(1000),
        small.at(2099, TRUTH, BodyStates((), (), (), ())),
    ).entries
    return found


def written(path: Path, records: list[Logged]) -> Path:
    journal = FileJournal(path, META)
    journal.commit(
        [
            Entry(time_ms, node, type(body).__name__, msgspec.json.encode(body), False)
            for time_ms, node, body in records
        ],
        durable=True,
    )
    journal.close()
    return path


def test_a_journal_read_back_gives_the_log_that_was_collected(small: ModuleType, tmp_path: Path) -> None:
    records = entries(small)
    path = written(tmp_path / "run.sqlite", records)
    log = read_log(path)
    assert (log.header.scenario, log.header.seed, log.damage) == ("small", 5, "")
    assert len(log.header.digest) == 64
    collected = Collected()
    for record in records:
        collected.see(record.time_ms, [record])
    assert collected.log(log.header) == log
    assert log.end_ms == small.LIFT_OFF_MS + 2_099_000
    assert measure_rows(read_log(path, MEASURED_KINDS), small.scenario()) == measure_rows(log, small.scenario())
    only = Collected(["Launch"])
    only.see(0, records)
    assert [type(entry.body) for entry in only.log(log.header).entries] == [Launch]


def test_a_damaged_journal_is_read_up_to_the_last_good_record(small: ModuleType, tmp_path: Path) -> None:
    path = written(tmp_path / "run.sqlite", entries(small))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE record SET time_ms = time_ms + 1 WHERE seq = 4")
    log = read_log(path)
    assert len(log.entries) == 3
    assert "record 4" in log.damage
    assert len(read_log(path, ["Pairing"]).entries) == 1  # the second one is record 4
    assert log.end_ms == small.LIFT_OFF_MS + 40_000


def test_a_journal_without_a_good_record_is_refused(small: ModuleType, tmp_path: Path) -> None:
    path = written(tmp_path / "run.sqlite", entries(small))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '6' WHERE key = 'seed'")
    with pytest.raises(JournalError, match="nothing in it can be trusted"):
        read_log(path)


def test_a_record_of_another_version_is_named(small: ModuleType, tmp_path: Path) -> None:
    journal = FileJournal(tmp_path / "run.sqlite", META)
    journal.commit([Entry(0, "alder", "Tea", b"{}", False)], durable=True)
    journal.close()
    with pytest.raises(JournalError, match="record 1 is of unknown kind 'Tea'"):
        read_log(tmp_path / "run.sqlite")
    journal = FileJournal(tmp_path / "other.sqlite", META)
    journal.commit([Entry(0, "alder", "Launch", b"{}", False)], durable=True)
    journal.close()
    with pytest.raises(JournalError, match="record 1 does not fit its kind"):
        read_log(tmp_path / "other.sqlite")


def test_a_run_reached_its_end_when_its_record_says_so(small: ModuleType) -> None:
    played = with_launch(small)
    cut_ms = small.LIFT_OFF_MS + 900_000

    def reached(*records: Logged) -> int:
        return reached_ms(RunLog(Header("small", "none", 5, 0, "", {}), list(records), cut_ms), played)

    assert reached(small.launch()) == cut_ms
    assert reached(small.launch(), small.ended(800)) == cut_ms  # nothing flies, but who knows what was to come
    assert reached(small.launch(), Logged(played.end_ms - 1000, "truth", Endex())) == played.end_ms
