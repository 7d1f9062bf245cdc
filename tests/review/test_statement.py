"""A public statement says what every party cleared, when the agreement lets it, and nothing else."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.exchange.agreement import PUBLIC_FACTS, Agreement, PublicFact
from tocsin.exchange.message import Envelope
from tocsin.exchange.payload import PublicWarning
from tocsin.orders.aside import BlindDraw, BlindReveal, SnapshotTaken
from tocsin.orders.hot_wash import CONTROL, Cleared, StatementDrafted, StatementReleased
from tocsin.orders.order import JointAssessment
from tocsin.orders.record import Endex, Launch, ShotOutcome
from tocsin.review.answer import ALL
from tocsin.review.log import Logged, RunLog
from tocsin.review.measure import measure_rows
from tocsin.review.public_facts import KNOWN_BEFORE, SLOTS, TRUTH_FACTS, Run, lines_of
from tocsin.review.statement import (
    Statement,
    StatementRefused,
    drafts_of,
    due_of,
    policy_of,
    preview_of,
    statement_of,
)
from tocsin.review.statement_words import FACT_WORDS, MARKED, NO_THIRD_PARTY, SIMULATED
from tocsin.review.told_public import OF_TRUTH, PATTERNS, uncleared_statements
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import load_scenario
from tocsin.study.run import run, task_of
from tocsin.warning.event import ImpactWarning, LaunchWarning, WarningWithdrawn

SCENARIO = load_scenario("first-seen-by-partner")
PARTIES = ("alder", "birch")
NOON_MS = 1_900_000_000_000  # some moment by the wall
HOUR_MS = 3_600_000
some_facts = st.lists(st.sampled_from(PUBLIC_FACTS), unique=True).map(tuple)


@pytest.fixture(scope="module")
def flagship() -> RunLog:
    return run(task_of(SCENARIO, "first-seen-by-partner", "full-picture", 1)).log


def with_asides(log: RunLog, *bodies: msgspec.Struct) -> RunLog:
    return replace(log, asides=[*log.asides, *(Logged(log.end_ms, "", body) for body in bodies)])


def clear(party: str, *facts: str, back: bool = False) -> Cleared:
    return Cleared(seat="s", party=party, audience="public", items=facts, is_withdrawn=back)


def cleared_by_all(*facts: PublicFact) -> list[Cleared]:
    return [*(clear(party, *facts) for party in PARTIES), clear(CONTROL, *facts)]


def draft(*facts: str, announced: str = "after", wall_utc_ms: int = NOON_MS) -> StatementDrafted:
    return StatementDrafted(
        seat="s",
        party="alder",
        statement_id="one",
        announced=announced,
        facts=facts,
        wall_utc_ms=wall_utc_ms,  # type: ignore[arg-type]
    )


def said(log: RunLog, one: StatementDrafted, now_utc_ms: int = NOON_MS) -> Statement | StatementRefused:
    return statement_of(log, SCENARIO, one, policy_of(log, SCENARIO), now_utc_ms)


def text_of(log: RunLog, *facts: str, announced: str = "after") -> str:
    answer = said(log, draft(*facts, announced=announced))
    assert isinstance(answer, Statement), answer
    return answer.text


def why_not(log: RunLog, one: StatementDrafted) -> str:
    answer = said(log, one)
    assert isinstance(answer, StatementRefused), answer
    return answer.reason


def test_every_fact_has_words_in_each_language_and_a_way_to_work_it_out() -> None:
    assert set(SLOTS) == set(FACT_WORDS) == set(PUBLIC_FACTS)
    assert set(OF_TRUTH) == TRUTH_FACTS


def test_every_statement_is_marked_says_it_is_an_exercise_and_names_no_third_party(flagship: RunLog) -> None:
    log = with_asides(flagship, *cleared_by_all(*PUBLIC_FACTS))
    paragraphs = text_of(log, *PUBLIC_FACTS).split("\n\n")
    assert len(paragraphs) == 3
    for place, paragraph in enumerate(paragraphs):
        lines = paragraph.split("\n")
        assert lines[0] == MARKED[place] and "EXERCISE" in lines[0]
        assert lines[1] == SIMULATED[place] and lines[-1] == NO_THIRD_PARTY[place]
        assert len(lines) == len(PUBLIC_FACTS) + 3
    assert "Launches simulated: 3." in paragraphs[0] and "模拟发射总次数" in paragraphs[1]
    assert "Notices to partners of own simulated interceptor launches: 3." in paragraphs[0]


def test_a_fact_that_one_party_has_not_cleared_holds_the_statement_back(flagship: RunLog) -> None:
    half = with_asides(flagship, clear("alder", "dates", "launches_simulated"), clear("birch", "dates"))
    assert why_not(half, draft("dates", "launches_simulated")) == (
        "not cleared for the public: launches_simulated by birch, control"
    )
    assert "Dates (UTC): 2031-03-21." in text_of(half, "dates")
    back = with_asides(half, clear("alder", "dates", back=True))
    assert why_not(back, draft("dates")) == "not cleared for the public: dates by alder"
    assert "Dates" not in preview_of(back, SCENARIO, draft("dates"), policy_of(back, SCENARIO))


def test_truth_needs_controls_word_too(flagship: RunLog) -> None:
    both = with_asides(flagship, *(clear(party, "intercepts") for party in PARTIES))
    assert "intercepts by control" in why_not(both, draft("intercepts"))


@given(told=some_facts, other=st.integers(0, 2**20))
@settings(max_examples=40, deadline=None)
def test_nothing_that_is_not_in_a_statement_changes_a_byte_of_it(
    flagship: RunLog, told: tuple[PublicFact, ...], other: int
) -> None:
    """Whatever became of all other facts: kinds of record that no told fact is made of are cut short at will."""
    if not told:
        return
    log = with_asides(flagship, *cleared_by_all(*told))
    kept = {kind for fact in told for kind in MADE_OF.get(fact, ())}
    cut = [
        entry
        for number, entry in enumerate(log.entries)
        if type(entry.body) in kept or isinstance(entry.body, Endex) or hash((other, number)) % 3
    ]
    policy = policy_of(log, SCENARIO)
    elsewhere = SCENARIO if "exercise_name" in told else replace(SCENARIO, title=f"Exercise {other}")
    if "dates" not in told:
        elsewhere = replace(elsewhere, windows=(replace(SCENARIO.windows[0], utc_ms=other),))
    otherwise = policy if "agreement" in told else replace(policy, name=f"terms-{other}", rung=other % 7)
    answer = statement_of(replace(log, entries=cut), elsewhere, draft(*told), otherwise, NOON_MS)
    assert isinstance(answer, Statement) and answer.text == text_of(log, *told)


MADE_OF: dict[PublicFact, tuple[type[msgspec.Struct], ...]] = {
    "launches_announced": (Envelope,),
    "messages_exchanged": (Envelope,),
    "events_warned": (LaunchWarning, ImpactWarning),
    "public_warnings": (PublicWarning,),
    "false_alarms": (LaunchWarning, ImpactWarning, WarningWithdrawn),
    "interceptor_notices": (Envelope,),
    "consultations": (Envelope, JointAssessment),
    "launches_simulated": (Launch,),
    "intercepts": (ShotOutcome,),
}


@given(
    drafted=some_facts,
    clearances=st.lists(st.tuples(st.sampled_from((*PARTIES, CONTROL)), some_facts, st.booleans())),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_cleared_and_taken_back_nothing_uncleared_is_told(
    flagship: RunLog,
    drafted: tuple[PublicFact, ...],
    clearances: list[tuple[str, tuple[PublicFact, ...], bool]],
) -> None:
    log = with_asides(flagship, *(clear(party, *facts, back=back) for party, facts, back in clearances))
    ready = set(PUBLIC_FACTS)
    for party in (*PARTIES, CONTROL):
        own: set[str] = set()
        for who, facts, back in clearances:
            if who == party:
                own = own - set(facts) if back else own | set(facts)
        ready -= {fact for fact in ready - own if party != CONTROL or fact in TRUTH_FACTS}
    one = draft(*drafted)
    answer = said(log, one)
    assert isinstance(answer, Statement) == (bool(drafted) and set(drafted) <= ready)
    preview = preview_of(log, SCENARIO, one, policy_of(log, SCENARIO))
    whole = Run(log, SCENARIO, policy_of(log, SCENARIO))
    for fact in PUBLIC_FACTS:
        is_told = fact in drafted and fact in ready
        assert all((line in preview.split("\n")) == is_told for line in lines_of(fact, whole)), fact
    out = with_asides(log, one, StatementReleased(seat="s", statement_id="one", text=preview))
    assert list(uncleared_statements(out, PARTIES)) == []


@given(cleared=some_facts, told=some_facts)
@settings(max_examples=60, deadline=None)
def test_a_statement_that_told_more_is_found_by_its_words(
    flagship: RunLog, cleared: tuple[PublicFact, ...], told: tuple[PublicFact, ...]
) -> None:
    text = text_of(with_asides(flagship, *cleared_by_all(*PUBLIC_FACTS)), *told) if told else "\n".join(MARKED)
    out = [draft(*told), StatementReleased(seat="s", statement_id="one", text=text)]
    found = list(uncleared_statements(with_asides(flagship, *cleared_by_all(*cleared), *out), PARTIES))
    assert found == ([] if set(told) <= set(cleared) else [("alder", "one")])


def test_words_of_no_fact_and_a_clearance_that_came_too_late_are_violations(flagship: RunLog) -> None:
    out = StatementReleased(seat="s", statement_id="one", text="\n".join([*MARKED, "Birch's radar stands at 37 N."]))
    assert list(uncleared_statements(with_asides(flagship, draft("dates"), out), PARTIES)) == [("alder", "one")]
    text = text_of(with_asides(flagship, *cleared_by_all("dates")), "dates")
    late = with_asides(
        flagship,
        draft("dates"),
        StatementReleased(seat="s", statement_id="one", text=text),
        *cleared_by_all("dates"),
    )
    rows = {
        (row.nation, row.subject): row.value
        for row in measure_rows(late, SCENARIO)
        if row.measure == "disclosure_violations"
    }
    assert rows["alder", "uncleared"] == rows[ALL, "uncleared"] == 1.0 and rows["birch", "uncleared"] == 0.0


def test_no_sentence_can_be_taken_for_that_of_another_fact(flagship: RunLog) -> None:
    whole = Run(flagship, SCENARIO, policy_of(flagship, SCENARIO))
    for fact in PUBLIC_FACTS:
        for line in lines_of(fact, whole):
            assert [name for name, pattern in PATTERNS if pattern.fullmatch(line)] == [fact]


@pytest.mark.parametrize(
    ("publicity", "announced", "reason"),
    [
        ("none", "after", "agreement full-picture: publicity = none: lets out no statement after play"),
        ("announce_before", "after", "publicity = announce_before: lets out no statement after play"),
        ("announce_after", "before", "publicity = announce_after: lets out no statement before play"),
        ("both", "before", "goes out before STARTEX; it is past"),
    ],
)
def test_the_agreement_says_when(flagship: RunLog, publicity: str, announced: str, reason: str) -> None:
    log = with_asides(flagship, *cleared_by_all("dates"))
    policy = replace(policy_of(log, SCENARIO), publicity=publicity)  # type: ignore[arg-type]
    answer = statement_of(log, SCENARIO, draft("dates", announced=announced), policy, NOON_MS)
    assert isinstance(answer, StatementRefused) and reason in answer.reason


def test_before_startex_what_is_settled_may_be_announced_and_no_more(flagship: RunLog) -> None:
    empty = with_asides(replace(flagship, entries=[], end_ms=0), *cleared_by_all(*PUBLIC_FACTS))
    assert "Parties: Alder, Birch." in text_of(empty, *KNOWN_BEFORE, announced="before")
    assert "known only after ENDEX" in why_not(empty, draft("intercepts", announced="before"))
    assert "wait for it" in why_not(empty, draft("dates"))
    started = with_asides(empty, SnapshotTaken(occasion="startex", sha256="", digest=""))
    assert "it is past" in why_not(started, draft("dates", announced="before"))
    ended = with_asides(started, SnapshotTaken(occasion="endex", sha256="", digest=""))  # by the director, early
    assert "Dates (UTC): 2031-03-21." in text_of(ended, "dates")


def test_the_agreement_says_what_may_be_cleared_at_all(flagship: RunLog) -> None:
    log = with_asides(flagship, *cleared_by_all("dates", "intercepts"))
    policy = replace(policy_of(log, SCENARIO), public_facts=("dates",))
    answer = statement_of(log, SCENARIO, draft("dates", "intercepts"), policy, NOON_MS)
    assert isinstance(answer, StatementRefused)
    assert answer.reason == ("fact 'intercepts': agreement full-picture does not let it be told; public_facts: dates")
    assert "intercepted" not in preview_of(log, SCENARIO, draft("dates", "intercepts"), policy)


def test_the_clock_runs_from_the_first_draft_and_late_is_said(flagship: RunLog) -> None:
    one = draft("dates")
    log = with_asides(flagship, *cleared_by_all("dates"), one, replace_wall(one, NOON_MS + HOUR_MS))
    in_time, late = (said(log, one, NOON_MS + HOUR_MS + extra_ms) for extra_ms in (0, 1))
    assert isinstance(in_time, Statement) and not in_time.is_late
    assert isinstance(late, Statement) and late.is_late
    assert due_of(0, policy_of(log, SCENARIO)) is None  # nobody knows when: nothing is late


def replace_wall(one: StatementDrafted, wall_utc_ms: int) -> StatementDrafted:
    return msgspec.structs.replace(one, wall_utc_ms=wall_utc_ms)


def test_what_is_out_stays_as_it_went_out(flagship: RunLog) -> None:
    out = StatementReleased(seat="s", statement_id="one", text="x")
    log = with_asides(flagship, *cleared_by_all("dates"), draft("dates"), out, draft("dates", "parties"))
    assert drafts_of(log)["one"].draft == draft("dates") and drafts_of(log)["one"].released == out
    assert "is out already" in why_not(log, draft("dates"))


def test_a_fact_that_does_not_exist_is_named(flagship: RunLog) -> None:
    assert "fact 'radars': no such fact; known: exercise_name" in why_not(flagship, draft("radars"))
    assert "names no fact" in why_not(flagship, draft())


def test_a_blind_exercise_bears_its_table_name_until_what_was_drawn_is_shown(flagship: RunLog) -> None:
    drawn = BlindDraw(pool=("a", "b"), odds=(0.5, 0.5), commitment="c")
    blind = with_asides(flagship, *cleared_by_all("exercise_name"), drawn)
    assert f"Name of the exercise: {SCENARIO.blind_name}." in text_of(blind, "exercise_name")
    shown = with_asides(blind, BlindReveal(drawn="a", nonce="n"))
    assert f"Name of the exercise: {SCENARIO.title}." in text_of(shown, "exercise_name")


def test_new_terms_bring_their_own_policy(flagship: RunLog) -> None:
    assert policy_of(flagship, SCENARIO) == load_agreement("full-picture", PARTIES)
    assert Agreement("x", "1", 0).publicity == "none"


def test_a_title_of_many_lines_makes_no_line_of_its_own(flagship: RunLog) -> None:
    forged = replace(SCENARIO, title="Sunrise\nLaunches simulated: 9.")
    lines = lines_of("exercise_name", Run(flagship, forged, policy_of(flagship, SCENARIO)))
    assert all("\n" not in line for line in lines)
