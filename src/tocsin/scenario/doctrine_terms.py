"""A doctrine as a list of terms, for people: what it says, and in what two differ."""

from typing import NamedTuple

from tocsin.scenario.doctrine_file import DOCTRINE_PACK, doctrine_pack
from tocsin.scenario.doctrine_schema import DoctrineFile
from tocsin.scenario.pack import Quantity, shipped_pack

CONTROL_WORDS = {
    "hold": "hold: nothing is fired",
    "self_defence": "self-defence: at what comes down on an own declared area",
    "tight": "tight: at what the watch found valid",
    "free": "free: at what comes down on the defended and was not found harmless",
}
ENGAGEMENT_WORDS = {
    "shoot_look_shoot": "shoot, look, shoot",
    "salvo": "one salvo and no more",
    "salvo_look_salvo": "salvo, look, salvo",
}
DEFENDS_WORDS = {"own": "its own land", "parties": "its own land, and partners' where the agreement lets it"}
ANNOUNCES_WORDS = {"before": "when it is ordered", "after": "when it has left its launcher"}


class Term(NamedTuple):
    """One thing that a doctrine settles: key of the file, words for it, value in words, and why if it says so."""

    key: str
    words: str
    value: str
    why: str = ""


def terms_of(file: DoctrineFile) -> list[Term]:
    """Return every term, the same ones in the same order for every doctrine."""
    return [
        Term("weapons_control", "fires", CONTROL_WORDS[file.weapons_control]),
        Term("engagement", "engages by", ENGAGEMENT_WORDS[file.engagement]),
        Term("defends", "defends", DEFENDS_WORDS[file.defends]),
        Term("announces", "tells partners of a shot", ANNOUNCES_WORDS[file.announces]),
        *(
            Term(f"salvo.{layer}", f"fired together, {layer}", "the battery's own" if count is None else str(count))
            for layer, count in file.salvo.model_dump().items()
        ),
        *(
            Term(f"reserve.{layer}", f"kept for declared areas, {layer}", str(count))
            for layer, count in file.reserve.model_dump().items()
        ),
        *(number_term(file, key, number) for key, number in doctrine_pack(file, file.name).numbers.items()),
    ]


def number_term(file: DoctrineFile, key: str, number: Quantity) -> Term:
    """Return a number that cells decide by as a term, and where it comes from if it is the doctrine's own."""
    unit = "" if number.unit == "1" else f" {number.unit}"
    own = file.numbers.get(key)
    why = "" if own is None else "; ".join(text for text in (own.source or "notional", own.note) if text)
    return Term(
        f"numbers.{key}", shipped_pack(DOCTRINE_PACK).numbers[key].note or key, f"{number.value:g}{unit}", why
    )


def pairs_of(a: DoctrineFile, b: DoctrineFile) -> list[tuple[Term, Term]]:
    """Return the terms of two doctrines side by side."""
    return list(zip(terms_of(a), terms_of(b), strict=True))
