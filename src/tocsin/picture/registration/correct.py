"""Taking a partner's bias off his tracks, its doubt added to theirs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tocsin.picture.registration.kernels import less_bias
from tocsin.picture.registration.value import Registration, estimate_without
from tocsin.picture.shared import TrackSet


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
