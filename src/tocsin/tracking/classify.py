"""What a tracked body is: its kind from what radars declare, its generic class from how it flies."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.constants import GM_M3_S2, MEAN_RADIUS_M, ROTATION_RAD_S

Array = NDArray[np.float64]
KindShares = tuple[float, float, float]  # of payload, stage, debris

PRIOR: KindShares = (0.4, 0.4, 0.2)  # payload, stage, debris: notional, before any radar has said anything
LEAST_LIKELIHOOD = 1e-3  # a report may have gone to the wrong track: no declaration rules a kind out


def kind_after(before: KindShares, declared: int, confusion: Sequence[KindShares]) -> KindShares:
    """Return what a track is taken to be after one radar has declared a kind of it.

    Parameters
    ----------
    before : 3 float
        Probabilities of payload, stage, debris; ``PRIOR`` before any radar has said anything.
    declared : int
        What is declared: 0, 1 or 2.
    confusion : 3 rows of 3 float
        The radar's: probability of declaring (column) of a true kind (row).

    Returns
    -------
    3 float, of sum 1

    Notes
    -----
    Bayes' rule: P(kind | declared) is proportional to P(kind) confusion[kind, declared], entries below 1e-3 raised
    to it.  Blocks of looks and radars are taken as independent, as they are drawn: hand in each block of each radar
    once.  Rough: reports given to the wrong one of two bodies that fly side by side count in full.
    Checked: of tracks said to be a payload with some probability that share is (``tests/tracking/test_classify.py``).

    References
    ----------
    Blackman and Popoli, *Design and Analysis of Modern Tracking Systems*, section 9.5 (target identification).
    """
    payload, stage, debris = (
        share * max(row[declared], LEAST_LIKELIHOOD) for share, row in zip(before, confusion, strict=True)
    )
    total = payload + stage + debris
    return payload / total, stage / total, debris / total


class ClassTable(NamedTuple):
    """How the generic classes fly, as independent normal features; made from class packs (``scenario.classes``).

    Attributes
    ----------
    names : k names
        Generic classes, and ``aircraft``.
    mean, sd : (k, 6) float64
        Of the columns of ``flight_features``; a feature that tells nothing of a class has a wide spread there.
    """

    names: tuple[str, ...]
    mean: Array
    sd: Array


LEAST_M, MOST_M = 1e3, 4e7  # m: lengths are kept between these before their logarithm is taken
OUTLIER_SHARE = 1e-4  # of every class: no feature far from all classes makes one of them certain


def flight_features(x: Array, boost_s: Array, manoeuvre_probability: Array) -> Array:
    """Return what n tracks show of how they fly.

    Parameters
    ----------
    x : (n, 6) float64, m and m/s, ECEF
        After burn-out, or under way on engines; meaningless during boost.
    boost_s : (n,) float64, s
        How long the plume was seen to burn; NaN where none was seen.
    manoeuvre_probability : (n,) float64
        That the body accelerates by itself; NaN where that is not known.

    Returns
    -------
    (n, 6) float64
        Logarithms of the range (m) and apogee (m) of the Kepler ellipse through the state, taken from the ground to
        the ground; boost (s); logarithms of altitude (m) and speed (m/s); manoeuvre probability.

    Notes
    -----
    A round Earth of the mean radius, no drag: some 1 % of range and apogee.  An ellipse clear of the ground has the
    largest range.  Valid outside the boost; for what the air carries, the ellipse is only a way to write its speed.
    Checked: against flown packs (``tests/tracking/test_classify.py``).

    References
    ----------
    Bate, Mueller and White, *Fundamentals of Astrodynamics*, chapter 6 (ballistic missile trajectories).
    """
    position, velocity = x[:, :3], x[:, 3:]
    inertial = velocity + ROTATION_RAD_S * np.stack((-position[:, 1], position[:, 0], 0.0 * position[:, 0]), axis=1)
    radius_m = np.sqrt((position**2).sum(axis=1))
    energy = 0.5 * (inertial**2).sum(axis=1) - GM_M3_S2 / radius_m
    momentum2 = (np.cross(position, inertial) ** 2).sum(axis=1)
    eccentricity = np.sqrt(np.maximum(1.0 + 2.0 * energy * momentum2 / GM_M3_S2**2, 1e-12))
    latus_m = momentum2 / GM_M3_S2
    bound = energy < 0.0
    apogee_m = np.where(bound, latus_m / np.maximum(1.0 - eccentricity, 1e-9) - MEAN_RADIUS_M, MOST_M)
    cosine = (latus_m / MEAN_RADIUS_M - 1.0) / eccentricity  # of the true anomaly where the ellipse meets the ground
    comes_down = bound & (np.abs(cosine) < 1.0)
    half_rad = math.pi - np.arccos(np.clip(cosine, -1.0, 1.0))
    range_m = np.where(comes_down, 2.0 * half_rad * MEAN_RADIUS_M, MOST_M)
    speed_m_s = np.sqrt((velocity**2).sum(axis=1))
    return np.stack(
        (
            np.log(np.clip(range_m, LEAST_M, MOST_M)),
            np.log(np.clip(apogee_m, LEAST_M, MOST_M)),
            boost_s,
            np.log(np.clip(radius_m - MEAN_RADIUS_M, 0.1 * LEAST_M, MOST_M)),
            np.log(np.maximum(speed_m_s, 1.0)),
            manoeuvre_probability,
        ),
        axis=1,
    )


def class_probability(features: Array, table: ClassTable) -> Array:
    """Return how probable each generic class is for n tracks.

    Parameters
    ----------
    features : (n, 6) float64
        From ``flight_features``; NaN says nothing.
    table : ClassTable

    Returns
    -------
    (n, k) float64
        In the order of ``table.names``; rows sum to 1.

    Notes
    -----
    Bayes' rule with equal priors and independent normal features, each row given 1e-4 of every class besides.
    Notional and rough: features hang together, classes overlap at their bounds, and a payload that is thrown away
    from its class's usual ranges is taken for another class.
    Checked: confusion over the class packs, ``tests/tracking/test_classify.py``.
    """
    off = (features[:, None, :] - table.mean) / table.sd
    told = np.where(np.isnan(off), 0.0, -0.5 * off**2 - np.log(table.sd))
    logarithm = told.sum(axis=2)
    weight = np.exp(logarithm - logarithm.max(axis=1, keepdims=True))
    share = weight / weight.sum(axis=1, keepdims=True)
    return np.asarray((share + OUTLIER_SHARE) / (1.0 + OUTLIER_SHARE * share.shape[1]))
