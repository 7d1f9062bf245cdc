"""A quiet sky run again and again, one number of every satellite set to another value each time."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence

from tocsin.errors import ScenarioError
from tocsin.review.sky_curve import CurvePoint
from tocsin.review.sky_rates import SkyRow, sky_rows_of
from tocsin.scenario.build import build_scenario
from tocsin.scenario.effective import cast_names, effective
from tocsin.scenario.own_pack import nation_pack, packs_used
from tocsin.scenario.parsed import parsed_scenario
from tocsin.scenario.schema import ScenarioFile
from tocsin.study.pool import pooled
from tocsin.study.run import Task, run

VALUES: Mapping[str, tuple[float, ...]] = {
    "threshold_nw_m2": (0.05, 0.5, 1.0, 2.0, 10.0, 100.0, 1000.0),
    "min_duration_s": (5.0, 10.0, 15.0, 20.0, 30.0),
}
CHECK_KEY, CHECK_SCALE = "min_duration_s", 10.0  # fireballs made to last longer: this must give false reports
Setting = tuple[str, float, float]  # key, value, how many times longer fireballs last

SETTINGS: tuple[Setting, ...] = (
    *((key, value, 1.0) for key, values in VALUES.items() for value in values),
    *((CHECK_KEY, value, CHECK_SCALE) for value in VALUES[CHECK_KEY]),
)


def sky_curve(
    base: Task,
    settings: Sequence[Setting] = SETTINGS,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[CurvePoint]:
    """Return the points of a quiet sky's curves: a whole run for each setting, with the same luck.

    Parameters
    ----------
    base : Task
        A run of a scenario that plays the shipped fireballs.
    settings : sequence of (key, value, scale)
        A number of the infrared class packs, its value in the pack's unit, and how many times longer than drawn
        fireballs last.  The number is set for every satellite of every party, whatever its class.
    workers : int, optional
        The cores of this machine by default.
    progress : callable or None
        Told how many runs are done, of how many.

    Raises
    ------
    ScenarioError
        If the scenario plays no fireballs, or a value is outside the range of a party's class pack.
    """
    tasks = {setting: task_at(base, setting) for setting in settings}
    alike = {task.scenario_text: task for task in tasks.values()}  # one run for settings that come to the same
    for task in alike.values():
        build_scenario(task.scenario_text, task.scenario_file)  # all are checked before any is run
    found: dict[str, list[SkyRow]] = {}
    for text, rows in zip(alike, pooled(sky_rows_at, list(alike.values()), workers), strict=True):
        found[text] = rows
        if progress is not None:
            progress(len(found), len(alike))
    own = own_values(base)
    return [
        CurvePoint(
            key=key,
            value=value,
            duration_scale=scale,
            is_own=own.get(key) == value,
            rows=tuple(found[task.scenario_text]),
        )
        for (key, value, scale), task in tasks.items()
    ]


def sky_rows_at(task: Task) -> list[SkyRow]:
    """Return the counts and rates of one run: one unit of work for a pool."""
    return sky_rows_of(run(task).log, build_scenario(task.scenario_text, task.scenario_file))


def task_at(base: Task, setting: Setting) -> Task:
    """Return the task of a setting; as the scenario has it already, where it has."""
    key, value, scale = setting
    parsed = parsed_of(base)
    names = (
        cast_names(parsed.scenario.cast, parsed.scenario.world, base.scenario_file) if parsed.scenario.cast else {}
    )
    own_name = {new: old for old, new in names.items()}  # settings are in the file's own names
    settings: dict[str, float | bool] = {
        f"party.{own_name.get(nation, nation)}.pack.{name}.{key}.value": value
        for nation, name in infrared_packs(parsed)
        if nation_pack(parsed, nation, name, "infrared")[key] != value
    }
    if scale != 1.0:
        settings |= {"background.fireball_duration_scale": scale, "background.ascents": False}
    text = effective(base.scenario_text, settings=settings, file=base.scenario_file)
    return dataclasses.replace(base, scenario_text=text)


def parsed_of(base: Task) -> ScenarioFile:
    """Return a task's checked scenario file, or raise ScenarioError if it plays no fireballs."""
    parsed = parsed_scenario(base.scenario_text, base.scenario_file)
    if parsed.background is None or not parsed.background.fireballs:
        raise ScenarioError(
            f"{base.scenario_file}: background.fireballs is not set: the curve needs them; choose quiet-sky"
        )
    return parsed


def infrared_packs(parsed: ScenarioFile) -> Iterator[tuple[str, str]]:
    """Yield (nation, class pack) for the satellites of every party."""
    for nation in parsed.scenario.parties:
        yield from ((nation, name) for kind, name in packs_used(parsed, nation) if kind == "infrared")


def own_values(base: Task) -> dict[str, float]:
    """Return the numbers that all satellites of a scenario share, by key."""
    parsed = parsed_of(base)
    packs = [nation_pack(parsed, nation, name, "infrared") for nation, name in infrared_packs(parsed)]
    return {key: packs[0][key] for key in VALUES if packs and len({pack[key] for pack in packs}) == 1}
