"""Whether public statements told what nobody had cleared: read back from the words that went out.

By arithmetic of its own: it asks neither the builder of statements nor its rules, only the table of words.
"""

import re
from collections.abc import Iterator

from tocsin.exchange.agreement import PublicFact
from tocsin.orders.hot_wash import CONTROL, Cleared, StatementDrafted, StatementReleased
from tocsin.review.log import RunLog
from tocsin.review.statement_words import FACT_WORDS, MARKED, NO_THIRD_PARTY, SIMULATED

FRAME = frozenset({*MARKED, *SIMULATED, *NO_THIRD_PARTY})
OF_TRUTH = ("launches_simulated", "intercepts")  # written again here: not the table that lets statements out
SLOT = re.compile(r"\\\{\w+\\\}")


def sentence_pattern(text: str) -> re.Pattern[str]:
    """Return what matches a sentence with anything in its slots."""
    return re.compile(SLOT.sub(".*", re.escape(text)))


PATTERNS: tuple[tuple[PublicFact, re.Pattern[str]], ...] = tuple(
    (fact, sentence_pattern(text)) for fact, said in FACT_WORDS.items() for text in said
)


def uncleared_statements(log: RunLog, parties: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield (party that drafted it, statement id) of every statement that told what had not been cleared by then.

    A line that is no sentence of the closed list was cleared by nobody.
    """
    cleared: set[tuple[str, str]] = set()  # (party, fact)
    drafters: dict[str, str] = {}
    for entry in log.asides:
        match entry.body:
            case Cleared(audience="public", party=party, items=items, is_withdrawn=is_withdrawn):
                said = {(party, item) for item in items}
                cleared = cleared - said if is_withdrawn else cleared | said
            case StatementDrafted(statement_id=statement_id, party=party):
                drafters.setdefault(statement_id, party)
            case StatementReleased(statement_id=statement_id, text=text):
                if any(not is_covered(line, cleared, parties) for line in text.split("\n")):
                    yield drafters.get(statement_id, ""), statement_id


def is_covered(line: str, cleared: set[tuple[str, str]], parties: tuple[str, ...]) -> bool:
    """Return whether a line of a statement says nothing that somebody had still to clear."""
    if not line or line in FRAME:
        return True
    told = [fact for fact, pattern in PATTERNS if pattern.fullmatch(line)]
    return any(
        all((party, fact) in cleared for party in (*parties, *((CONTROL,) if fact in OF_TRUTH else ())))
        for fact in told
    )
