"""What single sections say, from runs small enough to check by hand."""

import json
from dataclasses import replace
from types import ModuleType

from tests.review.pack.conftest import clear, with_asides
from tests.review.test_page import seen_by_birch, two_runs
from tocsin.orders.action import AssessEvent
from tocsin.orders.inject import Criterion, Inject, InjectDelivered, InjectFired, Msel, Objective, SensorOutage
from tocsin.orders.kinds import TRUTH
from tocsin.orders.order import AlertChanged, Order
from tocsin.orders.record import Endex, PictureState, PictureTrack
from tocsin.review.facts import Facts
from tocsin.review.families import NODE_FAMILIES
from tocsin.review.log import Logged, RunLog
from tocsin.review.pack import alarms, chains, delays, objectives, story
from tocsin.review.pack.layout import laid_out
from tocsin.review.pack.pack import pack_text
from tocsin.review.pack.scores import scores_section
from tocsin.review.pack.section import Notice, Section, Story, Table, Words
from tocsin.review.pack.streams import picture_words, streams_of
from tocsin.review.party import View, view_of
from tocsin.scenario.declared import Scenario
from tocsin.scenario.staged import Staged


def seen(small: ModuleType, party: str, *entries: Logged, scenario: Scenario | None = None) -> tuple[View, Facts]:
    its = scenario or small.scenario()
    view = view_of(small.log(*entries), its, party)
    return view, Facts(view.log, view.scenario)


def tables(section: Section | None) -> dict[str, Table]:
    assert section is not None
    return {block.caption: block for block in section.blocks if isinstance(block, Table)}


def at_time(changes: object, time_ms: int) -> list[str]:
    """Return what a kept stream holds at a time, as the page reads it."""
    held: dict[str, str] = {}
    for change_ms, key, text in changes:  # type: ignore[attr-defined]
        if change_ms <= time_ms:
            held[key] = text
    return [text for text in held.values() if text]


def order(event_id: str, assessment: str, node: str = "birch") -> Order:
    action = AssessEvent(event_id, assessment)  # type: ignore[arg-type]
    return Order(node=node, cell="watch_officer", action=action, in_reply_to=event_id, reason="looked")


def test_the_cursor_knows_what_a_node_held_at_any_moment(small: ModuleType) -> None:
    _, facts = seen(small, "birch", *seen_by_birch(small))
    streams = {item.name: item for item in streams_of(facts, "birch", NODE_FAMILIES, has_senders=False)}
    zero = small.LIFT_OFF_MS
    assert at_time(streams["events held"].changes, zero + 251_000) == []
    (low,) = at_time(streams["events held"].changes, zero + 265_000)
    assert low.startswith("birch-e1: impact warning, low confidence, South at ")
    (judged,) = at_time(streams["events held"].changes, zero + 310_000)
    assert "medium confidence" in judged and judged.endswith("assessed valid")
    assert streams["alert"].changes == ((zero + 320_000, "", "raised"),)
    assert (
        streams["orders given"].changes[0][2]
        == "10:00 watch officer, assess event: birch-e1, valid \u2013 <b>sure</b>"
    )
    assert at_time(streams["shots"].changes, zero + 850_000) == ["b at birch-e1, intercept due 20:00"]


def test_of_records_that_were_not_cleared_nothing_is_said_not_even_that_there_is_nothing(small: ModuleType) -> None:
    log = small.log(*seen_by_birch(small))
    clears = [clear(nation, "joint", "warnings") for nation in ("alder", "birch")]
    view = view_of(with_asides(log, *clears), small.scenario(), "joint")
    section = story.section(view, Facts(view.log, view.scenario))
    assert section is not None
    (data,) = (json.loads(block.data) for block in section.blocks if isinstance(block, Story))
    assert [stream["name"] for node in data["nodes"] for stream in node["streams"]] == []
    assert chains.section(view, Facts(view.log, view.scenario)) is None
    assert alarms.section(view, Facts(view.log, view.scenario)) is None
    more = [clear(nation, "joint", "warnings", "decisions") for nation in ("alder", "birch")]
    view = view_of(with_asides(log, *more), small.scenario(), "joint")
    names = [item.name for item in story.known(view, Facts(view.log, view.scenario), "birch")]
    assert names == ["alert", "events held", "orders given"]


def test_a_picture_is_told_by_its_most_exact_tracks_and_whose_they_are() -> None:
    def track(name: str, sigma_m: float, *sources: str) -> PictureTrack:
        return PictureTrack(name, (0.6, 1.2, 2e5), (0.0, 0.0, 0.0), sigma_m, 1.0, sources)

    told = track("alder.r4", 66.0, "alder.r4")
    both = track("birch.s1", 1400.0, "birch.s1", "alder.s1")
    own = track("birch.s2", 35_000.0, "birch.s2")
    words = picture_words("birch", PictureState((own, both, told)))
    assert words == "alder.r4 \u00b170 m (told), birch.s1 \u00b11.4 km (own and told), birch.s2 \u00b135 km (own)"
    assert picture_words("birch", PictureState(())) == ""


def test_the_data_on_the_page_is_json_and_no_text_in_it_can_end_the_script(small: ModuleType) -> None:
    view, facts = seen(small, "birch", *seen_by_birch(small))
    section = story.section(view, facts)
    assert section is not None
    laid = next(block for block in laid_out(section).blocks if block.kind == "story")
    assert "<" not in laid.data
    data = json.loads(laid.data)
    assert [node["name"] for node in data["nodes"]] == ["Birch"]
    assert "<b>sure</b>" in laid.block.data if isinstance(laid.block, Story) else False


def test_controls_timeline_has_truth_and_a_nations_only_if_released(small: ModuleType) -> None:
    entries = seen_by_birch(small)
    for party, names in (("control", ["Truth", "Alder", "Birch"]), ("birch", ["Birch"])):
        section = story.section(*seen(small, party, *entries))
        assert section is not None
        data = next(block.data for block in section.blocks if isinstance(block, Story))
        assert [node["name"] for node in json.loads(data)["nodes"]] == names
    log = with_asides(small.log(*entries), clear("control", "parties", "launches"))
    view = view_of(log, small.scenario(), "birch")
    section = story.section(view, Facts(view.log, view.scenario))
    assert section is not None
    (data,) = (block.data for block in section.blocks if isinstance(block, Story))
    assert [node["name"] for node in json.loads(data)["nodes"]] == ["Truth", "Birch"]


def test_delays_are_ranked_and_say_what_share_of_the_flight_they_took(small: ModuleType) -> None:
    log = two_runs(small)["full-picture"]
    view = view_of(log, small.scenario(), "control")
    rows = tables(delays.section(view, Facts(view.log, view.scenario)))["The longest steps"].rows
    assert rows[0][:4] == ("4:10", "from lift-off to the first look that saw it", "Birch", "l1")
    assert rows[0][4] == "25\u202f% of its flight of 16:40"
    seconds = [60 * int(row[0].split(":")[0]) + int(row[0].split(":")[1]) for row in rows]
    assert seconds == sorted(seconds, reverse=True)


def test_what_never_came_is_named_with_what_it_meant(small: ModuleType) -> None:
    view, facts = seen(small, "control", small.launch(), small.ended(1000.0))
    rows = tables(delays.section(view, facts))["What was owed and never came"].rows
    assert rows[0] == ("Birch", "a hit on the payload", "l1-payload", "it came down in the nation")
    assert ("Birch", "an impact warning of the area", "l1/south", "the area was not warned before the impact") in rows
    nothing = delays.section(*seen(small, "birch", small.launch(), small.ended(1000.0)))
    assert nothing is None or "What was owed and never came" not in tables(nothing)


def test_a_false_alarm_is_followed_to_its_end_and_only_control_reads_what_was_behind(small: ModuleType) -> None:
    entries = (
        small.launch_warning(10.0, "birch.s9", event_id="birch-e9"),
        small.at(70.0, "birch", order("birch-e9", "false")),
    )
    control = tables(alarms.section(*seen(small, "control", *entries)))
    heading = "Events that were, or were taken for, no attack"
    assert control[heading].rows == (("Birch", "birch-e9", "5:10", "false", "1:00", "never", "no launch"),)
    own = tables(alarms.section(*seen(small, "birch", *entries)))[heading]
    assert own.rows == (("Birch", "birch-e9", "5:10", "false", "1:00", "never"),)
    assert "behind it" not in own.headings


INJECT = Inject(
    inject_id="i1", title="Radar out", to=("birch",), text="out", effects=(SensorOutage("b-radar", until_ms=9),)
)


def planned(small: ModuleType, *found: Objective) -> Scenario:
    scenario = small.scenario()
    return replace(scenario, staged=Staged(msel=Msel(injects=(INJECT,), objectives=found)))


def test_an_inject_is_followed_from_effect_to_decision(small: ModuleType) -> None:
    answer = Order(node="birch", cell="watch_officer", action=AssessEvent("e", "valid"), in_reply_to="i1", reason="")
    entries = (
        small.at(5.0, TRUTH, InjectFired(inject_id="i1", by="time")),
        small.at(5.0, "birch", InjectDelivered(inject_id="i1", cells=(), sender="range", means="call", text="out")),
        small.at(9.0, "birch", answer),
    )
    (row,) = tables(chains.section(*seen(small, "control", *entries, scenario=planned(small))))[
        "From each inject"
    ].rows
    assert row[:4] == ("5:05", "i1: Radar out (fired by time)", "sensor outage", "call from range to Birch")
    assert row[4] == "5:09 watch officer, assess event: e, valid"
    (own,) = tables(chains.section(*seen(small, "birch", *entries, scenario=planned(small))))["From each inject"].rows
    assert own[:4] == ("5:05", "i1", "", "call from range to Birch")


def objective(team: str, condition: str) -> Objective:
    return Objective(
        objective_id=team, team=team, text="Learn", criteria=(Criterion(text=condition, condition=condition),)
    )


def test_a_team_reads_its_own_objectives_and_nothing_that_truth_alone_decides(small: ModuleType) -> None:
    own, others = objective("birch", "alert(birch) == raised"), objective("alder", "alert(alder) == raised")
    truth = replace_id(objective("birch", "first(Launch)"), "true")
    scenario = planned(small, own, others, truth)
    entries = (small.launch(), small.at(9.0, "birch", AlertChanged("raised")), small.at(2000.0, TRUTH, Endex()))
    rows = tables(objectives.section(*seen(small, "control", *entries, scenario=scenario)))[""].rows
    assert [row[2] for row in rows] == ["met", "not met", "met"]
    rows = tables(objectives.section(*seen(small, "birch", *entries, scenario=scenario)))[""].rows
    assert [row[2] for row in rows] == ["met", "not told"]
    view, _ = seen(small, "birch", *entries, scenario=scenario)
    assert tables(scores_section(view))[""].rows == (("Birch", "1 of 1", "0 of 0"),)
    view, _ = seen(small, "joint", *entries, scenario=scenario)
    assert scores_section(view) is None
    view, _ = seen(small, "control", *entries, scenario=scenario)
    assert [row[0] for row in tables(scores_section(view))[""].rows] == ["Alder", "Birch"]
    assert "Scores" not in pack_text(view)


def replace_id(item: Objective, objective_id: str) -> Objective:
    return Objective(objective_id=objective_id, team=item.team, text=item.text, criteria=item.criteria)


def test_a_pack_says_what_was_not_released(small: ModuleType) -> None:
    log: RunLog = small.log(*seen_by_birch(small))
    text = pack_text(view_of(log, small.scenario(), "birch"))
    assert "Not released: what was launched, how it flew and where it ended" in text
    assert "Left out, because they need records that are not in this pack: first detection" in text
    assert "cedar" not in text.lower() and "l1-payload" not in text and small.scenario().title not in text
    joint = pack_text(view_of(log, small.scenario(), "joint"))
    assert "Nothing has been cleared yet." in joint and "birch-e1" not in joint


def test_numbers_go_to_the_right_and_words_do_not() -> None:
    table = Table("", ("a", "b", "c"), (("x", "1:20", "never"), ("", "3 (1 of 4 never)", "never")))
    (laid,) = laid_out(Section("k", "t", "", (table, Words(()), Notice(())))).blocks[:1]
    assert [head.style for head in laid.heads] == ["", "n", ""]
    assert [row.is_first for row in laid.rows] == [True, False]
