"""DIS PDUs in a capture file (pcap, raw IPv4, UDP on the loopback address), and the list of their entities."""

import struct
from collections.abc import Iterator
from functools import partial
from ipaddress import IPv4Address
from typing import IO

from tocsin.review.exports.content import MARKING, stem_of_export
from tocsin.review.exports.dis import entities_of, marking_of, pdus_of
from tocsin.review.exports.file import File, of_pieces
from tocsin.review.exports.tables_csv import cell, line
from tocsin.review.party import View
from tocsin.scenario.declared import utc_ms_at

PORT = 3000  # where DIS is at home
LOOPBACK = IPv4Address("127.0.0.1")
CAPTURE = struct.Struct("<IHHiIII")  # magic, version, zone, accuracy, longest packet, kind of link
MAGIC_US = 0xA1B2C3D4  # times in s and microseconds
RAW_IP = 101  # kind of link: packets begin with the IP header
PACKET = struct.Struct("<IIII")
IP = struct.Struct(">BBHHHBBH4s4s")
UDP = struct.Struct(">HHHH")
LONGEST = 65_535
UDP_PROTOCOL = 17
HEADINGS = ("marking", "site", "application", "entity", "dis_marking", "owner", "name", "type")


def dis_files(view: View) -> Iterator[File]:
    """Yield the capture of a view's PDUs, and the table of its entities; nothing where there is none."""
    if entities_of(view):
        stem = stem_of_export(view)
        yield File(f"{stem}.{MARKING}.pcap", partial(write_capture, view))
        yield of_pieces(f"{stem}.entities.{MARKING}.csv", partial(entity_lines, view))


def entity_lines(view: View) -> Iterator[str]:
    """Yield who is who: the id and marking of each entity, and what it is called in the journal."""
    yield line(list(HEADINGS))
    for entity, _ in entities_of(view):
        codes = ".".join(str(code) for code in entity.codes)
        row = (MARKING, entity.site, 1, entity.number, marking_of(entity), entity.owner, entity.name, codes)
        yield line([cell(value) for value in row])


def write_capture(view: View, file: IO[bytes]) -> None:
    """Write the PDUs, each as one UDP datagram at its calendar time."""
    file.write(CAPTURE.pack(MAGIC_US, 2, 4, 0, 0, LONGEST, RAW_IP))
    for sent in pdus_of(view):
        packet = datagram(sent.pdu)
        seconds, thousandths = divmod(utc_ms_at(view.scenario, sent.time_ms), 1000)
        file.write(PACKET.pack(seconds, thousandths * 1000, len(packet), len(packet)) + packet)


def datagram(content: bytes) -> bytes:
    """Return an IPv4 packet with a UDP datagram from the loopback address to itself; no UDP checksum, as allowed."""
    udp = UDP.pack(PORT, PORT, UDP.size + len(content), 0) + content
    bare = IP.pack(0x45, 0, IP.size + len(udp), 0, 0, 64, UDP_PROTOCOL, 0, LOOPBACK.packed, LOOPBACK.packed)
    return bare[:10] + struct.pack(">H", checksum(bare)) + bare[12:] + udp


def checksum(header: bytes) -> int:
    """Return the checksum of an IPv4 header whose own field is 0 (RFC 791)."""
    total: int = sum(struct.unpack(f">{len(header) // 2}H", header))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
