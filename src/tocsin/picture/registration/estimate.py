"""Learning a partner's bias from bodies that both see."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tocsin.picture.correlate import GATE, paired
from tocsin.picture.registration.kernels import Way, after_report, distances_less_bias, length2
from tocsin.picture.registration.value import Pair, Registration, Said, estimate_without
from tocsin.picture.shared import TrackSet, rows_of

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

COASTING = 0.9  # least coast probability of both: reports are brought to now as of coasting bodies
OPEN_MS = 30_000  # ms: how long a pair that is not seen as one any more stays open
SHIFT_DRIFT_M2_S = 1.0  # m^2/s, notional: 60 m in an hour
TURN_DRIFT_M2_S = 10.0  # m^2/s at ``ARM_M``, notional: 0.01 deg in an hour
MOVE_DRIFT_M = 0.1  # m^2 of doubt a metre that the reference moves: 100 m in 100 km, as ``MISFIT`` has it
PLAIN = 22.46  # chi-square, 6 degrees of freedom, 0.999: above it a bias is taken off,
GONE = 5.35  # and below its median no longer


def learnt(registration: Registration, own: TrackSet, partner: TrackSet, time_ms: int) -> Registration:
    """Return the registration after a report of the partner.

    Parameters
    ----------
    registration : Registration
    own, partner : TrackSet
        Own-sensor tracks of both, at one time; never fused ones.
    time_ms : int, ms
        Exercise time of the newest report in ``partner``.

    Returns
    -------
    Registration
        The bias is plain, and taken off from now on, if the pairs would show it by chance once in a thousand.

    Notes
    -----
    Least squares over pairs of tracks, in information form.  A pair's errors hardly change from look to look, so a
    pair counts once, with its newest word; it is closed when not seen for ``OPEN_MS``.  The gate is as wide as the
    doubt about the bias.  Where another track lies in a pair's gate, its offset is added to the pair's doubt.
    Valid: biases small against ``SHIFT_SIGMA_M`` and ``TURN_SIGMA_M`` times three, partner's sensors in one region.
    Left out: biases of range rate and clock; partners with several radars that err differently are fitted by one
    shift and turn; a shared error of both nodes cannot be seen.
    Checked: ``tests/picture/test_registration.py``: simulated radars with 0.2 deg and 500 m, and with none.

    References
    ----------
    Blackman and Popoli, *Design and Analysis of Modern Tracking Systems* (1999), section 10.6 (registration).
    """
    own, partner = coasting(own), coasting(partner)
    seen = pairs_of(registration, own, partner)
    if registration.time_ms < 0 and not seen:
        return registration  # nothing is known yet that could drift
    names = [(own.provenances[i][0].source_id, partner.provenances[j][0].source_id) for i, j in seen]
    pairs = registration.pairs
    unseen = [i for i, pair in enumerate(pairs) if (pair.own_id, pair.partner_id) not in names]
    done = [i for i in unseen if time_ms - pairs[i].seen_ms > OPEN_MS]
    waiting = [i for i in unseen if time_ms - pairs[i].seen_ms <= OPEN_MS]
    way = way_to(registration, partner.x[[j for _, j in seen], :3], time_ms)
    counted, said, whole = after_report(
        ((registration.mean_m, registration.covariance_m2), registration.said),
        way,
        ((own.x, own.P), (partner.x, partner.P)),
        (as_rows(done), as_rows(waiting), as_rows(seen).reshape(-1, 2)),
        GATE,
    )
    after = Registration(
        registration.partner,
        time_ms,
        way[0],
        *counted,
        (*[pairs[i] for i in waiting], *[Pair(mine, theirs, time_ms) for mine, theirs in names]),
        Said(*said),
        registration.closed.union([(pairs[i].own_id, pairs[i].partner_id) for i in done]),
        registration.is_applied,
    )
    after.estimates[""] = whole
    is_applied = plainness(after) > (GONE if after.is_applied else PLAIN)
    return after if is_applied == after.is_applied else replace(after, is_applied=is_applied)


def as_rows(numbers: Sequence[int] | Sequence[tuple[int, int]]) -> Ints:
    """Return numbers of rows as kernels take them."""
    return np.array(numbers, dtype=np.int64)


def plainness(registration: Registration) -> float:
    """Return how far the bias is from none, in its own doubt: chi-square of 6 degrees of freedom at most if none."""
    mean_m, covariance_m2 = estimate_without(registration)
    return float(length2(covariance_m2, mean_m))


def coasting(tracks: TrackSet) -> TrackSet:
    """Return the tracks that surely coast and rest on one source."""
    sure = (tracks.coast_probability >= COASTING).tolist()
    rows = [i for i, provenance in enumerate(tracks.provenances) if sure[i] and len(provenance) == 1]
    return rows_of(tracks, rows)


def pairs_of(registration: Registration, own: TrackSet, partner: TrackSet) -> list[tuple[int, int]]:
    """Return the pairs (own row, partner's row) of one body, as far as the bias is known, plain or not."""
    if not own.provenances or not partner.provenances:
        return []
    reference_ecef = registration.reference_ecef if registration.time_ms >= 0 else partner.x[:, :3].mean(axis=0)
    bias = estimate_without(registration)
    found = paired(*distances_less_bias(own.x, own.P, partner.x, partner.P, *bias, reference_ecef))
    return [
        (i, j)
        for _, i, j in found
        if (own.provenances[i][0].source_id, partner.provenances[j][0].source_id) not in registration.closed
    ]


def way_to(registration: Registration, position_ecef: Array, time_ms: int) -> Way:
    """Return the middle of some places (k, 3), the way to it, and the doubt that way and time add."""
    count = position_ecef.shape[0]
    reference_ecef = position_ecef.sum(axis=0) / count if count else registration.reference_ecef
    if registration.time_ms < 0:
        return reference_ecef, np.zeros(3), (0.0, 0.0)
    way_m = reference_ecef - registration.reference_ecef
    since_s = max(0.0, (time_ms - registration.time_ms) / 1000.0)
    shift_m2 = SHIFT_DRIFT_M2_S * since_s + MOVE_DRIFT_M * math.sqrt(way_m.dot(way_m))
    return reference_ecef, way_m, (shift_m2, TURN_DRIFT_M2_S * since_s)
