"""Counterfactual journals of an exercise that people played: the same again, and under other agreements."""

from pathlib import Path

import pytest

from tests.study.counterfactual.staff import DOCTRINE_MS, played_by_people
from tocsin.errors import JournalError, StudyError
from tocsin.exchange.payload import CONFIDENCE_RANK
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import read_meta
from tocsin.journal.verify import verify
from tocsin.orders.action import AssessEvent
from tocsin.orders.hot_wash import LuckSpread, Retimed
from tocsin.orders.order import Order, OrderRefused
from tocsin.review.facts import Facts
from tocsin.review.log import RunLog, read_log
from tocsin.review.party import view_of
from tocsin.scenario.build import load_scenario
from tocsin.study.counterfactual.make import (
    Made,
    Outcome,
    Unit,
    agreed,
    counterfactuals,
    known,
    play_out,
    spreads,
    world_for,
)
from tocsin.study.counterfactual.played import played_in
from tocsin.study.engines import Engine
from tocsin.study.fork import Otherwise, forked
from tocsin.study.run import run, task_of

FLAGSHIP = "first-seen-by-partner"
SMALL = "below-threshold"
END_MS = 800_000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the journal of the flagship under full-picture, ended early, some of Birch's cells played by people."""
    path = tmp_path_factory.mktemp("live") / "live.sqlite"
    played_by_people(path, FLAGSHIP, "full-picture", END_MS)
    return path


def again(path: Path, agreement: str, luck: int = 0) -> Outcome:
    unit = Unit(path, agreement, luck)
    return play_out(known(path), world_for(known(path), unit), DigestJournal())


@pytest.fixture(scope="module")
def alone(live: Path) -> Outcome:
    """Return the same exercise with nothing shared."""
    return again(live, "none")


def test_under_its_own_agreement_an_exercise_is_itself(live: Path) -> None:
    same = again(live, known(live).task.agreement)
    assert same.digest == known(live).log.header.digest
    assert same.log.entries == known(live).log.entries
    assert same.retimed.kept_count == len(known(live).answers) > 10
    assert not same.retimed.moved and not same.retimed.dropped and not same.retimed.by_doctrine


def test_every_order_is_kept_or_moved_or_dropped_once(live: Path, alone: Outcome) -> None:
    told = alone.retimed
    names = {answer.order.order_id for answer in known(live).answers}
    given = {e.body.order_id: e.time_ms for e in alone.log.entries if isinstance(e.body, Order) and e.body.order_id}
    assert told.kept_count + len(told.moved) + len(told.dropped) == len(names)
    assert given.keys() | dict(told.dropped).keys() == names
    assert not given.keys() & dict(told.dropped).keys()
    then = {answer.order.order_id: answer.time_ms for answer in known(live).answers}
    assert all(given[name] - then[name] == ms for name, ms in told.moved)
    assert told.of_digest == known(live).log.header.digest


def test_an_event_is_found_valid_as_soon_after_it_was_believed_as_then(live: Path, alone: Outcome) -> None:
    """The staff assesses 20 s after medium confidence; the records of the run itself say when that was."""
    facts = Facts(alone.log, load_scenario(FLAGSHIP))
    assessed = [
        (entry.time_ms, entry.body.action)
        for entry in alone.log.entries
        if isinstance(entry.body, Order) and entry.body.order_id and isinstance(entry.body.action, AssessEvent)
    ]
    assert assessed
    for time_ms, action in assessed:
        held = facts.by_event["birch", action.event_id]
        medium_ms = min(h.time_ms for h in held if CONFIDENCE_RANK[h.confidence] >= CONFIDENCE_RANK["medium"])
        assert abs(time_ms - medium_ms - 20_000) <= 1000  # medium is reached within the tick before the order's
    first = min(time_ms for time_ms, _ in assessed)
    with_all = min(a.time_ms for a in known(live).answers if isinstance(a.order.action, AssessEvent))
    assert first > with_all + 60_000  # Birch alone sees it minutes later


def test_what_answered_nothing_keeps_its_time_and_what_never_occurred_is_dropped(alone: Outcome) -> None:
    kept = [entry for entry in alone.log.entries if isinstance(entry.body, Order) and entry.time_ms == DOCTRINE_MS]
    assert "SetDoctrine" in {type(entry.body.action).__name__ for entry in kept if isinstance(entry.body, Order)}
    assert alone.retimed.dropped
    assert all(why.endswith(("did not occur", "the exercise was over")) for _, why in alone.retimed.dropped)


def test_an_order_refused_here_alone_is_told(live: Path, alone: Outcome) -> None:
    here = {e.body.order.order_id for e in alone.log.entries if isinstance(e.body, OrderRefused)} - {""}
    before = {e.body.order.order_id for e in known(live).log.entries if isinstance(e.body, OrderRefused)}
    assert {name for name, _ in alone.retimed.refused} == here - before


def test_other_luck_leaves_what_flies_and_ends_when_the_exercise_ended(live: Path) -> None:
    own, other = known(live), again(live, "none", luck=3)
    assert other.log.end_ms == own.end_ms == END_MS
    assert [e for e in other.log.entries if type(e.body).__name__ == "Launch"] == [
        e for e in own.log.entries if type(e.body).__name__ == "Launch"
    ]
    assert other.digest != again(live, "none").digest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    folder = tmp_path_factory.mktemp("small")
    path = run(task_of(load_scenario(SMALL), SMALL, "full-picture", 7), folder).path
    assert path is not None
    return counterfactuals(path, folder / "out", ["none", "full-picture"], 2, Engine(workers=1))


def asides(log: RunLog, kind: type) -> list[object]:
    return [entry.body for entry in log.asides if isinstance(entry.body, kind)]


def test_the_journals_hold_all_that_the_review_needs(made: list[Made]) -> None:
    assert [item.agreement for item in made] == ["full-picture", "none"]
    assert [item.is_as_played for item in made] == [True, False]
    for item in made:
        assert verify(item.path).ok
        log = read_log(item.path)
        (retimed,) = asides(log, Retimed)
        assert retimed == item.retimed
        spread = asides(log, LuckSpread)
        assert spread and all(isinstance(body, LuckSpread) and len(body.values) == 2 for body in spread)
        assert read_meta(item.path)["counterfactual_of"] == item.retimed.of_digest


def test_doctrines_counterfactual_is_the_run_under_the_other_agreement(made: list[Made]) -> None:
    plain = run(task_of(load_scenario(SMALL), SMALL, "none", 7))
    assert verify(made[1].path).digest == plain.digest


def test_only_control_sees_that_a_journal_is_a_counterfactual(made: list[Made]) -> None:
    log, scenario = read_log(made[1].path), load_scenario(SMALL)
    for reader in ("alder", "birch", "joint"):
        view = view_of(log, scenario, reader)
        assert not asides(view.log, Retimed) and not asides(view.log, LuckSpread)


def test_a_counterfactual_a_fork_and_a_second_writing_are_refused(made: list[Made], tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="a counterfactual itself"):
        played_in(made[0].path)
    split = forked(made[0].path, Otherwise(100_000, run=1), tmp_path).path
    assert split is not None
    with pytest.raises(JournalError, match="is a fork"):
        played_in(split)
    plain = run(task_of(load_scenario(SMALL), SMALL, "full-picture", 7), tmp_path / "plain").path
    assert plain is not None
    with pytest.raises(StudyError, match="never overwritten"):
        counterfactuals(plain, made[0].path.parent, ["none"], 0)
    with pytest.raises(StudyError, match="--seeds 1001"):
        counterfactuals(plain, tmp_path / "out", ["none"], 1001)


def test_every_preset_is_played_unless_some_are_named(live: Path) -> None:
    assert len(agreed(known(live), [])) == 9
    assert len(agreed(known(live), ["none", "none", "full-picture"])) == 2


def test_a_spread_has_a_value_for_every_seed_and_no_row_where_none_has_one() -> None:
    found = spreads([{("birch", "a"): 1.0, ("birch", "b"): None}, {("birch", "a"): None, ("birch", "b"): None}])
    assert found == [LuckSpread(nation="birch", measure="a", values=(1.0, None))]
