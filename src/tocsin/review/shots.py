"""What was shot at, what was killed and what came through."""

from collections.abc import Iterator

from tocsin.defence.battery import LAYER_NUMBER, Shot
from tocsin.review.answer import ALL, Answer, Definition, absent, observed
from tocsin.review.belong import launch_of_body
from tocsin.review.facts import Facts

DEFINITIONS = (
    Definition(
        "leakers",
        "count",
        "nation; subjects are its declared areas",
        "Payload bodies at risk to the nation (undefended impact in its territory) that truly came down in it, in an "
        "area or beside them all; of an area those that came down in it.",
        "Launch to BodyEnded",
        "0",
        "sum",
    ),
    Definition(
        "leakage",
        "share",
        "payload body at risk x nation",
        "leakers, of all payload bodies at risk to the nation.",
        "Launch to BodyEnded",
        "not applicable if none is at risk; a body still flying when the run ends is pending",
        "share",
    ),
    Definition(
        "interceptors_fired",
        "count",
        "layer x nation",
        "Interceptors that left a launcher.",
        "Shot",
        "0; not applicable where the nation has no battery of the layer",
        "sum",
    ),
    Definition(
        "kills",
        "count",
        "layer x nation",
        "Payload bodies truly destroyed, credited to the first shot that did it.",
        "ShotOutcome",
        "0; not applicable where the nation has no battery of the layer",
        "sum",
    ),
    Definition(
        "interceptors_per_kill",
        "ratio",
        "nation",
        "interceptors_fired over kills, ratio of sums; n is the number of kills.",
        "Shot and ShotOutcome",
        "never if interceptors were fired and nothing was killed; not applicable if none was fired",
        "ratio of sums",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    yield from leaks(facts)
    shots = {shot.shot_id: shot for _, _, shot in facts.of(Shot)}
    payloads = set(launch_of_body(facts.launches)) - set(facts.shed)
    killed: dict[str, Shot] = {}
    for outcome in facts.outcomes.values():
        is_known = outcome.shot_id in shots  # one nation's records hold no shots of another
        if is_known and outcome.kills and outcome.body_id in payloads:  # a spent stage or an aircraft hit is no kill
            killed.setdefault(outcome.body_id, shots[outcome.shot_id])
    fired = [shot for shot in shots.values() if shot.launch_ms <= facts.end_ms]
    for nation in (*facts.parties, ALL):
        fired_sum, kill_sum = 0, 0
        for layer in LAYER_NUMBER:
            count = sum(shot.interceptors for shot in fired if is_of(shot, nation, layer))
            kills = sum(is_of(shot, nation, layer) for shot in killed.values())
            for name, value in (("interceptors_fired", count), ("kills", kills)):
                if has_layer(facts, nation, layer) or count:
                    yield observed(name, nation, "layer", layer, float(value))
                else:
                    yield absent(name, nation, "layer", layer, "not_applicable")
            fired_sum, kill_sum = fired_sum + count, kill_sum + kills
        yield per_kill(nation, fired_sum, kill_sum)


def has_layer(facts: Facts, nation: str, layer: str) -> bool:
    """Return whether a nation (or any) has a battery of a layer."""
    nodes = [node for node in facts.scenario.nodes if nation in (node.name, ALL)]
    return any(battery.layer == layer for node in nodes for battery in node.batteries)


def is_of(shot: Shot, nation: str, layer: str) -> bool:
    """Return whether a shot is of a nation (or of any) and a layer."""
    return nation in (shot.node, ALL) and shot.layer == layer


def per_kill(nation: str, fired: int, kills: int) -> Answer:
    """Return interceptors over kills."""
    name = "interceptors_per_kill"
    if kills:
        return observed(name, nation, "nation", ALL, fired / kills)._replace(n=kills)
    return absent(name, nation, "nation", ALL, "never" if fired else "not_applicable")


def leaks(facts: Facts) -> Iterator[Answer]:
    """Yield, for every payload body at risk to a party, 1 if it came down there and 0 if not; and the counts."""
    leakers = dict.fromkeys(facts.parties, 0)
    hit = {nation: dict.fromkeys(areas_of(facts, nation), 0) for nation in facts.parties}
    for impact in (impact for launch in facts.launches for impact in launch.impacts):
        if impact.nation not in leakers:
            continue
        end = facts.ended.get(impact.body_id)
        has_leaked = end is not None and end.how == "impact" and end.nation == impact.nation
        if has_leaked and end is not None:
            leakers[impact.nation] += 1
            for area_id in end.areas:
                hit[impact.nation][area_id] = hit[impact.nation].get(area_id, 0) + 1
        for nation in (impact.nation, ALL):
            if end is None:
                yield absent("leakage", nation, "body", impact.body_id, "pending")
            else:
                yield observed("leakage", nation, "body", impact.body_id, float(has_leaked))
    for nation, count in {**leakers, ALL: sum(leakers.values())}.items():
        yield observed("leakers", nation, "nation", ALL, float(count))
    for nation, areas in hit.items():
        for area_id, count in areas.items():
            yield observed("leakers", nation, "area", area_id, float(count))


def areas_of(facts: Facts, nation: str) -> list[str]:
    """Return the declared areas of a nation."""
    return [area.area_id for area in facts.scenario.geography.areas if area.nation == nation]
