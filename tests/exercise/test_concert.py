"""Nations that tell each other what they mean to engage, and a joint cell that plans for both and orders nothing."""

from dataclasses import replace
from types import ModuleType

import msgspec
import pytest

from tocsin.defence.assign import AllocationMade
from tocsin.defence.battery import Shot
from tocsin.exchange.agreement import JOINT
from tocsin.exchange.link import Told
from tocsin.exchange.payload import BatteryStatus, Engagement, EngagementIntention, LaunchReport
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.doctrine.joint_cell import joint_cell
from tocsin.exercise.doctrine.pace import WATCH, drawn_ms
from tocsin.exercise.play import play
from tocsin.exercise.stages.apply import apply
from tocsin.exercise.stages.intend import draft_engagements, draft_status, engagements_at
from tocsin.exercise.stages.joint_plan import plan_jointly
from tocsin.exercise.stages.plan import jointly_proposed, plan_all, threat_of, with_proposals
from tocsin.exercise.stages.warn import carry_over
from tocsin.exercise.view import Clock, views
from tocsin.exercise.world import NodeState, World
from tocsin.journal.memory import DigestJournal
from tocsin.orders.action import Fire, ProposePlan
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.declared import Scenario
from tocsin.study.run import task_of, world_of
from tocsin.tracking.provenance import Source
from tocsin.warning.event import EventObject

NOW_MS = 700_000
SEEN_BY = ("alder.r1", "birch.s1")


def planning(bench: ModuleType, flagship: Scenario, **changes: object) -> World:
    """Return a world in which Birch holds one event of one object, seen by Alder and itself."""
    terms = {"rung": 6, "joint_cells": "plan_ops", "engagement_sharing": "status", "engage_on_remote": True}
    fields = (*bench.agreement().fields_released, "track")
    world = bench.small_world(flagship, bench.agreement(fields_released=fields, **{**terms, **changes}))
    held = EventObject(
        name="e1.1", track="alder.r1", source_ids=SEEN_BY, kind_probability=(0.9, 0.1, 0.0), seen_ms=NOW_MS
    )
    sources = tuple(Source(name, 0, NOW_MS) for name in SEEN_BY)
    birch = world.nodes["birch"]
    birch.events = (msgspec.structs.replace(bench.event(), objects=(held,), primary="e1.1", provenance=sources),)
    birch.public_names["birch.s1"] = "birch.r1"
    for state, link in zip(world.links, world.declared_links, strict=True):
        if link.source == "birch":
            state.told["LaunchReport e1"] = Told("m1", "report", LaunchReport(event_id="e1"), "valid")
    return world


def told(nation: str = "alder", state: str = "intended", **changes: object) -> Engagement:
    given = Engagement(
        event_id=f"{nation}-r1",
        sources=("birch.r1",),
        nation=nation,
        battery_id=f"{nation}-b1",
        layer="upper",
        state=state,
        interceptors=1,
        launch_ms=800_000,
        last_launch_ms=850_000,
        intercept_ms=880_000,
        kill_probability=0.7,
    )
    return msgspec.structs.replace(given, **changes)


def hear(bench: ModuleType, node: NodeState, *items: Engagement, sender: str = "alder", seq: int = 1) -> None:
    bench.hear(node, EngagementIntention(engagements=items), NOW_MS + seq, seq, originator=sender)


def meant(node: NodeState) -> list[Engagement]:
    return engagements_at(node, node.events[0], node.events[0].objects[0])


# What is heard


def test_an_object_is_known_by_its_sources_our_own_among_them_under_our_name(
    bench: ModuleType, flagship: Scenario
) -> None:
    birch = planning(bench, flagship).nodes["birch"]
    hear(bench, birch, told(), told(sources=("alder.r9",)))
    assert meant(birch) == [told(sources=("birch.s1",))]
    hear(bench, birch, told(sources=("alder.r9",)), seq=2)
    assert meant(birch) == []


def test_where_sources_are_withheld_the_whole_event_is_meant(bench: ModuleType, flagship: Scenario) -> None:
    birch = planning(bench, flagship).nodes["birch"]
    hear(bench, birch, told(sources=()))
    assert meant(birch) == []  # nobody has told of that event
    bench.hear(birch, LaunchReport(event_id="alder-r1"), NOW_MS, 7)
    assert meant(birch) == [told(sources=())]


def test_an_older_word_that_comes_late_replaces_nothing(bench: ModuleType, flagship: Scenario) -> None:
    birch = planning(bench, flagship).nodes["birch"]
    hear(bench, birch, told(state="fired"), seq=5)
    hear(bench, birch, told(), seq=4)
    assert [item.state for item in meant(birch)] == ["fired"]


@pytest.mark.parametrize(
    ("state", "is_left", "takers"),
    [("killed", True, 0), ("fired", False, 1), ("intended", False, 1), ("missed", False, 0)],
)
def test_what_a_partner_killed_is_no_threat_and_what_it_engages_is_taken(
    bench: ModuleType, flagship: Scenario, state: str, is_left: bool, takers: int
) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    hear(bench, birch, told(state=state))
    event = birch.events[0]
    found = threat_of(world, birch, event, event.objects[0], event.impact)
    assert (found == []) is is_left
    assert [len(threat.taken) for threat in found] == ([] if is_left else [takers])


def test_a_joint_plan_stands_in_for_what_partners_mean_to_do(bench: ModuleType, flagship: Scenario) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    plan = bench.plan("birch-b1", object_name="e1.1")
    assert jointly_proposed(world, birch, plan) is None
    hear(bench, birch, told())
    mine = told("birch", "proposed", interceptors=2)
    hear(bench, birch, told(state="proposed"), mine, sender=JOINT, seq=2)
    assert jointly_proposed(world, birch, plan) == 2
    assert jointly_proposed(world, birch, bench.plan("birch-b2", object_name="e1.1")) == 0
    event = birch.events[0]
    assert threat_of(world, birch, event, event.objects[0], event.impact)[0].taken == ()


@pytest.mark.parametrize("why", ["too late", "suspended", "amended"])
def test_a_joint_plan_that_no_longer_stands_holds_nobody_back(
    bench: ModuleType, flagship: Scenario, why: str
) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    plan = bench.plan("birch-b1", object_name="e1.1")
    hear(bench, birch, told(state="proposed"), sender=JOINT)
    assert jointly_proposed(world, birch, plan) == 0
    if why == "too late":
        world.time_ms = 850_000
    elif why == "suspended":
        world.agreement_state = replace(world.agreement_state, suspended_by=("alder",))
    else:
        world.agreement = bench.agreement(joint_cells="fusion")
    assert jointly_proposed(world, birch, plan) is None


# What is told


def drafted(world: World, kind: type) -> list[tuple[str, object]]:
    return [(draft.to, draft.payload) for draft in world.drafts if isinstance(draft.payload, kind)]


def test_partners_hear_of_what_will_be_done_a_joint_cell_of_all_that_could_be(
    bench: ModuleType, flagship: Scenario
) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    birch.assessed = {"e1": "valid"}
    birch.plans = (bench.plan("taroviel-upper", object_name="e1.1"), bench.plan("b2", object_name="e1.1", proposed=0))
    draft_engagements(world, birch)
    by_target = {
        to: [(i.battery_id, i.state) for i in one.engagements] for to, one in drafted(world, EngagementIntention)
    }
    mine = ("taroviel-upper", "intended")
    able = [("taroviel-upper", "able"), ("b2", "able"), mine]
    assert by_target == {"alder": [mine], JOINT: able}
    world.drafts = []
    draft_engagements(world, birch)
    assert world.drafts == []  # nothing new
    birch.plans = ()
    draft_engagements(world, birch)
    assert [one.engagements for _, one in drafted(world, EngagementIntention)] == [(), ()]


@pytest.mark.parametrize("is_reported", [True, False])
def test_nothing_is_told_of_an_event_that_was_not_reported(
    bench: ModuleType, flagship: Scenario, is_reported: bool
) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    birch.assessed, birch.plans = {"e1": "valid"}, (bench.plan("taroviel-upper", object_name="e1.1"),)
    if not is_reported:
        for state in world.links:
            state.told.clear()
    draft_engagements(world, birch)
    assert bool(world.drafts) is is_reported


def test_what_the_watch_has_not_found_valid_is_not_meant_to_be_engaged(bench: ModuleType, flagship: Scenario) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    birch.plans = (bench.plan("taroviel-upper", object_name="e1.1"),)
    draft_engagements(world, birch)
    assert {to: [i.state for i in one.engagements] for to, one in drafted(world, EngagementIntention)} == {
        JOINT: ["able"]
    }


def test_a_status_is_told_when_it_changes(bench: ModuleType, flagship: Scenario) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    draft_status(world, birch)
    first = drafted(world, BatteryStatus)
    assert len(first) == 2 * len(birch.declared.batteries)
    world.drafts = []
    draft_status(world, birch)
    assert world.drafts == []
    birch.batteries[0] = msgspec.structs.replace(birch.batteries[0], stock_left=3)
    draft_status(world, birch)
    assert {(status.battery_id, status.stock_left) for _, status in drafted(world, BatteryStatus)} == {
        (birch.declared.batteries[0].battery_id, 3)
    }


def test_after_a_suspension_all_is_told_anew(bench: ModuleType, flagship: Scenario) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    draft_status(world, birch)
    world.agreement_state = replace(world.agreement_state, suspended_by=("alder",))
    world.drafts = []
    plan_all(world, [])
    assert not drafted(world, BatteryStatus)
    world.agreement_state = replace(world.agreement_state, suspended_by=())
    plan_all(world, [])
    assert len(drafted(world, BatteryStatus)) == 2 * len(birch.declared.batteries)


def fire_at(world: World, bench: ModuleType, **changes: object) -> str:
    """Order Birch's first battery to fire at the object; return why not, or ''."""
    birch = world.nodes["birch"]
    battery = birch.declared.batteries[0].battery_id
    birch.plans = (bench.plan(battery, object_name="e1.1"),)
    action = Fire("e1", battery, "e1.1", **changes)
    return bench.refusal(apply(world, [bench.ordered(action, cell="defence_desk")]))


def test_a_shot_is_known_by_its_sources_when_its_object_is_forgotten(bench: ModuleType, flagship: Scenario) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    assert fire_at(world, bench) == ""
    birch.plans, birch.events = (), (msgspec.structs.replace(birch.events[0], objects=()),)
    draft_engagements(world, birch)
    items = [item for _, one in drafted(world, EngagementIntention) for item in one.engagements]
    assert {item.sources for item in items} == {SEEN_BY}


@pytest.mark.parametrize("assessed", [{}, {"e1": "valid"}])
def test_a_shot_goes_with_its_object_into_an_event_of_its_own(
    bench: ModuleType, flagship: Scenario, assessed: dict[str, str]
) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    assert fire_at(world, bench) == ""
    birch.events = (msgspec.structs.replace(birch.events[0], event_id="e2", parted_from="e1"),)
    birch.assessed = dict(assessed)
    carry_over(world, birch)
    assert [shot.event_id for shot in (*birch.shots, *world.shots)] == ["e2", "e2"]
    assert birch.assessed.get("e2") == assessed.get("e1")


def test_no_fewer_than_no_interceptors_are_fired(bench: ModuleType, flagship: Scenario) -> None:
    world = planning(bench, flagship)
    before = world.nodes["birch"].batteries
    assert "must be 0 to" in fire_at(world, bench, interceptors=-3)
    assert world.nodes["birch"].batteries == before and world.shots == []
    assert world.nodes["birch"].plans[0].proposed == 1  # the plan stands: such an order says nothing against it


def test_who_announces_afterwards_tells_of_no_shot_before(bench: ModuleType, flagship: Scenario) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    assert fire_at(world, bench) == ""
    birch.plans, birch.words_due = (), [(820_000, birch.shots[0].shot_id)]
    draft_engagements(world, birch)
    birch.words_due = []
    draft_engagements(world, birch)
    states = [
        item.state for to, one in drafted(world, EngagementIntention) if to == "alder" for item in one.engagements
    ]
    assert states == ["intended", "fired"]


def test_what_the_joint_plan_has_taken_is_not_promised_again(bench: ModuleType, flagship: Scenario) -> None:
    world = planning(bench, flagship)
    birch = world.nodes["birch"]
    battery = birch.declared.batteries[0]
    birch.batteries[0] = msgspec.structs.replace(birch.batteries[0], stock_left=1)
    other = msgspec.structs.replace(
        birch.events[0].objects[0], name="e1.2", source_ids=("birch.s2",), track="birch.s2"
    )
    birch.events = (msgspec.structs.replace(birch.events[0], objects=(*birch.events[0].objects, other)),)
    hear(bench, birch, told("birch", "proposed", battery_id=battery.battery_id), sender=JOINT)
    plans = [bench.plan(battery.battery_id, object_name=name) for name in ("e1.1", "e1.2")]
    assert [plan.proposed for plan in with_proposals(world, birch, plans, [])] == [1, 0]


# A joint cell's plan


def joint(bench: ModuleType, flagship: Scenario, statuses: dict[str, BatteryStatus]) -> NodeState:
    node = planning(bench, flagship).nodes[JOINT]
    for seq, (nation, status) in enumerate(statuses.items()):
        bench.hear(node, status, NOW_MS, seq, originator=nation)
    return node


def status(battery_id: str, stock: int = 4, spendable: int = 4, channels: int = 4) -> BatteryStatus:
    return BatteryStatus(
        battery_id=battery_id, stock_left=stock, ready=stock, spendable=spendable, channels_free=channels
    )


def test_one_plan_over_both_nations_stock(bench: ModuleType, flagship: Scenario) -> None:
    """Alder alone can meet the second object well: so Birch takes the first, though Alder would be better there."""
    node = joint(bench, flagship, {"alder": status("alder-b1", 1, 1), "birch": status("birch-b1", 1, 1)})
    first, second = ("alder.r1", "birch.r1"), ("alder.r2",)
    hear(
        bench,
        node,
        told("alder", "able", sources=("alder.r1",), kill_probability=0.8),
        told("alder", "able", sources=second, kill_probability=0.7),
    )
    hear(bench, node, told("birch", "able", sources=first, kill_probability=0.6), sender="birch", seq=2)
    records: list = []
    plan_jointly(node, NOW_MS, records)
    assert {(item.battery_id, item.sources, item.state) for item in node.joint_plan} == {
        ("birch-b1", first, "proposed"),
        ("alder-b1", second, "proposed"),
    }
    assert [type(record.body) for record in records] == [AllocationMade]


@pytest.mark.parametrize("state", ["fired", "killed"])
def test_what_is_engaged_or_dead_is_in_no_joint_plan(bench: ModuleType, flagship: Scenario, state: str) -> None:
    node = joint(bench, flagship, {"alder": status("alder-b1"), "birch": status("birch-b1")})
    hear(bench, node, told("alder", "able", sources=("alder.r1",)))
    hear(bench, node, told("birch", state, sources=("alder.r1", "birch.r1")), sender="birch", seq=2)
    plan_jointly(node, NOW_MS, [])
    assert node.joint_plan == ()
    hear(bench, node, told("birch", "missed", sources=("alder.r1", "birch.r1")), sender="birch", seq=3)
    plan_jointly(node, NOW_MS, [])
    assert [item.battery_id for item in node.joint_plan] == ["alder-b1"]


def test_two_objects_that_a_partner_takes_for_one_are_one_threat(bench: ModuleType, flagship: Scenario) -> None:
    node = joint(bench, flagship, {"birch": status("birch-b1", 1, 1)})
    first, second = told("birch", "able", sources=("birch.r1",)), told("birch", "able", sources=("birch.r2",))
    hear(bench, node, first, msgspec.structs.replace(second, intercept_ms=870_000), sender="birch", seq=2)
    hear(bench, node, told("alder", "missed", sources=("birch.r1", "birch.r2")))
    plan_jointly(node, NOW_MS, [])
    assert [(item.intercept_ms, item.interceptors) for item in node.joint_plan] == [(870_000, 1)]


def test_a_nation_speaks_for_its_own_batteries_alone(bench: ModuleType, flagship: Scenario) -> None:
    node = joint(bench, flagship, {"birch": status("alder-b1")})
    hear(bench, node, told("alder", "able", sources=("alder.r1",)))
    plan_jointly(node, NOW_MS, [])
    assert node.joint_plan == ()  # Alder has not said what that battery has


def test_a_new_joint_plan_is_proposed_once_by_order_and_nobody_is_made_to_fire(
    bench: ModuleType, flagship: Scenario
) -> None:
    world = planning(bench, flagship)
    node = world.nodes[JOINT]
    bench.hear(node, status("birch-b1"), NOW_MS, 1, originator="birch")
    hear(bench, node, told("birch", "able"), sender="birch", seq=2)
    plan_jointly(node, NOW_MS, [])
    node.events = (bench.event(f"{JOINT}-e1", threatens=()),)
    view = views(world)[JOINT]
    act_ms = drawn_ms(view, WATCH, view.doctrine.act_ms)
    assert (
        joint_cell(msgspec.structs.replace(view, clock=Clock(NOW_MS + act_ms - 1))) == []
    )  # its people take their time
    orders = joint_cell(msgspec.structs.replace(view, clock=Clock(NOW_MS + act_ms)))
    assert [order.action for order in orders] == [ProposePlan()]
    records = apply(world, orders)
    assert {to for to, _ in drafted(world, EngagementIntention)} == {"alder", "birch"}
    assert joint_cell(views(world)[JOINT]) == []
    assert not bench.bodies(records, Shot) and world.shots == []


def test_without_a_joint_plan_in_the_agreement_none_is_proposed(bench: ModuleType, flagship: Scenario) -> None:
    world = planning(bench, flagship, joint_cells="fusion", rung=3, engagement_sharing="none")
    records = apply(world, [bench.ordered(ProposePlan(), JOINT, "joint_cell")])
    assert "provides for no joint plan" in bench.refusal(records)


@pytest.mark.parametrize(("withheld_by", "known"), [((), {"alder", "birch"}), (("birch",), {"alder"})])
def test_a_joint_cell_knows_nothing_of_batteries_that_are_withheld(
    bench: ModuleType, flagship: Scenario, withheld_by: tuple[str, ...], known: set[str]
) -> None:
    armed = build_scenario(flagship.text.replace("[[launch]]", CONCERT + "[[launch]]", 1), "armed.toml")
    world = planning(bench, armed, batteries_withheld_by=withheld_by)
    bench.ticks(world, 10)
    told_of = {name.partition("/")[0] for name in world.nodes[JOINT].battery_status}
    assert told_of == known
    assert bool(world.nodes["alder"].battery_status) is ("birch" in known)


# Whole runs over the upper rungs

CONCERT = """
[party.alder]
doctrine = "in-concert"
[party.birch]
doctrine = "in-concert"
[[battery]]
id = "alder-taroviel"
nation = "alder"
pack = "upper-tier"
lat_deg = 32.2
lon_deg = 83.2
[[battery]]
id = "alder-ossendray"
nation = "alder"
pack = "upper-tier"
lat_deg = 41.2
lon_deg = 79.6
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rung", "overlaps"), [("trilateral-2023", 0), ("full-picture", 2), ("deconflicted", 0), ("integrated", 0)]
)
def test_duplicates_happen_where_tracks_are_shared_and_end_where_intentions_are(
    bench: ModuleType, rung: str, overlaps: int
) -> None:
    """Batteries of both nations stand at two of Birch's towns: who shoots is settled by what they tell each other."""
    scenario = build_scenario(scenario_text("first-seen-by-partner")[0] + CONCERT, "concert")
    world, seen = world_of(task_of(scenario, "concert", rung, None)), bench.Seen()
    for _ in play(world, DoctrineCells(), DigestJournal(), seen):
        pass
    shots = [shot for _, shot in seen.of(Shot)]
    towns = {
        town
        for town in ("taroviel", "ossendray")
        for mine in shots
        for other in shots
        if town in mine.battery_id
        and town in other.battery_id
        and mine.node != other.node
        and abs(mine.intercept_ms - other.intercept_ms) < 20_000
    }
    assert len(towns) == overlaps
    assert shots and (any(shot.node == "alder" for shot in shots) or rung != "full-picture")
