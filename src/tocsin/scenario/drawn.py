"""Which launches of a scenario fly in a run, and when: drawn once, by what each declares of itself."""

from dataclasses import replace

from tocsin.chance.kernels import uniform
from tocsin.chance.luck import LAUNCH, Luck, declared_id
from tocsin.scenario.declared import DeclaredLaunch, Scenario


def drawn(scenario: Scenario, luck: Luck) -> Scenario:
    """Return the scenario as one run plays it: only the launches that fly, each at its own time.

    Notes
    -----
    A launch flies with its ``probability``, up to ``time_spread_ms`` later than declared (uniform, whole
    milliseconds).  Both draws are keyed on its declared id alone, so that no launch moves another's.  A scenario in
    which nothing is left to luck is returned as it is.
    """
    if all(launch.probability == 1.0 and launch.time_spread_ms == 0 for launch in scenario.launches):
        return scenario
    flying = [at_its_time(launch, luck) for launch in scenario.launches if does_fly(launch, luck)]
    return replace(scenario, launches=tuple(sorted(flying, key=lambda item: (item.lift_off_ms, item.launch_id))))


def does_fly(launch: DeclaredLaunch, luck: Luck) -> bool:
    """Return whether a launch flies in a run."""
    return share(launch, luck, 0) < launch.probability


def at_its_time(launch: DeclaredLaunch, luck: Luck) -> DeclaredLaunch:
    """Return a launch at the time drawn for it; its path over the ground is as declared."""
    later_ms = int(share(launch, luck, 1) * (launch.time_spread_ms + 1))
    bodies = tuple(replace(body, start_ms=body.start_ms + later_ms) for body in launch.bodies)
    return replace(launch, lift_off_ms=launch.lift_off_ms + later_ms, bodies=bodies)


def share(launch: DeclaredLaunch, luck: Luck, index: int) -> float:
    """Return a uniform draw in [0, 1) about a launch."""
    return float(uniform(luck.key0, luck.key1, LAUNCH, index, declared_id(f"launch {launch.launch_id}"), 0, 0))
