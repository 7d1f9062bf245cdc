"""One scan of a radar: where it is told to look, what it reports, and why it does not see a body."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.chance.luck import Luck
from tocsin.sensing.kind import KIND_BLOCK_MS, Kind
from tocsin.sensing.numbers import NO_CUE, ClutterNumbers, CueNumbers
from tocsin.sensing.radar.kernels import COLUMNS, clutter_columns, radar_verdicts
from tocsin.sensing.radar.kinds.kernels import kinds_declared
from tocsin.sensing.radar.moon import Moon, moon_columns
from tocsin.sensing.radar.report.kernels import bodies_reported
from tocsin.sensing.radar.sensor import Radar, solid_angle_sr
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import Scene

Array = NDArray[np.float64]
IntArray = NDArray[np.int64]
Seen = tuple[Array, IntArray, IntArray]  # reports (8, m), the row of the body behind each (m,), declared kinds (m,)

CLUTTER_PAIRING = -1  # in place of a body's row: birds or weather
MOON_PAIRING = -2  # in place of a body's row: the Moon
NO_BODY = np.empty(0, np.int64)
NO_REPORT = np.empty((COLUMNS, 0))
NO_COLUMNS = (*NO_REPORT, NO_BODY)
MOON_ORDINAL = 1 << 20  # among a scan's reports that no body caused; clutter's ordinals stay below 10,000


class Cue(NamedTuple):
    """Where to look for a while: a cone, and the share of the search time to be spent in it.

    Attributes
    ----------
    azimuth_rad, elevation_rad : float
        Straight-line direction of the cone's middle, from the radar.
    half_width_rad : float
        Above 0, up to pi / 2.
    share : float
        Of the search time, 0 to 1.
    """

    azimuth_rad: float
    elevation_rad: float
    half_width_rad: float
    share: float


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
        Of this look, all pulses together, as a ratio: it fluctuates from scan to scan, and the sigmas follow it.
    range_rate_m_s : (m,) float64, m/s
        Over the turning Earth, positive when the body recedes.
    sigma_range_rate_m_s : (m,) float64, m/s
        Standard deviation of the range-rate error.
    declared_kind : (m,) int64
        ``kind.Kind``: PAYLOAD, STAGE, DEBRIS, or NONE where the look is too faint to tell, or the radar never tells.
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
    range_rate_m_s: Array
    sigma_range_rate_m_s: Array
    declared_kind: IntArray


def cue_numbers(radar: Radar, cue: Cue | None) -> CueNumbers:
    """Return where the radar's energy goes, as factors on the SNR inside and outside a cone.

    Notes
    -----
    A share f of the search time, spent on a cone of solid angle w instead of the whole field W, raises the SNR
    there by f W / w, at most ``max_cue_gain``; all else is left with 1 - f, which also passes over the cone.
    The cone need not lie in the field; outside the field nothing is seen.
    """
    if cue is None:
        return NO_CUE
    flat = math.cos(cue.elevation_rad)
    east, north, up = flat * math.sin(cue.azimuth_rad), flat * math.cos(cue.azimuth_rad), math.sin(cue.elevation_rad)
    axes = radar.numbers
    cone_sr = 2.0 * math.pi * (1.0 - math.cos(cue.half_width_rad))
    gain = min(radar.max_cue_gain, cue.share * solid_angle_sr(radar) / cone_sr)
    return CueNumbers(
        x=east * axes.east_x + north * axes.north_x + up * axes.up_x,
        y=east * axes.east_y + north * axes.north_y + up * axes.up_y,
        z=north * axes.north_z + up * axes.up_z,
        cosine=math.cos(cue.half_width_rad),
        gain_inside=max(gain, 1.0 - cue.share),
        gain_outside=1.0 - cue.share,
    )


def nothing_seen(radar: Radar, time_ms: int) -> RadarMeasurements:
    """Return a scan that reports nothing."""
    scan = time_ms // radar.scan_period_ms
    return RadarMeasurements._make((time_ms, radar.sensor_id, scan, *NO_COLUMNS))


def sense_radar(
    radar: Radar, scene: Scene, time_ms: int, luck: Luck, cue: Cue | None = None, moon: Moon | None = None
) -> tuple[RadarMeasurements, IntArray]:
    """Return what a radar reports of a scene in one scan, and which body each measurement came from.

    Parameters
    ----------
    radar : Radar
    scene : Scene
    time_ms : int
        Exercise time; the radar must look now (``scan.scan_of``).
    luck : Luck
        The key of the run.
    cue : Cue or None
        Where to look harder in this scan.
    moon : Moon or None
        Where the Moon is; its echo needs a radar with an unambiguous range.

    Returns
    -------
    measurements : RadarMeasurements
        No identity of the bodies; the order of the scene's rows makes no difference.
    body : (m,) int64
        Row of the scene behind each measurement; ``CLUTTER_PAIRING`` and ``MOON_PAIRING`` for what is no body.
        For the journal alone, never for a node.

    Notes
    -----
    Detection: ``detection.kernels.look_power`` against a threshold.  The SNR reported is that power less the
    noise's mean.  Errors, with the SNR of the look: sigma_range = c / (2 B sqrt(2 SNR)), not below 10 m;
    sigma_angle = beamwidth / (1.6 sqrt(2 SNR)), not below 0.02 beamwidths; sigma_range_rate = wavelength / (2 t
    sqrt(2 SNR)), t the coherent time of a pulse, not below 1 m/s (floors notional).  Angles reported are
    straight-line ones plus noise: the radar is taken to correct for bending, which only decides what is in view.
    With a search share the look that detects is the search's, and a dwell of ``integration_s`` measures.
    A report of enough SNR declares a kind: one draw of the radar's confusion matrix a body and block of
    ``KIND_BLOCK_MS``, so that what errs errs again; clutter and the Moon are declared anything.
    The radar's biases are added to every report, clutter and the Moon's echo too; they change nothing of what is
    detected, and no sigma tells of them.
    Left out: jamming, false alarms of noise (a second look is taken to quench them), two bodies in one beam and
    range cell, ambiguous range rates, the growth of azimuth error with elevation.
    Checked: detection rates and errors against the formulas within statistical bands (``tests/sensing``).

    References
    ----------
    Curry, *Radar System Performance Modeling*, 2nd ed. (error formulas).
    """
    scan = time_ms // radar.scan_period_ms
    columns, body, kinds = NO_REPORT, NO_BODY, NO_BODY
    if scene.luck_id.size:
        columns, body, kinds = bodies_seen(radar, scene, time_ms, luck, cue)
    if radar.has_clutter or moon is not None or 0 < radar.track_capacity < body.size:
        columns, body, kinds = among_others(radar, (columns, body, kinds), scan, luck, moon)
    if not body.size:
        return nothing_seen(radar, time_ms), body
    shown = misregistered(radar, columns)
    return RadarMeasurements._make((time_ms, radar.sensor_id, scan, *shown, kinds)), body


def bodies_seen(radar: Radar, scene: Scene, time_ms: int, luck: Luck, cue: Cue | None) -> Seen:
    """Return the reports of one scan that bodies caused."""
    scan, size = time_ms // radar.scan_period_ms, scene.luck_id.size
    cue_now = (*cue_numbers(radar, cue),)
    looker = (*radar.numbers,), radar.mask_rows, cue_now, radar.confusion_rows, radar.least_kind_snr
    draw = luck.key0, luck.key1, scan, time_ms // KIND_BLOCK_MS
    found, told = np.empty((COLUMNS, size)), np.empty((2, size), np.int64)
    count = bodies_reported(looker, (*scene,), draw, found, told)
    return (found[:, :count], told[0, :count], told[1, :count]) if count else (NO_REPORT, NO_BODY, NO_BODY)


def among_others(radar: Radar, seen: Seen, scan: int, luck: Luck, moon: Moon | None) -> Seen:
    """Return reports of bodies with those of clutter and the Moon among them; the strongest, if they are too many."""
    columns, body = with_kinds(seen[0], seen[2]), seen[1]
    if radar.has_clutter:
        clutter = ClutterNumbers(radar.clutter_count, radar.clutter_range_m, radar.clutter_elevation_rad)
        false = clutter_columns(radar.numbers, clutter, luck.key0, luck.key1, scan)
        kinds = false_kinds(radar, false, scan, 0, luck)
        columns, body = joined(columns, body, with_kinds(false, kinds), CLUTTER_PAIRING)
    if moon is not None and radar.unambiguous_range_m is not None:
        echo = moon_columns(radar, moon, scan, luck)
        kinds = false_kinds(radar, echo, scan, MOON_ORDINAL, luck)
        columns, body = joined(columns, body, with_kinds(echo, kinds), MOON_PAIRING)
    if 0 < radar.track_capacity < body.size:
        keep = np.sort(np.lexsort((columns[0], -columns[5]))[: radar.track_capacity])
        columns, body = np.ascontiguousarray(columns[:, keep]), body[keep]
    return columns[:COLUMNS], body, columns[COLUMNS].astype(np.int64)


def with_kinds(columns: Array, kinds: Array | IntArray) -> Array:
    """Return reports (8, m) with the kinds they declare (m,), -1 for none, as a ninth row."""
    whole = np.empty((COLUMNS + 1, columns.shape[1]))
    whole[:COLUMNS] = columns
    whole[COLUMNS] = kinds
    return whole


def false_kinds(radar: Radar, columns: Array, scan: int, first_ordinal: int, luck: Luck) -> Array:
    """Return the kind that each report (8, m) of one scan declares that no body caused, -1 for none."""
    count = columns.shape[1]
    if not radar.confusion or count == 0:
        return np.full(count, float(Kind.NONE))
    kind, scans = np.full(count, int(Kind.OTHER)), np.full(count, scan)
    who = radar.luck_id, scans, first_ordinal + np.arange(count)
    return kinds_declared(radar.confusion_rows, radar.least_kind_snr, columns[5], kind, 1, *who, luck.key0, luck.key1)


def misregistered(radar: Radar, columns: Array) -> Array:
    """Return the columns of a report with the radar's biases added; azimuths stay within 0 to 2 pi."""
    biases = (radar.range_bias_m, radar.azimuth_bias_rad, radar.elevation_bias_rad)
    if not any(biases):
        return columns
    shifted = columns.copy()
    shifted[:3] += np.array(biases)[:, None]
    shifted[1] %= 2.0 * math.pi
    return shifted


def joined(columns: Array, body: IntArray, more: Array, pairing: int) -> tuple[Array, IntArray]:
    """Return columns and pairing with more columns sorted in among them."""
    if more.shape[1] == 0:
        return columns, body
    whole = np.concatenate((columns, more), axis=1)
    order = np.lexsort((whole[2], whole[1], whole[0]))
    paired = np.concatenate((body, np.full(more.shape[1], pairing, dtype=np.int64)))
    return np.ascontiguousarray(whole[:, order]), paired[order]


def radar_reasons(radar: Radar, scene: Scene, cue: Cue | None = None) -> IntArray:
    """Return, for each body of a scene taken alone, why the radar does or does not see it.

    Returns
    -------
    (n,) int64
        Values of ``Reason``: SEEN where in view with a probability of detection of at least 0.5.
    """
    args = (radar.numbers, radar.mask_rows, cue_numbers(radar, cue), scene.position_ecef, scene.rcs_m2)
    return radar_verdicts(*args)[0]


def crowded_reasons(radar: Radar, scene: Scene, cue: Cue | None = None) -> IntArray:
    """Return ``radar_reasons`` of bodies that are there at the same time and compete for the radar's time.

    Returns
    -------
    (n,) int64
        As ``radar_reasons``, but OVER_CAPACITY for the SEEN that come after ``track_capacity`` others, by mean SNR
        and then by declared id.
    """
    args = (radar.numbers, radar.mask_rows, cue_numbers(radar, cue), scene.position_ecef, scene.rcs_m2)
    reasons, snr = radar_verdicts(*args)
    seen = np.flatnonzero(reasons == Reason.SEEN)
    if 0 < radar.track_capacity < seen.size:
        order = np.lexsort((scene.luck_id[seen], -snr[seen]))
        reasons[seen[order[radar.track_capacity :]]] = Reason.OVER_CAPACITY
    return reasons
