"""DIS: what Wireshark's decoder reads of our PDUs is what was recorded."""

import csv
import io
import math
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tocsin.earth.kernels import ecef_from_lla
from tocsin.orders.record import BodyEnded, BodyStates, PictureState
from tocsin.review.exports.dis import PDU_BYTES, attitude_rad, pdus_of, timestamp_of
from tocsin.review.exports.dis_file import checksum, datagram
from tocsin.review.party import View
from tocsin.scenario.declared import utc_ms_at

Export = Callable[[str, str], dict[str, bytes]]
FIELDS = (
    "frame.time_epoch",
    "dis.proto_ver",
    "dis.exer_id",
    "dis.pdu_type",
    "dis.entity_id_site",
    "dis.entity_id_application",
    "dis.entity_id_entity",
    "dis.entity_marking",
    "dis.entity_location.x",
    "dis.entity_location.y",
    "dis.entity_location.z",
    "dis.entity_linear_velocity.x",
    "dis.entity_linear_velocity.y",
    "dis.entity_linear_velocity.z",
    "_ws.expert.message",
)
Decoded = dict[tuple[int, str], list[dict[str, str]]]  # (ms since 1970, name) -> PDUs


@pytest.fixture(scope="module")
def decoded(export_of: Export, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Decoded]:
    """Return a function from a view to what tshark reads of its capture, by time and by the entity's name."""
    if shutil.which("tshark") is None:
        pytest.skip("no tshark: install Debian's tshark")

    def read(view: str) -> Decoded:
        files = export_of("dis", view)
        capture = next(name for name in files if name.endswith(".pcap"))
        path = tmp_path_factory.mktemp("dis") / capture
        path.write_bytes(files[capture])
        listed = next(content for name, content in files.items() if name.endswith(".csv"))
        names = {row["dis_marking"]: row["name"] for row in csv.DictReader(io.StringIO(listed.decode(), newline=""))}
        found: Decoded = {}
        for row in tshark(path):
            key = round(float(row["frame.time_epoch"]) * 1000), names[row["dis.entity_marking"]]
            found.setdefault(key, []).append(row)
        return found

    return read


def tshark(path: Path) -> list[dict[str, str]]:
    words = ["tshark", "-r", str(path), "-o", "ip.check_checksum:TRUE", "-d", "udp.port==3000,dis", "-T", "fields"]
    for field in FIELDS:
        words += ["-e", field]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return [dict(zip(FIELDS, line.split("\t"), strict=True)) for line in said.splitlines()]


def place_in(row: dict[str, str]) -> list[float]:
    return [float(row[f"dis.entity_location.{axis}"]) for axis in "xyz"]


def velocity_in(row: dict[str, str]) -> list[float]:
    return [float(row[f"dis.entity_linear_velocity.{axis}"]) for axis in "xyz"]


def test_another_decoder_reads_true_bodies_as_recorded(
    decoded: Callable[[str], Decoded], views: dict[str, View]
) -> None:
    view, read = views["truth"], decoded("truth")
    ends = [entry.body for entry in view.log.entries if isinstance(entry.body, BodyEnded)]
    ended = {(end.body_id, end.ended_ms) for end in ends}
    told = 0
    for entry in view.log.entries:
        if isinstance(states := entry.body, BodyStates):
            for name, state in zip(states.body_ids, states.states_ecef, strict=True):
                (row,) = read[utc_ms_at(view.scenario, entry.time_ms), name]
                assert place_in(row) == pytest.approx(state[:3], rel=1e-13)
                if (name, entry.time_ms) not in ended:  # what is killed at a recorded moment stands still
                    assert velocity_in(row) == pytest.approx(state[3:], rel=1e-5, abs=1e-6)
                    told += 1
    for end in ends:
        row = read[utc_ms_at(view.scenario, end.ended_ms), end.body_id][-1]
        assert place_in(row) == pytest.approx(ecef_from_lla(*end.place), abs=0.01)
        assert velocity_in(row) == [0.0, 0.0, 0.0]
    rows = [row for found in read.values() for row in found]
    assert told + len(ends) == len(rows)
    for row in rows:
        assert row["dis.entity_marking"].startswith("EXERCISE") and row["_ws.expert.message"] == ""
        ids = [row[f"dis.{name}"] for name in ("proto_ver", "exer_id", "pdu_type", "entity_id_site")]
        assert ids == ["7", "1", "1", "1"]


def test_another_decoder_reads_a_nodes_picture_and_no_truth(
    decoded: Callable[[str], Decoded], views: dict[str, View]
) -> None:
    view, read = views["birch"], decoded("birch")
    for entry in view.log.entries:
        if isinstance(state := entry.body, PictureState):
            for track in state.tracks:
                row = read[utc_ms_at(view.scenario, entry.time_ms), track.name][-1]
                assert place_in(row) == pytest.approx(ecef_from_lla(*track.place), rel=1e-13)
                assert velocity_in(row) == pytest.approx(track.velocity_ecef, rel=1e-5, abs=1e-6)
    assert not any("payload" in name for _, name in read)


def test_every_pdu_is_whole_and_in_time(views: dict[str, View]) -> None:
    sent = list(pdus_of(views["truth"]))
    assert [item.time_ms for item in sent] == sorted(item.time_ms for item in sent)
    assert all(len(item.pdu) == PDU_BYTES == struct.unpack_from(">H", item.pdu, 8)[0] for item in sent)


def test_the_joint_view_without_tracks_writes_no_file(export_of: Export) -> None:
    assert export_of("dis", "joint") == {}


@pytest.mark.parametrize(("utc_ms", "steps"), [(0, 0), (1_800_000, 2**30), (3_599_999, 2**31 - 597)])
def test_a_timestamp_counts_from_the_hour_and_is_relative(utc_ms: int, steps: int) -> None:
    assert timestamp_of(utc_ms) == timestamp_of(utc_ms + 7_200_000) == steps << 1


def test_the_nose_points_where_it_goes() -> None:
    velocity = (300.0, -400.0, 1200.0)
    psi, theta, _ = attitude_rad(velocity)
    nose = (math.cos(theta) * math.cos(psi), math.cos(theta) * math.sin(psi), -math.sin(theta))
    assert nose == pytest.approx([part / 1300.0 for part in velocity])


def test_the_ip_header_adds_up() -> None:
    assert checksum(datagram(b"x" * 10)[:20]) == 0
