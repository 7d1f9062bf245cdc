"""What can be written, what is refused and where; and that no text whatever makes the reader fail otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import ScenarioError
from tocsin.orders.condition.parse import ACTIONS, FUNCTIONS, condition
from tocsin.orders.condition.tree import And, Compared, Fact, Is, Later, Not, Or, Plain, Reached, facts_in
from tocsin.orders.kinds import KINDS

ALERT = Fact("alert", "alert level", node="birch")
WORDS = (*FUNCTIONS, "time", "and", "or", "not", "(", ")", ",", "+", ">=", "==", "60 s", "00:20:00", "3", "birch")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("alert(Birch) >= high", Compared(ALERT, ">=", Plain("alert level", 2))),
        ("alert(birch) == full", Compared(ALERT, "==", Plain("alert level", 2))),
        (
            "first(impactwarning, birch) + 60 s",
            Reached(Later(Fact("first", "moment", "ImpactWarning", "birch"), 60_000)),
        ),
        ("fired(inject-3)", Reached(Fact("fired", "moment", "inject-3"))),
        ("suspended(alder)", Is(Fact("suspended", "truth", node="alder"))),
        ("time >= 01:20:05", Compared(Fact("time", "moment"), ">=", Plain("moment", 4_805_000))),
        (
            "count(SetAlert, birch/commander) < 2",
            Compared(Fact("count", "count", "SetAlert", "birch/commander"), "<", Plain("count", 2)),
        ),
    ],
)
def test_what_can_be_written(text: str, tree: object) -> None:
    assert condition(text) == tree


def test_not_binds_closest_then_and_then_or() -> None:
    a, b, c = (Reached(Fact("fired", "moment", name)) for name in "abc")
    assert condition("not fired(a) and fired(b) or fired(c)") == Or(And(Not(a), b), c)
    assert condition("not (fired(a) and (fired(b) or fired(c)))") == Not(And(a, Or(b, c)))


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("", 1, "the end is no fact"),
        ("time", 1, "a moment must be compared"),
        ("time + 60 s", 1, "a moment must be compared"),
        ("alert(birch)", 1, "an alert level must be compared"),
        ("alert(birch) >= valid", 1, "an alert level beside an assessment"),
        ("assessed(birch) < valid", 1, "an assessment has no order"),
        ("count(ImpactWarnin) > 1", 7, "did you mean ImpactWarning?"),
        ("fisrt(Launch)", 1, "did you mean first?"),
        ("count(Launch) + 60 s > 1", 1, "nothing can be added to a count"),
        ("time >= 5.5", 9, "a whole number, or a number with its unit"),
        ("time >= 60 s) ", 13, "'and', 'or' or the end must stand here, not ')'"),
        ("fired(a", 8, "')' must stand here, not the end"),
        ("fired(a) & fired(b)", 10, "'&' is no part of a condition"),
        ("count(ClockChanged) > 1", 7, "is no record kind and no action"),  # asides are not for conditions
        ("(" * 21 + "fired(a)" + ")" * 21, 22, "more than 20 parts within each other"),
        ("not " * 21 + "fired(a)", 85, "more than 20 parts within each other"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, place: int, says: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        condition(text)
    assert f"character {place}: " in str(raised.value)
    assert says in str(raised.value)


def test_a_long_text_is_refused_before_it_is_read() -> None:
    with pytest.raises(ScenarioError, match="has 501 characters: must be at most 500"):
        condition("f" * 501)


def test_actions_and_record_kinds_share_no_name() -> None:
    assert set(ACTIONS) & set(KINDS) == set()


@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_text_gives_a_tree_or_one_clear_error(text: str) -> None:
    try:
        tree = condition(text)
    except ScenarioError as error:
        assert "\n" not in str(error)
    else:
        assert facts_in(tree)


@given(st.integers(0, 400))
def test_a_text_as_long_as_allowed_is_read_without_trouble(cut: int) -> None:
    text = " or ".join(["not fired(a) and fired(b)"] * 17)[: 499 - cut]
    try:
        condition(text)
    except ScenarioError as error:
        assert "character" in str(error)
