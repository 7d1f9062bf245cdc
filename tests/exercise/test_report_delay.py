"""A radar whose reports come late: taken in where they belong, or refused and recorded."""

from tocsin.orders.record import LookRefused, TrackConfirmed
from tocsin.scenario.build import build_scenario
from tocsin.study.run import Finished, run, task_of

HEAD = """
[scenario]
name = "late"
title = "One radar reports late"
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
lon_deg = {}
boresight_deg = 180
scan_offset_s = {}
report_delay_s = {}
"""


def played(*radars: str) -> Finished:
    return run(task_of(build_scenario(HEAD + "".join(radars), "late.toml"), "late.toml", "none", None))


def of(finished: Finished, kind: type) -> list:
    return [(entry.time_ms, entry.body) for entry in finished.log.entries if isinstance(entry.body, kind)]


def test_scans_a_little_late_are_taken_in() -> None:
    finished = played(RADAR.format("prompt", 60.0, 0, 0), RADAR.format("slow", 60.5, 1, 8))
    assert not of(finished, LookRefused)
    # the same body, seen by both: one payload and one stage, each confirmed once under one name
    assert len({body.source_id for _, body in of(finished, TrackConfirmed)}) == 2


def test_scans_much_too_late_are_refused_and_recorded_and_spoil_nothing() -> None:
    prompt = RADAR.format("prompt", 60.0, 0, 0)
    alone = of(played(prompt), TrackConfirmed)
    finished = played(prompt, RADAR.format("slow", 60.5, 1, 45))
    refused = of(finished, LookRefused)
    assert refused and {body.sensor_id for _, body in refused} == {"slow"}
    assert all(time_ms == body.time_ms + 45_000 for time_ms, body in refused)
    assert of(finished, TrackConfirmed) == alone
