"""Radar time is finite: search, cues, tracks, an array's loss; and what a radar may not be asked for."""

import math
from types import ModuleType

import numpy as np
import pytest

from tocsin.chance.luck import luck_for
from tocsin.errors import ModelRangeError
from tocsin.sensing.radar.look import Cue, crowded_reasons, radar_reasons, sense_radar
from tocsin.sensing.radar.sensor import Radar, solid_angle_sr
from tocsin.sensing.reason import Reason

LUCK = luck_for(7, 0)


def reach_m(world: ModuleType, radar: Radar, cue: Cue | None, azimuth_deg: float = 0.0) -> float:
    """Return the range out to which a body 30 degrees up is seen with a probability of one half."""
    ranges_m = np.geomspace(200e3, 3900e3, 4000)  # steps of 0.07 %
    scene = world.scene(*[world.from_radar(radar, azimuth_deg, 30.0, range_m) for range_m in ranges_m])
    return float(ranges_m[radar_reasons(radar, scene, cue) == Reason.SEEN].max())


STEP = 1e-3  # relative: the steps of ``reach_m``


def test_a_cue_lengthens_the_reach_by_the_fourth_root_of_its_gain(world: ModuleType) -> None:
    radar = world.radar(max_cue_gain=16.0)
    # Half the time on a cone 1/16 as large as the field: half of 16.
    cone_rad = math.acos(1.0 - solid_angle_sr(radar) / 16.0 / (2.0 * math.pi))
    cue = Cue(0.0, math.radians(30), cone_rad, 0.5)
    plain_m = reach_m(world, radar, None)
    assert reach_m(world, radar, cue) == pytest.approx(plain_m * 8.0**0.25, rel=STEP)
    assert reach_m(world, radar, cue, azimuth_deg=50.0) == pytest.approx(plain_m * 0.5**0.25, rel=STEP)


def test_a_cues_gain_has_a_ceiling_and_never_loses_inside(world: ModuleType) -> None:
    radar = world.radar(max_cue_gain=16.0)
    plain_m = reach_m(world, radar, None)
    narrow = Cue(0.0, math.radians(30), math.radians(2), 1.0)
    assert reach_m(world, radar, narrow) == pytest.approx(plain_m * 2.0, rel=STEP)
    wide = Cue(0.0, math.radians(30), math.radians(89), 0.1)  # 0.1 of the field's energy over more than the field
    assert reach_m(world, radar, wide) == pytest.approx(plain_m * 0.9**0.25, rel=STEP)


def test_a_cue_does_not_move_the_instrumented_range_or_the_field(world: ModuleType) -> None:
    radar = world.radar(max_range_m=1000e3)
    far = world.scene(world.from_radar(radar, 0.0, 30.0, 1001e3), rcs_m2=1e3)
    assert radar_reasons(radar, far, Cue(0.0, math.radians(30), 0.05, 0.9)).tolist() == [Reason.BEYOND_RANGE]
    aside = world.scene(world.from_radar(radar, 70.0, 30.0, 500e3))
    cue = Cue(math.radians(70), math.radians(30), 0.05, 0.9)
    assert radar_reasons(radar, aside, cue).tolist() == [Reason.OUTSIDE_SECTOR]
    assert sense_radar(radar, aside, 0, LUCK, cue)[1].size == 0


def test_a_cued_scan_detects_more_inside_and_less_outside(world: ModuleType) -> None:
    radar = world.radar()
    looks, cue = 2000, Cue(0.0, math.radians(30), math.radians(5), 0.8)
    for azimuth_deg, is_inside in ((0.0, True), (40.0, False)):
        scene = world.many(world.from_radar(radar, azimuth_deg, 30.0, 1150e3), looks)
        plain, cued = (sense_radar(radar, scene, 0, LUCK, given)[1].size for given in (None, cue))
        assert (cued > plain + 100) if is_inside else (cued < plain - 100)


def test_search_energy_is_spread_over_the_field(world: ModuleType) -> None:
    whole = world.radar(search_share=0.5)
    assert reach_m(world, world.radar(search_share=1.0), None) == pytest.approx(
        reach_m(world, whole, None) * 2.0**0.25, rel=STEP
    )
    half = world.radar(search_share=0.5, half_sector_rad=whole.half_sector_rad / 2.0)
    assert half.numbers.snr_m2 == pytest.approx(2.0 * whole.numbers.snr_m2, rel=1e-12)
    slow = world.radar(search_share=0.5, scan_period_ms=4000)
    assert slow.numbers.snr_m2 == pytest.approx(4.0 * whole.numbers.snr_m2, rel=1e-12)


def test_a_dwell_measures_what_the_search_has_found(world: ModuleType) -> None:
    """The reported SNR is that of the dwell: the one of the search look, times the dwell's energy over its own."""
    radar = world.radar(search_share=0.5, power_w=1e6)
    numbers = radar.numbers
    assert numbers.dwell_gain == pytest.approx(world.radar(power_w=1e6).numbers.snr_m2 / numbers.snr_m2, rel=1e-12)
    assert numbers.dwell_gain > 10.0
    scene = world.many(world.from_radar(radar, 0.0, 30.0, 300e3), 200)
    seen, _ = sense_radar(radar, scene, 0, LUCK)
    assert seen.snr.min() >= (numbers.threshold - 1.0) * numbers.dwell_gain


def test_only_the_strongest_are_reported(world: ModuleType) -> None:
    free, busy = world.radar(), world.radar(track_capacity=4)
    places = [world.from_radar(free, 5.0 * i - 30.0, 30.0, 300e3 + 30e3 * i) for i in range(12)]
    scene = world.scene(*places)
    everything, every_body = sense_radar(free, scene, 0, LUCK)
    strongest, body = sense_radar(busy, scene, 0, LUCK)
    assert body.size == 4 < every_body.size
    assert sorted(strongest.snr) == sorted(everything.snr)[-4:]
    assert np.array_equal(strongest.range_m, np.sort(strongest.range_m))
    kept = np.isin(every_body, body)
    assert np.array_equal(every_body[kept], body)
    assert np.array_equal(everything.range_rate_m_s[kept], strongest.range_rate_m_s)


def test_reasons_tell_who_was_passed_over(world: ModuleType) -> None:
    radar = world.radar(track_capacity=2)
    places = [world.from_radar(radar, 5.0 * i, 30.0, 500e3 + 30e3 * i) for i in range(4)]
    scene = world.scene(places[3], places[0], places[2], places[1], world.from_radar(radar, 0.0, 30.0, 3000e3))
    assert set(radar_reasons(radar, scene)[:4]) == {Reason.SEEN}
    over, seen = Reason.OVER_CAPACITY, Reason.SEEN
    assert crowded_reasons(radar, scene).tolist() == [over, seen, over, seen, Reason.TOO_FAINT]
    assert np.array_equal(crowded_reasons(world.radar(), scene), radar_reasons(world.radar(), scene))


def test_equal_echoes_over_capacity_go_by_declared_id(world: ModuleType) -> None:
    radar = world.radar(track_capacity=2)
    scene = world.many(world.from_radar(radar, 0.0, 30.0, 500e3), 4)._replace(luck_id=np.array([9, 3, 7, 5]))
    seen = crowded_reasons(radar, scene) == Reason.SEEN
    assert seen.tolist() == [False, True, False, True]


def test_an_array_loses_off_broadside(world: ModuleType) -> None:
    tilted = {"tilt_rad": math.radians(30), "max_range_m": 3900e3}
    straight_m = reach_m(world, world.radar(**tilted), None)
    for azimuth_deg in (0.0, 50.0):
        cosine = math.sin(math.radians(30)) ** 2 + math.cos(math.radians(30)) ** 2 * math.cos(
            math.radians(azimuth_deg)
        )
        radar = world.radar(scan_loss_index=3.0, **tilted)
        assert reach_m(world, radar, None, azimuth_deg) == pytest.approx(straight_m * cosine**0.75, rel=STEP)


def test_nothing_is_seen_from_behind_the_face(world: ModuleType) -> None:
    radar = world.radar(scan_loss_index=2.0, half_sector_rad=math.pi)
    behind = world.scene(world.from_radar(radar, 180.0, 10.0, 500e3))
    assert radar_reasons(radar, behind).tolist() == [Reason.TOO_FAINT]


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"swerling": 5}, "swerling = 5 must lie between 0 and 4; choose a case"),
        ({"pulses": 513}, "pulses = 513 must lie between 1 and 512; cut the dwell"),
        ({"alt_m": 25e3}, "alt_m = 25000.0 must lie between"),
        ({"clutter_count": -1.0}, "clutter_count = -1.0 must lie between 0 and 500"),
        ({"search_share": 0.0}, "search_share = 0.0 with"),
        ({"search_share": 0.6, "track_capacity": 9}, "spends 1.05 of the scan period"),
    ],
)
def test_a_radar_that_cannot_be_is_refused(world: ModuleType, changes: dict[str, float], words: str) -> None:
    with pytest.raises(ModelRangeError, match=f"radar 'north': .*{words}"):
        world.radar(**changes)
