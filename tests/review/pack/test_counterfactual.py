"""What the review says of counterfactuals: counts, differences, and which of them are within luck."""

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

import msgspec
import pytest

from tocsin.errors import JournalError
from tocsin.orders.action import AssessEvent
from tocsin.orders.hot_wash import CONTROL, LuckSpread, Retimed
from tocsin.orders.order import Order
from tocsin.review.log import Logged, RunLog
from tocsin.review.measure import measure_rows
from tocsin.review.pack.counterfactual import Replay, headlines, is_counterfactual, marked, ranges_of, section
from tocsin.review.pack.layout import laid_out
from tocsin.review.pack.luck import FEWEST, NO_RULE, range_of
from tocsin.review.pack.pack import pack_text
from tocsin.review.pack.section import Drawing, Section, Table, Words
from tocsin.review.party import view_of

DIGEST = "d" * 64
ASSESSED = Order(
    node="birch",
    cell="watch_officer",
    action=AssessEvent("birch-e1", "valid"),
    in_reply_to="",
    reason="",
    decided_by="human",
    order_id="birch-1/4",
)


def told(**changes: object) -> Retimed:
    plain = Retimed(of_digest=DIGEST, kept_count=3, moved=(), dropped=(), refused=(), by_doctrine=0)
    return msgspec.structs.replace(plain, **changes)


def with_asides(log: RunLog, *bodies: msgspec.Struct) -> RunLog:
    return replace(log, asides=[Logged(log.end_ms, "", body) for body in bodies])


def exercise(small: ModuleType) -> RunLog:
    """Return a run in which Birch is warned of a launch 200 s after its lift-off, and a person finds it valid."""
    track = small.scan(100, "b-radar", 1, {"l1-payload": "birch.s1"})
    log = small.log(
        small.launch(),
        *track,
        small.impact_warning(200, "birch.s1"),
        small.at(240, "birch", ASSESSED),
        agreement="full-picture",
    )
    return replace(log, header=log.header._replace(digest=DIGEST))


def otherwise(small: ModuleType, agreement: str, warned_s: float, *bodies: msgspec.Struct) -> RunLog:
    """Return the same run under another agreement, warned at another time."""
    track = small.scan(100, "b-radar", 1, {"l1-payload": "birch.s1"})
    log = small.log(small.launch(), *track, small.impact_warning(warned_s, "birch.s1"), agreement=agreement)
    return with_asides(log, *bodies)


def spread(measure: str, values: Sequence[float | None]) -> LuckSpread:
    return LuckSpread(nation="birch", measure=measure, values=tuple(values))


def tables(found: Section) -> dict[str, Table]:
    return {block.caption: block for block in found.blocks if isinstance(block, Table)}


def words_of(found: Section) -> str:
    return " ".join(text for block in found.blocks if isinstance(block, Words) for text in block.paragraphs)


def value_of(log: RunLog, small: ModuleType, measure: str) -> float | None:
    rows = measure_rows(log, small.scenario())
    return next(r.value for r in rows if (r.nation, r.subject, r.measure) == ("birch", "all", measure))


def test_a_journal_is_a_counterfactual_by_what_it_says(small: ModuleType) -> None:
    assert not is_counterfactual(exercise(small))
    assert is_counterfactual(otherwise(small, "none", 400, told()))


def test_without_another_agreement_there_is_no_section(small: ModuleType) -> None:
    same = otherwise(small, "full-picture", 200, told())
    assert section(exercise(small), [], small.scenario()) is None
    assert section(exercise(small), [same], small.scenario()) is None


def test_another_exercises_counterfactual_is_refused(small: ModuleType) -> None:
    with pytest.raises(JournalError, match="made from another exercise"):
        section(exercise(small), [otherwise(small, "none", 400, told(of_digest="x"))], small.scenario())
    twice = [otherwise(small, "none", 400, told())] * 2
    with pytest.raises(JournalError, match="two counterfactuals are under none"):
        section(exercise(small), twice, small.scenario())


def test_orders_are_counted_and_those_lost_are_told_by_what_they_were(small: ModuleType) -> None:
    retimed = told(moved=(("birch-1/2", -30_000), ("birch-1/3", 65_000)), dropped=(("birch-1/4", "did not occur"),))
    found = section(exercise(small), [otherwise(small, "none", 400, retimed)], small.scenario())
    assert found is not None
    assert "not a prediction of what people would have done" in words_of(found)
    assert tables(found)["What became of the orders that people gave"].rows == (
        ("none", "3", "2", "\u22120:30 to +1:05", "1", "0", "0"),
    )
    given_at = "9:00"  # 240 s after a lift-off at 5:00
    assert tables(found)["Orders dropped or refused"].rows == (
        ("none", "birch-1/4", given_at, "Birch: watch officer", "assess event birch-e1", "did not occur"),
    )


@pytest.mark.parametrize(("others", "is_luck"), [([-200.0] * 12, False), ([-200.0] * 10 + [50.0] * 2, True)])
def test_a_difference_that_other_seeds_turn_round_is_marked(
    small: ModuleType, others: list[float], is_luck: bool
) -> None:
    main = exercise(small)
    base = value_of(main, small, "warning_time_s")
    assert base is not None
    own = otherwise(small, "full-picture", 200, told(), spread("warning_time_s", [base] * 12))
    other = otherwise(small, "none", 400, told(), spread("warning_time_s", [base + d for d in others]))
    found = section(main, [own, other], small.scenario())
    assert found is not None
    table = tables(found)["What would have changed"]
    row = next(row for row in table.rows if row[:2] == ("warning time, m:ss", "Birch"))
    assert row[3] == ("\u2248\u202f\u22123:20" if is_luck else "\u22123:20")
    assert "12 other seeds" in words_of(found)
    assert laid_out(found)  # the mark does not break the column
    assert any(isinstance(block, Drawing) for block in found.blocks)


def test_pairs_in_which_a_value_did_not_come_are_no_proof() -> None:
    rare = range_of((300.0,) * 10 + (None,) * 10, (280.0,) * 10 + (600.0,) * 10, (300.0, 280.0))
    assert rare is not None
    assert (len(rare.differences), rare.without_count, rare.low, rare.high) == (11, 10, -20.0, -20.0)
    assert rare.is_within_luck
    one_of_twenty = range_of((300.0,) * 19 + (None,), (280.0,) * 20, (300.0, 280.0))
    assert one_of_twenty is not None
    assert not one_of_twenty.is_within_luck


def test_without_other_seeds_nothing_is_said_of_luck(small: ModuleType) -> None:
    found = section(exercise(small), [otherwise(small, "none", 400, told())], small.scenario())
    assert found is not None
    table = tables(found)["What would have changed"]
    assert NO_RULE in words_of(found)
    assert not any("\u2248" in text for row in table.rows for text in row)


def test_the_range_leaves_out_a_twentieth_at_each_end() -> None:
    values = [float(i) for i in range(1, 20)]  # with the exercise's own 20 pairs: 1 left out at each end
    found = range_of((0.0,) * 19, (-5.0, *values[1:]), (0.0, 20.0))
    assert found is not None
    assert (found.low, found.high) == (2.0, 19.0)
    assert not found.is_within_luck
    wider = range_of((0.0,) * 19, (-5.0, -4.0, *values[2:]), (0.0, 20.0))
    assert wider is not None
    assert wider.is_within_luck


def test_too_few_pairs_say_nothing_and_a_missing_value_is_no_pair() -> None:
    assert range_of((1.0,) * (FEWEST - 1), (2.0,) * (FEWEST - 1), (1.0, 2.0)) is None
    assert range_of((None, *[1.0] * (FEWEST - 1)), (2.0,) * FEWEST, (1.0, 2.0)) is None
    assert range_of((1.0,) * FEWEST, (2.0,) * FEWEST, (1.0, 2.0)) is not None


def test_where_a_value_never_came_it_is_compared_under_which_seeds_it_came() -> None:
    always, never = (1.0,) * 12, (None,) * 12
    found = range_of(never, always, (None, 5.0))
    assert found is not None
    assert not found.is_within_luck
    half = range_of((None, 1.0) * 6, always, (None, 5.0))
    assert half is not None
    assert half.is_within_luck


def test_only_a_change_is_marked() -> None:
    zero = range_of((1.0,) * 12, (1.0,) * 12, (1.0, 1.0))
    assert (marked("0", zero), marked("+1", zero), marked("+1", None)) == ("0", "\u2248\u202f+1", "+1")


def test_a_counterfactual_by_itself_says_that_it_was_never_played(small: ModuleType) -> None:
    words = "This was never played. It is a counterfactual"
    shown = [
        pack_text(view_of(log, small.scenario(), CONTROL))
        for log in (exercise(small), otherwise(small, "none", 400, told()))
    ]
    assert [words in page for page in shown] == [False, True]


def test_two_reasons_why_there_is_no_value_are_no_difference(small: ModuleType) -> None:
    log, key = otherwise(small, "none", 400, told()), ("birch", "time_to_cancel_public_s")
    row = headlines(log, small.scenario())[key]
    assert row.value is None
    replay = Replay("none", log, told(), {key: row}, {key: (None,) * 12, ("birch", "leakers"): (0.0,) * 12})
    assert ranges_of({key: row}, replay, replay) == {}


def test_many_agreements_stand_in_several_tables_no_wider_than_a_page(small: ModuleType) -> None:
    others = [otherwise(small, f"terms-{i}", 300 + i, told()) for i in range(8)]
    found = section(exercise(small), others, small.scenario())
    assert found is not None
    wide = [table for title, table in tables(found).items() if title.startswith("What would have changed")]
    assert [table.headings[3:] for table in wide] == [
        tuple(f"terms-{i}" for i in range(4)),
        tuple(f"terms-{i}" for i in range(4, 8)),
    ]
