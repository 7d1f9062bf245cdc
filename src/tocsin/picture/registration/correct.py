"""Taking a partner's bias off his tracks, its doubt added to theirs."""

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
    x, P = tracks.x.copy(), tracks.P.copy()
    told = {pair.partner_id for pair in registration.pairs}
    everything = estimate_without(registration)
    for row, provenance in enumerate(tracks.provenances):
        source_id = provenance[0].source_id
        mean_m, covariance_m2 = estimate_without(registration, source_id) if source_id in told else everything
        x[row], P[row] = less_bias(x[row], P[row], mean_m, covariance_m2, registration.reference_ecef)
    return replace(tracks, x=x, P=P)


def less_bias(x: Array, P: Array, mean_m: Array, covariance_m2: Array, reference_ecef: Array) -> tuple[Array, Array]:
    """Return one state (6,) and covariance (6, 6) less a bias, its doubt and the misfit of the model added."""
    H = partials(x, reference_ecef)
    return x - H @ mean_m, P + H @ covariance_m2 @ H.T + misfit(x, reference_ecef)


def partials(x: Array, reference_ecef: Array) -> Array:
    """Return (6, 6): what each metre of shift and of turn adds to position and velocity of a body at x (6,).

    Position moves by shift + turn x (position - reference), velocity by turn x velocity.
    """
    H = np.zeros((6, 6))
    H[:3, :3] = np.eye(3)
    H[:3, 3:] = -cross_matrix(x[:3] - reference_ecef) / ARM_M
    H[3:, 3:] = -cross_matrix(x[3:]) / ARM_M
    return H


def misfit(x: Array, reference_ecef: Array) -> Array:
    """Return the covariance (6, 6) of what the model leaves out, for a body at x (6,)."""
    lever_m = MISFIT * float(np.linalg.norm(x[:3] - reference_ecef))
    speed_m_s = MISFIT * float(np.linalg.norm(x[3:]))
    return np.diag([lever_m**2] * 3 + [speed_m_s**2] * 3)


def cross_matrix(vector: Array) -> Array:
    """Return (3, 3): the matrix that takes a vector to its cross product with the one given, from the left."""
    a, b, c = vector.tolist()
    return np.array([[0.0, -c, b], [c, 0.0, -a], [-b, a, 0.0]])
