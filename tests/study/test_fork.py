"""Forks of a moment, and many futures of it."""

from pathlib import Path

import pytest

from tocsin.chance.luck import luck_for
from tocsin.errors import ScenarioError, StudyError
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.fork import fork
from tocsin.exercise.play import play
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import read, read_meta
from tocsin.journal.verify import verify
from tocsin.orders.order import AgreementAmended
from tocsin.review.log import read_log
from tocsin.review.measure import measure_rows
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario, load_scenario
from tocsin.study.fork import Otherwise, forked, opened
from tocsin.study.futures import Asked, futures, outlooks
from tocsin.study.moment import moment
from tocsin.study.resume import resumed
from tocsin.study.run import run, task_of

NAME = "debris-1979"
TASK = task_of(load_scenario(NAME), NAME, "none", 7)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = run(TASK, tmp_path_factory.mktemp("run")).path
    assert path is not None
    return path


def rest(world: World) -> str:
    digest = DigestJournal()
    for _ in play(world, DoctrineCells(world.scenario.staged.script), digest):
        pass
    return digest.digest


def test_a_fork_shares_nothing_that_changes(journal: Path) -> None:
    world = moment(journal, 600_000)
    copy = fork(world)
    expected = rest(copy)
    assert world.time_ms == 600_000
    assert rest(world) == expected


@pytest.mark.parametrize("time_ms", [0, 400_000, 1_000_500])
def test_a_fork_in_which_nothing_is_otherwise_is_the_run_itself(journal: Path, time_ms: int) -> None:
    whole = read_log(journal)
    same = forked(journal, Otherwise(time_ms))
    assert same.digest == whole.header.digest
    assert same.log.entries == whole.entries
    assert same.path is None


def test_a_fork_for_people_is_written_up_to_its_moment_and_goes_on_to_the_same_end(
    journal: Path, tmp_path: Path
) -> None:
    path = opened(journal, Otherwise(500_000, "integrated"), tmp_path / "open")
    assert verify(path).ok
    assert {entry.kind for entry in read(path) if entry.aside} == {"SnapshotTaken"}
    found = resumed(path)
    assert found.world.time_ms == 500_000
    for _ in play(found.world, found.cells, found.journal):
        pass
    found.journal.close()
    assert found.journal.digest == forked(journal, Otherwise(500_000, "integrated")).digest


def test_another_agreement_holds_from_the_fork_on_and_the_journal_says_so(journal: Path, tmp_path: Path) -> None:
    finished = forked(journal, Otherwise(500_000, "integrated"), tmp_path)
    path = finished.path
    assert path is not None
    assert verify(path).ok
    assert verify(path).digest == finished.digest
    assert path.name == f"{NAME}.integrated.7.fork-500s.sqlite"
    kinds = {entry.kind for entry in read(path) if entry.time_ms >= 500_000}
    assert {"AgreementAmended", "SnapshotTaken"} <= kinds
    assert [entry[1:] for entry in read(path) if entry.time_ms < 500_000] == [
        entry[1:] for entry in read(journal) if entry.time_ms < 500_000
    ]
    meta = read_meta(path)
    assert meta["agreement"] == "integrated"
    assert meta["forked_at_ms"] == "500000"
    log = read_log(path)
    assert log.entries == finished.log.entries
    assert sum(isinstance(entry.body, AgreementAmended) for entry in log.entries) == 2
    rows = measure_rows(log, build_scenario(meta["scenario_text"], meta["scenario_file"]))
    broken = [row.value for row in rows if row.measure == "disclosure_violations" and row.subject == "beyond_grant"]
    assert broken
    assert not any(broken)  # what was told is held to the terms of its own time


def test_any_moment_of_a_fork_opens_before_it_and_after(journal: Path, tmp_path: Path) -> None:
    path = forked(journal, Otherwise(500_000, "integrated", run=3), tmp_path).path
    assert path is not None
    members = load_scenario(NAME).members
    assert moment(path, 499_000).agreement == load_agreement("none", members)
    assert moment(path, 500_000).agreement == load_agreement("integrated", members)
    late = moment(path, 1_200_000)
    assert late.luck == moment(path, 500_000).luck != moment(path, 499_000).luck
    again = forked(path, Otherwise(1_200_000))
    assert again.digest == verify(path).digest


def test_another_luck_is_another_future_and_what_flies_stays(journal: Path) -> None:
    world = moment(journal, 300_000)
    other = fork(world, luck=luck_for(7, 99))
    assert other.scenario is world.scenario
    assert rest(other) != rest(fork(world))


def test_from_the_end_nothing_is_left_to_play(journal: Path) -> None:
    with pytest.raises(ScenarioError, match="is the end of the exercise"):
        forked(journal, Otherwise(1_800_000))


@pytest.mark.slow
def test_futures_are_forks_with_other_lucks_and_their_odds_lie_in_their_intervals(journal: Path) -> None:
    found = futures(Asked(journal, 300_000, "full-picture"), 6)
    assert [future.run for future in found] == [1, 2, 3, 4, 5, 6]
    for future in found[:2]:
        one = forked(journal, Otherwise(300_000, "full-picture", future.run))
        rows = measure_rows(one.log, build_scenario(TASK.scenario_text, TASK.scenario_file))
        assert future.rows == [row for row in rows if row.subject == "all"]
    outlook = outlooks(found)
    assert len(outlook) > 20
    for item in outlook:
        assert item.odds.n <= 6
        assert item.odds.low <= item.odds.value <= item.odds.high
        values = [
            row.value
            for future in found
            for row in future.rows
            if (row.nation, row.measure) == (item.nation, item.measure) and row.value is not None
        ]
        assert item.odds.value == sum(value > 0 for value in values) / len(values)


def test_how_many_futures_is_bounded(journal: Path) -> None:
    for count in (0, 10_001):
        with pytest.raises(StudyError, match="must be 1 to 10000"):
            futures(Asked(journal, 0), count)
