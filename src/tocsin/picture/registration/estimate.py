"""Learning a partner's bias from bodies that both see."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tocsin.picture.correlate import GATE, paired
from tocsin.picture.kernels import distances
from tocsin.picture.registration.correct import cross_matrices, less_bias, misfit, partials
from tocsin.picture.registration.value import ARM_M, Pair, Registration, estimate_without, with_told
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
    own, partner = rows_of(own, coasting(own)), rows_of(partner, coasting(partner))
    seen = pairs_of(registration, own, partner)
    moved = at_reference(registration, partner.x[[j for _, j in seen], :3], time_ms)
    fresh = [told(moved, own, partner, (i, j), time_ms) for i, j in seen]
    names = {(pair.own_id, pair.partner_id) for pair in fresh}
    unseen = [pair for pair in moved.pairs if (pair.own_id, pair.partner_id) not in names]
    done = [pair for pair in unseen if time_ms - pair.seen_ms > OPEN_MS]
    waiting = [pair for pair in unseen if time_ms - pair.seen_ms <= OPEN_MS]
    mean_m, covariance_m2 = with_told(moved.mean_m, moved.covariance_m2, done)
    after = replace(
        moved,
        mean_m=mean_m,
        covariance_m2=covariance_m2,
        pairs=(*waiting, *fresh),
        closed=(*moved.closed, *((pair.own_id, pair.partner_id) for pair in done)),
    )
    return replace(after, is_applied=plainness(after) > (GONE if moved.is_applied else PLAIN))


def plainness(registration: Registration) -> float:
    """Return how far the bias is from none, in its own doubt: chi-square of 6 degrees of freedom at most if none."""
    mean_m, covariance_m2 = estimate_without(registration)
    return float(mean_m @ np.linalg.solve(covariance_m2, mean_m))


def coasting(tracks: TrackSet) -> list[int]:
    """Return the rows that surely coast and rest on one source."""
    sure = tracks.coast_probability >= COASTING
    return [i for i, provenance in enumerate(tracks.provenances) if sure[i] and len(provenance) == 1]


def pairs_of(registration: Registration, own: TrackSet, partner: TrackSet) -> list[tuple[int, int]]:
    """Return the pairs (own row, partner's row) of one body, as far as the bias is known."""
    if not own.provenances or not partner.provenances:
        return []
    there = unbiased(registration, partner)
    found = paired(*distances(own.x, own.P, there.x, there.P))
    closed = set(registration.closed)
    return [
        (i, j)
        for i, j in found
        if (own.provenances[i][0].source_id, partner.provenances[j][0].source_id) not in closed
    ]


def unbiased(registration: Registration, partner: TrackSet) -> TrackSet:
    """Return the partner's tracks less the bias as known from everything, plain or not, with all its doubt."""
    reference_ecef = registration.reference_ecef if registration.time_ms >= 0 else partner.x[:, :3].mean(axis=0)
    x, P = less_bias(partner.x, partner.P, *estimate_without(registration), reference_ecef)
    return replace(partner, x=x, P=P)


def at_reference(registration: Registration, position_ecef: Array, time_ms: int) -> Registration:
    """Return the registration about the middle of some places (k, 3), with the doubt that time and way add."""
    first = registration.time_ms < 0
    reference_ecef = position_ecef.mean(axis=0) if position_ecef.size else registration.reference_ecef
    way = np.zeros(3) if first else reference_ecef - registration.reference_ecef
    J, back = np.eye(6), np.eye(6)  # shift' = shift + turn x way
    turned = cross_matrices(way[None])[0]
    J[:3, 3:], back[:3, 3:] = -turned / ARM_M, turned / ARM_M
    since_s = 0.0 if first else max(0.0, (time_ms - registration.time_ms) / 1000.0)
    shift_m2 = SHIFT_DRIFT_M2_S * since_s + MOVE_DRIFT_M * float(np.linalg.norm(way))
    drift = np.diag([shift_m2] * 3 + [TURN_DRIFT_M2_S * since_s] * 3)
    return replace(
        registration,
        time_ms=time_ms if position_ecef.size or not first else -1,
        reference_ecef=reference_ecef,
        mean_m=J @ registration.mean_m,
        covariance_m2=J @ registration.covariance_m2 @ J.T + drift,
        pairs=tuple(
            replace(pair, information=back.T @ pair.information @ back, vector=back.T @ pair.vector)
            for pair in registration.pairs
        ),
    )


def told(registration: Registration, own: TrackSet, partner: TrackSet, rows: tuple[int, int], time_ms: int) -> Pair:
    """Return what one pair of rows says about the bias."""
    i, j = rows
    there = partner.x[j : j + 1]
    H = partials(there, registration.reference_ecef)[0]
    doubt = own.P[i] + partner.P[j] + misfit(there, registration.reference_ecef)[0]
    wide = doubt + H @ estimate_without(registration)[1] @ H.T
    doubt = doubt + confusion(own, i, wide) + confusion(partner, j, wide)
    weighted = np.linalg.solve(doubt, H).T
    return Pair(
        own_id=own.provenances[i][0].source_id,
        partner_id=partner.provenances[j][0].source_id,
        information=weighted @ H,
        vector=weighted @ (partner.x[j] - own.x[i]),
        seen_ms=time_ms,
    )


def confusion(tracks: TrackSet, row: int, wide: Array) -> Array:
    """Return the covariance (6, 6) that neighbours inside the gate of ``wide`` add: one may be meant in its place."""
    offset = np.delete(tracks.x, row, axis=0) - tracks.x[row]
    distance2 = np.einsum("ni,in->n", offset, np.linalg.solve(wide, offset.T))
    near = offset[distance2 < GATE]
    total: Array = near.T @ near
    return total
