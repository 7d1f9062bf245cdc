"""What a sensor sees of a state: against 50-digit differences, and against plain azimuth and elevation."""

import math
from typing import Any

import numpy as np
import pytest
from mpmath import atan2, mp, mpf, sqrt
from numpy.typing import NDArray

from tocsin.earth.kernels import ecef_from_lla, enu_axes
from tocsin.tracking.sight.kernels import SD_ACROSS, flat_range, rows_of, seen, sight_axes
from tocsin.tracking.update.kernels import linear_update

Array = NDArray[np.float64]
Exact = Any  # mpmath's numbers have no types

mp.dps = 50
SMALL = mpf(10) ** -15
STATION = np.array(ecef_from_lla(0.5, 0.3, 200.0))
AXES = enu_axes(0.5, 0.3)
RANGE_M, SIGMA_RAD = 6e5, 1e-3


def line(azimuth_rad: float, elevation_rad: float) -> Array:
    flat = math.cos(elevation_rad)
    enu = np.array([flat * math.sin(azimuth_rad), flat * math.cos(azimuth_rad), math.sin(elevation_rad)])
    return np.array(enu @ AXES)


def exact_view(state: list[Exact], axes: Array) -> list[Exact]:
    """Bearing and elevation in the frame ``axes``, range, range rate."""
    away = [state[k] - mpf(float(STATION[k])) for k in range(3)]
    along, side, rise = (sum(mpf(float(axis[k])) * away[k] for k in range(3)) for axis in axes)
    span = sqrt(sum(part * part for part in away))
    rate = sum(part * state[3 + k] for k, part in enumerate(away)) / span
    return [atan2(side, along), atan2(rise, sqrt(along * along + side * side)), span, rate]


@pytest.mark.parametrize("elevation_rad", [0.02, 0.7, 1.4, 0.5 * math.pi])
@pytest.mark.parametrize("off_rad", [0.0, 0.03, 0.5])
def test_a_view_and_its_partials(elevation_rad: float, off_rad: float) -> None:
    axes = sight_axes(line(0.4, elevation_rad), AXES[2])
    place = STATION + RANGE_M * (axes[0] + off_rad * axes[1] - 0.7 * off_rad * axes[2])
    state = np.concatenate([place, [900.0, -2100.0, 1300.0]])
    z, H = np.empty(4), np.empty((4, 6))
    seen(state, STATION, axes, z, H)
    columns = []
    for column in range(6):
        ends = []
        for sign in (1, -1):
            shifted = [mpf(float(value)) for value in state]
            shifted[column] += sign * SMALL
            ends.append(exact_view(shifted, axes))
        columns.append([float((high - low) / (2 * SMALL)) for high, low in zip(*ends, strict=True)])
    exact = np.array(columns).T
    wanted = np.array([float(value) for value in exact_view([mpf(float(k)) for k in state], axes)])
    # The sight frame's coordinates carry the 1e-9 m of the Earth-sized ones they come from.
    assert np.abs(z - wanted).max() < 1e-8
    assert np.abs(z - wanted)[:2].max() < 1e-13
    # Rows by their largest entry; of range rate position and velocity apart: 1/s and none.
    for part in (np.s_[0, :3], np.s_[1, :3], np.s_[2, :3], np.s_[3, :3], np.s_[3, 3:]):
        assert np.abs(H[part] - exact[part]).max() < 1e-9 * np.abs(exact[part]).max()
    assert not H[:3, 3:].any()


@pytest.mark.parametrize("elevation_rad", [-0.1, 0.3, 1.5, 0.5 * math.pi])
def test_the_sight_frame_stands_square_and_level(elevation_rad: float) -> None:
    axes = sight_axes(line(1.0, elevation_rad), AXES[2])
    assert np.abs(axes @ axes.T - np.eye(3)).max() < 8e-15  # a few roundings
    assert axes[0] == pytest.approx(line(1.0, elevation_rad))
    if elevation_rad < 1.55:
        assert abs(axes[1] @ AXES[2]) < 8e-15  # along the horizon
        assert axes[1] @ line(1.001, elevation_rad) > 0.0  # towards growing azimuth
        assert axes[2] @ AXES[2] > 0.0


def plain_update(x: Array, P: Array, seen_rad: tuple[float, float], sd: Array) -> tuple[Array, Array]:
    """Make an extended update with azimuth and elevation of the station themselves, and range."""
    enu = AXES @ (x[:3] - STATION)
    flat, span = math.hypot(enu[0], enu[1]), float(np.linalg.norm(enu))
    slope = np.array(
        [
            [enu[1] / flat**2, -enu[0] / flat**2, 0.0],
            [-enu[0] * enu[2] / flat / span**2, -enu[1] * enu[2] / flat / span**2, flat / span**2],
            enu / span,
        ]
    )
    H = np.zeros((3, x.shape[0]))
    H[:, :3] = slope @ AXES
    off = np.array([seen_rad[0] - math.atan2(enu[0], enu[1]), seen_rad[1] - math.atan2(enu[2], flat), RANGE_M - span])
    S = H @ P @ H.T + np.diag(sd**2)
    gain = P @ H.T @ np.linalg.inv(S)
    return x + gain @ off, P - gain @ S @ gain.T


@pytest.mark.parametrize(
    ("elevation_rad", "state_sd", "spread"), [(0.1, 0.01, 0.01), (0.7, 0.02, 0.01), (1.4, 0.2, 0.2)]
)
def test_the_sight_frame_and_plain_angles_agree_to_second_order(
    elevation_rad: float, state_sd: float, spread: float
) -> None:
    """A prediction 1 sigma (2 mrad) off on each axis: apart by that angle times the tangent of the elevation."""
    rng = np.random.default_rng(3)
    doubt_m, worst, widest = 1.2e3, 0.0, 0.0
    for _ in range(20):
        place = STATION + RANGE_M * line(0.4, elevation_rad) + doubt_m * rng.uniform(-1.0, 1.0, 3)
        x = np.concatenate([place, [900.0, -2100.0, 1300.0, 1.0, 0.0, 0.0]])
        P = np.diag([doubt_m**2] * 3 + [50.0**2] * 3 + [0.09, 0.0, 0.0])
        P[:3, 3:6] = P[3:6, :3] = 0.7 * doubt_m * 50.0 * np.eye(3)
        sd = np.array([[SIGMA_RAD, SIGMA_RAD, 200.0, 0.0]])
        seen_rad = np.array([0.4]), np.array([elevation_rad])
        row = rows_of(*seen_rad, np.array([RANGE_M]), np.zeros(1), sd, AXES)[0]
        axes = sight_axes(row[:3], AXES[2])
        ours, our_P, _, _ = linear_update(x, P, STATION, axes, row, x[:6])
        theirs, their_P = plain_update(x, P, (0.4, elevation_rad), sd[0, :3])
        root = np.sqrt(np.diag(their_P)[:7])
        worst = max(worst, np.abs((ours - theirs)[:7] / root).max())
        widest = max(widest, np.abs((our_P - their_P)[:7, :7] / np.outer(root, root)).max())
    assert worst < state_sd
    assert widest < spread


def test_azimuth_error_shrinks_towards_the_zenith() -> None:
    sd = np.array([[1e-3, 1e-3, 20.0, 2.0]] * 3)
    elevation = np.array([0.0, 1.0, 0.5 * math.pi])
    rows = rows_of(np.zeros(3), elevation, np.full(3, 1e5), np.zeros(3), sd, AXES)
    assert rows[:, SD_ACROSS] == pytest.approx([1e-3, 1e-3 * math.cos(1.0), 5e-5])


def test_a_range_along_a_doubtful_line_is_too_long_by_its_mean_bend() -> None:
    rng = np.random.default_rng(5)
    across = rng.standard_normal((200_000, 2)) * [4000.0, 1500.0]
    bend = np.sqrt(1e6**2 + (across**2).sum(axis=1)) - 1e6
    mean, sd = flat_range(1e6, 0.0, 1e6, (4000.0**2, 1500.0**2))
    # 200,000 draws: the mean is good to 0.3 % and the deviation to 0.6 %; four of each
    assert 1e6 - mean == pytest.approx(bend.mean(), rel=0.012)
    assert sd == pytest.approx(bend.std(), rel=0.025)
