"""How long links showed that something was missing."""

from collections.abc import Iterator

from tocsin.exchange.message import LinkGap, LinkGapFilled
from tocsin.review.answer import ALL, Answer, Definition, observed
from tocsin.review.facts import Facts

DEFINITIONS = (
    Definition(
        "link_gap_s",
        "s",
        "link x receiver",
        "Time during which the receiver knew that at least one sequence number of the link had not come. One still "
        "open at the end of the run counts as far as it went; n_never says how many numbers never came.",
        "LinkGap to LinkGapFilled",
        "0",
        "sum",
    ),
)


def answers(facts: Facts) -> Iterator[Answer]:
    """Yield the answers to this module's measures."""
    receiver = {link.link_id: link.target for link in facts.scenario.links}
    for link_id, nation in receiver.items():
        gap_ms, n_never = gap_of(facts, link_id)
        for whose in (nation, ALL):
            answer = observed("link_gap_s", whose, "link", link_id, gap_ms / 1000.0)
            yield answer._replace(n_never=n_never)


def gap_of(facts: Facts, link_id: str) -> tuple[int, int]:
    """Return for how long (ms) numbers of a link were missing, and how many never came."""
    filled_ms = {body.seq: time_ms for time_ms, _, body in facts.of(LinkGapFilled) if body.link_id == link_id}
    spans: list[tuple[int, int]] = []
    n_never = 0
    for time_ms, _, gap in facts.of(LinkGap):
        if gap.link_id == link_id:
            seqs = range(gap.first_seq, gap.last_seq + 1)
            n_never += sum(seq not in filled_ms for seq in seqs)
            spans.append((time_ms, max(filled_ms.get(seq, facts.end_ms) for seq in seqs)))
    total_ms, reached_ms = 0, 0
    for from_ms, to_ms in sorted(spans):
        total_ms += max(0, to_ms - max(from_ms, reached_ms))
        reached_ms = max(reached_ms, to_ms)
    return total_ms, n_never
