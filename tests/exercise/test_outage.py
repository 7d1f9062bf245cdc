"""A sensor out of action all the time is as good as none: its owner knows, and takes its silence for no evidence."""

from types import ModuleType

from tocsin.orders.action import CueRadar
from tocsin.orders.order import Order
from tocsin.orders.record import TrackConfirmed
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.study.run import run, task_of
from tocsin.warning.event import LaunchReportIssued

OUT = "outage = [{ from_s = 0, to_s = 1800 }]"


def confirmed(bench: ModuleType, *radars: str) -> list[tuple[int, TrackConfirmed]]:
    scenario = build_scenario(bench.ONE_LAUNCH + "".join(radars), "outage.toml")
    log = run(task_of(scenario, "outage.toml", "none", None)).log
    return [(entry.time_ms, entry.body) for entry in log.entries if isinstance(entry.body, TrackConfirmed)]


def test_radars_out_of_action_do_not_spoil_the_tracks_of_one_that_works(bench: ModuleType) -> None:
    works = bench.radar("works")
    alone = confirmed(bench, works)
    assert alone
    assert confirmed(bench, works, *(bench.radar(f"out-{n}", more=OUT) for n in range(3))) == alone


def test_nobody_is_told_to_point_a_radar_that_is_out_of_action() -> None:
    text, _ = scenario_text("first-seen-by-partner")
    text = text.replace("[[radar]]\n", "[[radar]]\noutage = [{ from_s = 0, to_s = 9000 }]\n")
    log = run(task_of(build_scenario(text, "outage.toml"), "outage.toml", "full-picture", None)).log
    assert [entry for entry in log.entries if isinstance(entry.body, LaunchReportIssued)]  # there was a reason to
    orders = [entry.body for entry in log.entries if isinstance(entry.body, Order)]
    assert not [order for order in orders if isinstance(order.action, CueRadar)]
