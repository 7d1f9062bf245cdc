"""A radar whose reports come late: taken in where they belong, or refused and recorded."""

from types import ModuleType

from tocsin.orders.record import LookRefused, TrackConfirmed
from tocsin.scenario.build import build_scenario
from tocsin.study.run import Finished, run, task_of


def played(bench: ModuleType, *radars: str) -> Finished:
    text = bench.ONE_LAUNCH + "".join(radars)
    return run(task_of(build_scenario(text, "late.toml"), "late.toml", "none", None))


def slow(bench: ModuleType, delay_s: int) -> str:
    return bench.radar("slow", 60.5, f"scan_offset_s = 1\nreport_delay_s = {delay_s}")


def of(finished: Finished, kind: type) -> list:
    return [(entry.time_ms, entry.body) for entry in finished.log.entries if isinstance(entry.body, kind)]


def test_scans_a_little_late_are_taken_in(bench: ModuleType) -> None:
    finished = played(bench, bench.radar("prompt"), slow(bench, 8))
    assert not of(finished, LookRefused)
    # the same body, seen by both: one payload and one stage, each confirmed once under one name
    assert len({body.source_id for _, body in of(finished, TrackConfirmed)}) == 2


def test_scans_much_too_late_are_refused_and_recorded_and_spoil_nothing(bench: ModuleType) -> None:
    prompt = bench.radar("prompt")
    alone = of(played(bench, prompt), TrackConfirmed)
    finished = played(bench, prompt, slow(bench, 45))
    refused = of(finished, LookRefused)
    assert refused and {body.sensor_id for _, body in refused} == {"slow"}
    assert all(time_ms == body.time_ms + 45_000 for time_ms, body in refused)
    assert of(finished, TrackConfirmed) == alone
