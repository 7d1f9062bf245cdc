"""Radars as plain numbers, the way the kernels take them."""

from typing import NamedTuple


class RadarNumbers(NamedTuple):
    """A radar as the kernels need it; ``radar.Radar`` makes it once."""

    luck_id: int
    x: float  # position, ECEF, m
    y: float
    z: float
    alt_m: float
    east_x: float  # axes of the local frame, ECEF, unit
    east_y: float
    north_x: float
    north_y: float
    north_z: float
    up_x: float
    up_y: float
    up_z: float
    boresight_rad: float
    half_sector_rad: float
    min_elevation_rad: float
    max_elevation_rad: float
    min_range_m: float
    max_range_m: float
    snr_m2: float  # SNR of 1 m^2 at 1 m
    threshold: float  # echo power over mean noise power that counts as a detection: -ln(pfa)
    beamwidth_rad: float
    resolution_m: float  # c / (2 B)
