"""A sensor out of action all the time is as good as none: its owner knows, and takes its silence for no evidence."""

from tocsin.orders.order import CueRadar, Order
from tocsin.orders.record import TrackConfirmed
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.study.run import run, task_of
from tocsin.warning.event import LaunchReportIssued

HEAD = """
[scenario]
name = "outage"
title = "One radar works"
blind_name = "exercise-00"
seed = 3
start_utc = "2031-09-23T18:00:00Z"
duration_min = 6
parties = ["alder"]
agreement = "none"

[[launch]]
id = "l"
nation = "cedar"
pack = "mrbm"
time_s = 60
start = { lat_deg = 30.0, lon_deg = 60.0 }
end = { lat_deg = 45.0, lon_deg = 60.0 }
"""
RADAR = """
[[radar]]
id = "{}"
nation = "alder"
lat_deg = 45.0
lon_deg = 60.0
boresight_deg = 180
{}
"""
OUT = "outage = [{ from_s = 0, to_s = 1800 }]"


def confirmed(*radars: str) -> list[tuple[int, TrackConfirmed]]:
    scenario = build_scenario(HEAD + "".join(radars), "outage.toml")
    log = run(task_of(scenario, "outage.toml", "none", None)).log
    return [(entry.time_ms, entry.body) for entry in log.entries if isinstance(entry.body, TrackConfirmed)]


def test_radars_out_of_action_do_not_spoil_the_tracks_of_one_that_works() -> None:
    alone = confirmed(RADAR.format("works", ""))
    assert alone
    assert confirmed(RADAR.format("works", ""), *(RADAR.format(f"out-{n}", OUT) for n in range(3))) == alone


def test_nobody_is_told_to_point_a_radar_that_is_out_of_action() -> None:
    text, _ = scenario_text("first-seen-by-partner")
    text = text.replace("[[radar]]\n", "[[radar]]\noutage = [{ from_s = 0, to_s = 9000 }]\n")
    log = run(task_of(build_scenario(text, "outage.toml"), "outage.toml", "full-picture", None)).log
    assert [entry for entry in log.entries if isinstance(entry.body, LaunchReportIssued)]  # there was a reason to
    orders = [entry.body for entry in log.entries if isinstance(entry.body, Order)]
    assert not [order for order in orders if isinstance(order.action, CueRadar)]
