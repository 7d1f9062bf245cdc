"""A scenario of many nations: as many of everything as was asked for, the same wherever it is made, and it plays."""

import itertools

import pytest

from tocsin.chance.luck import luck_for
from tocsin.earth.geodesic import geodesic_inverse
from tocsin.errors import ScenarioError
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.world import new_world
from tocsin.journal.memory import DigestJournal
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.atlas import nation_at
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.scenario.drawn import drawn
from tocsin.scenario.effective import effective
from tocsin.study.many_nations.text import scenario_text
from tocsin.study.many_nations.wanted import ManyNations, pairs_of, share_of

SMALL = ManyNations(nations=5, sensors=20, batteries=7, launches=4, minutes=6)


def built(wanted: ManyNations, **settings: object) -> Scenario:
    return build_scenario(effective(scenario_text(wanted), settings=settings), "many")


def test_the_same_arguments_give_the_same_text() -> None:
    assert scenario_text(SMALL) == scenario_text(ManyNations(5, 20, 7, "full", 4, 6))


@pytest.mark.parametrize(("nations", "sensors", "batteries"), [(2, 0, 0), (5, 20, 7), (26, 500, 200)])
def test_all_sensors_and_batteries_are_shared_out_as_evenly_as_can_be(
    nations: int, sensors: int, batteries: int
) -> None:
    scenario = built(ManyNations(nations, sensors, batteries, launches=0))
    for total, counts in (
        (sensors, [len(node.sensor_ids) for node in scenario.nodes]),
        (batteries, [len(node.batteries) for node in scenario.nodes]),
    ):
        assert len(counts) == nations
        assert sum(counts) == total
        assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize(("graph", "count"), [("full", 26 * 25), ("hub", 2 * 25), ("pairwise", 26)])
def test_a_graph_has_its_number_of_one_way_links_and_every_one_leads_back(graph: str, count: int) -> None:
    ends = [(link.source, link.target) for link in built(ManyNations(sensors=0, batteries=0, graph=graph)).links]
    assert len(set(ends)) == len(ends) == count
    assert {(target, source) for source, target in ends} == set(ends)


def test_a_hub_is_the_first_nation_and_the_last_of_an_odd_number_has_no_pair() -> None:
    assert {one for one, _ in pairs_of(ManyNations(graph="hub"))} == {"alder"}
    assert pairs_of(ManyNations(nations=5, graph="pairwise")) == [("alder", "birch"), ("cedar", "dogwood")]


def test_every_radar_and_battery_stands_on_its_own_nations_land() -> None:
    scenario = built(ManyNations(launches=0))
    for node in scenario.nodes:
        for item in (*node.radars, *node.batteries):
            assert nation_at(scenario.atlas, item.lat_rad, item.lon_rad) == node.name


def test_declared_launches_are_of_a_class_that_reaches_and_each_may_fly() -> None:
    scenario = built(ManyNations(sensors=0, batteries=0, launches=30))
    assert len(scenario.launches) == 30
    for launch in scenario.launches:
        range_m = geodesic_inverse(*launch.start_lla[:2], *launch.end_lla[:2]).distance_m
        assert 1_000e3 < range_m < 5_500e3
    flying = [len(drawn(scenario, luck_for(1, run)).launches) for run in range(40)]
    assert 12.5 < sum(flying) / len(flying) < 17.5  # 15 meant; one mean of 40 strays by 0.43


def test_what_nations_play_is_the_same_for_fewer_of_them_but_for_their_share() -> None:
    few, many = built(ManyNations(nations=3, sensors=15, launches=3)), built(ManyNations(sensors=26 * 5))
    assert [node.radars for node in few.nodes] == [node.radars for node in many.nodes[:3]]
    assert share_of(7, ManyNations(nations=5), 1) == 2
    assert share_of(7, ManyNations(nations=5), 2) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"nations": 27}, "nations = 27: must be 2 to 26"),
        ({"sensors": -1}, "sensors = -1: must be 0 to 500"),
        ({"batteries": 201}, "batteries = 201: must be 0 to 200"),
        ({"graph": "star"}, "graph = 'star': must be one of full, hub, pairwise"),
    ],
)
def test_what_no_world_can_have_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        ManyNations(**wrong)


def test_members_are_the_first_parties_and_nothing_passes_to_or_from_the_others() -> None:
    scenario = built(SMALL, **{"scenario.members": 3})
    world = new_world(scenario, load_agreement("full-picture", scenario.members), 1)
    assert scenario.members == ("alder", "birch", "cedar")
    assert list(world.nodes) == ["alder", "birch", "cedar", "dogwood", "elm"]
    assert {(link.source, link.target) for link in world.declared_links} == set(
        itertools.permutations(scenario.members, 2)
    )


def test_members_change_nothing_else_of_the_world() -> None:
    all_of_them, one = built(SMALL), built(SMALL, **{"scenario.members": 1})
    assert all_of_them.members == all_of_them.parties == one.parties
    assert [node.radars for node in one.nodes] == [node.radars for node in all_of_them.nodes]
    assert [launch.lift_off_ms for launch in one.launches] == [launch.lift_off_ms for launch in all_of_them.launches]


def test_more_members_than_parties_are_refused() -> None:
    with pytest.raises(ScenarioError, match=r"scenario\.members = 6: must be at most 5"):
        built(SMALL, **{"scenario.members": 6})


@pytest.mark.parametrize("agreement", ["none", "full-picture"])
def test_26_nations_play_for_two_minutes(agreement: str) -> None:
    scenario = built(ManyNations(sensors=52, batteries=26, minutes=2, launches=0))
    world = new_world(scenario, load_agreement(agreement, scenario.members), 1)
    assert sum(1 for _ in play(world, DoctrineCells(()), DigestJournal())) == 120
