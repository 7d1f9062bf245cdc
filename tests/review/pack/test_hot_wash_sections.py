"""What a pack says of disclosure, statements, the questionnaire and lessons, to each reader from his own view."""

from dataclasses import replace

import msgspec
import pytest

from tocsin.exchange.agreement import PUBLIC_FACTS
from tocsin.orders.hot_wash import CONTROL, Cleared, LessonNoted, StatementDrafted, StatementReleased, SurveyAnswered
from tocsin.review.facts import Facts
from tocsin.review.log import Logged, RunLog
from tocsin.review.pack import disclosure_log, lessons_section, statement_section, survey_section
from tocsin.review.pack.section import Section, Table
from tocsin.review.party import readers_of, view_of
from tocsin.review.statement import Statement, policy_of, statement_of
from tocsin.scenario.build import load_scenario
from tocsin.study.run import run, task_of

SCENARIO = load_scenario("first-seen-by-partner")
MAKERS = (disclosure_log.section, statement_section.section, survey_section.section, lessons_section.section)
DRAFT = StatementDrafted(
    seat="a", party="alder", statement_id="alder-1", announced="after", facts=("dates", "public_warnings")
)


@pytest.fixture(scope="module")
def coarse() -> RunLog:
    return run(task_of(SCENARIO, "first-seen-by-partner", "jdec-1", 1)).log


@pytest.fixture(scope="module")
def open_log() -> RunLog:
    return run(task_of(SCENARIO, "first-seen-by-partner", "full-picture", 1)).log


def washed(log: RunLog, *bodies: msgspec.Struct) -> RunLog:
    return replace(log, asides=[Logged(log.end_ms, "", body) for body in bodies])


def section_of(maker, log: RunLog, party: str) -> Section | None:  # type: ignore[no-untyped-def]
    view = view_of(log, SCENARIO, party)
    return maker(view, Facts(view.log, view.scenario))  # type: ignore[no-any-return]


def tables(section: Section | None) -> dict[str, Table]:
    assert section is not None
    return {block.caption: block for block in section.blocks if isinstance(block, Table)}


def clear(party: str, *items: str, audience: str = "public") -> Cleared:
    return Cleared(seat="s", party=party, audience=audience, items=items)  # type: ignore[arg-type]


def everything(section: Section | None) -> str:
    return "" if section is None else repr(section)


def test_the_log_says_what_was_told_coarsened_and_held_back(coarse: RunLog) -> None:
    found = tables(section_of(disclosure_log.section, coarse, "birch"))
    assert {row[0] for row in found["What was told"].rows} <= {"Birch to Alder", "Birch to Joint cell", ""}
    reports = next(row for row in found["What was told"].rows if row[1] == "LaunchReport")
    assert reports[2] == reports[3] != "0"  # every one of them
    assert "What was held back" in found and all(int(row[3]) > 0 for row in found["What was held back"].rows)
    words = everything(section_of(disclosure_log.section, coarse, CONTROL))
    assert "places rounded to 0.5 deg, times to 10 s, directions to 45 deg" in words


def test_only_control_is_told_whether_the_agreement_was_kept_in_all(coarse: RunLog) -> None:
    kept = tables(section_of(disclosure_log.section, coarse, CONTROL))["Violations of the agreement"]
    assert len(kept.rows) == 4 and all(set(row[1:]) == {"0"} for row in kept.rows)
    own = tables(section_of(disclosure_log.section, coarse, "birch"))["Violations of the agreement"]
    assert own.rows == (("public statements with what was not cleared", "0"),) and own.note


def test_a_reader_sees_the_clearances_that_are_his_to_know(open_log: RunLog) -> None:
    log = washed(
        open_log,
        clear("alder", "dates"),
        clear("alder", "tracks", audience="joint"),
        clear("birch", "warnings", audience="joint"),
        clear(CONTROL, "launches", audience="parties"),
    )
    seen = {
        party: [(row[1], row[4]) for row in tables(section_of(disclosure_log.section, log, party))["Clearances"].rows]
        for party in ("alder", "birch", CONTROL)
    }
    assert seen["birch"] == [("Alder", "dates"), ("Birch", "warnings"), ("Control", "launches")]
    assert seen["alder"] == [("Alder", "dates"), ("Alder", "tracks"), ("Control", "launches")]
    assert len(seen[CONTROL]) == 4


def test_a_statement_is_shown_as_it_went_out_and_a_draft_by_what_it_waits_for(open_log: RunLog) -> None:
    waiting = washed(open_log, DRAFT, clear("alder", *DRAFT.facts), clear("birch", "dates"))
    for party in readers_of(SCENARIO):
        words = everything(section_of(statement_section.section, waiting, party))
        assert "alder-1 is not out; still to be cleared: public warnings by Birch." in words
        assert "Simulated warnings" not in words
    cleared = washed(open_log, DRAFT, *(clear(party, *DRAFT.facts) for party in ("alder", "birch")))
    told = statement_of(cleared, SCENARIO, DRAFT, policy_of(cleared, SCENARIO), 0)
    assert isinstance(told, Statement)
    released = StatementReleased(seat="a", statement_id="alder-1", text=told.text, is_late=True)
    out = washed(open_log, *(entry.body for entry in cleared.asides), released)
    for party in readers_of(SCENARIO):
        words = everything(section_of(statement_section.section, out, party))
        assert "Simulated warnings to the public: Alder 0, Birch 3." in words and "out, late" in words
        assert "alder-1: Russian" in words
    assert section_of(statement_section.section, open_log, CONTROL) is None


def test_pooled_answers_and_own_lessons(open_log: RunLog) -> None:
    told = [SurveyAnswered(node="birch", scores=(("tempo", score),), remark="") for score in (1, 4, 4)]
    lessons = [
        LessonNoted(seat="s", lesson_id="b1", node="birch", text="Ours", state="done"),
        LessonNoted(seat="s", lesson_id="b2", node="", text="<b>All</b>", at_ms=61_000),
    ]
    log = washed(open_log, *told, *lessons)
    (table,) = tables(section_of(survey_section.section, log, "birch")).values()
    assert table.rows == (("The pace left me time to think.", "3", "3.0", "1.4", "1", "0", "0", "2", "0"),)
    assert section_of(survey_section.section, log, "alder") is None
    assert set(tables(section_of(survey_section.section, log, CONTROL))) == {"Birch", "All"}
    (own,) = tables(section_of(lessons_section.section, log, "birch")).values()
    assert [row[0] for row in own.rows] == ["b2", "b1"] and own.rows[0][2] == "1:01"
    assert own.note == "1 of 2 are still to be done, 1 of them without an owner."
    (other,) = tables(section_of(lessons_section.section, log, "alder")).values()
    assert [row[0] for row in other.rows] == ["b2"]


def test_a_pack_without_a_hot_wash_has_no_word_of_one(open_log: RunLog) -> None:
    for maker in MAKERS[1:]:
        for party in readers_of(SCENARIO):
            assert section_of(maker, open_log, party) is None


def test_what_a_partner_did_for_himself_changes_nothing_in_a_section(open_log: RunLog) -> None:
    shared = (DRAFT, clear("alder", *PUBLIC_FACTS), clear("birch", "dates"))
    partners = (
        clear("alder", "tracks", audience="joint"),
        LessonNoted(seat="s", lesson_id="a1", node="alder", text="Theirs"),
        *([SurveyAnswered(node="alder", scores=(("tempo", 2),), remark="secret")] * 4),
    )
    here, there = washed(open_log, *shared), washed(open_log, *shared, *partners)
    for maker in MAKERS:
        assert section_of(maker, here, "birch") == section_of(maker, there, "birch")
        if maker is not statement_section.section:
            assert section_of(maker, here, CONTROL) != section_of(maker, there, CONTROL)
