"""What of a defence passes over or comes down on states that are no party, and whether they were told."""

from collections.abc import Iterator

from tocsin.defence.battery import Shot
from tocsin.orders.record import Overflight, ThirdStateNotified
from tocsin.review.answer import ALL, Answer, Definition, absent, observed
from tocsin.review.facts import Facts

DEFINITIONS = (
    Definition(
        "third_state_overflights",
        "count",
        "nation; subjects told and untold",
        "The nation's shots over each state that is no party (a shot over two counts twice); told where the nation "
        "notified that state of it.",
        "Shot to Overflight",
        "0; not applicable where the nation has no battery",
        "sum",
    ),
    Definition(
        "debris_in_third_state",
        "count",
        "nation; subjects told and untold",
        "Payloads that the nation killed whose debris came down in a state that is no party; told where the nation "
        "notified that state that debris of the shot might.",
        "ShotOutcome to BodyEnded of the debris",
        "0; not applicable where the nation has no battery",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    of = {shot.shot_id: shot.node for _, _, shot in facts.of(Shot)}
    armed = {node.name for node in facts.scenario.nodes if node.batteries} | set(of.values())
    told = {(notice.shot_id, notice.nation, notice.risk) for _, _, notice in facts.of(ThirdStateNotified)}
    over = [(flight.shot_id, flight.nation) for _, _, flight in facts.of(Overflight)]
    cases = {
        "third_state_overflights": [(of[shot_id], (shot_id, state, "overflight") in told) for shot_id, state in over],
        "debris_in_third_state": [
            (of[shot_id], (shot_id, state, "debris") in told) for shot_id, state in debris_hits(facts)
        ],
    }
    for name, found in cases.items():
        for nation in (*facts.parties, ALL):
            for subject in ("told", "untold"):
                if nation in armed or (nation == ALL and armed):
                    count = sum(nation in (node, ALL) and was_told == (subject == "told") for node, was_told in found)
                    yield observed(name, nation, "notice", subject, float(count))
                else:
                    yield absent(name, nation, "notice", subject, "not_applicable")


def debris_hits(facts: Facts) -> list[tuple[str, str]]:
    """Return every shot whose kill's debris came down in a state that is no party, and that state."""
    return [
        (outcome.shot_id, end.nation)
        for outcome in facts.outcomes.values()
        if (end := facts.ended.get(outcome.debris_id)) is not None
        and end.how == "impact"
        and end.nation not in ("", *facts.parties)
    ]
