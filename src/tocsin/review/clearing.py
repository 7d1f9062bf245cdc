"""What each party may clear for whom."""

from tocsin.exchange.agreement import Agreement
from tocsin.orders.hot_wash import CONTROL, Audience
from tocsin.review.families import FAMILIES, TRUTH_FAMILIES
from tocsin.review.public_facts import TRUTH_FACTS


def clearable(party: str, audience: Audience, policy: Agreement) -> tuple[str, ...]:
    """Return what a party (a nation, or ``control``) may clear for an audience.

    Truth is control's to clear; for the joint pack and the public it takes every party's word too.  ``policy``: the
    agreement in force, which says what facts the public may be told at all.
    """
    match audience:
        case "parties":
            return (*TRUTH_FAMILIES,) if party == CONTROL else ()
        case "joint":
            return (*TRUTH_FAMILIES,) if party == CONTROL else FAMILIES
        case "public":
            facts = policy.public_facts
            return tuple(fact for fact in facts if fact in TRUTH_FACTS) if party == CONTROL else facts
