"""Colours: one a party, the same in every form; truth is its own."""

from tocsin.orders.kinds import TRUTH
from tocsin.scenario.declared import Scenario

Ink = tuple[int, int, int]  # red, green, blue, 0 to 255

TRUTH_INK: Ink = (235, 235, 235)
OTHER_INK: Ink = (150, 150, 150)
PARTY_INKS: tuple[Ink, ...] = ((86, 180, 233), (230, 159, 0), (0, 158, 115), (204, 121, 167), (240, 228, 66))


def inks_of(scenario: Scenario) -> dict[str, Ink]:
    """Return the colour of each party and of truth; parties are told apart by those who see no red or green too."""
    inks = {party: PARTY_INKS[number % len(PARTY_INKS)] for number, party in enumerate(scenario.parties)}
    return {TRUTH: TRUTH_INK, **inks}
