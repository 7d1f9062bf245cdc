"""Twenty-three recorded ascents, flown with one generic launcher fitted only in its times."""

import math
import re
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import least_squares

from tocsin.earth.kernels import ecef_from_lla, lla_rows
from tocsin.motion.kernels import advance
from tocsin.motion.vehicle import BoostPlan, Vehicle, plan_row
from tocsin.scenario.pack import load_pack
from tocsin.scenario.vehicles import build_vehicle

PAD = (math.radians(28.5), 0.0, 0.0)
EAST_RAD = 0.5 * math.pi  # the records hold no azimuth; the speed over the ground hardly depends on it
SPEED_SHARE, ALTITUDE_SHARE = 0.10, 0.15  # what the plan asks at 60 s, 120 s and cut-off
ENOUGH = 18
PAGE = Path(__file__).parents[2] / "docs/models/motion.md"
ROW = re.compile(r"^\| (\d\d) \|(.*)\|$", re.MULTILINE)


@dataclass(frozen=True)
class Fitted:
    """One ascent: what was fitted, and how far off it is (shares) at 60 s, 120 s and first cut-off."""

    number: str
    cutoff_s: float
    burn_time_s: float
    rise_s: float
    kick_rad: float
    speed_off: np.ndarray
    altitude_off: np.ndarray

    @property
    def is_met(self) -> bool:
        return bool(
            np.all(np.abs(self.speed_off) <= SPEED_SHARE) and np.all(np.abs(self.altitude_off) <= ALTITUDE_SHARE)
        )

    @property
    def row(self) -> str:
        speeds, altitudes = (
            " | ".join(f"{100.0 * off:+.0f}" for off in offs) for offs in (self.speed_off, self.altitude_off)
        )
        return (
            f"| {self.number} | {self.cutoff_s:.0f} | {self.burn_time_s:.0f} | {self.rise_s:.0f} |"
            f" {math.degrees(self.kick_rad):.1f} | {speeds} | {altitudes} | {'yes' if self.is_met else 'no'} |"
        )


def flown(launcher: Vehicle, guess: np.ndarray, cutoff_s: float, time_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return speed over the ground (m/s) and altitude (m) at times.

    Fitted: the first stage's burn time with its propellant and exhaust speed kept (a longer burn is a gentler one),
    the time of straight rise, and the kick.
    """
    burn_s, rise_s, kick_rad = 100.0 * guess[0], 10.0 * guess[1], guess[2]
    first = launcher.stages[0]
    first = replace(first, burn_time_s=burn_s, thrust_n=first.thrust_n * first.burn_time_s / burn_s)
    vehicle = replace(launcher, vertical_rise_s=rise_s, stages=(first, launcher.stages[1]))
    row = plan_row(vehicle, BoostPlan(EAST_RAD, kick_rad, cutoff_s))[None, :]
    position, velocity, now_s = np.array([ecef_from_lla(*PAD)]), np.zeros((1, 3)), 0.0
    speed_m_s, altitude_m = [], []
    for until_s in time_s:
        position, velocity = advance(position, velocity, np.array([now_s]), row, until_s - now_s)
        now_s = until_s
        speed_m_s.append(float(np.linalg.norm(velocity)))
        altitude_m.append(float(lla_rows(position)[0, 2]))
    return np.array(speed_m_s), np.array(altitude_m)


def fit(launcher: Vehicle, number: str) -> Fitted:
    text = files("tocsin.scenario").joinpath(f"background/ascents/ascent-{number}.csv").read_text(encoding="utf-8")
    head, _, *lines = text.splitlines()
    (cutoff,) = re.findall(r"meco=(\d+)", head)
    cutoff_s = float(cutoff)
    record = np.array([[float(cell) for cell in line.split(",")] for line in lines])

    def off(guess: np.ndarray, time_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        speed_m_s, altitude_m = flown(launcher, guess, cutoff_s, time_s)
        wanted_m_s, wanted_km = (np.interp(time_s, record[:, 0], record[:, column]) for column in (1, 2))
        return speed_m_s / wanted_m_s - 1.0, altitude_m / (1e3 * wanted_km) - 1.0

    def misfit(guess: np.ndarray) -> np.ndarray:
        speed, altitude = off(guess, np.arange(40.0, cutoff_s, 10.0))
        return np.concatenate([speed / SPEED_SHARE, altitude / ALTITUDE_SHARE])

    bounds = ([1.2, 0.3, 0.003], [2.4, 3.0, 0.6])
    tries = [
        least_squares(misfit, [1.6, 1.0, kick], bounds=bounds, x_scale=[0.1, 0.3, 0.03]) for kick in (0.03, 0.08)
    ]
    best = min(tries, key=lambda one: one.cost).x
    speed, altitude = off(best, np.array([60.0, 120.0, cutoff_s]))
    return Fitted(number, cutoff_s, 100.0 * best[0], 10.0 * best[1], best[2], speed, altitude)


@pytest.fixture(scope="module")
def fits() -> list[Fitted]:
    launcher = build_vehicle(load_pack("slv", "vehicle"))
    return [fit(launcher, f"{number:02d}") for number in range(1, 24)]


@pytest.mark.slow
def test_one_launcher_flies_most_of_the_recorded_ascents(fits: list[Fitted]) -> None:
    """Speed within 10 % and altitude within 15 % at 60 s, 120 s and first cut-off, for 18 of 23 or more."""
    assert sum(one.is_met for one in fits) >= ENOUGH


@pytest.mark.slow
def test_the_table_on_the_page_is_this_one(fits: list[Fitted]) -> None:
    """To one unit of the last digit: another processor may stop the fit elsewhere."""
    listed = [match.group(0) for match in ROW.finditer(PAGE.read_text(encoding="utf-8"))]
    rows = "\n".join(one.row for one in fits)
    assert len(listed) == len(fits), rows
    for one, line in zip(fits, listed, strict=True):
        told, found = ([float(cell) for cell in text.split("|")[1:-2]] for text in (line, one.row))
        assert told == pytest.approx(found, abs=1.01), rows
