"""How the generic classes fly, from the class packs: what tracks are told apart by.  Notional, as the packs are."""

import functools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.motion.loft import minimum_energy_apogee_m
from tocsin.scenario.pack import PackFile, shipped_pack
from tocsin.tracking.classify import ClassTable

Array = NDArray[np.float64]
Span = tuple[float, float]

PACKS: dict[str, tuple[str, ...]] = {
    "srbm": ("srbm",),
    "mrbm": ("mrbm",),
    "irbm": ("irbm",),
    "icbm": ("icbm", "icbm-liquid"),
    "slv": ("slv",),
    "sounding": ("sounding",),
    "glide": ("glide",),
    "cruise": ("cruise-low", "cruise-high", "cruise-antiship"),
    "aircraft": ("aircraft",),
}
ANY_RANGE_M, ANY_APOGEE_M = (20e3, 4e7), (5e3, 2e6)
ANY_ALT_M, ANY_SPEED_M_S = (1e3, 1.5e6), (300.0, 8e3)
ANY_BOOST_S = (30.0, 500.0)
ORBIT_APOGEE_M = (200e3, 600e3)
GLIDE_ALT_M = (28e3, 60e3)
FROM_EQUAL_ENERGY = 1.3  # notional: least-energy apogees are flown so much lower or higher
CUT_SHORT = 0.75  # a boost is cut off as early as this share of its burn time


@functools.cache
def class_table() -> ClassTable:
    """Return the features of every generic class, made once from the shipped packs.

    A feature's span becomes a normal law: its middle, and its half length as 1.5 standard deviations.
    """
    rows = [features_of(name, [shipped_pack(pack) for pack in packs]) for name, packs in PACKS.items()]
    spans = np.array(rows)
    mean = 0.5 * (spans[:, :, 0] + spans[:, :, 1])
    sd = (spans[:, :, 1] - spans[:, :, 0]) / 3.0
    return ClassTable(tuple(PACKS), mean, sd)


def features_of(name: str, packs: Sequence[PackFile]) -> list[Span]:
    """Return the span of each feature of a class, in the order of ``flight_features``."""
    if packs[0].kind == "craft":
        return craft_features(packs)
    ranges = min(pack.get("min_range_km", 50.0) for pack in packs), max(range_km(pack) for pack in packs)
    apogees = tuple(minimum_energy_apogee_m(value * 1e3) for value in ranges)
    apogee_m = apogees[0] / FROM_EQUAL_ENERGY, apogees[1] * FROM_EQUAL_ENERGY
    range_m, alt_m, speed_m_s, manoeuvre = (ranges[0] * 1e3, ranges[1] * 1e3), ANY_ALT_M, ANY_SPEED_M_S, (-0.3, 0.3)
    if name == "slv":
        range_m, apogee_m = (3.5e7, 4.5e7), ORBIT_APOGEE_M
    if name == "sounding":
        apogee_m = 100e3, packs[0]["max_apogee_km"] * 1e3
        range_m = 50e3, 1e6
    if name == "glide":
        range_m, apogee_m, alt_m = ANY_RANGE_M, GLIDE_ALT_M, GLIDE_ALT_M
        speed_m_s, manoeuvre = (1_800.0, 6_500.0), (0.5, 1.3)
    burns_s = [sum(pack[f"stage_{i}_burn_time_s"] for i in range(1, pack.stages + 1)) for pack in packs]
    boost_s = CUT_SHORT * min(burns_s), 1.1 * max(burns_s)
    return [logs(range_m), logs(apogee_m), boost_s, logs(alt_m), logs(speed_m_s), manoeuvre]


def range_km(pack: PackFile) -> float:
    """Return the greatest range of a class, km; half the Earth round for what goes to orbit."""
    return pack.get("max_range_km", 20_000.0)


def craft_features(packs: Sequence[PackFile]) -> list[Span]:
    """Return the spans of classes that fly in the air on engines: height and speed tell them, not their ellipse."""
    alt_m = min(pack["min_altitude_m"] for pack in packs), max(pack["max_altitude_m"] for pack in packs)
    speed_m_s = min(pack["min_speed_m_s"] for pack in packs), max(pack["max_speed_m_s"] for pack in packs)
    apogee_m = max(1e3, alt_m[0]), 1.2 * alt_m[1]
    return [logs((1e3, 200e3)), logs(apogee_m), ANY_BOOST_S, logs(alt_m), logs(speed_m_s), (-0.3, 1.3)]


def logs(span: Span) -> Span:
    """Return the natural logarithms of a span's ends."""
    return math.log(span[0]), math.log(span[1])
