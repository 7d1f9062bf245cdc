"""A ground radar: what it is, what it reports, and why it does not see a body."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.luck import Luck
from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.sensing.numbers import RadarNumbers
from tocsin.sensing.radar.kernels import radar_scan, radar_verdicts
from tocsin.sensing.scene import Scene

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

BOLTZMANN_J_K = 1.380649e-23  # J/K, exact (SI, 2019)
LIGHT_SPEED_M_S = 299792458.0  # m/s, exact (SI)
NO_BODY = np.empty(0, np.int64)
NO_REPORT = np.empty((6, 0))


@dataclass(frozen=True, slots=True)
class Radar:
    """A ground radar that scans its sector once every period.

    Attributes
    ----------
    sensor_id, node : str
        Its name and whose it is.
    luck_id : int
        ``declared_id`` of its name.
    lat_rad, lon_rad, alt_m : float
        Geodetic place, WGS 84; altitude 0 to 7,000 m.
    boresight_rad, half_sector_rad : float
        Azimuth of the middle of the sector (clockwise from north) and its half width, up to pi (all round).
    min_elevation_rad, max_elevation_rad : float
        Lowest and highest beam.
    min_range_m, max_range_m : float
        Instrumented range.
    power_w : float
        Average power spent on one look at a body.
    gain : float
        Of the antenna, one way, as a ratio.
    wavelength_m : float
    noise_temperature_k : float
        Of the system.
    loss : float
        All losses as a ratio, 1 or more.
    integration_s : float
        Coherent integration time of one look.
    bandwidth_hz : float
    beamwidth_rad : float
        Half-power width.
    pfa : float
        Probability of false alarm per look, up to 0.01.  It sets the threshold; no false alarms are made.
    scan_period_ms, scan_offset_ms : int
        See ``scan.scan_of``.
    """

    sensor_id: str
    node: str
    luck_id: int
    lat_rad: float
    lon_rad: float
    alt_m: float
    boresight_rad: float
    half_sector_rad: float
    min_elevation_rad: float
    max_elevation_rad: float
    min_range_m: float
    max_range_m: float
    power_w: float
    gain: float
    wavelength_m: float
    noise_temperature_k: float
    loss: float
    integration_s: float
    bandwidth_hz: float
    beamwidth_rad: float
    pfa: float
    scan_period_ms: int
    scan_offset_ms: int
    numbers: RadarNumbers = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what every scan needs."""
        object.__setattr__(self, "numbers", radar_numbers(self))


class RadarMeasurements(NamedTuple):
    """What one scan of a radar reports, sorted by range, azimuth, elevation.

    Attributes
    ----------
    time_ms : int
        Exercise time of the scan; all bodies are measured at that instant.
    sensor_id : str
    scan : int
    range_m : (m,) float64, m
    azimuth_rad : (m,) float64, rad
        Clockwise from north, 0 to 2 pi.
    elevation_rad : (m,) float64, rad
    sigma_range_m : (m,) float64, m
        Standard deviation of the range error.
    sigma_angle_rad : (m,) float64, rad
        Standard deviation of the azimuth error and of the elevation error.
    snr : (m,) float64
        Of this look, as a ratio: it fluctuates from scan to scan, and the sigmas follow it.
    """

    time_ms: int
    sensor_id: str
    scan: int
    range_m: Array
    azimuth_rad: Array
    elevation_rad: Array
    sigma_range_m: Array
    sigma_angle_rad: Array
    snr: Array


def snr_of_one_square_metre_at_one_metre(radar: Radar) -> float:
    """Return the radar equation's SNR (ratio) for 1 m^2 at 1 m; a body's SNR is this times rcs / range^4.

    Notes
    -----
    SNR = P t G^2 wavelength^2 rcs / ((4 pi)^3 k T L R^4).  Left out: gain lost off the beam's middle and off
    an array's broadside, rain, ground echoes.
    Checked: MathWorks and Stone Soup examples (``tests/oracles/radar.json``).

    References
    ----------
    Skolnik, *Introduction to Radar Systems*, 2nd ed., chapter 2.
    """
    signal = radar.power_w * radar.integration_s * (radar.gain * radar.wavelength_m) ** 2
    noise = (4.0 * math.pi) ** 3 * BOLTZMANN_J_K * radar.noise_temperature_k * radar.loss
    return signal / noise


def radar_numbers(radar: Radar) -> RadarNumbers:
    """Return the radar as the kernels need it."""
    x, y, z = ecef_from_lla(radar.lat_rad, radar.lon_rad, radar.alt_m)
    east, north, up = enu_axes(radar.lat_rad, radar.lon_rad).tolist()
    return RadarNumbers(
        luck_id=radar.luck_id,
        x=x,
        y=y,
        z=z,
        alt_m=float(radar.alt_m),
        east_x=east[0],
        east_y=east[1],
        north_x=north[0],
        north_y=north[1],
        north_z=north[2],
        up_x=up[0],
        up_y=up[1],
        up_z=up[2],
        boresight_rad=float(radar.boresight_rad),
        half_sector_rad=float(radar.half_sector_rad),
        min_elevation_rad=float(radar.min_elevation_rad),
        max_elevation_rad=float(radar.max_elevation_rad),
        min_range_m=float(radar.min_range_m),
        max_range_m=float(radar.max_range_m),
        snr_m2=snr_of_one_square_metre_at_one_metre(radar),
        threshold=-math.log(radar.pfa),
        beamwidth_rad=float(radar.beamwidth_rad),
        resolution_m=LIGHT_SPEED_M_S / (2.0 * radar.bandwidth_hz),
    )


def sense_radar(radar: Radar, scene: Scene, time_ms: int, luck: Luck) -> tuple[RadarMeasurements, IntArray]:
    """Return what a radar reports of a scene in one scan, and which body each measurement came from.

    Parameters
    ----------
    radar : Radar
    scene : Scene
    time_ms : int
        Exercise time; the radar must look now (``scan.scan_of``).
    luck : Luck
        The key of the run.

    Returns
    -------
    measurements : RadarMeasurements
        No identity of the bodies; the order of the scene's rows makes no difference.
    body : (m,) int64
        Row of the scene behind each measurement.  For the journal alone, never for a node.

    Notes
    -----
    Detection: Swerling 1, one look, square-law, Pd = pfa ** (1 / (1 + SNR)); the power of the look is drawn
    and compared with the threshold.  The SNR reported is that power less the noise's 1.  Errors, with the SNR
    of the look: sigma_range = c / (2 B sqrt(2 SNR)), not below 10 m; sigma_angle = beamwidth / (1.6 sqrt(2
    SNR)), not below 0.02 beamwidths (floors notional).  Angles reported are straight-line ones plus noise:
    the radar is taken to correct for bending, which only decides what is in view.
    Left out: range rate, bias, clutter, jamming, false alarms, two bodies in one beam and range cell, the
    growth of azimuth error with elevation.
    Checked: detection rates and errors against the formulas within statistical bands (``tests/sensing``).

    References
    ----------
    Curry, *Radar System Performance Modeling*, 2nd ed. (error formulas).
    """
    scan = time_ms // radar.scan_period_ms
    if scene.luck_id.size == 0:
        return RadarMeasurements(time_ms, radar.sensor_id, scan, *NO_REPORT), NO_BODY
    reported, body = radar_scan(
        radar.numbers, scene.position_ecef, scene.rcs_m2, scene.luck_id, luck.key0, luck.key1, scan
    )
    return RadarMeasurements(time_ms, radar.sensor_id, scan, *reported), body


def radar_reasons(radar: Radar, scene: Scene) -> IntArray:
    """Return, for each body of a scene, why the radar does or does not see it.

    Returns
    -------
    (n,) int64
        Values of ``Reason``: SEEN where in view with a probability of detection of at least 0.5.
    """
    return radar_verdicts(radar.numbers, scene.position_ecef, scene.rcs_m2)
