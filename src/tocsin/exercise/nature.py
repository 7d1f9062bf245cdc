"""Recorded flights as paths; what a record leaves blank is drawn from a stated distribution."""

import math

import numpy as np

from tocsin.chance.kernels import normal_pair, uniform
from tocsin.chance.luck import NATURE, Luck
from tocsin.motion.path import Path, descent_velocity, path_from_ascent, path_from_fireball
from tocsin.scenario.declared import Ascent, Fireball

ASCENT_PLUME_W_SR = 2e6  # W/sr, notional: a large launch vehicle in the band of the sensors
BAND_SHARE = 0.05  # notional: share of a fireball's radiated energy in that band (0.02 to 0.2)
DURATION_MEDIAN_S = 2.0  # s, notional: time in sight; the list does not give it
DURATION_SPREAD = 0.6  # standard deviation of its natural logarithm, notional
ALTITUDE_MEAN_M, ALTITUDE_SD_M = 36_300.0, 11_400.0  # m, as measured over the events of the list that give it
ALTITUDE_BOUNDS_M = (15_200.0, 74_000.0)  # m, least and most of the list
SPEED_MEAN_M_S, SPEED_SD_M_S = 17_300.0, 5_200.0  # m/s, as measured over the list
SPEED_LEAST_M_S = 9_800.0  # m/s, least of the list


def recorded_path(record: Ascent | Fireball, luck_id: int, luck: Luck) -> Path:
    """Return the path of a recorded flight; ``time_s`` counts from the flight's start."""
    if isinstance(record, Ascent):
        return ascent_path(record)
    return fireball_path(record, luck_id, luck)


def ascent_path(ascent: Ascent) -> Path:
    """Return a recorded ascent on its declared pad and azimuth, its plume lit while a stage burns."""
    time_s, altitude_m, downrange_m = (np.array(column) for column in zip(*ascent.rows, strict=True))
    burning = np.zeros(time_s.shape[0])
    for start_s, end_s in ascent.burns_s:
        burning[(time_s >= start_s) & (time_s <= end_s)] = ASCENT_PLUME_W_SR
    return path_from_ascent(time_s, altitude_m, downrange_m, ascent.pad_lla, ascent.azimuth_rad, burning)


def fireball_path(fireball: Fireball, luck_id: int, luck: Luck) -> Path:
    """Return a fireball's path.

    Notes
    -----
    Altitude and speed, where the list leaves them blank: normal, mean and spread those of the list's other
    events.  Direction, where blank: any azimuth, steepness as for bodies from all sides (sin^2 of the angle
    uniform).  Duration: log-normal, always drawn.  Brightness: the listed radiated energy, a stated share of it
    in the sensors' band, over the duration, peak twice the mean.
    """
    k0, k1 = luck.key0, luck.key1
    z_alt, z_speed = normal_pair(k0, k1, NATURE, 0, luck_id, 0, 0)
    z_duration, _ = normal_pair(k0, k1, NATURE, 1, luck_id, 0, 0)
    alt_m = fireball.alt_m
    if alt_m is None:
        alt_m = min(max(ALTITUDE_MEAN_M + ALTITUDE_SD_M * z_alt, ALTITUDE_BOUNDS_M[0]), ALTITUDE_BOUNDS_M[1])
    peak_lla = (fireball.lat_rad, fireball.lon_rad, alt_m)
    if fireball.velocity_ecef is not None:
        velocity = np.array(fireball.velocity_ecef)
    else:
        speed_m_s = fireball.speed_m_s or max(SPEED_MEAN_M_S + SPEED_SD_M_S * z_speed, SPEED_LEAST_M_S)
        azimuth_rad = 2.0 * math.pi * uniform(k0, k1, NATURE, 2, luck_id, 0, 0)
        descent_rad = math.asin(math.sqrt(uniform(k0, k1, NATURE, 3, luck_id, 0, 0)))
        velocity = descent_velocity(peak_lla, speed_m_s, azimuth_rad, descent_rad)
    duration_s = DURATION_MEDIAN_S * math.exp(DURATION_SPREAD * z_duration)
    peak_w_sr = 2.0 * BAND_SHARE * fireball.radiated_j / duration_s / (4.0 * math.pi)
    # a lengthened fireball slows down instead of going farther, and keeps its brightness: a check, not nature
    scale = fireball.duration_scale
    return path_from_fireball(peak_lla, velocity / scale, duration_s * scale, peak_w_sr)
