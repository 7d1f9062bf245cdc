"""What is decided about the review, in play or after ENDEX: who may read what, what the public is told, lessons.

All of it is ``aside``: chained in the journal, never in the digest, never read by ``step``.
"""

from typing import Literal

import msgspec

Audience = Literal["parties", "joint", "public"]
Announced = Literal["before", "after"]
LessonState = Literal["open", "accepted", "done", "rejected"]
CONTROL = "control"  # the party that clears truth; every other is a nation


class Cleared(msgspec.Struct, frozen=True, kw_only=True):
    """A disclosure officer, or control for truth, cleared items for an audience, or took that back.

    ``party``: a nation, or ``control``.  ``items``: of ``parties`` and ``joint`` families of records
    (``review.families``); of ``public`` facts of a statement (``review.statement``).
    """

    seat: str
    party: str
    audience: Audience
    items: tuple[str, ...]
    is_withdrawn: bool = False


class StatementDrafted(msgspec.Struct, frozen=True, kw_only=True):
    """A party drafted a public statement: the facts it is built from.  A later draft of the same id replaces it.

    ``wall_utc_ms``: when, by the clock on the wall, from which the time for clearing counts; 0 where nobody knows.
    """

    seat: str
    party: str
    statement_id: str
    announced: Announced
    facts: tuple[str, ...]
    wall_utc_ms: int = 0


class StatementReleased(msgspec.Struct, frozen=True, kw_only=True):
    """A statement went out, in these words; every fact in it had been cleared by every party.

    ``is_late``: after the time that the agreement leaves for clearing.  ``wall_utc_ms``: as for a draft.
    """

    seat: str
    statement_id: str
    text: str
    is_late: bool = False
    wall_utc_ms: int = 0


class SurveyAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of a nation answered the questionnaire; no seat is kept.

    ``scores``: (question, 1 to 5).  ``remark``: free text, '' for none.
    """

    node: str
    scores: tuple[tuple[str, int], ...]
    remark: str = ""


class LessonNoted(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson was identified, or its owner or state changed: the newest of an id holds.  ``node``: '' for all."""

    seat: str
    lesson_id: str
    node: str
    text: str
    owner: str = ""
    state: LessonState = "open"
    at_ms: int = -1


class Retimed(msgspec.Struct, frozen=True, kw_only=True):
    """A counterfactual journal: whose digest it was made from, and what became of each order that people gave there.

    ``kept_count``: given at the same time.  ``moved``: (order id, how much later in ms).  ``dropped``: (order id,
    why).  ``refused``: of those given, (order id, why it could not be obeyed here).  ``by_doctrine``: how many orders
    doctrine gave at cells that people held, for what they never met.
    """

    of_digest: str
    kept_count: int
    moved: tuple[tuple[str, int], ...]
    dropped: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]
    by_doctrine: int


class LuckSpread(msgspec.Struct, frozen=True, kw_only=True):
    """What a headline measure came to under other seeds, all else as in this journal; null where not observed.

    ``values``: in the order of the seeds, which is the same in all journals made together, so that they pair.
    """

    nation: str
    measure: str
    values: tuple[float | None, ...]


OF_HOT_WASH: tuple[type[msgspec.Struct], ...] = (
    Cleared,
    StatementDrafted,
    StatementReleased,
    SurveyAnswered,
    LessonNoted,
    Retimed,
    LuckSpread,
)
