"""Allocation by layers, over whoever's batteries are given.  The allocation itself has tests of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.defence.assign import AllocationMade, Option, Supply, assign

LAYERS = ("midcourse", "upper", "lower", "air")


def option(battery: str, threat: str, kill_probability: float = 0.7, **changes: object) -> Option:
    given = Option(battery, threat, "upper", kill_probability, 1.0, 1, False)
    return given._replace(**changes)


def pairs(made: list[AllocationMade]) -> set[tuple[str, str, int]]:
    return {(one.battery_id, one.threat, one.interceptors) for part in made for one in part.assigned}


def test_the_better_battery_takes_the_threat_that_only_it_can_kill_well() -> None:
    options = [option("a", "x", 0.9), option("b", "x", 0.8), option("a", "y", 0.7), option("b", "y", 0.1)]
    supplies = [Supply("a", 1, 0, 4), Supply("b", 1, 0, 4)]
    assert pairs(assign(options, supplies)) == {("b", "x", 1), ("a", "y", 1)}


def test_the_highest_layer_is_asked_first_and_the_next_one_spends_where_more_would_leak() -> None:
    options = [
        option("u", "x"),
        option("l", "x", 0.6, layer="lower"),
        option("l", "y", 0.6, layer="lower"),
    ]
    made = assign(options, [Supply("u", 4, 0, 4), Supply("l", 1, 0, 4)])
    assert [part.layer for part in made] == ["upper", "lower"]
    assert pairs(made) == {("u", "x", 1), ("l", "y", 1)}  # x leaks with 0.3 already


def test_a_reserve_is_spent_on_threats_to_declared_areas_alone() -> None:
    options = [option("a", "field"), option("a", "town", 0.7, is_declared=True)]
    assert pairs(assign(options, [Supply("a", 3, 1, 4)])) == {("a", "town", 1), ("a", "field", 1)}
    assert pairs(assign(options, [Supply("a", 2, 1, 4)])) == {("a", "town", 1)}
    assert pairs(assign(options, [Supply("a", 1, 1, 4)])) == {("a", "town", 1)}
    assert pairs(assign(options[:1], [Supply("a", 1, 1, 4)])) == set()
    assert pairs(assign(options, [Supply("a", 3, 1, 1)])) == {("a", "town", 1)}  # the radar supports one


def test_what_costs_more_is_served_first() -> None:
    options = [option("a", "x"), option("a", "y", value=3.0)]
    assert pairs(assign(options, [Supply("a", 1, 0, 4)])) == {("a", "y", 1)}


def test_a_battery_of_which_nothing_is_known_takes_no_part() -> None:
    assert assign([option("a", "x")], []) == []


@given(
    st.lists(
        st.builds(
            Option,
            st.sampled_from("abcd"),
            st.sampled_from("stuvwxyz"),
            st.sampled_from(LAYERS),
            st.floats(0.05, 0.95),
            st.floats(1.0, 5.0),
            st.integers(1, 3),
            st.booleans(),
        ),
        unique_by=lambda item: (item.battery_id, item.threat),
        max_size=16,
    ),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), st.integers(0, 3)), min_size=4, max_size=4),
)
def test_no_more_than_there_is_and_nothing_that_cannot_be(
    options: list[Option], has: list[tuple[int, int, int]]
) -> None:
    layer_of = {"a": "upper", "b": "upper", "c": "lower", "d": "air"}
    options = [item._replace(layer=layer_of[item.battery_id], is_declared=item.threat < "w") for item in options]
    supplies = [Supply(name, *numbers) for name, numbers in zip("abcd", has, strict=True)]
    made = assign(options, supplies)
    possible = {(item.battery_id, item.threat) for item in options}
    declared = {(item.battery_id, item.threat) for item in options if item.is_declared}
    given_all = [one for part in made for one in part.assigned]
    assert {(one.battery_id, one.threat) for one in given_all} <= possible
    for supply in supplies:
        mine = [one for one in given_all if one.battery_id == supply.battery_id]
        plain = [one for one in mine if (one.battery_id, one.threat) not in declared]
        assert sum(one.interceptors for one in mine) <= supply.stock
        assert sum(one.interceptors for one in plain) <= max(0, supply.stock - supply.reserve)
        assert len(mine) <= supply.channels
    for part in made:
        assert part.bound_value <= part.leak_value + 1e-9
        for threat in {one.threat for one in part.assigned}:
            room = max(item.most for item in options if item.threat == threat and item.layer == part.layer)
            assert sum(one.interceptors for one in part.assigned if one.threat == threat) <= room


def test_the_record_says_how_it_was_solved() -> None:
    few = assign([option("a", "x")], [Supply("a", 1, 0, 1)])[0]
    assert (few.method, few.batteries, few.threats) == ("exact", 1, 1)
    assert few.leak_value == pytest.approx(0.3)
    many = [option(f"b{i}", f"t{j}", 0.5 + 0.01 * ((i * j) % 7), most=3) for i in range(12) for j in range(12)]
    assert assign(many, [Supply(f"b{i}", 2, 0, 2) for i in range(12)])[0].method == "greedy"
