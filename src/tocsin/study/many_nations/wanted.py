"""How large a world of many nations is to be, and who is linked with whom in it."""

from dataclasses import dataclass

from tocsin.errors import ScenarioError
from tocsin.scenario.atlas import load_atlas

GRAPHS = ("full", "hub", "pairwise")
BOUNDS = {"nations": (2, 26), "sensors": (0, 500), "batteries": (0, 200), "launches": (0, 200), "minutes": (1, 240)}


@dataclass(frozen=True, slots=True)
class ManyNations:
    """What a scenario of many nations is made of.

    Attributes
    ----------
    nations : int, 2 to 26
        The first so many of the planet, which lie near each other; each runs a node.
    sensors : int, 0 to 500
    batteries : int, 0 to 200
        Shared out evenly, the first nations having one more where it does not come out even.
    graph : ``full``, ``hub`` or ``pairwise``
        Who is linked with whom: everyone with everyone; everyone with the first nation; the first with the second,
        the third with the fourth, and so on (the last of an odd number with nobody).
    launches : int, 0 to 200
        Declared; each flies with ``FLIES_WITH`` at a time drawn in the first minutes of a run.
    minutes : int, 1 to 240

    Raises
    ------
    ScenarioError
        A number out of its bounds, or an unknown graph.
    """

    nations: int = 26
    sensors: int = 500
    batteries: int = 200
    graph: str = "full"
    launches: int = 26
    minutes: int = 40

    def __post_init__(self) -> None:
        """Hold every number to its bounds."""
        for name, (low, high) in BOUNDS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise ScenarioError(f"{name} = {value}: must be {low} to {high}; choose another")
        if self.graph not in GRAPHS:
            raise ScenarioError(f"graph = {self.graph!r}: must be one of {', '.join(GRAPHS)}; choose one")

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ids of the nations that run a node, in order."""
        return tuple(territory.nation for territory in load_atlas("many").territories[: self.nations])


def pairs_of(wanted: ManyNations) -> list[tuple[str, str]]:
    """Return who is linked with whom, both ways, each pair once."""
    names = wanted.names
    if wanted.graph == "hub":
        return [(names[0], other) for other in names[1:]]
    if wanted.graph == "pairwise":
        return list(zip(names[::2], names[1::2], strict=False))
    return [(one, other) for index, one in enumerate(names) for other in names[index + 1 :]]


def share_of(total: int, wanted: ManyNations, number: int) -> int:
    """Return how many of a total the nation of a number, from 0, has."""
    return total // wanted.nations + (number < total % wanted.nations)
