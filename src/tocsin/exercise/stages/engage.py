"""Engagements of one tick: announced, planned, decided from truth, and told to who fired."""

from tocsin.defence.plan import PLAN_EVERY_MS
from tocsin.exercise.stages.interceptors import announce_shots
from tocsin.exercise.stages.plan import plan_all
from tocsin.exercise.stages.resolve import resolve, tell
from tocsin.exercise.world import Record, World


def engage(world: World) -> list[Record]:
    """Announce shots, plan, resolve what meets in this tick, and tell nodes what has become of their shots."""
    records = announce_shots(world)
    if world.time_ms % PLAN_EVERY_MS == 0:
        plan_all(world, records)
    if world.shots:
        resolve(world, records)
    if world.assessments_due:
        tell(world, records)
    return records
