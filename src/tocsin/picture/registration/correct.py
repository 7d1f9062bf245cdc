"""Taking a partner's bias off his tracks, its doubt added to theirs."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tocsin.picture.registration.value import ARM_M, Registration, estimate_without
from tocsin.picture.shared import TrackSet

Array = NDArray[np.float64]

MISFIT = 1e-3  # what a shift and a turn leave of a radar's bias, as a share of lever and speed


def registered(tracks: TrackSet, registrations: Sequence[Registration]) -> TrackSet:
    """Return tracks less their originator's bias, where one is plain; the same tracks where none is.

    Each is corrected by what the other pairs say, not by its own (``estimate_without``): alone in the sky it keeps
    its place with all the doubt about the bias, for one pair cannot tell a bias from an error.
    """
    for registration in registrations:
        if registration.partner == tracks.originator and registration.is_applied:
            return corrected(tracks, registration)
    return tracks


def corrected(tracks: TrackSet, registration: Registration) -> TrackSet:
    """Return tracks less the bias, each without what it said itself."""
    told = {pair.partner_id for pair in registration.pairs}
    sources = (provenance[0].source_id for provenance in tracks.provenances)
    estimates = [estimate_without(registration, source if source in told else "") for source in sources]
    means_m, covariances_m2 = (np.array(column) for column in zip(*estimates, strict=True))
    x, P = less_bias(tracks.x, tracks.P, means_m, covariances_m2, registration.reference_ecef)
    return replace(tracks, x=x, P=P)


def less_bias(x: Array, P: Array, mean_m: Array, covariance_m2: Array, reference_ecef: Array) -> tuple[Array, Array]:
    """Return states (n, 6) and covariances (n, 6, 6) less a bias, its doubt and the misfit of the model added.

    ``mean_m`` (6,) or (n, 6), ``covariance_m2`` (6, 6) or (n, 6, 6): one for all, or each its own.
    """
    H = partials(x, reference_ecef)
    moved = (H @ mean_m[..., None])[..., 0]
    return x - moved, P + H @ covariance_m2 @ H.transpose(0, 2, 1) + misfit(x, reference_ecef)


def partials(x: Array, reference_ecef: Array) -> Array:
    """Return (n, 6, 6): what each metre of shift and of turn adds to position and velocity of bodies at x (n, 6).

    Position moves by shift + turn x (position - reference), velocity by turn x velocity.
    """
    H = np.zeros((x.shape[0], 6, 6))
    H[:, :3, :3] = np.eye(3)
    H[:, :3, 3:] = -cross_matrices(x[:, :3] - reference_ecef) / ARM_M
    H[:, 3:, 3:] = -cross_matrices(x[:, 3:]) / ARM_M
    return H


def misfit(x: Array, reference_ecef: Array) -> Array:
    """Return the covariances (n, 6, 6) of what the model leaves out, for bodies at x (n, 6)."""
    out = np.zeros((x.shape[0], 6, 6))
    for row, offset_m in enumerate(x[:, :3] - reference_ecef):
        lever_m = MISFIT * math.sqrt(offset_m.dot(offset_m))
        speed_m_s = MISFIT * math.sqrt(x[row, 3:].dot(x[row, 3:]))
        np.fill_diagonal(out[row], [lever_m**2] * 3 + [speed_m_s**2] * 3)
    return out


def cross_matrices(vectors: Array) -> Array:
    """Return (n, 3, 3): the matrices that take a vector to its cross product with each of (n, 3), from the left."""
    out = np.zeros((vectors.shape[0], 3, 3))
    out[:, 2, 1], out[:, 0, 2], out[:, 1, 0] = vectors.T
    out[:, 1, 2], out[:, 2, 0], out[:, 0, 1] = -vectors.T
    return out
