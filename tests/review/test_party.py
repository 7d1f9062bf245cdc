"""What a reader may see of a run: nothing that was not its own or released, whatever the rest of the run was."""

import msgspec
import pytest

from tocsin.errors import ScenarioError
from tocsin.exchange.message import Envelope
from tocsin.orders.aside import SnapshotTaken
from tocsin.orders.hot_wash import CONTROL, Cleared, SurveyAnswered
from tocsin.orders.kinds import OF_NODES, OF_TRUTH, TRUTH
from tocsin.orders.record import BodyStates, Endex, Launch
from tocsin.review.families import ALWAYS, NODE_FAMILIES, TRUTH_FAMILIES
from tocsin.review.log import Logged, RunLog
from tocsin.review.party import POOLED_FROM, readers_of, view_of
from tocsin.scenario.build import load_scenario
from tocsin.study.run import run, task_of

SCENARIO = load_scenario("first-seen-by-partner")


@pytest.fixture(scope="module")
def flagship() -> RunLog:
    return run(task_of(SCENARIO, "first-seen-by-partner", "full-picture", 1)).log


def with_asides(log: RunLog, *bodies: msgspec.Struct) -> RunLog:
    return RunLog(log.header, log.entries, log.end_ms, log.damage, [Logged(0, "", body) for body in bodies])


def clear(party: str, audience: str, *items: str, back: bool = False) -> Cleared:
    return Cleared(seat="s1", party=party, audience=audience, items=items, is_withdrawn=back)  # type: ignore[arg-type]


def test_every_kind_of_record_is_in_one_family_of_each_side_that_journals_it() -> None:
    for kind in OF_TRUTH:
        assert sum(kind in kinds for kinds in TRUTH_FAMILIES.values()) == (kind not in ALWAYS), kind
    for kind in OF_NODES:
        assert sum(kind in kinds for kinds in NODE_FAMILIES.values()) == 1, kind


def test_control_sees_the_run_itself(flagship: RunLog) -> None:
    assert view_of(flagship, SCENARIO, CONTROL).log.entries == flagship.entries


@pytest.mark.parametrize("nation", ["alder", "birch"])
def test_a_nation_sees_its_own_records_and_no_truth_that_was_not_released(flagship: RunLog, nation: str) -> None:
    view = view_of(flagship, SCENARIO, nation)
    assert {entry.node for entry in view.log.entries if not isinstance(entry.body, Endex)} == {nation}
    own = [(e.time_ms, type(e.body)) for e in flagship.entries if e.node == nation]
    assert [(e.time_ms, type(e.body)) for e in view.log.entries if e.node == nation] == own
    sealed = [e.body for e in view.log.entries if isinstance(e.body, Envelope)]
    assert sealed and {(body.key_id, body.signature) for body in sealed} == {("", "")}
    assert view.scenario.launches == () and view.scenario.text == "" and view.log.header.seed == 0
    assert all(not n.radars and not n.batteries for n in view.scenario.nodes if n.name != nation)
    released = with_asides(flagship, clear(CONTROL, "parties", "launches"))
    kinds = {type(e.body) for e in view_of(released, SCENARIO, nation).log.entries if e.node == TRUTH}
    assert Launch in kinds and BodyStates not in kinds


def test_what_is_not_seen_changes_nothing_in_a_view(flagship: RunLog) -> None:
    """Other truth, another seed, other records of the partner: the same view, byte for byte."""
    others = [entry for entry in flagship.entries if entry.node == "birch" or isinstance(entry.body, Endex)]
    other_run = RunLog(flagship.header._replace(seed=99, digest="other"), others, flagship.end_ms)
    here, there = (view_of(log, SCENARIO, "birch") for log in (flagship, other_run))
    assert here.log == there.log and here.families == there.families


def test_that_play_began_and_ended_is_told_without_the_digest_of_what_it_was(flagship: RunLog) -> None:
    kept = [SnapshotTaken(occasion=o, sha256="a", digest="b") for o in ("startex", "regular", "endex")]  # type: ignore[arg-type]
    told = [entry.body for entry in view_of(with_asides(flagship, *kept), SCENARIO, "birch").log.asides]
    assert told == [SnapshotTaken(occasion=o, sha256="", digest="") for o in ("startex", "endex")]  # type: ignore[arg-type]


def test_the_joint_view_holds_what_both_cleared_and_no_more(flagship: RunLog) -> None:
    one = with_asides(flagship, clear("alder", "joint", "warnings", "flights"))
    assert {type(e.body) for e in view_of(one, SCENARIO, "joint").log.entries} == {Endex}
    both = with_asides(flagship, *one_of_each("warnings", "flights"))
    seen = view_of(both, SCENARIO, "joint")
    assert seen.families == {"warnings"}
    assert {type(e.body) for e in seen.log.entries} <= {Endex, *NODE_FAMILIES["warnings"]}
    assert {e.node for e in seen.log.entries} >= {"alder", "birch"}
    back = with_asides(flagship, *one_of_each("warnings"), clear("birch", "joint", "warnings", back=True))
    assert view_of(back, SCENARIO, "joint").families == frozenset()


def one_of_each(*items: str) -> list[Cleared]:
    return [clear(nation, "joint", *items) for nation in ("alder", "birch")]


def test_answers_are_told_only_from_three_on_and_without_their_order(flagship: RunLog) -> None:
    answers = [SurveyAnswered(node="birch", scores=(("tempo", score),)) for score in (5, 1, 3)]
    few = with_asides(flagship, *answers[: POOLED_FROM - 1])
    for party in readers_of(SCENARIO):
        assert view_of(few, SCENARIO, party).log.asides == []
    one_way, other_way = (
        [e.body for e in view_of(with_asides(flagship, *told), SCENARIO, "birch").log.asides]
        for told in (answers, answers[::-1])
    )
    assert one_way == other_way and len(one_way) == POOLED_FROM
    assert view_of(with_asides(flagship, *answers), SCENARIO, "alder").log.asides == []


def test_a_reader_that_is_not_there_is_named() -> None:
    with pytest.raises(ScenarioError, match="--for 'willow': no such reader; known: control, joint, alder, birch"):
        view_of(RunLog(None, [], 0), SCENARIO, "willow")  # type: ignore[arg-type]
