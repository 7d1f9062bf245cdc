"""An infrared satellite: what it is, what it reports, and why it does not see a body."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.luck import Luck
from tocsin.earth.kernels import ecef_from_lla
from tocsin.motion.orbit import Satellite, position_ecef
from tocsin.sensing.kernels import infrared_scan, infrared_verdicts
from tocsin.sensing.numbers import InfraredNumbers
from tocsin.sensing.scene import Scene

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

NO_BODY = np.empty(0, np.int64)
NO_REPORT = np.empty((4, 0))


@dataclass(frozen=True, slots=True)
class InfraredSatellite:
    """A satellite that stares at a patch of the Earth and reports burning motors in it.

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
        See ``scan.scan_of``.
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
    numbers: InfraredNumbers = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what every scan needs."""
        x, y, z = 0.0, 0.0, 0.0  # straight down is toward the Earth's centre
        if self.boresight_lat_rad is not None and self.boresight_lon_rad is not None:
            x, y, z = ecef_from_lla(self.boresight_lat_rad, self.boresight_lon_rad, 0.0)
        numbers = InfraredNumbers(
            luck_id=self.luck_id,
            boresight_x=x,
            boresight_y=y,
            boresight_z=z,
            cos_half_field=math.cos(self.half_field_rad),
            threshold_w_m2=float(self.threshold_w_m2),
            noise_w_m2=float(self.noise_w_m2),
            sigma_angle_rad=float(self.sigma_angle_rad),
        )
        object.__setattr__(self, "numbers", numbers)


class InfraredMeasurements(NamedTuple):
    """What one scan of an infrared satellite reports, sorted by direction (x, y, z).

    Attributes
    ----------
    time_ms : int
        Exercise time of the scan.
    sensor_id : str
    scan : int
    satellite_ecef : (3,) float64, m
        Where the satellite was.
    direction_ecef : (m, 3) float64, unit
        From the satellite to what it saw.
    sigma_angle_rad : float
        Standard deviation of the direction error in each of two directions at right angles.
    intensity_w_m2 : (m,) float64, W/m^2
        Irradiance at the satellite, with noise.
    """

    time_ms: int
    sensor_id: str
    scan: int
    satellite_ecef: Array
    direction_ecef: Array
    sigma_angle_rad: float
    intensity_w_m2: Array


def sense_infrared(
    sensor: InfraredSatellite, scene: Scene, clouds: Array, utc_ms: int, time_ms: int, luck: Luck
) -> tuple[InfraredMeasurements, IntArray]:
    """Return what an infrared satellite reports of a scene in one scan, and which body each row came from.

    Parameters
    ----------
    sensor : InfraredSatellite
    scene : Scene
    clouds : (k, 5) float64
        From ``scene.cloud_rows``.
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
        Row of the scene behind each measurement.  For the journal alone, never for a node.

    Notes
    -----
    A burning body is in view if it is inside the cone, the solid ellipsoid does not hide it and no cloud
    covers it.  Its irradiance, plume / range^2, plus Gaussian noise is compared with the threshold, so that
    Pd = Phi((signal - threshold) / noise).  Left out: absorption by the air, the plume's dependence on
    aspect, sunlit cloud and glint, smearing, the Earth's limb, false alarms.
    Checked: detection rates and errors against the formulas within statistical bands, the limit of sight from
    the geostationary ring (``tests/sensing``).
    """
    scan = time_ms // sensor.scan_period_ms
    satellite_ecef = position_ecef(sensor.satellite, utc_ms)
    if scene.luck_id.size == 0:
        return report(sensor, time_ms, satellite_ecef, NO_REPORT), NO_BODY
    reported, body = infrared_scan(
        sensor.numbers,
        satellite_ecef,
        scene.position_ecef,
        scene.plume_w_sr,
        scene.luck_id,
        clouds,
        luck.key0,
        luck.key1,
        scan,
    )
    return report(sensor, time_ms, satellite_ecef, reported), body


def report(sensor: InfraredSatellite, time_ms: int, satellite_ecef: Array, reported: Array) -> InfraredMeasurements:
    """Return the measurements of one scan from the rows (4, m) of ``kernels.infrared_scan``."""
    scan = time_ms // sensor.scan_period_ms
    direction_ecef = np.ascontiguousarray(reported[:3].T)
    return InfraredMeasurements(
        time_ms, sensor.sensor_id, scan, satellite_ecef, direction_ecef, sensor.sigma_angle_rad, reported[3]
    )


def infrared_reasons(sensor: InfraredSatellite, scene: Scene, clouds: Array, utc_ms: int) -> IntArray:
    """Return, for each body of a scene, why the satellite does or does not see it.

    Returns
    -------
    (n,) int64
        Values of ``Reason``: SEEN where in view with a probability of detection of at least 0.5.
    """
    satellite_ecef = position_ecef(sensor.satellite, utc_ms)
    return infrared_verdicts(sensor.numbers, satellite_ecef, scene.position_ecef, scene.plume_w_sr, clouds)
