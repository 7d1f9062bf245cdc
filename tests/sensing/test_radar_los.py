"""How far a radar sees what flies at the heights of gliders and of ballistic bodies."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tocsin.sensing.radar.bending.kernels import horizon_range

CASES = json.loads((Path(__file__).parents[1] / "oracles/glide.json").read_text())
EFFECTIVE_RADIUS_M = 4.0 / 3.0 * 6371e3  # the cases' own


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["id"].startswith("radar-los")], ids=lambda c: c["id"]
)
def test_radar_line_of_sight_over_a_four_thirds_earth(case: Mapping[str, Any], validate: Callable[..., None]) -> None:
    """Both sides' ranges to the common tangent; the figures are stored to 10 m: 1e-5 relative."""
    heights_m = [1e3 * case["inputs"][name]["value"] for name in ("target_altitude", "radar_height")]
    got = sum(horizon_range(height_m, EFFECTIVE_RADIUS_M) for height_m in heights_m)
    validate("sensing", case, "slant_los_4_3", got / 1e3, rel=1e-5)
