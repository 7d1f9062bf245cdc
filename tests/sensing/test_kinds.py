"""What kind of body a radar declares: errors as often as its matrix says, the same for a block of looks."""

import math
from types import ModuleType

import numpy as np
import pytest

from tocsin.chance.luck import luck_for
from tocsin.errors import ModelRangeError, ScenarioError
from tocsin.scenario.pack import load_pack
from tocsin.scenario.sensors import confusion_of
from tocsin.sensing.kind import KIND_BLOCK_MS, Kind
from tocsin.sensing.radar.look import CLUTTER_PAIRING, sense_radar
from tocsin.sensing.radar.sensor import Radar

LUCK = luck_for(7, 0)
CONFUSION = ((0.7, 0.2, 0.1), (0.25, 0.6, 0.15), (0.05, 0.3, 0.65))
COUNT = 6_000


def telling(world: ModuleType, **changes: object) -> Radar:
    return world.radar(**{"confusion": CONFUSION, "swerling": 0, **changes})


def declared(world: ModuleType, looker: Radar, kind: Kind, time_ms: int = 0) -> np.ndarray:
    """Return what is declared (m,) of many bodies of a kind at 500 km, in the order of their luck."""
    scene = world.many(world.from_radar(looker, 10.0, 20.0, 500e3), COUNT)
    scene = scene._replace(kind=np.full(COUNT, int(kind)))
    seen, body = sense_radar(looker, scene, time_ms, LUCK)
    assert body.size == COUNT
    return seen.declared_kind[np.argsort(body)]


@pytest.mark.parametrize("kind", [Kind.PAYLOAD, Kind.STAGE, Kind.DEBRIS, Kind.OTHER])
def test_kinds_are_declared_as_often_as_the_matrix_says(world: ModuleType, kind: Kind) -> None:
    got = np.bincount(declared(world, telling(world), kind), minlength=3) / COUNT
    row = CONFUSION[kind] if kind < 3 else (1 / 3, 1 / 3, 1 / 3)
    for share, expected in zip(got, row, strict=True):
        assert share == pytest.approx(expected, abs=4.0 * math.sqrt(expected * (1 - expected) / COUNT))


def test_what_errs_errs_again_for_a_block_and_is_drawn_afresh_in_the_next(world: ModuleType) -> None:
    looker = telling(world)
    first, last = (declared(world, looker, Kind.PAYLOAD, time_ms) for time_ms in (0, KIND_BLOCK_MS - 1000))
    assert (first == last).all()
    after = declared(world, looker, Kind.PAYLOAD, KIND_BLOCK_MS)
    same = 0.7**2 + 0.2**2 + 0.1**2  # two independent draws agree so often
    assert (first == after).mean() == pytest.approx(same, abs=4.0 * math.sqrt(same * (1 - same) / COUNT))


def test_another_radar_draws_for_itself(world: ModuleType) -> None:
    one, two = (declared(world, telling(world, luck_id=k), Kind.PAYLOAD) for k in (1, 2))
    assert (one != two).any()


def test_faint_looks_and_radars_without_a_matrix_declare_nothing(world: ModuleType) -> None:
    assert (declared(world, telling(world, least_kind_snr=1e9), Kind.STAGE) == Kind.NONE).all()
    assert (declared(world, telling(world, confusion=()), Kind.STAGE) == Kind.NONE).all()


def test_a_scene_without_kinds_is_of_payloads(world: ModuleType) -> None:
    looker = telling(world)
    scene = world.many(world.from_radar(looker, 10.0, 20.0, 500e3), 50)
    plain = sense_radar(looker, scene._replace(kind=np.zeros(0, dtype=np.int64)), 0, LUCK)[0]
    assert (plain.declared_kind == sense_radar(looker, scene, 0, LUCK)[0].declared_kind).all()


def test_no_other_draw_moves(world: ModuleType) -> None:
    """With kinds or without, with clutter or without: what is measured of a body stays as it is, to the bit."""
    scene = world.many(world.from_radar(telling(world), 10.0, 20.0, 500e3), 20)
    told, _ = sense_radar(telling(world), scene, 0, LUCK)
    silent, _ = sense_radar(telling(world, confusion=()), scene, 0, LUCK)
    for with_kind, without in zip(told[3:-1], silent[3:-1], strict=True):
        assert (with_kind == without).all()
    clutter = {"clutter_count": 30.0, "clutter_range_m": 60e3, "clutter_elevation_rad": 0.14}
    noisy, body = sense_radar(telling(world, **clutter), scene, 0, LUCK)
    assert (noisy.declared_kind[body >= 0] == told.declared_kind).all()


def test_clutter_is_declared_anything(world: ModuleType) -> None:
    looker = telling(world, clutter_count=200.0, clutter_range_m=60e3, clutter_elevation_rad=0.14)
    scans = [sense_radar(looker, world.scene(), 1000 * scan, LUCK) for scan in range(30)]
    assert all((body == CLUTTER_PAIRING).all() for _, body in scans)
    kinds = np.concatenate([seen.declared_kind for seen, _ in scans])
    shares = np.bincount(kinds, minlength=3) / kinds.size
    assert shares == pytest.approx([1 / 3] * 3, abs=4.0 * math.sqrt(2 / 9 / kinds.size))


def test_a_matrix_that_is_none_is_refused(world: ModuleType) -> None:
    with pytest.raises(ModelRangeError, match="confusion of stage"):
        telling(world, confusion=(CONFUSION[0], (0.5, 0.6, 0.0), CONFUSION[2]))
    with pytest.raises(ModelRangeError, match="2 rows"):
        telling(world, confusion=CONFUSION[:2])


def test_shipped_radars_tell_kinds_and_a_battery_radar_better_than_a_search_radar() -> None:
    matrix = {name: confusion_of(load_pack(name, "radar")) for name in ("engagement", "early-warning", "airborne")}
    for k in range(3):
        assert matrix["engagement"][k][k] > matrix["early-warning"][k][k] > matrix["airborne"][k][k] > 1 / 3


def test_a_pack_that_mistakes_more_than_all_is_refused() -> None:
    pack = load_pack("early-warning", "radar")
    worse = {
        key: pack.numbers[key].model_copy(update={"value": 0.6}) for key in ("stage_as_payload", "stage_as_debris")
    }
    with pytest.raises(ScenarioError, match="all stage_as_"):
        confusion_of(pack.model_copy(update={"numbers": {**pack.numbers, **worse}}))
