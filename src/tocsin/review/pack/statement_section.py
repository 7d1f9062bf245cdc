"""Public statements: the words of those that are out, and what those that are not still wait for."""

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import Agreement
from tocsin.review.facts import Facts
from tocsin.review.pack.disclosure_log import party, plain
from tocsin.review.pack.section import Block, Listed, Section, Table, Words
from tocsin.review.page_words import listed
from tocsin.review.party import View
from tocsin.review.statement import Drafted, drafts_of, facts_of, policy_of, standing_of

LANGUAGES = ("English", "Chinese", "Russian")  # in the order of the paragraphs
WHEN = {"before": "before play", "after": "after play"}
INTRO = (
    "A statement is built from facts that every party has cleared, and from nothing else. It always says that it is "
    "about an exercise and that this is directed against no third party."
)


def section(view: View, facts: Facts) -> Section | None:
    """Return the statements of a run; None where nobody drafted one."""
    drafts = drafts_of(view.log)
    if not drafts:
        return None
    blocks: list[Block] = [policy_words(view), outline(drafts)]
    for item in drafts.values():
        blocks += words_of(item) if item.released else [waiting_for(view, item)]
    return Section("statement", "Public statement", INTRO, tuple(blocks))


def policy_words(view: View) -> Words:
    """Return what the agreement says of statements."""
    try:
        policy = policy_of(view.log, view.scenario)
    except ScenarioError:
        return Words(("The journal does not hold the agreement.",))
    return Words((policy_line(policy),))


def policy_line(policy: Agreement) -> str:
    """Return in a sentence when the agreement lets statements out, and how soon."""
    when = {
        "announce_before": "before play",
        "announce_after": "after play",
        "both": "before play and after it",
    }
    if policy.publicity not in when:
        return f"The agreement {policy.name} lets no statement out."
    return (
        f"The agreement {policy.name} lets statements out {when[policy.publicity]}, within "
        f"{policy.clear_within_ms / 60_000:g} minutes of their first draft."
    )


def outline(drafts: dict[str, Drafted]) -> Table:
    """Return how each statement stands."""
    rows = tuple(
        (
            name,
            party(item.draft.party),
            WHEN[item.draft.announced],
            "draft" if item.released is None else "out, late" if item.released.is_late else "out, in time",
            plain(facts_of(item.draft)),
        )
        for name, item in drafts.items()
    )
    return Table("", ("statement", "drafted by", "for", "state", "facts"), rows)


def words_of(item: Drafted) -> list[Block]:
    """Return the words in which a statement went out, language by language, as they are in the journal."""
    assert item.released is not None
    paragraphs = [text for text in item.released.text.split("\n\n") if text.strip()]
    names = LANGUAGES if len(paragraphs) == len(LANGUAGES) else ("",) * len(paragraphs)
    return [
        Listed(f"{item.draft.statement_id}: {name}" if name else item.draft.statement_id, tuple(text.split("\n")))
        for name, text in zip(names, paragraphs, strict=True)
    ]


def waiting_for(view: View, item: Drafted) -> Words:
    """Return who has still to clear which facts of a draft."""
    lacking = [
        f"{plain([standing.fact])} by {listed([party(name) for name in standing.lacking])}"
        for fact in facts_of(item.draft)
        if (standing := standing_of(view.log, view.scenario, fact)).lacking
    ]
    rest = f"still to be cleared: {'; '.join(lacking)}." if lacking else "every fact is cleared."
    return Words((f"{item.draft.statement_id} is not out; {rest}",))
