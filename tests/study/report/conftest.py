"""Made-up studies: tables drawn by numpy with known answers, written as a worker writes them."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tocsin.review.measure import Row
from tocsin.study.design.design import Design, design_of
from tocsin.study.plan import Unit, plan_of, units, write_plan
from tocsin.study.results import Results, open_study
from tocsin.study.schema import RUNS
from tocsin.study.shards import write_shard
from tocsin.study.unit import Played, is_headline, table_of

SCENARIO = "first-seen-by-partner"
HEAD = """
[study]
name = "made-up"
title = "A made-up study"
question = "Is what the page says what the numbers are?"
scenarios = ["first-seen-by-partner"]
replications = {runs}
seed = 7
measures = ["warned_share_10min", "leakage", "interceptors_fired", "interceptors_per_kill", "first_report_s",
  "public_warning_time_s", "releases", "exposure_cells", "alerted_both_share", "duplicate_shots"]
"""
PRIMARY = """
[primary]
measure = "warning_time_credited_s"
nation = "birch"
factor = "agreement"
contrast = ["full-picture", "none"]
"""
AGREEMENTS = """
[[factor]]
name = "agreement"
path = "agreement"
levels = ["none", "jdec-3", "full-picture"]
"""
RowsOf = Callable[[int, int], list[Row]]
GAIN_S = {
    "none": 0.0, "notify-only": 0.0, "jdec-1": 55.0, "jdec-3": 60.0, "quadrant-2009": 80.0, "trilateral-2023": 80.0,
    "full-picture": 120.0, "deconflicted": 110.0, "integrated": 118.0,
}  # fmt: skip
FIRST_WARNED = {"none": 0.7, "notify-only": 0.7, "jdec-1": 0.9, "jdec-3": 0.9, "full-picture": 1.0, "integrated": 1.0}


def row(
    nation: str, measure: str, value: float | None, subject: tuple[str, str] = ("nation", "all"), **more: object
) -> Row:
    """Return one row; observed if it has a value, never if it has not, unless ``status`` says otherwise."""
    fields = {"status": "never" if value is None else "observed", "n": 1, "n_never": int(value is None), **more}
    return Row(
        agreement="",
        seed=0,
        run=0,
        nation=nation,
        subject_kind=subject[0],
        subject=subject[1],
        measure=measure,
        value=value,
        unit="",
        decided_by="doctrine",
        **fields,
    )


def luck(run: int, stream: int) -> np.random.Generator:
    """Return random numbers of a run: the same at every point."""
    return np.random.default_rng([run, stream])


def warned_rows(nation: str, warned_s: float | None) -> Iterator[Row]:
    """Yield all rows about one opportunity of a nation."""
    is_never = warned_s is None
    area = ("area", f"l1/{nation}-capital")
    for who in (nation, "all"):
        yield row(who, "warning_time_s", warned_s)
        yield row(who, "warning_time_s", warned_s, area)
        yield row(who, "warning_time_credited_s", warned_s or 0.0, n_never=int(is_never))
        yield row(who, "warned_share_10min", float((warned_s or 0.0) >= 600.0), n_never=int(is_never))
        yield row(who, "public_warning_time_s", None if is_never else warned_s - 30.0)
        yield row(who, "public_warning_time_s", None if is_never else warned_s - 30.0, area)


def agreement_rows(level: str, run: int) -> list[Row]:
    """Return the rows of a run under an agreement: birch gains by sharing, alder gives and gains nothing."""
    common = luck(run, 1).normal(0.0, 25.0)
    own = luck(run, 2).normal(0.0, 4.0)
    is_warned = luck(run, 3).uniform() < FIRST_WARNED[level]
    gain_s = GAIN_S[level] + (own if GAIN_S[level] else 0.0)
    rows = [
        *warned_rows("birch", 540.0 + common + gain_s if is_warned else None),
        *warned_rows("alder", 700.0 + common),
    ]
    shared = GAIN_S[level] > 0.0
    for nation in ("alder", "birch"):
        at_risk = 4
        through = int((luck(run, 4).uniform(size=at_risk) < (0.35 if shared and nation == "birch" else 0.5)).sum())
        fired, kills = 2 * at_risk, at_risk - through
        report_s = 80.0 - 0.2 * gain_s + 0.1 * common if is_warned else None
        rows += [
            row(nation, "leakage", through / at_risk, n=at_risk),
            row(nation, "interceptors_fired", float(fired)),
            row(nation, "kills", float(kills)),
            row(nation, "releases", float(luck(run, 5).poisson(30 if nation == "alder" else 5)) * shared),
            row(nation, "exposure_cells", float(luck(run, 6).poisson(6 if nation == "alder" else 2)) * shared),
            row(nation, "first_report_s", report_s),
            row(nation, "first_report_s", report_s, ("launch", "l1")),
        ]
        if kills:
            rows.append(row(nation, "interceptors_per_kill", fired / kills, n=kills))
    rows.append(row("all", "alerted_both_share", float(is_warned), n_never=int(not is_warned)))
    return rows


def play(
    design: Design,
    folder: Path,
    rows_of: RowsOf,
    runs: int = 60,
    fails: tuple[tuple[int, int], ...] = (),
    of: int | None = None,
) -> Results:
    """Write a study as workers do, its rows made by a function of point and run, and open it.

    ``of``: how many runs were planned, where that is more than were played.
    """
    plan = plan_of(design, of or runs, 0.01).cut(math.gcd(of or runs, runs))
    write_plan(folder, design, plan)
    for unit in units(design, plan, 0, runs):
        write_shard(folder, unit, played_unit(unit, rows_of, fails))
    return open_study(folder)


def played_unit(unit: Unit, rows_of: RowsOf, fails: tuple[tuple[int, int], ...]) -> Played:
    """Return the tables of one unit."""
    point, runs = unit.point, range(unit.first_run, unit.last_run)
    both = [(run, found) for run in runs if (point, run) not in fails for found in rows_of(point, run)]
    played = [
        {
            "point": point,
            "seed": unit.seed,
            "run": run,
            "digest": "" if (point, run) in fails else f"{point:04d}{run:04d}",
            "error": "ModelRangeError: drawn = 3: too far" if (point, run) in fails else "",
        }
        for run in runs
    ]
    return Played(
        table_of(unit, (pair for pair in both if is_headline(pair[1]))),
        table_of(unit, (pair for pair in both if not is_headline(pair[1]))),
        pa.Table.from_pylist(played, schema=RUNS),
    )


def agreement_study(folder: Path, runs: int = 60, factors: str = AGREEMENTS, primary: str = PRIMARY) -> Results:
    """Return a study over agreements with known answers."""
    design = design_of(HEAD.format(runs=runs) + primary + factors, "made-up")
    return play(design, folder, lambda point, run: agreement_rows(design.points[point].levels[0], run), runs)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Give a study of three agreements, 60 runs each."""
    return agreement_study(tmp_path_factory.mktemp("made-up") / "study")


CROSSED = """
[[factor]]
name = "delay, s"
path = "agreement.min_delay_s"
levels = [{ name = "no sharing", set = { agreement = "none" } }, 0, 60, 120]
[[factor]]
name = "loss"
path = "link[alder-birch].loss"
levels = [0.0, 0.5]
"""
DELAY_PRIMARY = PRIMARY.replace('"agreement"', '"delay, s"').replace('"full-picture", "none"', '"0", "no sharing"')
GAIN_AT_DELAY_S = {"no sharing": 0.0, "0": 100.0, "60": 70.0, "120": 10.0}
LOSS_COSTS_S = 30.0  # of what sharing gains, so that delay and loss depend on each other


def crossed_gain_s(delay: str, loss: str) -> float:
    """Return what birch gains at a delay and a loss, exactly."""
    return GAIN_AT_DELAY_S[delay] - (LOSS_COSTS_S if loss == "0.5" and delay != "no sharing" else 0.0)


@pytest.fixture(scope="session")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Give a study of a delay by a loss, with two failed runs."""
    design = design_of(HEAD.format(runs=20) + DELAY_PRIMARY + CROSSED, "made-up")

    def rows_of(point: int, run: int) -> list[Row]:
        gain_s = crossed_gain_s(*design.points[point].levels)
        common_s = luck(run, 1).normal(0.0, 25.0)
        return [*warned_rows("birch", 540.0 + common_s + gain_s), *warned_rows("alder", 700.0 + common_s)]

    folder = tmp_path_factory.mktemp("crossed") / "study"
    return play(design, folder, rows_of, 20, fails=((3, 7), (5, 9)))


DELAYED = """
[[factor]]
name = "agreement"
path = "agreement"
levels = [{levels}]
[[factor]]
name = "delay, s"
path = "agreement.min_delay_s"
levels = [0, 60, 120]
"""


def delayed_gain_s(agreement: str, delay: str) -> float:
    """Return what birch gains under an agreement at a delay: all but nothing of it in the end, exactly."""
    return GAIN_S[agreement] * (1.0 - float(delay) / 125.0)


def delayed_study(folder: Path, agreements: tuple[str, ...]) -> Results:
    """Return a study of agreements by delays, 20 runs each."""
    factors = DELAYED.format(levels=", ".join(f'"{name}"' for name in agreements))
    design = design_of(HEAD.format(runs=20) + PRIMARY + factors, "made-up")

    def rows_of(point: int, run: int) -> list[Row]:
        agreement, delay = design.points[point].levels
        gain_s = delayed_gain_s(agreement, delay) * (1.0 + 0.1 * luck(run, 2).normal())
        common_s = luck(run, 1).normal(0.0, 25.0)
        through = (luck(run, 4).uniform(size=4) < 0.5 - 0.002 * gain_s).mean()
        return [
            *warned_rows("birch", 540.0 + common_s + gain_s),
            *warned_rows("alder", 700.0 + common_s),
            row("birch", "leakage", float(through), n=4),
        ]

    return play(design, folder, rows_of, 20)


DRAWN = """
[plan]
kind = "saltelli"
points = 16
[[factor]]
name = "held back, s"
path = "agreement.min_delay_s"
low = 0
high = 100
[[factor]]
name = "loss"
path = "link[alder-birch].loss"
low = 0.0
high = 0.5
[[factor]]
name = "agreement"
levels = [{ name = "none", set = { agreement = "none" } }, { name = "full-picture", set = {} }]
"""


def drawn_gain_s(held_back_s: float, loss: float) -> float:
    """Return what birch gains at drawn numbers: it changes sign, and hangs on the first number by far the most."""
    return 70.0 - held_back_s + 4.0 * loss


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Give a study that draws two numbers over their ranges."""
    head = HEAD.format(runs=2).replace("seed = 7", 'seed = 7\nagreement = "full-picture"')
    design = design_of(head + PRIMARY + DRAWN, "made-up")

    def rows_of(point: int, run: int) -> list[Row]:
        found = design.points[point]
        gain_s = 0.0 if found.levels[2] == "none" else drawn_gain_s(*found.numbers[:2])
        common_s = luck(run, 1).normal(0.0, 25.0)
        return [*warned_rows("birch", 600.0 + common_s + gain_s), *warned_rows("alder", 700.0 + common_s)]

    return play(design, tmp_path_factory.mktemp("drawn") / "study", rows_of, 2)


@pytest.fixture(scope="session")
def cube(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Give a study of a Latin hypercube over the same two numbers."""
    head = HEAD.format(runs=2).replace("seed = 7", 'seed = 7\nagreement = "full-picture"')
    design = design_of(
        head + PRIMARY + DRAWN.replace('"saltelli"', '"latin_hypercube"').replace("points = 16", "points = 40"),
        "cube",
    )

    def rows_of(point: int, run: int) -> list[Row]:
        found = design.points[point]
        gain_s = 0.0 if found.levels[2] == "none" else drawn_gain_s(*found.numbers[:2])
        common_s = luck(run, 1).normal(0.0, 25.0)
        return [*warned_rows("birch", 600.0 + common_s + gain_s), *warned_rows("alder", 700.0 + common_s)]

    return play(design, tmp_path_factory.mktemp("cube") / "study", rows_of, 2)


SINGLE = """
[plan]
kind = "one_at_a_time"
[[factor]]
name = "agreement"
path = "agreement"
levels = ["full-picture", "none"]
[[factor]]
name = "loss"
path = "link[alder-birch].loss"
levels = [0.0, 0.1, 0.5]
[[factor]]
name = "withheld"
withhold = ["sensors", "batteries"]
"""
ALDERS_SENSORS_S = 40.0  # what birch loses without them


@pytest.fixture(scope="session")
def single(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Give a study that changes one thing at a time, and withholds one party's sensors or batteries at a time."""
    design = design_of(HEAD.format(runs=20) + PRIMARY + SINGLE, "made-up")

    def rows_of(point: int, run: int) -> list[Row]:
        agreement, loss, withheld = design.points[point].levels
        less_s = 100.0 * float(loss) + (ALDERS_SENSORS_S if withheld == "without Alder's sensors" else 0.0)
        gain_s = 120.0 - less_s if agreement == "full-picture" else 0.0
        common_s = luck(run, 1).normal(0.0, 25.0)
        return [*warned_rows("birch", 540.0 + common_s + gain_s), *warned_rows("alder", 700.0 + common_s)]

    return play(design, tmp_path_factory.mktemp("single") / "study", rows_of, 20)
