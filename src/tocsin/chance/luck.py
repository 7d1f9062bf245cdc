"""The key of a run, the ids of declared things, and the streams."""

import hashlib
from typing import NamedTuple

# A stream separates draws that share ids and ordinal.  A new one takes the next number; none is reused.
DETECT_RADAR = 1  # sensor, body, scan
NOISE_RADAR = 2  # sensor, body, scan
DETECT_INFRARED = 3  # sensor, body, scan
NOISE_INFRARED = 4  # sensor, body, scan
KILL = 5  # body, layer, ordinal of the shot at that body
LINK_LOSS = 6  # link, kind, second of exercise time
LINK_JITTER = 7  # link, kind, second of exercise time
CELL = 8  # cell, duty, ordinal
NATURE = 9  # source, place, ordinal
ASSESS = 10  # body, layer, ordinal of the shot at that body
DETECT_SKYWAVE = 11  # sensor, body, scan
NOISE_SKYWAVE = 12  # sensor, body, scan
CLUTTER = 13  # sensor, scan, ordinal of the false report; 0 for their number
FALSE_INFRARED = 14  # sensor, ordinal within the scan, scan
GLINT = 15  # sensor, 0, stretch for which a cloud lies there; sensor, 1, scan
FALSE_LASTING = 16  # sensor, ordinal within the scan of birth, that scan; sensor, birth and ordinal, scan
KIND = 17  # sensor, body, block of looks; sensor, scan, ordinal of the report that no body caused
LINK_DUPLICATION = 18  # link, kind, second of exercise time
LINK_REORDER = 19  # link, kind, second of exercise time
DRILL = 20  # node, drill, person
LAUNCH = 21  # launch, 0 for whether it flies, 1 for when
DESK_LOSS = 22  # node, notice, revision


class Luck(NamedTuple):
    """The Philox key of one run: two numbers in [0, 2**32)."""

    key0: int
    key1: int


def luck_for(seed: int, run: int) -> Luck:
    """Return the key of one run: the first 8 bytes of SHA-256 of ``tocsin luck {seed} {run}``, big-endian."""
    first_bytes = hashlib.sha256(f"tocsin luck {seed} {run}".encode()).digest()[:8]
    return Luck(int.from_bytes(first_bytes[:4], "big"), int.from_bytes(first_bytes[4:], "big"))


def declared_id(name: str) -> int:
    """Return the number, in [0, 2**32), that stands for a declared thing in every draw about it.

    Notes
    -----
    The first 4 bytes of SHA-256 of the UTF-8 name, big-endian.  Two of n names share a number with a
    probability of about n**2 / 2**33 (1e-4 at 1,000 names), and then share their luck; nothing else suffers.
    """
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
