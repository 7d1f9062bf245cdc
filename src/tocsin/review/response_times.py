"""How long teams took to do what an inject asks for."""

from collections.abc import Iterator

from tocsin.review.answer import Answer, Definition, absent, observed
from tocsin.review.facts import Facts
from tocsin.review.responses import responses_of

DEFINITIONS = (
    Definition(
        "time_to_respond_s",
        "s",
        "inject of which an action is expected, and the team that it names",
        "Time from the delivery of an inject to the first order of the expected cell and kind that was not refused.",
        "InjectDelivered to Order",
        "no such order by the inject's own limit; not applicable where it was not delivered, or where the clock was "
        "paused, stopped or not at 1x in between",
        "median, never largest",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    for item in responses_of(facts.log, facts.scenario):
        about = "time_to_respond_s", item.team, "inject", item.inject_id
        if item.time_to_respond_s is None:
            yield absent(*about, item.status)
        else:
            yield observed(*about, item.time_to_respond_s)
