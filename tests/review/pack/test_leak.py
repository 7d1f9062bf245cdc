"""The leak property: a reader's pack is the same, byte for byte, whatever is changed outside what he may see."""

import random
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from tests.review.pack.conftest import Runs, all_cleared, clear, with_asides
from tocsin.orders.hot_wash import CONTROL, LessonNoted, SurveyAnswered
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import Endex
from tocsin.review.facts import Facts
from tocsin.review.families import NODE_FAMILIES, TRUTH_FAMILIES
from tocsin.review.log import Header, Logged, RunLog
from tocsin.review.pack import pack
from tocsin.review.pack.pack import pack_text
from tocsin.review.pack.section import Section, Words
from tocsin.review.party import View, view_of
from tocsin.scenario.declared import Scenario
from tocsin.scenario.staged import Staged

CASES = (
    ("first-seen-by-partner", "full-picture", 3, "birch"),
    ("first-seen-by-partner", "full-picture", 3, "alder"),
    ("sounding-rocket-1995", "notify-only", 67, "alder"),
    pytest.param("first-seen-by-partner", "none", 5, "birch", marks=pytest.mark.slow),
    pytest.param("mixed-raid", "full-picture", 61, "alder", marks=pytest.mark.slow),
    pytest.param("interceptor-misread", "full-picture", 1, "birch", marks=pytest.mark.slow),
)
IsSeen = Callable[[Logged], bool]


def other_run(log: RunLog, other: RunLog, is_seen: IsSeen, luck: random.Random) -> RunLog:
    """Return a run with the same records where they may be seen; of the others some are lost, some foreign."""
    entries = []
    foreign = [entry for entry in other.entries if not is_seen(entry) and not isinstance(entry.body, Endex)]
    for entry in log.entries:
        if is_seen(entry) or isinstance(entry.body, Endex):
            entries.append(entry)
        elif luck.random() < 0.4:
            entries.append(
                luck.choice(foreign)._replace(time_ms=entry.time_ms) if foreign and luck.random() < 0.5 else entry
            )
    meta = {**log.header.meta, "scenario_text": "another", "seed": "999", "variant": "elsewhere"}
    asides = [*log.asides, Logged(7, "", LessonNoted(seat="c-1", lesson_id="l", node="nowhere", text="hidden"))]
    return replace(
        log, header=Header("another", log.header.agreement, 999, 4, "feed", meta), entries=entries, asides=asides
    )


def other_scenario(scenario: Scenario, reader: str) -> Scenario:
    """Return a scenario that another reader would know otherwise: other launches, other partners, other plans."""
    nodes = tuple(
        node
        if node.name == reader
        else replace(node, radars=(), satellites=(), batteries=(), notices=(), clock_skew_ms=77)
        for node in scenario.nodes
    )
    own = msgspec.structs.replace(scenario.staged.msel, injects=(), storylines=())
    return replace(
        scenario,
        title="Another title",
        name="another",
        text="another",
        seed=5,
        launches=scenario.launches[:1],
        flights=(),
        clouds=(),
        nodes=nodes,
        staged=Staged(msel=own, serials=scenario.staged.serials),
    )


def leaks(log: RunLog, scenario: Scenario, other: RunLog, reader: str, is_seen: IsSeen, luck: random.Random) -> bool:
    """Return whether a reader's pack tells anything of what was changed outside his view."""
    here = pack_text(view_of(log, scenario, reader))
    changed = other_run(log, other, is_seen, luck)
    there = pack_text(view_of(changed, other_scenario(scenario, reader), reader))
    return here != there


@pytest.mark.parametrize(("name", "agreement", "seed", "nation"), CASES)
def test_a_nations_pack_tells_nothing_from_outside_its_view(
    runs: Runs, name: str, agreement: str, seed: int, nation: str
) -> None:
    log, scenario = runs.of(name, agreement, seed)
    other, _ = runs.of("first-seen-by-partner", "full-picture", 11)
    for number in range(3):
        assert not leaks(log, scenario, other, nation, lambda entry: entry.node == nation, random.Random(number))


@pytest.mark.parametrize("nation", ["alder", "birch"])
def test_released_truth_opens_that_family_and_no_other(runs: Runs, nation: str) -> None:
    log, scenario = runs.of("first-seen-by-partner", "full-picture", 3)
    other, _ = runs.of("first-seen-by-partner", "full-picture", 11)
    luck = random.Random(1)
    for family, kinds in TRUTH_FAMILIES.items():
        released = with_asides(log, clear(CONTROL, "parties", family))

        def is_seen(entry: Logged, kinds: tuple[type, ...] = kinds) -> bool:
            return entry.node == nation or (entry.node == TRUTH and type(entry.body) in kinds)

        changed = other_run(released, other, is_seen, luck)
        texts = [pack_text(view_of(run, scenario, nation)) for run in (released, changed)]
        assert texts[0] == texts[1], family


def test_the_joint_pack_tells_only_what_both_cleared(runs: Runs) -> None:
    log, scenario = runs.of("first-seen-by-partner", "full-picture", 3)
    other, _ = runs.of("first-seen-by-partner", "full-picture", 11)
    for number, families in enumerate(
        (("warnings",), ("messages", "decisions"), ("outcomes",), tuple(NODE_FAMILIES))
    ):
        kinds = {kind for name in families for kind in NODE_FAMILIES.get(name, ())}
        truth = {kind for name in families for kind in TRUTH_FAMILIES.get(name, ())}

        def is_seen(entry: Logged, kinds: set[type] = kinds, truth: set[type] = truth) -> bool:
            return type(entry.body) in (truth if entry.node == TRUTH else kinds)

        run = all_cleared(log, scenario, *families)
        assert not leaks(run, scenario, other, "joint", is_seen, random.Random(number)), families


def test_controls_pack_tells_no_answer_of_a_nation_that_gave_too_few(runs: Runs) -> None:
    log, scenario = runs.of("sounding-rocket-1995", "notify-only", 67)
    answers = [SurveyAnswered(node="alder", scores=(("tempo", score),), remark=f"r{score}") for score in (1, 5)]
    texts = [
        pack_text(view_of(run, scenario, CONTROL))
        for run in (log, with_asides(log, *answers), with_asides(log, answers[1]))
    ]
    assert texts[0] == texts[1] == texts[2]


def test_a_planted_leak_is_caught(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ways round the view: a section that reads the run itself, and a filter that lets a partner's records by."""
    log, scenario = runs.of("first-seen-by-partner", "full-picture", 3)
    other, _ = runs.of("first-seen-by-partner", "full-picture", 11)

    def birchs(entry: Logged) -> bool:
        return entry.node == "birch"

    current: list[RunLog] = []
    true_view = view_of

    def around(_view: View, _facts: Facts) -> Section:
        return Section("leak", "Leak", "", (Words((f"{len(current[-1].entries)} records in all",)),))

    def leaky_view(run: RunLog, its: Scenario, party: str) -> View:
        current.append(run)
        return true_view(run, its, party)

    with monkeypatch.context() as patched:
        patched.setattr(pack, "SECTIONS", (*pack.SECTIONS, around))
        patched.setitem(globals(), "view_of", leaky_view)
        assert leaks(log, scenario, other, "birch", birchs, random.Random(0))
    with monkeypatch.context() as patched:
        patched.setattr("tocsin.review.party.may_see", lambda entry, party, families: entry.node != TRUTH)
        assert leaks(log, scenario, other, "birch", birchs, random.Random(0))
    assert not leaks(log, scenario, other, "birch", birchs, random.Random(0))
