"""What the answers to the questionnaire come to: pooled, from three answers or more, nobody ranked."""

from tocsin.review.facts import Facts
from tocsin.review.pack.disclosure_log import party
from tocsin.review.pack.section import Block, Listed, Section, Table
from tocsin.review.party import POOLED_FROM, View
from tocsin.review.survey import Pooled, pooled_of, remarks_of
from tocsin.review.survey_words import QUESTIONS

INTRO = (
    f"How far people agreed, from 1, not at all, to 5, fully. Answers are anonymous and told only pooled: a question "
    f"that fewer than {POOLED_FROM} of a nation answered is left out, and remarks are told only where as many wrote "
    f"one. Spread is one standard deviation."
)
WORDS = {question.key: question.said.en for question in QUESTIONS}


def section(view: View, facts: Facts) -> Section | None:
    """Return the pooled answers that a reader may see; None where there are none."""
    pooled, remarks = pooled_of(view), remarks_of(view)
    if not pooled:
        return None
    blocks: list[Block] = [
        Table(
            party(nation),
            ("statement", "answers", "mean", "spread", "1", "2", "3", "4", "5"),
            tuple(row_of(item) for item in pooled if item.nation == nation),
        )
        for nation in dict.fromkeys(item.nation for item in pooled)
    ]
    for nation in dict.fromkeys(name for name, _ in remarks):
        said = tuple(remark for name, remark in remarks if name == nation)
        blocks.append(Listed(f"{party(nation)}: remarks", said))
    return Section("survey", "Questionnaire", INTRO, tuple(blocks))


def row_of(item: Pooled) -> tuple[str, ...]:
    """Return a question's row."""
    counts = (str(count) for count in item.counts)
    return WORDS[item.question], str(item.n), f"{item.mean_score:.1f}", f"{item.spread_score:.1f}", *counts
