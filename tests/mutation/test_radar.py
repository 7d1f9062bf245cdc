"""A wrong radar is noticed: by published probabilities, by the looks drawn, by geometry worked out by hand."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.slow

DETECTION = "sensing/radar/detection/kernels.py"
RADAR = "sensing/radar/kernels.py"
PUBLISHED = "tests/sensing/test_radar_oracles.py"
LOOKS = "tests/sensing/test_detection.py::test_looks_pass_as_often_as_the_sums_say"

# (file, line, replaced by, test that must fail)
CASES = {
    "a linear detector where the law is square": (
        DETECTION,
        "    return amplitude * amplitude + 0.5 * z1 * z1 + noise",
        "    return math.sqrt(amplitude * amplitude + 0.5 * z1 * z1) + math.sqrt(noise)",
        LOOKS,
    ),
    "Swerling 3 taken for 1": (
        DETECTION,
        "return 1.0 if swerling == 1 else 2.0",
        "return 1.0",
        f"{PUBLISHED}::test_probability_of_detection",
    ),
    "pulses that fluctuate together where they should not": (
        DETECTION,
        "return 1.0 * pulses if swerling == 2 else 2.0 * pulses",
        "return 1.0 if swerling == 2 else 2.0",
        f"{PUBLISHED}::test_probability_of_detection",
    ),
    "noise of one pulse too many": (
        DETECTION,
        "gamma_draw(pulses - 1, NOISE_INDEX",
        "gamma_draw(pulses, NOISE_INDEX",
        LOOKS,
    ),
    "two draws that share a counter": (
        DETECTION,
        "NOISE_INDEX = 8",
        "NOISE_INDEX = 2",
        LOOKS,
    ),
    "noise without its half": (DETECTION, "+ z0 * math.sqrt(0.5)", "+ z0", LOOKS),
    "search energy spread over a full sphere": (
        "sensing/radar/sensor.py",
        "return energy / (noise * solid_angle_sr(radar))",
        "return energy / (noise * 4.0 * math.pi)",
        f"{PUBLISHED}::test_search_radar_equation",
    ),
    "a cue that leaves nothing less elsewhere": (
        "sensing/radar/look.py",
        "gain_outside=1.0 - cue.share",
        "gain_outside=1.0",
        "tests/sensing/test_budget.py::test_a_cue_lengthens_the_reach_by_the_fourth_root_of_its_gain",
    ),
    "the weakest reported instead of the strongest": (
        "sensing/radar/look.py",
        "np.lexsort((columns[0], -columns[5]))",
        "np.lexsort((columns[0], columns[5]))",
        "tests/sensing/test_budget.py::test_only_the_strongest_are_reported",
    ),
    "no 4/3 Earth at all": (
        "sensing/radar/bending/kernels.py",
        "EFFECTIVE_RADIUS_M = 4.0 / 3.0 * MEAN_RADIUS_M",
        "EFFECTIVE_RADIUS_M = 1.001 * MEAN_RADIUS_M",
        "tests/sensing/test_mounts.py::test_the_horizon_against_the_published_rule",
    ),
    "the 4/3 Earth all the way up": (
        "sensing/radar/bending/kernels.py",
        "REFRACTING_TOP_M = 7000.0",
        "REFRACTING_TOP_M = 70000.0",
        "tests/sensing/test_refraction.py::test_total_bending_against_itu_r_p834",
    ),
    "straight rays from on high": (
        "sensing/radar/bending/kernels.py",
        "bend_rad_m * (leave_m - enter_m) * share",
        "0.0 * bend_rad_m * (leave_m - enter_m) * share",
        "tests/sensing/test_mounts.py::test_a_ray_grazing_the_ground_reaches_a_body_at_its_own_horizon",
    ),
    "a quick test that throws away what the air lifts into the beam": (
        RADAR,
        "radar.min_elevation_rad - MOST_LIFT_RAD",
        "radar.min_elevation_rad",
        "tests/sensing/test_reasons.py::test_quick_and_full_views_agree",
    ),
    "a range rate of the wrong sign": (
        RADAR,
        "away_m2_s / range_m)",
        "-away_m2_s / range_m)",
        "tests/sensing/test_false_reports.py::test_range_rates_are_right_and_as_good_as_stated",
    ),
    "a Moon that stands still over the Earth": (
        "sensing/radar/moon.py",
        "[[ROTATION_RAD_S * y, -ROTATION_RAD_S * x, 0.0]]",
        "[[0.0, 0.0, 0.0]]",
        "tests/sensing/test_false_reports.py::test_the_moons_range_rate_is_the_change_of_its_range",
    ),
    "clutter spread evenly over range": (
        RADAR,
        "columns[0, i] = math.sqrt(near_m2 + place * (far_m2 - near_m2))",
        "columns[0, i] = radar.min_range_m + place * (clutter.max_range_m - radar.min_range_m)",
        "tests/sensing/test_false_reports.py::test_clutter_is_poisson_near_and_low",
    ),
    "skywaves that reach above the layer": (
        "sensing/skywave/kernels.py",
        "if alt_m > radar.max_alt_m:",
        "if alt_m > 2.0 * radar.max_alt_m:",
        "tests/sensing/test_skywave.py::test_reason",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_it_is_noticed(spoil: Callable[..., None], case: tuple[str, str, str, str]) -> None:
    spoil(*case)
