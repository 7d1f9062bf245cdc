"""What happened, in sentences; what this reader is not told; how far a cut or damaged journal stands."""

from tocsin.exchange.agreement import JOINT
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.facts import Facts
from tocsin.review.families import TRUTH_FAMILIES
from tocsin.review.log import RunLog, is_over
from tocsin.review.measure import measure_rows
from tocsin.review.pack.own_words import own_words
from tocsin.review.pack.retimed_orders import never_played
from tocsin.review.pack.section import Block, Notice, Section, Words
from tocsin.review.page_summary import summary_of
from tocsin.review.page_words import clock, listed, sentence
from tocsin.review.party import View

TOLD_OF = {
    "launches": "what was launched",
    "flights": "how it flew and where it ended",
    "pairings": "which body caused which measurement",
    "outcomes": "what shots truly hit",
    "losses": "which messages were lost",
    "injects": "what control had planned and done",
}


def section(view: View, facts: Facts) -> Section:
    """Return the opening of a pack."""
    blocks: list[Block] = []
    if told := never_played(view.log):
        blocks.append(Notice((told,)))
    if cut := unfinished(view.log, facts):
        blocks.append(Notice((cut,)))
    if view.party == CONTROL:
        said = summary_of({view.log.header.agreement: facts}, measure_rows(view.log, view.scenario))
        blocks.append(Words((" ".join(said),)))
    else:
        blocks.append(Notice((left_out(view),)))
        blocks.append(Words(tuple(own_words(view, facts))))
    return Section("summary", "What happened", "", tuple(blocks))


def unfinished(log: RunLog, facts: Facts) -> str:
    """Return how far a run stands where its journal is damaged or ends before its exercise does; '' if whole."""
    if not log.damage and facts.end_ms >= facts.scenario.end_ms:
        return ""
    if is_over(log) and not log.damage:
        planned = clock(facts.scenario.end_ms / 1000.0)
        return f"The director ended play at {clock(facts.end_ms / 1000.0)} of exercise time; {planned} was planned."
    why = sentence(log.damage) if log.damage else "The run was not finished."
    return (
        f"The journal under \u201c{log.header.agreement}\u201d stands up to {clock(facts.end_ms / 1000.0)} of "
        f"exercise time, of {clock(facts.scenario.end_ms / 1000.0)} planned. {why} What follows holds up to then and "
        "no further."
    )


def left_out(view: View) -> str:
    """Return what this reader's pack is made from, and what of the truth control did not release."""
    if view.party == JOINT:
        made_of = "This pack holds the records that every party\u2019s disclosure officer cleared for both"
        if not view.families:
            return f"{made_of}. Nothing has been cleared yet."
    else:
        made_of = "This pack holds this nation\u2019s own records and what was told to it"
    kept = [words for name, words in TOLD_OF.items() if name not in view.families]
    told = [words for name, words in TOLD_OF.items() if name in view.families]
    assert set(TOLD_OF) == set(TRUTH_FAMILIES)
    if not kept:
        return f"{made_of}, and the truth, which control released."
    released = f", and of the truth what control released: {listed(told)}" if told else ""
    return (
        f"{made_of}{released}. Not released: {listed(kept)}. What cannot be said without that is left out, "
        "not printed as nothing."
    )
