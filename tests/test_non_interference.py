"""What an agreement withholds does not reach a partner by any way: two whole runs, told apart by nothing it got.

Alder sees one launch that the agreement lets it report, and in the second run another besides that is out of the
agreement's scope by its range.  Everything that reaches Birch from Alder must be the same to the last byte: ids,
sequence numbers, times, contents, signatures.  Sensors' time is a way that no agreement closes: the launch withheld
rises in the sector of another radar, so that no cue to it takes time from the first.
"""

from dataclasses import replace

import msgspec
import pytest

from tocsin.exchange.agreement import Agreement
from tocsin.exchange.message import Delivery, Envelope, Refusal
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.world import new_world
from tocsin.journal.memory import DigestJournal
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.warning import report

SCENARIO = """
[scenario]
name = "two-launches"
title = "Two launches, of which one is told"
blind_name = "exercise-90"
seed = 3
start_utc = "2031-03-21T04:00:00Z"
duration_min = 20
parties = ["alder", "birch"]
agreement = "full-picture"

[[satellite]]
id = "alder-high"
nation = "alder"
orbit = { geostationary_deg = 60.0 }
boresight = { lat_deg = 35.0, lon_deg = 55.0 }
half_field_deg = 6.0

[[radar]]
id = "alder-south"
nation = "alder"
lat_deg = 38.2
lon_deg = 54.8
boresight_deg = 140

[[radar]]
id = "alder-north"
nation = "alder"
lat_deg = 56.0
lon_deg = 54.8
boresight_deg = 350

[[radar]]
id = "birch-approach"
nation = "birch"
lat_deg = 36.5
lon_deg = 80.5
boresight_deg = 265

[[link]]
source = "alder"
target = "birch"
latency_s = 2.0
jitter_s = 1.0
loss = 0.1

[[link]]
source = "birch"
target = "alder"
latency_s = 2.0
jitter_s = 1.0
loss = 0.1

[[launch]]
id = "told"
nation = "cedar"
pack = "mrbm"
time_s = 120
start = { lat_deg = 28.5, lon_deg = 53.5 }
end = { lat_deg = 32.3, lon_deg = 83.5 }
"""
WITHHELD = """
[[launch]]
id = "withheld"
nation = "elm"
pack = "srbm"
time_s = 60
start = { lat_deg = 58.0, lon_deg = 52.0 }
end = { lat_deg = 61.8, lon_deg = 50.5 }
"""


def every_field() -> Agreement:
    """Return an agreement on launches that fly 1,500 km or more, with every field of a report and no track."""
    full = load_agreement("full-picture", ("alder", "birch"))
    return replace(
        full,
        classes=("mrbm", "irbm", "icbm"),
        min_range_m=1_500e3,
        fields_released=tuple(name for name in full.fields_released if name != "track"),
        engage_on_remote=False,
        messages=(),
    )


def rough_and_late() -> Agreement:
    """Return a preset that tells some fields, coarsely and late, and consults; of classes that are known alone."""
    preset = load_agreement("jdec-1", ("alder", "birch"))
    return replace(preset, classes=("mrbm", "irbm", "icbm"), third_state_rule="report_third_state_launches")


def where_and_when() -> Agreement:
    """Return an agreement on place and time of launches alone, with consultation and public warnings."""
    return replace(every_field(), fields_released=FEW, messages=("consultation", "public_warning", "anomaly"))


FEW = ("launch_time_ms", "launch_point")
AGREEMENTS = {made.__name__: made for made in (every_field, rough_and_late, where_and_when)}


def streams(text: str, agreement: Agreement) -> tuple[bytes, bytes, list[Refusal]]:
    """Return what Alder sent to Birch and what arrived there, byte by byte, and what Alder's side refused."""
    world = new_world(build_scenario(text, "test.toml"), agreement, seed=3)
    seen = Seen()
    for _ in play(world, DoctrineCells(), DigestJournal(), seen):
        pass
    sent = [body for node, body in seen.bodies if isinstance(body, Envelope) and node == "alder"]
    got = [body for node, body in seen.bodies if isinstance(body, Delivery) and node == "birch"]
    refused = [body for node, body in seen.bodies if isinstance(body, Refusal) and node == "alder"]
    return msgspec.json.encode(sent), msgspec.json.encode(got), refused


class Seen:
    """Keeps every record of a run."""

    def __init__(self) -> None:
        self.bodies: list[tuple[str, msgspec.Struct]] = []

    def see(self, time_ms, records):
        """Take the records of one tick."""
        self.bodies += [(record.node, record.body) for record in records]


@pytest.mark.slow
@pytest.mark.parametrize("name", AGREEMENTS)
def test_what_is_withheld_leaves_the_partners_stream_byte_for_byte_the_same(name):
    sent, got, _ = streams(SCENARIO, AGREEMENTS[name]())
    sent_too, got_too, refused = streams(SCENARIO + WITHHELD, AGREEMENTS[name]())
    assert len(msgspec.json.decode(got)) > 20  # there is a stream to compare
    kinds = {item["message"]["payload"]["type"] for item in msgspec.json.decode(got)}
    assert "Consultation" in kinds or name == "every_field"
    assert len(refused) > 20  # and a launch that was withheld
    assert sent == sent_too
    assert got == got_too


@pytest.mark.slow
def test_a_planted_leak_of_one_bit_is_found(monkeypatch):
    """The number of objects told is off by one whenever anything else is open: the least that a leak can be."""
    honest = report.object_count

    def leaking(event, own):
        return honest(event, own) + (1 if int(event.event_id.split("-e")[1]) > 1 else 0)

    monkeypatch.setattr(report, "object_count", leaking)
    assert streams(SCENARIO, every_field())[0] != streams(SCENARIO + WITHHELD, every_field())[0]
