"""What a glider is, its declared turns, and its flight from boost cut-off to the ground."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.earth.air.kernels import air_density
from tocsin.earth.constants import MEAN_RADIUS_M, STANDARD_GRAVITY_M_S2
from tocsin.earth.kernels import lla_rows
from tocsin.errors import ModelRangeError, ScenarioError
from tocsin.motion.glide.kernels import GLIDING, glide_trajectory
from tocsin.motion.rows import Rows

Array = NDArray[np.float64]

DAMPING_RATIO = 0.7  # of the phugoid, notional: a lasting oscillation is left out on purpose
LIFT_LIMIT_RATIO = 2.0  # notional: most lift in the pull-up and the dive over that at the best ratio
LIMIT_S = 7200.0  # s, longest flight
SPEED_BOUNDS_M_S = (2000.0, 7000.0)  # where the glide begins: the independent program's cases span 3 to 7 km/s
DIVE_BOUNDS_M_S = (1500.0, 7000.0)  # the same cases go down to 1.5 km/s
ALTITUDE_BOUNDS_M = (20e3, 80e3)  # of the whole glide
BANK_LIMIT_RAD = math.radians(75.0)  # beyond it lift no longer carries the weight at a height worth the name
GLOW_SPEED_M_S = 6000.0  # m/s and kg/m^3 at which a glider has the glow its pack states
GLOW_DENSITY_KG_M3 = 1e-3
SEE = "see docs/models/glide.md"


@dataclass(frozen=True, slots=True)
class Glider:
    """A class of glider, by open-literature numbers: how air slows and carries it, where it ends, how it looks.

    ``ballistic_coefficient_kg_m2`` is mass over drag area at the best ratio of lift to drag.  At
    ``dive_speed_m_s`` it bends down to ``dive_angle_rad`` below level.  ``glow_w_sr`` is the infrared intensity of
    the hot skin at 6 km/s and 0.001 kg/m^3, in the band of the satellites.
    """

    name: str
    ballistic_coefficient_kg_m2: float
    lift_to_drag_ratio: float
    dive_speed_m_s: float
    dive_angle_rad: float
    cutoff_climb_rad: float
    glow_w_sr: float
    rcs_m2: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A declared turn: from when to when (s since lift-off) the glider is banked, to the right if positive."""

    start_s: float
    end_s: float
    bank_rad: float


@dataclass(frozen=True, slots=True)
class RoundEarth:
    """A round Earth at rest, for comparison with other programs; the exercise uses the turning WGS 84 Earth."""

    gm_m3_s2: float
    radius_m: float


def check_glider(glider: Glider) -> None:
    """Raise ``ScenarioError`` or ``ModelRangeError`` where the numbers of a glider cannot fly."""
    for field, value in (
        ("ballistic_coefficient_kg_m2", glider.ballistic_coefficient_kg_m2),
        ("lift_to_drag_ratio", glider.lift_to_drag_ratio),
    ):
        if not value > 0.0:
            raise ScenarioError(f"glider '{glider.name}': {field} = {value} must be above 0; {SEE}")
    if not 0.0 < glider.dive_angle_rad <= 0.5 * math.pi:
        raise ScenarioError(
            f"glider '{glider.name}': dive_angle_deg = {math.degrees(glider.dive_angle_rad):.1f} must be above 0 and"
            f" at most 90; {SEE}"
        )
    _check_bounds(glider, "dive speed", glider.dive_speed_m_s, DIVE_BOUNDS_M_S, "m/s")


def check_turns(glider: Glider, turns: Sequence[Turn]) -> None:
    """Raise ``ScenarioError`` unless turns follow one another, each ends after it starts, and none banks too far."""
    before_s = -math.inf
    for number, turn in enumerate(turns, start=1):
        name = f"glider '{glider.name}': turn {number}"
        if turn.start_s < before_s:
            raise ScenarioError(f"{name}: start_s = {turn.start_s} must be at least {before_s}, the end of the last")
        if not turn.end_s > turn.start_s:
            raise ScenarioError(f"{name}: end_s = {turn.end_s} must be above start_s = {turn.start_s}")
        if abs(turn.bank_rad) > BANK_LIMIT_RAD:
            raise ScenarioError(
                f"{name}: bank_deg = {math.degrees(turn.bank_rad):.1f} must be within"
                f" {math.degrees(BANK_LIMIT_RAD):.0f} either way; {SEE}"
            )
        before_s = turn.end_s


def glider_row(glider: Glider, damping_ratio: float = DAMPING_RATIO, earth: RoundEarth | None = None) -> Array:
    """Return the (8,) float64 row of numbers that the kernel flies a glider by; columns as in ``kernels``."""
    round_gm, round_radius = (earth.gm_m3_s2, earth.radius_m) if earth else (0.0, 0.0)
    return np.array(
        [
            glider.ballistic_coefficient_kg_m2,
            glider.lift_to_drag_ratio,
            damping_ratio,
            LIFT_LIMIT_RATIO,
            glider.dive_speed_m_s,
            glider.dive_angle_rad,
            round_gm,
            round_radius,
        ]
    )


def turn_rows(turns: Sequence[Turn]) -> Array:
    """Return turns as (k, 3) float64: start (s), end (s), bank (rad)."""
    return np.array([(turn.start_s, turn.end_s, turn.bank_rad) for turn in turns]).reshape(len(turns), 3)


def glide_rows(
    glider: Glider, position_ecef: Array, velocity_ecef: Array, start_s: float = 0.0, turns: Sequence[Turn] = ()
) -> Array:
    """Return the flight of a glider from a state to the ground on the WGS 84 Earth.

    Parameters
    ----------
    glider : Glider
    position_ecef, velocity_ecef : (3,) float64, m and m/s
        At boost cut-off, or anywhere before the glide; relative to the turning Earth.
    start_s : float, s
        Time of that state; turns count from the same zero.
    turns : sequence of Turn

    Returns
    -------
    (m, 8) float64
        As ``kernels.glide_trajectory`` gives them: time, position, velocity, phase.

    Notes
    -----
    Raises ``ModelRangeError`` when no glide begins, when it begins outside 2 to 7 km/s, leaves 20 to 80 km, or is
    not down after two hours.
    """
    check_glider(glider)
    check_turns(glider, turns)
    start = np.concatenate([position_ecef, velocity_ecef])
    rows, came_down = glide_trajectory(start, start_s, glider_row(glider), turn_rows(turns), LIMIT_S)
    if not came_down:
        raise ModelRangeError(
            f"glider '{glider.name}': time of flight is above the bound of {LIMIT_S:.0f} s; start it slower; {SEE}"
        )
    gliding = rows[rows[:, 7] == GLIDING]
    if not gliding.shape[0]:
        speed = float(np.sqrt(np.sum(velocity_ecef**2)))
        raise ModelRangeError(
            f"glider '{glider.name}': never glides: it starts at {speed:.0f} m/s and lift must carry it above"
            f" {glider.dive_speed_m_s:.0f} m/s; start it faster or flatter; {SEE}"
        )
    _check_bounds(glider, "speed", float(np.sqrt(np.sum(gliding[0, 4:7] ** 2))), SPEED_BOUNDS_M_S, "m/s")
    altitude_m = lla_rows(gliding[:, 1:4])[:, 2]
    for extreme_m in (altitude_m.min(), altitude_m.max()):
        _check_bounds(glider, "altitude", float(extreme_m), ALTITUDE_BOUNDS_M, "m")
    return rows


def fly_glide(
    glider: Glider, position_ecef: Array, velocity_ecef: Array, start_s: float = 0.0, turns: Sequence[Turn] = ()
) -> Rows:
    """Return ``glide_rows`` as the columns of a path: with the glow of the hot skin and the cross-section."""
    rows = glide_rows(glider, position_ecef, velocity_ecef, start_s, turns)
    glow = glow_w_sr(glider, rows[:, 1:4], rows[:, 4:7])
    rcs = np.full(rows.shape[0], glider.rcs_m2)
    return Rows(rows[:, 0].copy(), rows[:, 1:4].copy(), rows[:, 4:7].copy(), glow, rcs)


def glow_w_sr(glider: Glider, position_ecef: Array, velocity_ecef: Array) -> Array:
    """Return the infrared intensity (m,) W/sr of a glider's hot skin along its flight.

    Parameters
    ----------
    position_ecef, velocity_ecef : (m, 3) float64, m and m/s

    Notes
    -----
    Rough, within a factor of five at best: what air puts in, ``sqrt(density) speed^3``, is thought to be given off
    at once, a fixed share of it in the band, alike in all directions.  The open literature disagrees by more than
    this; sweep the pack's number.  Left out: heat that the skin stores, the wake, the viewing angle.
    Checked: order of magnitude against an independent program (``tw-glide-ir-LD2.6-v6``).

    References
    ----------
    Form of the heating: Sutton and Graves, NASA TR R-376 (1971).
    """
    speed = np.sqrt(np.sum(velocity_ecef**2, axis=1))
    density = np.array([air_density(alt_m) for alt_m in lla_rows(position_ecef)[:, 2]])
    glow: Array = glider.glow_w_sr * np.sqrt(density / GLOW_DENSITY_KG_M3) * (speed / GLOW_SPEED_M_S) ** 3
    return glow


def equilibrium_range_m(lift_to_drag_ratio: float, fast_m_s: float, slow_m_s: float) -> float:
    """Return the ground range of a glide in equilibrium between two speeds, in closed form.

    Notes
    -----
    Valid: below circular speed (7,904 m/s), round Earth of the mean radius at rest, glide at ground level.  Left
    out: potential energy and height: 2 to 3.5 % short of the integrated glide down to 2 km/s.  Checked: published
    figures to 3 %.

    References
    ----------
    Eggers, Allen and Neice, NACA Report 1382 (1958).
    """
    fast, slow = (speed_m_s**2 / (STANDARD_GRAVITY_M_S2 * MEAN_RADIUS_M) for speed_m_s in (fast_m_s, slow_m_s))
    return 0.5 * lift_to_drag_ratio * MEAN_RADIUS_M * math.log((1.0 - slow) / (1.0 - fast))


def equilibrium_time_s(lift_to_drag_ratio: float, fast_m_s: float, slow_m_s: float) -> float:
    """Return the time of a glide in equilibrium between two speeds; as ``equilibrium_range_m``."""
    circular_m_s = math.sqrt(STANDARD_GRAVITY_M_S2 * MEAN_RADIUS_M)
    share = math.atanh(fast_m_s / circular_m_s) - math.atanh(slow_m_s / circular_m_s)
    return lift_to_drag_ratio * circular_m_s / STANDARD_GRAVITY_M_S2 * share


def _check_bounds(glider: Glider, name: str, value: float, bounds: tuple[float, float], unit: str) -> None:
    if not bounds[0] <= value <= bounds[1]:
        raise ModelRangeError(
            f"glider '{glider.name}': {name} = {value:.0f} {unit} must be within"
            f" {bounds[0]:.0f} to {bounds[1]:.0f} {unit} in the glide; change boost, turns or dive; {SEE}"
        )
