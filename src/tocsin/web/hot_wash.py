"""What people decide about the review: who has cleared what, what was learnt; each reader is told his part of it."""

from collections.abc import Callable, Iterable

import msgspec

from tocsin.exchange.agreement import JOINT
from tocsin.exercise.staff.audience import Audience as Looking
from tocsin.orders.hot_wash import CONTROL, Audience, Cleared, LessonNoted
from tocsin.review.families import FAMILIES, TRUTH_FAMILIES
from tocsin.review.log import Header, Logged, RunLog
from tocsin.review.party import cleared, is_told, released
from tocsin.scenario.declared import Scenario
from tocsin.web.roster import Roster
from tocsin.web.seats import Seat
from tocsin.web.stream import audiences_of

ANSWERED = "answered.json"  # beside the roster: who has answered the questionnaire, never what
CLEARS = "disclosure_officer"
CLEARS_TRUTH = ("director", "simulation_control")
NO_HEADER = Header("", "", 0, 0, "", {})


class HotWash:
    """What was decided so far about the review of one exercise.

    Parameters
    ----------
    scenario : Scenario
    now_ms : callable
        Returns the exercise time.
    tell : callable
        Journals an aside of a node; on disk when it returns.
    roster : Roster
        Beside it lies who has answered the questionnaire.
    past : list of Logged
        What the journal holds of it already.

    Attributes
    ----------
    version : int
        Changes with everything that changes what somebody may read.
    """

    def __init__(
        self,
        scenario: Scenario,
        now_ms: Callable[[], int],
        tell: Callable[[msgspec.Struct, str], None],
        roster: Roster,
        past: Iterable[Logged],
    ) -> None:
        self.scenario, self.version = scenario, 0
        self._now_ms, self._tell, self._roster = now_ms, tell, roster
        self._asides = [*past]
        self._answered = set(msgspec.json.decode(roster.kept(ANSWERED) or b"[]", type=list[str]))

    @property
    def log(self) -> RunLog:
        """Return what was decided, as the rooms below read it."""
        return RunLog(NO_HEADER, [], self._now_ms(), asides=self._asides)

    def seen_by(self, reader: str) -> RunLog:
        """Return of what was decided that which a reader may know."""
        return RunLog(NO_HEADER, [], self._now_ms(), asides=[e for e in self._asides if may_know(e, reader)])

    def note(self, body: msgspec.Struct, node: str) -> None:
        """Journal a decision."""
        self._tell(body, node)
        self._asides.append(Logged(self._now_ms(), node, body))
        self.version += 1

    def clear(self, seat: Seat, audience: Audience, items: Iterable[str], is_withdrawn: bool) -> None:
        """Clear items for an audience, or take that back; what stands so already is not journaled again."""
        party = clearing_party(seat)
        table = cleared(self.log)
        new = tuple(
            item for item in dict.fromkeys(items) if (party in table.get((audience, item), ())) is is_withdrawn
        )
        if new:
            told = Cleared(seat=seat.seat_id, party=party, audience=audience, items=new, is_withdrawn=is_withdrawn)
            self.note(told, seat.node)

    def released(self, audience: Audience) -> frozenset[str]:
        """Return the families that an audience may see now."""
        reader = JOINT if audience == "joint" else next(iter(self.scenario.parties), "")
        return released(self.log, self.scenario, reader)

    def lessons(self, reader: str = CONTROL) -> dict[str, LessonNoted]:
        """Return the newest of each lesson that a reader may know, by id."""
        bodies = (entry.body for entry in self.seen_by(reader).asides)
        return {body.lesson_id: body for body in bodies if isinstance(body, LessonNoted)}

    def new_lesson_id(self, node: str) -> str:
        """Return the next id of a lesson: counted for each node by itself, so that it tells nothing of others."""
        known, number = self.lessons(), 1
        while (lesson_id := f"{node or 'all'}-{number}") in known:
            number += 1
        return lesson_id

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


def may_know(entry: Logged, reader: str) -> bool:
    """Return whether a reader may know of a decision; ``control`` may know of all, '' of none but the public ones."""
    return reader == CONTROL or is_told(entry, reader)


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


def clearable(party: str, audience: Audience) -> tuple[str, ...]:
    """Return what a party may clear for an audience: truth is control's, and every party's for the joint pack."""
    match audience:
        case "parties":
            return (*TRUTH_FAMILIES,) if party == CONTROL else ()
        case "joint":
            return (*TRUTH_FAMILIES,) if party == CONTROL else FAMILIES
        case "public":
            return ()
