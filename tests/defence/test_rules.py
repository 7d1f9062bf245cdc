"""What a doctrine lets a desk do."""

import msgspec
import pytest

from tocsin.defence.battery import Battery, Shot
from tocsin.defence.doctrine import FireDoctrine
from tocsin.defence.rules import channels_free, may_fire, room_for, salvo_of

SLS, SALVO, TWICE = (
    FireDoctrine(engagement="shoot_look_shoot"),
    FireDoctrine(engagement="salvo"),
    FireDoctrine(engagement="salvo_look_salvo"),
)


def shot(number: int, interceptors: int = 1, layer: str = "upper") -> Shot:
    return Shot(
        shot_id=f"s{number}",
        node="alder",
        battery_id="b1",
        layer=layer,
        event_id="e1",
        interceptors=interceptors,
        launch_ms=0,
        intercept_ms=60_000,
        aim_ecef=(0.0, 0.0, 0.0),
        kill_probability=0.7,
    )


@pytest.mark.parametrize("assessed", ["under_assessment", "valid", "anomalous", "false"])
@pytest.mark.parametrize("areas", [(), ("mine",), ("other",)])
def test_each_weapons_control_allows_what_its_words_say(assessed: str, areas: tuple[str, ...]) -> None:
    def allowed(control: str) -> bool:
        return may_fire(FireDoctrine(weapons_control=control), assessed, areas, ("mine",))

    is_harmless = assessed in ("anomalous", "false")
    assert not allowed("hold")
    assert allowed("tight") == (assessed == "valid")
    assert allowed("free") == (not is_harmless)
    assert allowed("self_defence") == (not is_harmless and "mine" in areas)


def test_a_salvo_is_the_doctrines_then_the_batterys_and_one_where_every_shot_is_looked_at() -> None:
    own = FireDoctrine(engagement="salvo", salvo={"lower": 3})
    assert [salvo_of(own, "lower", 2), salvo_of(own, "upper", 2)] == [3, 2]
    assert salvo_of(FireDoctrine(engagement="shoot_look_shoot", salvo={"lower": 3}), "lower", 2) == 1


@pytest.mark.parametrize(
    ("fire", "shots", "assessed", "room"),
    [
        (SLS, (), {}, 1),
        (SLS, (shot(1),), {}, 0),
        (SLS, (shot(1),), {"s1": False}, 1),
        (SLS, (shot(1),), {"s1": True}, 0),
        (TWICE, (shot(1),), {}, 1),
        (TWICE, (shot(1, 2),), {}, 0),
        (TWICE, (shot(1, 2),), {"s1": False}, 2),
        (TWICE, (shot(1, 1, "lower"),), {}, 0),
        (TWICE, (shot(1, 1, "lower"),), {"s1": False}, 2),
        (SALVO, (shot(1),), {"s1": False}, 1),
        (SALVO, (shot(1, 2),), {"s1": False}, 0),
    ],
)
def test_room_is_the_salvo_less_what_is_under_way(
    fire: FireDoctrine, shots: tuple[Shot, ...], assessed: dict[str, bool], room: int
) -> None:
    assert room_for(fire, "upper", 2, shots, assessed) == room


def test_a_radar_supports_so_many_engagements_and_gets_each_back_when_its_result_is_known(battery: Battery) -> None:
    shots = [shot(1), shot(2), msgspec.structs.replace(shot(3), battery_id="b2")]
    assert channels_free(battery, shots, 64_999) == battery.most_at_once - 2
    assert channels_free(battery, shots, 65_000) == battery.most_at_once  # 5 s to assess
