"""Each shipped class of radar sees about as far as its title makes one expect."""

import math

import numpy as np
import pytest

from tocsin.earth.kernels import ecef_rows
from tocsin.errors import ScenarioError
from tocsin.scenario.atlas import load_atlas
from tocsin.scenario.pack import load_pack
from tocsin.scenario.schema import RadarPart, SkywavePart
from tocsin.scenario.sensors import build_radar, build_skywave
from tocsin.sensing.radar.look import radar_reasons
from tocsin.sensing.reason import Reason
from tocsin.sensing.scene import Scene
from tocsin.sensing.skywave.sensor import skywave_reasons

SKYWAVE = SkywavePart(id="s", nation="alder", lat_deg=0.0, lon_deg=0.0, boresight_deg=0.0)


def part(pack: str, alt_km: float = 0.0) -> RadarPart:
    return RadarPart(id="r", nation="alder", pack=pack, lat_deg=0.0, lon_deg=0.0, alt_km=alt_km, boresight_deg=0.0)


def northward(alt_m: float, rcs_m2: float, speed_m_s: float = 0.0) -> tuple[np.ndarray, Scene]:
    """Return ground ranges to the north of the radar, every 10 km, and a body at each."""
    range_m = np.arange(20e3, 5000e3, 10e3)
    lat_rad = range_m / 6371e3
    zeros = np.zeros(range_m.size)
    velocity = speed_m_s * np.stack([-np.sin(lat_rad), zeros, np.cos(lat_rad)], axis=1)
    places = ecef_rows(lat_rad, zeros, np.full(range_m.size, alt_m))
    luck_id = np.arange(range_m.size)
    return range_m, Scene(places, velocity, np.full(range_m.size, rcs_m2), zeros, luck_id)


@pytest.mark.parametrize(
    ("pack", "alt_km", "body_alt_m", "rcs_m2", "low_km", "high_km"),
    [
        ("early-warning", 0.0, 900e3, 0.1, 2000.0, 4000.0),  # its file: a small body at some 3,000 km
        ("engagement", 0.0, 100e3, 0.1, 300.0, 600.0),
        ("shipborne", 0.0, 10e3, 5.0, 230.0, 420.0),  # the horizon of a body at 10 km is 413 km away
        ("airborne", 9.0, 100.0, 5.0, 250.0, 430.0),  # and that of the ground, from 9 km, 390 km
    ],
)
def test_reach(pack: str, alt_km: float, body_alt_m: float, rcs_m2: float, low_km: float, high_km: float) -> None:
    range_m, scene = northward(body_alt_m, rcs_m2)
    seen = (
        radar_reasons(build_radar(part(pack, alt_km), load_pack(pack, "radar"), load_atlas()), scene) == Reason.SEEN
    )
    assert low_km <= range_m[seen].max() / 1e3 <= high_km


def test_a_skywave_radar_sees_a_ring() -> None:
    range_m, scene = northward(50e3, 10.0, 2000.0)
    seen_km = (
        range_m[
            skywave_reasons(build_skywave(SKYWAVE, load_pack("over-the-horizon", "skywave"), load_atlas()), scene)
            == Reason.SEEN
        ]
        / 1e3
    )
    # 20 km: the steps, and the mean radius against the meridian's
    assert [seen_km.min(), seen_km.max()] == pytest.approx([900.0, 2500.0], abs=20.0)


def test_the_budgets_of_the_packs_are_spent_within_the_scan() -> None:
    for pack in ("airborne", "shipborne"):
        radar = build_radar(part(pack), load_pack(pack, "radar"), load_atlas())
        assert radar.search_share is not None
        spent_share = radar.search_share + radar.track_capacity * radar.integration_s * 1e3 / radar.scan_period_ms
        assert 0.9 < spent_share <= 1.0
        assert math.isfinite(radar.numbers.snr_m2)


def test_a_radar_may_be_off_and_a_radar_as_shipped_is_not() -> None:
    pack = load_pack("engagement", "radar")
    off = part("engagement").model_copy(
        update={"range_bias_km": 0.5, "azimuth_bias_deg": 0.2, "elevation_bias_deg": -0.1}
    )
    radar, plain = build_radar(off, pack, load_atlas()), build_radar(part("engagement"), pack, load_atlas())
    assert radar.range_bias_m == pytest.approx(500.0)
    assert math.degrees(radar.azimuth_bias_rad) == pytest.approx(0.2)
    assert math.degrees(radar.elevation_bias_rad) == pytest.approx(-0.1)
    assert (plain.range_bias_m, plain.azimuth_bias_rad, plain.elevation_bias_rad) == (0.0, 0.0, 0.0)


def test_a_scan_period_that_is_no_whole_second_is_refused() -> None:
    pack = load_pack("early-warning", "radar")
    own = pack.numbers | {"scan_period_s": pack.numbers["scan_period_s"].model_copy(update={"value": 3.26})}
    with pytest.raises(ScenarioError, match=r"'early-warning': scan_period_s = 3\.26: must be whole seconds.*take 3"):
        build_radar(part("early-warning"), pack.model_copy(update={"numbers": own}), load_atlas())
