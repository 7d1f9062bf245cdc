"""An infrared satellite: what it is, what it reports, and why it does not see a body."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.luck import Luck
from tocsin.earth.kernels import ecef_from_lla
from tocsin.motion.orbit import Satellite, position_ecef
from tocsin.sensing.infrared.kernels import infrared_scan, infrared_verdicts
from tocsin.sensing.infrared.nature.kernels import false_rows, glint_row
from tocsin.sensing.infrared.numbers import InfraredNumbers
from tocsin.sensing.infrared.sky import Sky
from tocsin.sensing.kernels import sorted_columns
from tocsin.sensing.scene import Scene

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

NO_BODY = np.empty(0, np.int64)
NO_REPORT = np.empty((5, 0))
NOWHERE = np.full(3, math.nan)
FALSE_SOURCE = -1  # in a pairing: nothing in the world, a fault of the detector or a bright cloud's edge
GLINT_SOURCE = -2  # in a pairing: the Sun, reflected
DAY_MS = 86_400_000
NEVER_BLIND = 2.0  # a cosine that no line of sight reaches


@dataclass(frozen=True, slots=True)
class InfraredSatellite:
    """A satellite that stares at a patch of the Earth, or sweeps it, and reports burning motors in it.

    Attributes
    ----------
    sensor_id, node : str
        Its name and whose it is.
    luck_id : int
        ``declared_id`` of its name.
    satellite : Satellite
        Its orbit.
    boresight_lat_rad, boresight_lon_rad : float or None
        Ground point the field is centred on; the satellite keeps looking there.  None: straight down.
    half_field_rad : float
        Half angle, at the satellite, of the cone it sees; up to pi.
    threshold_w_m2, noise_w_m2 : float
        Irradiance that counts as a detection, and standard deviation of the noise on it.
    sigma_angle_rad : float
        Standard deviation of the direction error in each of two directions at right angles.
    scan_period_ms, scan_offset_ms : int
        See ``scan.scan_of``.  For a scanner the period is that of its sweep.
    is_scanning : bool
        False: it stares, and sees the whole field at the time of the scan.  True: a line turns about the
        boresight once a period and reports at its end, each row with its own time.
    limb_guard_m : float
        Lines of sight that pass within this of the Earth's limb, above or below, are lost in its glow; 0 to
        200,000, 0 for none.
    sun_exclusion_rad : float
        Lines of sight this near to the Sun are blind; 0 to pi / 2, 0 for none.
    opaque_below_m : float
        Altitude above which the air's vertical optical depth in the band is 1; 0 leaves absorption out.
    false_sources_per_day : float
        Expected number, seen by this satellite, at the threshold or above; up to 1e5.
    lasting_share : float
        Of these, how many last several scans; 0 to 1.
    lasting_s : float
        How long such a source lasts on average.
    """

    sensor_id: str
    node: str
    luck_id: int
    satellite: Satellite
    boresight_lat_rad: float | None
    boresight_lon_rad: float | None
    half_field_rad: float
    threshold_w_m2: float
    noise_w_m2: float
    sigma_angle_rad: float
    scan_period_ms: int
    scan_offset_ms: int
    is_scanning: bool = False
    limb_guard_m: float = 0.0
    sun_exclusion_rad: float = 0.0
    opaque_below_m: float = 0.0
    false_sources_per_day: float = 0.0
    lasting_share: float = 0.0
    lasting_s: float = 30.0
    numbers: InfraredNumbers = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what every scan needs."""
        object.__setattr__(self, "numbers", infrared_numbers(self))


def infrared_numbers(sensor: InfraredSatellite) -> InfraredNumbers:
    """Return the satellite as the kernels need it."""
    x, y, z = 0.0, 0.0, 0.0  # straight down is toward the Earth's centre
    if sensor.boresight_lat_rad is not None and sensor.boresight_lon_rad is not None:
        x, y, z = ecef_from_lla(sensor.boresight_lat_rad, sensor.boresight_lon_rad, 0.0)
    false_per_scan = sensor.false_sources_per_day * sensor.scan_period_ms / DAY_MS
    return InfraredNumbers(
        luck_id=sensor.luck_id,
        boresight_x=x,
        boresight_y=y,
        boresight_z=z,
        cos_half_field=math.cos(sensor.half_field_rad),
        threshold_w_m2=float(sensor.threshold_w_m2),
        noise_w_m2=float(sensor.noise_w_m2),
        sigma_angle_rad=float(sensor.sigma_angle_rad),
        scan_period_ms=float(sensor.scan_period_ms),
        is_scanning=sensor.is_scanning,
        limb_guard_m=float(sensor.limb_guard_m),
        cos_sun_exclusion=math.cos(sensor.sun_exclusion_rad) if sensor.sun_exclusion_rad > 0.0 else NEVER_BLIND,
        opaque_below_m=float(sensor.opaque_below_m),
        false_per_scan=false_per_scan * (1.0 - sensor.lasting_share),
        lasting_per_scan=false_per_scan * sensor.lasting_share,
        longest_scans=max(2, round(2000.0 * sensor.lasting_s / sensor.scan_period_ms) - 2),
    )


class InfraredMeasurements(NamedTuple):
    """What one scan of an infrared satellite reports, sorted by direction (x, y, z).

    Attributes
    ----------
    time_ms : int
        Exercise time of the scan; of a scanner, when its sweep ends and it reports.
    sensor_id : str
    scan : int
    satellite_ecef : (3,) float64, m
        Where the satellite was; NaN where it had nothing to look at (``nothing_seen``).
    direction_ecef : (m, 3) float64, unit
        From the satellite to what it saw.
    sigma_angle_rad : float
        Standard deviation of the direction error in each of two directions at right angles.
    intensity_w_m2 : (m,) float64, W/m^2
        Irradiance at the satellite, with noise.
    row_time_ms : (m,) int64, ms
        Exercise time at which each row was measured: ``time_ms`` for a starer, up to one period before it for
        a scanner.
    """

    time_ms: int
    sensor_id: str
    scan: int
    satellite_ecef: Array
    direction_ecef: Array
    sigma_angle_rad: float
    intensity_w_m2: Array
    row_time_ms: IntArray


def sense_infrared(
    sensor: InfraredSatellite, scene: Scene, sky: Sky, utc_ms: int, time_ms: int, luck: Luck
) -> tuple[InfraredMeasurements, IntArray]:
    """Return what an infrared satellite reports of a scene in one scan, and what each row came from.

    Parameters
    ----------
    sensor : InfraredSatellite
    scene : Scene
    sky : Sky
        Clouds, the Sun, the chance of glint; ``sky.CLEAR`` for none of these.
    utc_ms : int
        UTC of the scan, ms since 1970: where the satellite is.
    time_ms : int
        Exercise time; the sensor must look now (``scan.scan_of``).
    luck : Luck
        The key of the run.

    Returns
    -------
    measurements : InfraredMeasurements
        No identity of the bodies; the order of the scene's rows makes no difference.
    body : (m,) int64
        Row of the scene behind each measurement; ``FALSE_SOURCE`` or ``GLINT_SOURCE`` where there is no body.
        For the journal alone, never for a node.

    Notes
    -----
    A burning body is in view if it is inside the cone, the solid ellipsoid does not hide it, no cloud covers
    it, and its line of sight is not lost in the limb's glow or the Sun.  Its irradiance, plume / range^2 times
    what the air lets through, plus Gaussian noise is compared with the threshold, so that
    Pd = Phi((signal - threshold) / noise).
    A scanner's row holds where the body was when the line passed (its velocity held; up to 3 km wrong for a
    motor that pushes with 60 m/s^2, ten seconds before), as seen from where the satellite is at the report.
    Left out: the plume's dependence on aspect and height, sunlit cloud but for glint, smearing, two bodies in
    one picture element.
    Checked: detection rates and errors against the formulas within statistical bands, the limit of sight from
    the geostationary ring (``tests/sensing``), rates of false sources (``tests/statistics``).
    """
    scan = time_ms // sensor.scan_period_ms
    satellite_ecef = position_ecef(sensor.satellite, utc_ms)
    reported, body = NO_REPORT, NO_BODY
    if scene.luck_id.size:
        reported, body = infrared_scan(
            sensor.numbers,
            satellite_ecef,
            sky.sun_direction_ecef,
            scene.position_ecef,
            scene.velocity_ecef,
            scene.plume_w_sr,
            scene.luck_id,
            sky.clouds,
            luck.key0,
            luck.key1,
            scan,
        )
    if sensor.false_sources_per_day > 0.0:
        reported, body = with_rows(reported, body, false_infrared(sensor, satellite_ecef, scan, luck), FALSE_SOURCE)
    if sky.glint_probability > 0.0:
        rows = glint_infrared(sensor, sky, satellite_ecef, time_ms, luck)
        reported, body = with_rows(reported, body, rows, GLINT_SOURCE)
    return report(sensor, time_ms, satellite_ecef, reported), body


def false_infrared(sensor: InfraredSatellite, satellite_ecef: Array, scan: int, luck: Luck) -> Array:
    """Return what a satellite at a place (3,) reports of nothing in one scan.

    Returns
    -------
    (5, m) float64
        Rows: direction x, y, z (ECEF, unit), irradiance (W/m^2), how long before the report (ms).  Unsorted.

    Notes
    -----
    Model, limits and checks: ``nature.kernels.false_rows`` and ``docs/models/infrared.md``.
    """
    return false_rows(sensor.numbers, satellite_ecef, luck.key0, luck.key1, scan)


def glint_infrared(sensor: InfraredSatellite, sky: Sky, satellite_ecef: Array, time_ms: int, luck: Luck) -> Array:
    """Return the Sun's glint as a satellite at a place (3,) reports it: (5, 0 or 1), as ``false_infrared``."""
    return glint_row(
        sensor.numbers,
        satellite_ecef,
        sky.sun_direction_ecef,
        sky.glint_probability,
        sky.glint_top_m,
        luck.key0,
        luck.key1,
        time_ms // sky.glint_cloud_ms,
        time_ms // sensor.scan_period_ms,
    )


def with_rows(reported: Array, body: IntArray, more: Array, cause: int) -> tuple[Array, IntArray]:
    """Return a report (5, m) and its bodies (m,) with further columns of one cause put in their place."""
    if more.shape[1] == 0:
        return reported, body
    both = np.concatenate((reported, more), axis=1)
    causes = np.concatenate((body, np.full(more.shape[1], cause, np.int64)))
    return sorted_columns(both, causes, causes.shape[0])


def nothing_seen(sensor: InfraredSatellite, time_ms: int) -> InfraredMeasurements:
    """Return a scan that reports nothing; nobody works out where the satellite was."""
    return report(sensor, time_ms, NOWHERE, NO_REPORT)


def is_dark(sensor: InfraredSatellite, scene: Scene, glint_probability: float) -> bool:
    """Return whether a satellite has nothing to look at: no motor burns, and it never reports what is not there."""
    return sensor.false_sources_per_day <= 0.0 and glint_probability <= 0.0 and not scene.plume_w_sr.any()


def report(sensor: InfraredSatellite, time_ms: int, satellite_ecef: Array, reported: Array) -> InfraredMeasurements:
    """Return the measurements of one scan from the rows (5, m) of ``kernels.infrared_scan``."""
    return InfraredMeasurements(
        time_ms=time_ms,
        sensor_id=sensor.sensor_id,
        scan=time_ms // sensor.scan_period_ms,
        satellite_ecef=satellite_ecef,
        direction_ecef=np.ascontiguousarray(reported[:3].T),
        sigma_angle_rad=sensor.sigma_angle_rad,
        intensity_w_m2=reported[3],
        row_time_ms=time_ms - reported[4].astype(np.int64),
    )


def infrared_reasons(sensor: InfraredSatellite, scene: Scene, sky: Sky, utc_ms: int) -> IntArray:
    """Return, for each body of a scene, why the satellite does or does not see it.

    Returns
    -------
    (n,) int64
        Values of ``Reason``: SEEN where in view with a probability of detection of at least 0.5.
    """
    return infrared_verdicts(
        sensor.numbers,
        position_ecef(sensor.satellite, utc_ms),
        sky.sun_direction_ecef,
        scene.position_ecef,
        scene.velocity_ecef,
        scene.plume_w_sr,
        sky.clouds,
    )
