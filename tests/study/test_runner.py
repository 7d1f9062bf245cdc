"""A study is played whole, once, whoever plays it and whatever dies on the way."""

import multiprocessing
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tocsin.errors import StudyError
from tocsin.scenario.agreement_file import agreement_text
from tocsin.scenario.build import scenario_text
from tocsin.study.design.design import Design
from tocsin.study.engines import Engine
from tocsin.study.plan import plan_of, read_design, read_plan, units, write_plan
from tocsin.study.results import open_study
from tocsin.study.run import Task, rows_of
from tocsin.study.runner import play_study
from tocsin.study.shards import LAUNCHES, PLAYED, missing, shard_path, write_shard
from tocsin.study.unit import play_unit

Designed = Callable[..., Design]


def started(design: Design, folder: Path, runs: int = 6, size: int = 2) -> tuple[Design, Path]:
    """Return a design and its folder with a plan of so many runs in units of such a size."""
    write_plan(folder, design, plan_of(design, runs, 0.0).cut(size))
    return design, folder


TWO = Engine(workers=2)


def play(design: Design, folder: Path, engine: Engine = TWO) -> list[pa.Table]:
    """Return the tables of a study played to its end."""
    play_study(design, read_plan(folder), folder, engine)
    return tables_in(folder)


def by_hand(design: Design, folder: Path) -> list[pa.Table]:
    """Return the tables of a study played in this process, units in another order."""
    plan = read_plan(folder)
    for unit in reversed(list(units(design, plan, 0, plan.replications))):
        write_shard(folder, unit, play_unit(unit))
    return tables_in(folder)


def tables_in(folder: Path) -> list[pa.Table]:
    """Return what a study's folder holds: headlines, launches, runs."""
    results = open_study(folder)
    return [results.rows, results.launches, results.runs]


def test_a_row_of_a_study_is_the_row_of_the_run(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 1)
    rows, launches, runs = by_hand(design, folder)
    text, file = scenario_text("button-2018")
    digest, found = rows_of(Task(text, file, agreement_text("full-picture"), 5, 1))
    assert runs.to_pylist()[3] == {"point": 1, "seed": 5, "run": 1, "digest": digest, "error": ""}
    here = [row for row in rows.to_pylist() + launches.to_pylist() if (row["point"], row["run"]) == (1, 1)]
    assert len(here) == len(found)
    key = ("nation", "subject_kind", "subject", "measure", "value", "status", "n", "n_never", "decided_by")
    assert sorted(repr([row[name] for name in key]) for row in here) == sorted(
        repr([getattr(row, name) for name in key]) for row in found
    )


@pytest.mark.slow
def test_the_pool_gives_the_table_that_one_process_gives(designed: Designed, tmp_path: Path) -> None:
    alone = by_hand(*started(designed(), tmp_path / "alone"))
    pooled = play(*started(designed(), tmp_path / "pool"))
    otherwise_cut = play(*started(designed(), tmp_path / "cut", size=5))
    for one, two, three in zip(alone, pooled, otherwise_cut, strict=True):
        assert one.equals(two, check_metadata=True)
        assert one.equals(three, check_metadata=True)


@pytest.mark.slow
def test_dask_gives_the_table_that_the_pool_gives(designed: Designed, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    alone = by_hand(*started(designed(), tmp_path / "alone"))
    dask = play(*started(designed(), tmp_path / "dask"), Engine("dask", workers=2))
    for one, two in zip(alone, dask, strict=True):
        assert one.equals(two, check_metadata=True)


@pytest.mark.slow
def test_ten_killed_workers_lose_and_double_nothing(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "killed", 30, 1)
    luck, killed = random.Random(3), 0

    def kill(done: int, _total: int, _failed: int) -> None:
        nonlocal killed
        workers = multiprocessing.active_children()
        if workers and killed < 10 and done % 4 == 3:
            luck.choice(workers).kill()
            killed += 1

    play_study(design, read_plan(folder), folder, Engine(workers=2), kill)
    assert killed == 10
    assert not list(folder.rglob("*.part"))
    runs = open_study(folder).runs
    assert [(row["point"], row["run"]) for row in runs.to_pylist()] == [(p, r) for p in (0, 1) for r in range(30)]
    whole = by_hand(*started(designed(), tmp_path / "whole", 30, 1))
    assert open_study(folder).rows.equals(whole[0])


def test_what_is_done_is_not_played_again(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "s", 4, 2)
    plan = read_plan(folder)
    every = list(units(design, plan, 0, 4))
    write_shard(folder, every[1], play_unit(every[1]))
    (folder / "unit-0000000.parquet").write_bytes(b"half of a")  # its companion in `played` is not there
    assert missing(folder, every) == [every[0], *every[2:]]
    assert open_study(folder).runs.num_rows == 2


@pytest.mark.parametrize("where", ["", LAUNCHES, PLAYED])
@pytest.mark.parametrize("left_bytes", [0, 100, None])
def test_a_unit_with_a_damaged_table_is_played_again(
    designed: Designed, tmp_path: Path, where: str, left_bytes: int | None
) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 2)
    whole = by_hand(design, folder)
    plan = read_plan(folder)
    every = list(units(design, plan, 0, 2))
    path = shard_path(folder, where, every[1])
    if left_bytes is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:left_bytes])
        with pytest.raises(StudyError, match=r"unit-0000001\.parquet: cannot be read: .* play the study on"):
            tables_in(folder)
    assert missing(folder, every) == [every[1]]
    write_shard(folder, every[1], play_unit(every[1]))
    assert tables_in(folder) == whole


def test_only_the_units_of_the_plan_are_read(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 2)
    whole = by_hand(design, folder)
    for where in ("", LAUNCHES, PLAYED):
        shutil.copy(folder / where / "unit-0000001.parquet", folder / where / "unit-0000777.parquet")
    assert tables_in(folder) == whole
    assert open_study(folder).query("select count(*) as n from runs").to_pylist() == [{"n": 4}]


def test_runs_of_another_unit_seed_or_design_are_refused(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 1)
    by_hand(design, folder)
    other_seed = started(designed(("seed = 5", "seed = 6")), tmp_path / "seed", 2, 1)[1]
    other_design = started(designed(('"none", "full-', '"jdec-1", "none", "full-')), tmp_path / "design", 2, 1)[1]
    for other in (other_seed, other_design):
        by_hand(read_design(other), other)
    for source in (
        folder / "unit-0000001.parquet",
        *(f / "unit-0000002.parquet" for f in (other_seed, other_design)),
    ):
        kept = (folder / "unit-0000002.parquet").read_bytes()
        shutil.copy(source, folder / "unit-0000002.parquet")
        with pytest.raises(StudyError, match=r"holds other runs than its place .* point 1, runs 0 to 0, each once"):
            open_study(folder)
        (folder / "unit-0000002.parquet").write_bytes(kept)
    open_study(folder)


def test_a_run_that_is_there_twice_is_refused(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 2)
    unit = next(units(design, read_plan(folder), 0, 2))
    played = play_unit(unit)
    write_shard(folder, unit, played._replace(runs=pa.concat_tables([played.runs, played.runs])))
    with pytest.raises(StudyError, match="each once"):
        open_study(folder)


def test_two_that_write_one_unit_are_not_in_each_others_way(
    designed: Designed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 2)
    unit = next(units(design, read_plan(folder), 0, 2))
    played, write = play_unit(unit), pq.write_table

    def overtaken(table: pa.Table, path: Path, compression: str) -> None:
        write(table, path, compression=compression)
        monkeypatch.setattr("tocsin.study.shards.pq.write_table", write)
        write_shard(folder, unit, played)

    monkeypatch.setattr("tocsin.study.shards.pq.write_table", overtaken)
    write_shard(folder, unit, played)
    assert open_study(folder).runs.num_rows == 2
    assert not list(folder.rglob("*.part"))


def test_a_crash_before_the_plan_leaves_a_folder_that_goes_on(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "s")
    (folder / "plan.json").unlink()
    (folder / "plan.0123.part").write_bytes(b"{")
    started(design, folder)
    assert read_plan(folder).replications == 6
    (folder / "plan.json").unlink()
    with pytest.raises(StudyError, match=r"holds design\.toml and no study"):
        started(designed(("seed = 5", "seed = 6")), folder)
    (folder / "plan.json").write_bytes(b"")
    with pytest.raises(StudyError, match="remove it and run again"):
        started(design, folder)


def test_ctrl_c_waits_until_a_unit_is_written(
    designed: Designed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 1)
    unit = next(units(design, read_plan(folder), 0, 2))
    played, write = play_unit(unit), pq.write_table

    def interrupted(table: pa.Table, path: Path, compression: str) -> None:
        write(table, path, compression=compression)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("tocsin.study.shards.pq.write_table", interrupted)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a test that was started in the background ignores it
    with pytest.raises(KeyboardInterrupt):
        write_shard(folder, unit, played)
    assert missing(folder, [unit]) == []
    assert not list(folder.rglob("*.part"))


def test_a_run_that_fails_is_told_and_costs_no_other(
    designed: Designed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    design, folder = started(designed(), tmp_path / "s", 3, 3)

    def fails(task: Task) -> object:
        if task.run == 1:
            raise ValueError("a drawn number was too much")
        return rows_of(task)

    monkeypatch.setattr("tocsin.study.unit.rows_of", fails)
    for unit in units(design, read_plan(folder), 0, 3):
        write_shard(folder, unit, play_unit(unit))
    results = open_study(folder)
    assert results.failed == [(p, 1, "ValueError: a drawn number was too much") for p in (0, 1)]
    assert (results.cells("releases").status[:, 1] == -1).all()
    assert (results.cells("releases").status[:, [0, 2]] == 0).all()
    told: list[tuple[int, int, int]] = []
    monkeypatch.setattr("tocsin.study.runner.play_units", lambda left, _folder, _engine: map(play_unit, left))
    _, empty = started(design, tmp_path / "t", 3, 3)
    play_study(design, read_plan(empty), empty, TWO, lambda *counts: told.append(counts))
    assert told == [(0, 6, 0), (3, 6, 1), (6, 6, 2)]


def test_a_scheduler_that_nothing_would_ask_is_refused() -> None:
    with pytest.raises(StudyError, match="scheduler = tcp://here:8786: is asked by dask alone"):
        Engine(scheduler="tcp://here:8786")
    assert Engine("dask", scheduler="tcp://here:8786").scheduler


def test_a_folder_keeps_to_one_study(designed: Designed, tmp_path: Path) -> None:
    started(designed(), tmp_path / "s")
    with pytest.raises(
        StudyError,
        match=r"holds a study with another design_digest \(\w{12} there, \w{12} now\); the design was changed, "
        r"first in line 8 \('seed = 5' there, 'seed = 6' now\); choose",
    ):
        started(designed(("seed = 5", "seed = 6")), tmp_path / "s")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    with pytest.raises(StudyError, match=r"holds letter\.txt and no study"):
        started(designed(), tmp_path / "full")
    with pytest.raises(StudyError, match="holds no runs yet"):
        open_study(tmp_path / "s")
    with pytest.raises(StudyError, match=r"has no plan\.json"):
        read_plan(tmp_path / "full")


def test_another_schema_version_is_refused(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 2)
    by_hand(design, folder)
    path = folder / "unit-0000000.parquet"
    table = pa.parquet.read_table(path)
    pa.parquet.write_table(table.replace_schema_metadata({b"tocsin.study.schema": b"0"}), path)
    with pytest.raises(StudyError, match="schema version 0: must be 1"):
        open_study(folder)


def test_the_rule_looks_after_whole_blocks_alone(
    designed: Designed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def look(_design: Design, _plan: object, _folder: Path, runs: int) -> bool:
        looked.append(runs)
        return runs == 100

    monkeypatch.setattr("tocsin.study.runner.is_enough", look)
    monkeypatch.setattr("tocsin.study.runner.play_units", lambda _left, _folder, _engine: iter(()))
    design = designed(('nation = "all"', 'nation = "all"\nlooks = [50, 100, 150]\nhalf_width = 1.0\nmaximum = 200'))
    write_plan(tmp_path / "s", design, plan_of(design, None, 0.0))
    assert play_study(design, read_plan(tmp_path / "s"), tmp_path / "s", Engine()) == 100
    assert looked == [50, 100]


@pytest.mark.parametrize(
    "sql",
    [
        "copy rows to '{made}'",
        "select 1; copy (select * from runs) to '{made}' (format parquet)",
        "attach '{made}'",
        "export database '{made}'",
        "select * from read_text('{kept}')",
        "select * from read_csv('{kept}')",
        "select * from glob('{kept}')",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set temp_directory = '{made}'",
    ],
)
def test_a_query_reads_the_tables_and_nothing_else(
    designed: Designed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 2)
    by_hand(design, folder)
    monkeypatch.chdir(tmp_path)
    kept = tmp_path / "kept.csv"
    kept.write_text("a,b\n1,2\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StudyError, match=r"asks for more than the tables rows, .*select from these tables"):
        open_study(folder).query(sql.format(made=tmp_path / "made", kept=kept))
    assert sorted(tmp_path.rglob("*")) == before


def test_what_a_query_cannot_answer_is_said(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 2)
    by_hand(design, folder)
    results = open_study(folder)
    for sql, why in (
        ("select nix from rows", "Binder Error.*columns are in docs/studies.md"),
        ("select * from results", "Catalog Error"),  # a variable here, and no table
        ("select cast(digest as integer) from runs", "Conversion Error"),  # found as the answer is read
        ("", "asks for nothing"),
    ):
        with pytest.raises(StudyError, match=why):
            results.query(sql)


def test_queries_see_all_four_tables(designed: Designed, tmp_path: Path) -> None:
    design, folder = started(designed(), tmp_path / "s", 2, 2)
    by_hand(design, folder)
    results = open_study(folder)
    answer = results.query(
        "select agreement, sum(value) as s from rows join points using (point) "
        "where measure = 'releases' and nation = 'all' and subject = 'all' group by agreement order by agreement"
    ).to_pylist()
    cells = results.cells("releases").value
    assert [row["agreement"] for row in answer] == ["full-picture", "none"]
    assert [row["s"] for row in answer] == [cells[1].sum(), cells[0].sum()]
    assert len(results.pandas("runs")) == 4
    assert results.query("select count(*) as n from launches").to_pylist()[0]["n"] == results.launches.num_rows
    with pytest.raises(StudyError, match="must be one of rows, launches, runs, points"):
        results.pandas("tables")
