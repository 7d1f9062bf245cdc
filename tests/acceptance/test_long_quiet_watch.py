"""Eight hours with none to two launches, drawn; quiet where nothing flies."""

import pytest

from tocsin.orders.record import Launch
from tocsin.warning.event import ImpactWarning

pytestmark = pytest.mark.slow
NAME, SEEDS = "long-quiet-watch", range(1, 9)


def test_none_to_two_launches_are_drawn_at_times_of_their_own(played):
    counts = [len(played(NAME, seed).of(Launch)) for seed in SEEDS]
    assert min(counts) == 0 and max(counts) <= 2 and sum(counts) > 0
    times_s = [time_s for seed in SEEDS for time_s, _ in played(NAME, seed).of(Launch)]
    assert len(set(times_s)) == len(times_s)


@pytest.mark.parametrize("seed", SEEDS)
def test_alarm_where_something_flies_and_quiet_where_nothing_does(played, seed):
    run = played(NAME, seed)
    flown = {launch.launch_id for _, launch in run.of(Launch)}
    for node, launch_id in (("birch", "l1"), ("alder", "l2")):
        levels = {level for _, level in run.alerts(node)}
        assert ("full" in levels) == (launch_id in flown)
        assert bool(run.of(ImpactWarning, node)) == (launch_id in flown)
