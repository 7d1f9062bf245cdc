"""What people decide about the review: who has cleared what, what the public is told, what was learnt."""

from collections.abc import Callable, Iterable

import msgspec

from tocsin.exchange.agreement import JOINT, PublicFact
from tocsin.exercise.staff.audience import Audience as Looking
from tocsin.exercise.world import World
from tocsin.orders.hot_wash import CONTROL, Audience, Cleared, LessonNoted, StatementDrafted
from tocsin.review.clearing import clearable
from tocsin.review.log import Header, Logged, RunLog
from tocsin.review.party import cleared, is_told, released
from tocsin.review.statement import Drafted, FactStanding, drafts_of, standing_of
from tocsin.web.roster import Roster
from tocsin.web.seats import Seat
from tocsin.web.stream import audiences_of

ANSWERED = "answered.json"  # beside the roster: who has answered the questionnaire, never what
CLEARS = "disclosure_officer"
CLEARS_TRUTH = ("director", "simulation_control")
DRAFTS = ("public_affairs", CLEARS)
NO_HEADER = Header("", "", 0, 0, "", {})


class HotWash:
    """What was decided so far about the review of one exercise.

    Parameters
    ----------
    world : World
        Only read.
    tell : callable
        Journals an aside of a node; on disk when it returns.
    roster : Roster
        Beside it lies who has answered the questionnaire.
    past : list of Logged
        What the journal holds of it already.

    Attributes
    ----------
    version : int
        How often somebody has cleared something or taken it back: it changes what may be read.
    count : int
        Of all decisions since this server was started.
    """

    def __init__(
        self, world: World, tell: Callable[[msgspec.Struct, str], None], roster: Roster, past: Iterable[Logged]
    ) -> None:
        self.version, self.count = 0, 0
        self._world, self._tell, self._roster = world, tell, roster
        self._asides = [*past]
        self._answered = set(msgspec.json.decode(roster.kept(ANSWERED) or b"[]", type=list[str]))

    def log(self, reader: str = CONTROL) -> RunLog:
        """Return of what was decided that which a reader may know, as the rooms below read it."""
        asides = [entry for entry in self._asides if reader == CONTROL or is_told(entry, reader)]
        return RunLog(NO_HEADER, [], self._world.time_ms, asides=asides)

    def note(self, body: msgspec.Struct, node: str) -> None:
        """Journal a decision."""
        self._tell(body, node)
        self._asides.append(Logged(self._world.time_ms, node, body))
        self.count += 1
        self.version += isinstance(body, Cleared)

    def clear(self, seat: Seat, audience: Audience, items: Iterable[str], is_withdrawn: bool) -> None:
        """Clear items for an audience, or take that back; what stands so already is not journaled again."""
        party = clearing_party(seat)
        table = cleared(self.log())
        new = tuple(
            item for item in dict.fromkeys(items) if (party in table.get((audience, item), ())) is is_withdrawn
        )
        if new:
            told = Cleared(seat=seat.seat_id, party=party, audience=audience, items=new, is_withdrawn=is_withdrawn)
            self.note(told, seat.node)

    def clearable(self, party: str, audience: Audience) -> tuple[str, ...]:
        """Return what a party may clear for an audience."""
        return clearable(party, audience, self._world.agreement)

    def released(self, audience: Audience) -> frozenset[str]:
        """Return what an audience may see now."""
        scenario = self._world.scenario
        if audience == "public":
            facts = self._world.agreement.public_facts
            return frozenset(fact for fact in facts if not self.standing(fact).lacking)
        return released(self.log(), scenario, JOINT if audience == "joint" else next(iter(scenario.parties), ""))

    def standing(self, fact: PublicFact) -> FactStanding:
        """Return who has cleared a fact for the public, and who has still to."""
        return standing_of(self.log(), self._world.scenario, fact)

    def drafts(self) -> dict[str, Drafted]:
        """Return the statements, by id; everybody may know of them."""
        return drafts_of(self.log())

    def new_draft_id(self, party: str) -> str:
        """Return the next id of a party's statement."""
        return free_id(f"{party}-s", self.drafts())

    def draft(self, draft: StatementDrafted) -> None:
        """Journal a draft."""
        self.note(draft, draft.party)

    def lessons(self, reader: str = CONTROL) -> dict[str, LessonNoted]:
        """Return the newest of each lesson that a reader may know, by id."""
        bodies = (entry.body for entry in self.log(reader).asides)
        return {body.lesson_id: body for body in bodies if isinstance(body, LessonNoted)}

    def new_lesson_id(self, node: str) -> str:
        """Return the next id of a lesson: counted for each node by itself, so that it tells nothing of others."""
        return free_id(f"{node or 'all'}-", self.lessons())

    def has_answered(self, seat: Seat) -> bool:
        """Return whether a seat has answered the questionnaire."""
        return seat.seat_id in self._answered

    def answer(self, seat: Seat, body: msgspec.Struct) -> None:
        """Journal an answer without its seat; that the seat has answered lies beside the roster.

        The list is kept in the order of names, so that it tells nothing of when anybody answered.
        """
        self._answered.add(seat.seat_id)
        self._roster.keep(ANSWERED, msgspec.json.encode(sorted(self._answered)))
        self.note(body, "")


def free_id(stem: str, known: Iterable[str]) -> str:
    """Return the first of an id's numbers that is not taken."""
    taken, number = {*known}, 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def reader_of(seat: Seat) -> str:
    """Return as whom a seat reads the review: ``control``, ``joint``, its nation; '' where it reads none."""
    if seat.has_truth:
        return CONTROL
    return seat.nation if Looking("node", seat.nation) in audiences_of(seat) else ""


def clearing_party(seat: Seat) -> str:
    """Return for whom a seat clears: its nation's disclosure officer, or control for truth; '' for nobody."""
    if CLEARS in seat.roles:
        return seat.nation
    return CONTROL if set(CLEARS_TRUTH) & set(seat.roles) else ""


def may_answer(seat: Seat) -> bool:
    """Return whether a seat is asked the questionnaire: one that was granted a role.

    Else somebody could take seats of his own until there are enough answers to be shown, and know them all but one.
    """
    return any(role != "visitor" for role in seat.roles)


def drafting_party(seat: Seat) -> str:
    """Return for whom a seat drafts statements and releases them; '' for nobody."""
    return seat.nation if set(DRAFTS) & set(seat.roles) else ""
