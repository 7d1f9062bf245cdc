"""What was shot at, what was killed and what came through."""

from collections.abc import Iterator

from tocsin.defence.battery import LAYER_NUMBER, Shot
from tocsin.orders.record import ShotOutcome
from tocsin.review.answer import ALL, Answer, Definition, absent, observed
from tocsin.review.facts import Facts

DEFINITIONS = (
    Definition(
        "leakers",
        "count",
        "nation",
        "Payload bodies at risk to the nation (undefended impact in its territory) that truly came down in it.",
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
        "0",
        "sum",
    ),
    Definition(
        "kills",
        "count",
        "layer x nation",
        "Payload bodies truly destroyed, credited to the first shot that did it.",
        "ShotOutcome",
        "0",
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
    killed: dict[str, Shot] = {}
    for _, _, outcome in facts.of(ShotOutcome):
        if outcome.kills and outcome.body_id not in facts.shed:  # a spent stage hit is no kill
            killed.setdefault(outcome.body_id, shots[outcome.shot_id])
    fired = [shot for shot in shots.values() if shot.launch_ms <= facts.end_ms]
    for nation in (*facts.parties, ALL):
        fired_sum, kill_sum = 0, 0
        for layer in LAYER_NUMBER:
            count = sum(shot.interceptors for shot in fired if is_of(shot, nation, layer))
            kills = sum(is_of(shot, nation, layer) for shot in killed.values())
            yield observed("interceptors_fired", nation, "layer", layer, float(count))
            yield observed("kills", nation, "layer", layer, float(kills))
            fired_sum, kill_sum = fired_sum + count, kill_sum + kills
        yield per_kill(nation, fired_sum, kill_sum)


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
    for impact in (impact for launch in facts.launches for impact in launch.impacts):
        if impact.nation not in leakers:
            continue
        end = facts.ended.get(impact.body_id)
        has_leaked = end is not None and end.how == "impact" and end.nation == impact.nation
        leakers[impact.nation] += has_leaked
        for nation in (impact.nation, ALL):
            if end is None:
                yield absent("leakage", nation, "body", impact.body_id, "pending")
            else:
                yield observed("leakage", nation, "body", impact.body_id, float(has_leaked))
    for nation, count in {**leakers, ALL: sum(leakers.values())}.items():
        yield observed("leakers", nation, "nation", ALL, float(count))
