"""A skywave radar: what it is, what it reports, and why it does not see a body."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.luck import Luck
from tocsin.earth.kernels import enu_axes
from tocsin.sensing.numbers import SkywaveNumbers
from tocsin.sensing.scene import Scene
from tocsin.sensing.skywave.kernels import skywave_scan, skywave_verdicts

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

NO_BODY = np.empty(0, np.int64)
NO_REPORT = np.empty((4, 0))


@dataclass(frozen=True, slots=True)
class SkywaveRadar:
    """A radar whose short waves are turned back by the ionosphere, so that it sees a ring beyond the horizon.

    Attributes
    ----------
    sensor_id, node : str
        Its name and whose it is.
    luck_id : int
        ``declared_id`` of its name.
    lat_rad, lon_rad : float
        Geodetic place, WGS 84.
    boresight_rad, half_sector_rad : float
        Azimuth of the middle of the sector and its half width, up to pi.
    min_range_m, max_range_m : float
        Ground ranges between which one hop comes down.
    max_alt_m : float
        A body above it is not lit: the waves are turned back near there.
    min_range_rate_m_s : float
        A body whose ground range changes more slowly drowns in the echo of ground and sea.
    reach_m, reach_rcs_m2 : float
        Ground range at which a body of that mean cross-section is detected with a probability of 0.5.
    sigma_range_m, sigma_azimuth_rad, sigma_range_rate_m_s : float
        Standard deviations of the errors; the ionosphere sets them, not the SNR.
    pfa : float
        Probability of false alarm per look, up to 0.01.
    scan_period_ms, scan_offset_ms : int
        See ``scan.scan_of``; tens of seconds.
    """

    sensor_id: str
    node: str
    luck_id: int
    lat_rad: float
    lon_rad: float
    boresight_rad: float
    half_sector_rad: float
    min_range_m: float
    max_range_m: float
    max_alt_m: float
    min_range_rate_m_s: float
    reach_m: float
    reach_rcs_m2: float
    sigma_range_m: float
    sigma_azimuth_rad: float
    sigma_range_rate_m_s: float
    pfa: float
    scan_period_ms: int
    scan_offset_ms: int
    numbers: SkywaveNumbers = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what every scan needs."""
        object.__setattr__(self, "numbers", skywave_numbers(self))


class SkywaveMeasurements(NamedTuple):
    """What one scan of a skywave radar reports, sorted by range, azimuth, range rate.  There is no height.

    Attributes
    ----------
    time_ms : int
        Exercise time of the scan.
    sensor_id : str
    scan : int
    range_m : (m,) float64, m
        Ground range: mean Earth radius times the angle between the verticals of radar and body.
    azimuth_rad : (m,) float64, rad
        Clockwise from north, 0 to 2 pi.
    range_rate_m_s : (m,) float64, m/s
        Of the ground range.
    snr : (m,) float64
        Of this look, as a ratio.
    sigma_range_m, sigma_azimuth_rad, sigma_range_rate_m_s : float
        Standard deviations of the errors.
    """

    time_ms: int
    sensor_id: str
    scan: int
    range_m: Array
    azimuth_rad: Array
    range_rate_m_s: Array
    snr: Array
    sigma_range_m: float
    sigma_azimuth_rad: float
    sigma_range_rate_m_s: float


def skywave_numbers(radar: SkywaveRadar) -> SkywaveNumbers:
    """Return the radar as the kernels need it."""
    east, north, up = enu_axes(radar.lat_rad, radar.lon_rad).tolist()
    threshold = -math.log(radar.pfa)
    half_snr = threshold / math.log(2.0) - 1.0  # pfa ** (1 / (1 + snr)) = 1/2
    return SkywaveNumbers(
        luck_id=radar.luck_id,
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
        min_range_m=float(radar.min_range_m),
        max_range_m=float(radar.max_range_m),
        max_alt_m=float(radar.max_alt_m),
        min_rate_m_s=float(radar.min_range_rate_m_s),
        snr_m2=half_snr * float(radar.reach_m) ** 4 / radar.reach_rcs_m2,
        half_snr=half_snr,
        threshold=threshold,
        sigma_range_m=float(radar.sigma_range_m),
        sigma_azimuth_rad=float(radar.sigma_azimuth_rad),
        sigma_rate_m_s=float(radar.sigma_range_rate_m_s),
    )


def sense_skywave(
    radar: SkywaveRadar, scene: Scene, time_ms: int, luck: Luck
) -> tuple[SkywaveMeasurements, IntArray]:
    """Return what a skywave radar reports of a scene in one scan, and which body each measurement came from.

    Parameters
    ----------
    radar : SkywaveRadar
    scene : Scene
    time_ms : int
        Exercise time; the radar must look now (``scan.scan_of``).
    luck : Luck
        The key of the run.

    Returns
    -------
    measurements : SkywaveMeasurements
        No identity of the bodies; the order of the scene's rows makes no difference.
    body : (m,) int64
        Row of the scene behind each measurement.  For the journal alone, never for a node.

    Notes
    -----
    A body inside the ring and the sector, below the layer and fast enough is detected as Swerling 1, one look,
    its SNR falling with the fourth power of the ground range.  Rough: the cross-section at short waves is taken to
    be the declared one, which has the order right (a burning rocket or an aircraft is long enough to echo, a
    payload is not) but not the size.  Left out: day and night, seasons, the Sun's outbursts, two hops, the shift of
    all ranges that a wrong guess of the layer's height makes, sea state.
    Checked: reasons, rates and errors within statistical bands (``tests/sensing/test_skywave.py``); no published
    case.

    References
    ----------
    Skolnik (ed.), *Radar Handbook*, 3rd ed. (2008), chapter 20: one hop covers some 900 to 3,500 km.
    """
    scan = time_ms // radar.scan_period_ms
    columns, body = NO_REPORT, NO_BODY
    if scene.luck_id.size:
        arrays = (scene.position_ecef, scene.velocity_ecef, scene.rcs_m2, scene.luck_id)
        columns, body = skywave_scan(radar.numbers, *arrays, luck.key0, luck.key1, scan)
    measurements = SkywaveMeasurements(
        time_ms,
        radar.sensor_id,
        scan,
        range_m=columns[0],
        azimuth_rad=columns[1],
        range_rate_m_s=columns[2],
        snr=columns[3],
        sigma_range_m=radar.sigma_range_m,
        sigma_azimuth_rad=radar.sigma_azimuth_rad,
        sigma_range_rate_m_s=radar.sigma_range_rate_m_s,
    )
    return measurements, body


def skywave_reasons(radar: SkywaveRadar, scene: Scene) -> IntArray:
    """Return, for each body of a scene, why the radar does or does not see it.

    Returns
    -------
    (n,) int64
        Values of ``Reason``: SEEN where in view with a probability of detection of at least 0.5.  The velocities
        of the scene count: a body without any is too slow.
    """
    return skywave_verdicts(radar.numbers, scene.position_ecef, scene.velocity_ecef, scene.rcs_m2)
