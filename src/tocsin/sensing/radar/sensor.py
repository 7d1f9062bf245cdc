"""A radar on the ground, a ship or an aircraft: what it is, and what the kernels need to know of it."""

import math
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.errors import ModelRangeError
from tocsin.sensing.kind import KIND_COUNT, Kind
from tocsin.sensing.numbers import RadarNumbers
from tocsin.sensing.radar.bending.kernels import horizon_from
from tocsin.sensing.radar.detection.kernels import MOST_PULSES, detection_threshold, required_snr

Array = NDArray[np.float64]

BOLTZMANN_J_K = 1.380649e-23  # J/K, exact (SI, 2019)
LIGHT_SPEED_M_S = 299792458.0  # m/s, exact (SI)
MOST_BIAS_M = 5e3  # m: every class's least range stays above 0
MOST_BIAS_RAD = 0.1  # rad
HIGHEST_M = 20e3  # m: above it the two layers of air of ``bending`` were not compared with anything


@dataclass(frozen=True, slots=True)
class Radar:
    """A radar that scans its sector once every period.

    Attributes
    ----------
    sensor_id, node : str
        Its name and whose it is.
    luck_id : int
        ``declared_id`` of its name.
    lat_rad, lon_rad, alt_m : float
        Geodetic place, WGS 84; altitude up to 20,000 m.
    boresight_rad, half_sector_rad : float
        Azimuth of the middle of the sector (clockwise from north) and its half width, up to pi (all round).
    min_elevation_rad, max_elevation_rad : float
        Lowest and highest beam.
    min_range_m, max_range_m : float
        Instrumented range.
    power_w : float
        Average power.
    gain : float
        Of the antenna, one way, as a ratio.
    wavelength_m : float
    noise_temperature_k : float
        Of the system.
    loss : float
        All losses as a ratio, 1 or more.
    integration_s : float
        Time of one dwell on a body, all its pulses together; coherent within a pulse.
    bandwidth_hz : float
    beamwidth_rad : float
        Half-power width.
    pfa : float
        Probability of false alarm per look, up to 0.01.  It sets the threshold; no false alarms are made of it.
    scan_period_ms, scan_offset_ms : int
        See ``scan.scan_of``.
    swerling : int
        How a body's echo fluctuates, 0 to 4.
    pulses : int
        Into how many a dwell is cut, 1 to 512; their powers are added (square law).
    search_share : float or None
        Share of the scan period spent on search, spread evenly over the field: the look's SNR then follows the
        search radar equation.  None: every body in view gets a dwell of ``integration_s``, at no cost.
    track_capacity : int
        Most bodies reported in a scan, strongest first; 0: no limit.
    scan_loss_index : float
        The SNR falls with this power of the cosine off broadside (an array: 2 to 4, two ways); 0: no loss.
    tilt_rad : float
        Elevation of the array's broadside, on the boresight's azimuth.
    max_cue_gain : float
        The most that a cue may raise the SNR, as a ratio.
    clutter_count : float
        Mean number of false reports a scan from birds and weather, up to 500.
    clutter_range_m, clutter_elevation_rad : float
        How far and how high they lie: none where that is not above the shortest range and the lowest beam.
    unambiguous_range_m : float or None
        Range from which echoes fold back to zero: light speed over twice the pulse repetition frequency.  None:
        no folding, and no echo of the Moon.
    confusion : 3 rows of 3 float, or none
        Probability of declaring a body a payload, a stage, debris (columns) that truly is one (rows, each of sum 1).
        Notional.  None: this radar declares no kinds.
    least_kind_snr : float
        Reports of a lower SNR (ratio) declare no kind.
    masks : tuple of (float, float, float), rad
        From azimuth, clockwise to azimuth, least apparent elevation: what the skyline hides.
    range_bias_m, azimuth_bias_rad, elevation_bias_rad : float
        What every report of it is off by, unknown to its node: up to 5 km and 0.1 rad either way.
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
    swerling: int = 1
    pulses: int = 1
    search_share: float | None = None
    track_capacity: int = 0
    scan_loss_index: float = 0.0
    tilt_rad: float = 0.0
    max_cue_gain: float = 10.0
    clutter_count: float = 0.0
    clutter_range_m: float = 0.0
    clutter_elevation_rad: float = 0.0
    unambiguous_range_m: float | None = None
    confusion: tuple[tuple[float, float, float], ...] = ()
    least_kind_snr: float = 0.0
    masks: tuple[tuple[float, float, float], ...] = ()
    range_bias_m: float = 0.0
    azimuth_bias_rad: float = 0.0
    elevation_bias_rad: float = 0.0
    numbers: RadarNumbers = field(init=False, repr=False, compare=False)
    axes: Array = field(init=False, repr=False, compare=False)
    field_row: Array = field(init=False, repr=False, compare=False)
    mask_rows: Array = field(init=False, repr=False, compare=False)
    confusion_rows: Array = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check what the exact sums and the budget need, and work out once what every scan needs."""
        check(self)
        object.__setattr__(self, "numbers", radar_numbers(self))
        object.__setattr__(self, "axes", enu_axes(self.lat_rad, self.lon_rad))
        object.__setattr__(self, "field_row", field_of(self))
        object.__setattr__(self, "mask_rows", np.array(self.masks, dtype=np.float64).reshape(len(self.masks), 3))
        rows = np.array(self.confusion, dtype=np.float64).reshape(len(self.confusion), KIND_COUNT)
        object.__setattr__(self, "confusion_rows", rows)

    @property
    def has_clutter(self) -> bool:
        """Return whether birds and weather are reported: some are about, and lie where the radar looks."""
        is_in_range = self.clutter_range_m > self.min_range_m
        return self.clutter_count > 0.0 and is_in_range and self.clutter_elevation_rad > self.min_elevation_rad


def check(radar: Radar) -> None:
    """Raise ModelRangeError where a radar asks for what the models here cannot give."""
    spent_share = (
        radar.search_share or 0.0
    ) + radar.track_capacity * radar.integration_s * 1e3 / radar.scan_period_ms
    limits = (
        ("swerling", radar.swerling, 0, 4, "choose a case from 0 to 4"),
        ("pulses", radar.pulses, 1, MOST_PULSES, "cut the dwell into fewer pulses"),
        ("alt_m", radar.alt_m, -1e3, HIGHEST_M, "the air is modelled up to there"),
        ("clutter_count", radar.clutter_count, 0, 500, "give fewer false reports a scan"),
        ("range_bias_m", radar.range_bias_m, -MOST_BIAS_M, MOST_BIAS_M, "give a smaller bias"),
        ("azimuth_bias_rad", radar.azimuth_bias_rad, -MOST_BIAS_RAD, MOST_BIAS_RAD, "give a smaller bias"),
        ("elevation_bias_rad", radar.elevation_bias_rad, -MOST_BIAS_RAD, MOST_BIAS_RAD, "give a smaller bias"),
    )
    for name, value, low, high, remedy in limits:
        if not low <= value <= high:
            raise ModelRangeError(
                f"radar {radar.sensor_id!r}: {name} = {value} must lie between {low} and {high}; {remedy}"
            )
    check_confusion(radar)
    if radar.search_share is not None and not (radar.search_share > 0.0 and spent_share <= 1.0 + 1e-9):
        raise ModelRangeError(
            f"radar {radar.sensor_id!r}: search_share = {radar.search_share} with track_capacity = "
            f"{radar.track_capacity} dwells of {radar.integration_s} s spends {spent_share:.2f} of the scan period, "
            "and must be above 0 and at most 1; lower one of them or lengthen the scan"
        )


def check_confusion(radar: Radar) -> None:
    """Raise ModelRangeError where the confusion matrix is none."""
    if len(radar.confusion) not in (0, KIND_COUNT):
        raise ModelRangeError(
            f"radar {radar.sensor_id!r}: confusion has {len(radar.confusion)} rows: must be {KIND_COUNT}, a row a "
            "kind, or none; add or remove rows"
        )
    for kind, row in enumerate(radar.confusion):
        if min(row) < 0.0 or abs(sum(row) - 1.0) > 1e-9:
            raise ModelRangeError(
                f"radar {radar.sensor_id!r}: confusion of {Kind(kind).name.lower()} = {row}: must be probabilities "
                "of sum 1; lower the largest"
            )


def field_of(radar: Radar) -> Array:
    """Return (9,): place (m, ECEF), boresight, half sector, least and most elevation (rad) and range (m)."""
    place = radar.numbers.x, radar.numbers.y, radar.numbers.z
    sector = radar.boresight_rad, radar.half_sector_rad, radar.min_elevation_rad, radar.max_elevation_rad
    return np.array([*place, *sector, radar.min_range_m, radar.max_range_m])


def radar_at(radar: Radar, lat_rad: float, lon_rad: float, alt_m: float) -> Radar:
    """Return the radar at another place: on a ship or an aircraft under way.

    Its own motion is taken to be known and corrected for; boresight and elevations stay those of the local level.
    Some 60 µs: only place and horizon are worked out afresh, not the threshold.
    """
    return replace(radar, lat_rad=lat_rad, lon_rad=lon_rad, alt_m=alt_m)


def solid_angle_sr(radar: Radar) -> float:
    """Return the solid angle of the field that the radar searches, sr."""
    height = math.sin(radar.max_elevation_rad) - math.sin(radar.min_elevation_rad)
    return 2.0 * radar.half_sector_rad * height


def snr_of_one_square_metre_at_one_metre(radar: Radar) -> float:
    """Return the radar equation's SNR (ratio) for 1 m^2 at 1 m; a body's SNR is this times rcs / range^4.

    Notes
    -----
    SNR = P t G^2 wavelength^2 rcs / ((4 pi)^3 k T L R^4), t the whole dwell.  Left out: gain lost off the
    beam's middle, rain, ground echoes.
    Checked: MathWorks and Stone Soup examples (``tests/oracles/radar.json``).

    References
    ----------
    Skolnik, *Introduction to Radar Systems*, 2nd ed., chapter 2.
    """
    signal = radar.power_w * radar.integration_s * (radar.gain * radar.wavelength_m) ** 2
    noise = (4.0 * math.pi) ** 3 * BOLTZMANN_J_K * radar.noise_temperature_k * radar.loss
    return signal / noise


def search_snr_of_one_square_metre_at_one_metre(radar: Radar, search_share: float) -> float:
    """Return the search radar equation's SNR (ratio) for 1 m^2 at 1 m.

    Notes
    -----
    SNR = P A s t rcs / (4 pi k T L W R^4): the energy of a share s of the scan period t, spread evenly over the
    field's solid angle W; the aperture A = G wavelength^2 / (4 pi).
    Checked: a MathWorks example (``tests/oracles/radar.json``, matlab-radareqsearchsnr).

    References
    ----------
    Skolnik, *Introduction to Radar Systems*, 2nd ed., section 2.14.
    """
    aperture_m2 = radar.gain * radar.wavelength_m**2 / (4.0 * math.pi)
    energy = radar.power_w * aperture_m2 * search_share * radar.scan_period_ms * 1e-3
    noise = 4.0 * math.pi * BOLTZMANN_J_K * radar.noise_temperature_k * radar.loss
    return energy / (noise * solid_angle_sr(radar))


@cache
def thresholds(pfa: float, pulses: int, swerling: int) -> tuple[float, float]:
    """Return the threshold of a look, and the mean SNR of a look that passes it with a probability of 0.5."""
    threshold = detection_threshold(pfa, pulses)
    return threshold, pulses * required_snr(0.5, threshold, pulses, swerling)


def place_numbers(radar: Radar) -> dict[str, float]:
    """Return what of the kernels' numbers follows from the radar's place and boresight."""
    x, y, z = ecef_from_lla(radar.lat_rad, radar.lon_rad, radar.alt_m)
    east, north, up = enu_axes(radar.lat_rad, radar.lon_rad)
    level = math.sin(radar.boresight_rad) * east + math.cos(radar.boresight_rad) * north
    face = math.cos(radar.tilt_rad) * level + math.sin(radar.tilt_rad) * up
    horizon_m, horizon_rad = horizon_from(radar.alt_m)
    named = {"east": east[:2], "north": north, "up": up, "face": face}
    axes = {
        f"{name}_{axis}": value
        for name, unit in named.items()
        for axis, value in zip("xyz", unit.tolist(), strict=False)
    }
    edge = {"horizon_m": horizon_m, "horizon_rad": horizon_rad}
    return {"x": x, "y": y, "z": z, "alt_m": float(radar.alt_m), **axes, **edge}


def radar_numbers(radar: Radar) -> RadarNumbers:
    """Return the radar as the kernels need it."""
    threshold, half_snr = thresholds(radar.pfa, radar.pulses, radar.swerling)
    snr_m2 = dwell_snr_m2 = snr_of_one_square_metre_at_one_metre(radar)
    if radar.search_share is not None:
        snr_m2 = search_snr_of_one_square_metre_at_one_metre(radar, radar.search_share)
    return RadarNumbers(
        luck_id=radar.luck_id,
        **place_numbers(radar),
        face_index=float(radar.scan_loss_index),
        boresight_rad=float(radar.boresight_rad),
        half_sector_rad=float(radar.half_sector_rad),
        min_elevation_rad=float(radar.min_elevation_rad),
        max_elevation_rad=float(radar.max_elevation_rad),
        min_range_m=float(radar.min_range_m),
        max_range_m=float(radar.max_range_m),
        snr_m2=snr_m2,
        half_snr=half_snr,
        threshold=threshold,
        pulses=radar.pulses,
        swerling=radar.swerling,
        dwell_gain=max(1.0, dwell_snr_m2 / snr_m2),
        beamwidth_rad=float(radar.beamwidth_rad),
        resolution_m=LIGHT_SPEED_M_S / (2.0 * radar.bandwidth_hz),
        resolution_m_s=radar.wavelength_m * radar.pulses / (2.0 * radar.integration_s),
    )
