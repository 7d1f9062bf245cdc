"""Learning a partner's bias from bodies that both see."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tocsin.picture.correlate import GATE, paired
from tocsin.picture.registration.kernels import about_another, distances_less_bias, length2, said
from tocsin.picture.registration.value import (
    NOTHING_SAID,
    Pair,
    Registration,
    Said,
    estimate_without,
    rows_said,
    with_told,
)
from tocsin.picture.shared import TrackSet, rows_of

Array = NDArray[np.float64]

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
    moved = at_reference(registration, partner.x[[j for _, j in seen], :3], time_ms)
    names = [(own.provenances[i][0].source_id, partner.provenances[j][0].source_id) for i, j in seen]
    unseen = [i for i, pair in enumerate(moved.pairs) if (pair.own_id, pair.partner_id) not in names]
    done = [i for i in unseen if time_ms - moved.pairs[i].seen_ms > OPEN_MS]
    waiting = [i for i in unseen if time_ms - moved.pairs[i].seen_ms <= OPEN_MS]
    fresh = told(moved, own, partner, seen)
    mean_m, covariance_m2 = with_told(moved.mean_m, moved.covariance_m2, rows_said(moved.said, done))
    after = Registration(
        moved.partner,
        moved.time_ms,
        moved.reference_ecef,
        mean_m,
        covariance_m2,
        (*(moved.pairs[i] for i in waiting), *(Pair(mine, theirs, time_ms) for mine, theirs in names)),
        both(rows_said(moved.said, waiting), fresh),
        moved.closed.union((moved.pairs[i].own_id, moved.pairs[i].partner_id) for i in done),
        moved.is_applied,
    )
    is_applied = plainness(after) > (GONE if after.is_applied else PLAIN)
    return after if is_applied == after.is_applied else replace(after, is_applied=is_applied)


def both(first: Said, second: Said) -> Said:
    """Return what some pairs say, and then others."""
    if not first.vector.shape[0]:
        return second
    return Said(*(np.concatenate(parts) for parts in zip(first, second, strict=True)))


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
        for i, j in found
        if (own.provenances[i][0].source_id, partner.provenances[j][0].source_id) not in registration.closed
    ]


def at_reference(registration: Registration, position_ecef: Array, time_ms: int) -> Registration:
    """Return the registration about the middle of some places (k, 3), with the doubt that time and way add."""
    first = registration.time_ms < 0
    reference_ecef = position_ecef.mean(axis=0) if position_ecef.size else registration.reference_ecef
    way_m = np.zeros(3) if first else reference_ecef - registration.reference_ecef
    since_s = 0.0 if first else max(0.0, (time_ms - registration.time_ms) / 1000.0)
    shift_m2 = SHIFT_DRIFT_M2_S * since_s + MOVE_DRIFT_M * math.sqrt(way_m.dot(way_m))
    drift_m2 = shift_m2, TURN_DRIFT_M2_S * since_s
    mean_m, covariance_m2, information, vector = about_another(
        registration.mean_m, registration.covariance_m2, *registration.said, way_m, drift_m2
    )
    return Registration(
        registration.partner,
        time_ms if position_ecef.size or not first else -1,
        reference_ecef,
        mean_m,
        covariance_m2,
        registration.pairs,
        Said(information, vector),
        registration.closed,
        registration.is_applied,
    )


def told(registration: Registration, own: TrackSet, partner: TrackSet, seen: list[tuple[int, int]]) -> Said:
    """Return what each pair of rows says about the bias.

    Its doubt is that of both tracks, the misfit, and what neighbours inside the gate add: one may be meant instead.
    """
    if not seen:
        return NOTHING_SAID
    covariance_m2 = estimate_without(registration)[1]
    rows = np.array(seen)
    return Said(*said((own.x, own.P), (partner.x, partner.P), rows, covariance_m2, registration.reference_ecef, GATE))
