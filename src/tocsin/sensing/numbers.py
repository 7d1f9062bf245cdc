"""Radars as plain numbers, the way the kernels take them."""

from typing import NamedTuple


class RadarNumbers(NamedTuple):
    """A radar as the kernels need it; ``radar.sensor.Radar`` makes it once."""

    luck_id: int
    x: float  # position, ECEF, m
    y: float
    z: float
    alt_m: float
    horizon_m: float  # range of the ground's edge
    horizon_rad: float  # its apparent elevation
    east_x: float  # axes of the local frame, ECEF, unit
    east_y: float
    north_x: float
    north_y: float
    north_z: float
    up_x: float
    up_y: float
    up_z: float
    face_x: float  # the array's broadside, ECEF, unit
    face_y: float
    face_z: float
    face_index: float  # power of the cosine off broadside that the SNR follows; 0: no loss
    boresight_rad: float
    half_sector_rad: float
    min_elevation_rad: float
    max_elevation_rad: float
    min_range_m: float
    max_range_m: float
    snr_m2: float  # SNR of 1 m^2 at 1 m, all pulses of a look together
    half_snr: float  # mean SNR of a look that is detected with a probability of 0.5
    threshold: float  # echo power over one pulse's mean noise power that counts as a detection
    pulses: int
    swerling: int
    dwell_gain: float  # SNR of the dwell that measures over that of the look that detects
    beamwidth_rad: float
    resolution_m: float  # c / (2 B)
    resolution_m_s: float  # wavelength / (2 t)


class CueNumbers(NamedTuple):
    """Where a radar spends its time, as the kernels need it; ``radar.look.cue_numbers`` makes it for a scan."""

    x: float  # middle of the cued cone, ECEF, unit
    y: float
    z: float
    cosine: float  # of the cone's half width; above 1: no cue
    gain_inside: float
    gain_outside: float


NO_CUE = CueNumbers(x=0.0, y=0.0, z=0.0, cosine=2.0, gain_inside=1.0, gain_outside=1.0)


class ClutterNumbers(NamedTuple):
    """Birds and weather near a radar, as the kernels need it."""

    mean_count: float  # false reports a scan
    max_range_m: float
    max_elevation_rad: float


class SkywaveNumbers(NamedTuple):
    """A skywave radar as the kernels need it; ``skywave.sensor.SkywaveRadar`` makes it once."""

    luck_id: int
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
    min_range_m: float
    max_range_m: float
    max_alt_m: float
    min_rate_m_s: float
    snr_m2: float  # SNR of 1 m^2 at 1 m
    half_snr: float
    threshold: float
    sigma_range_m: float
    sigma_azimuth_rad: float
    sigma_rate_m_s: float
