"""The columns of a series: each live exercise by itself, batch runs that only luck tells apart together."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from tocsin.errors import ScenarioError
from tocsin.orders.aside import ClockChanged
from tocsin.review.answer import ALL
from tocsin.review.log import RunLog
from tocsin.review.measure import Row, measure_rows
from tocsin.review.party import View, view_of
from tocsin.scenario.declared import Scenario
from tocsin.study.series.setup import SEED, Setup, setup_of

LABELS = "ABCDEFGHIJKL"
FEWEST, MOST = 2, len(LABELS)


class Played(NamedTuple):
    """One run as its reader may see it, with its measures."""

    view: View
    rows: tuple[Row, ...]


class Exercise(NamedTuple):
    """One column of a series.

    Attributes
    ----------
    label : str
        ``A`` is the earliest.
    setup : Setup
        What it was made of.
    runs : tuple of Played
        One of a live exercise.
    is_live : bool
        Whether people ran its clock; then it is a single case, and nothing of it has an interval.
    """

    label: str
    setup: Setup
    runs: tuple[Played, ...]
    is_live: bool

    @property
    def scenario_name(self) -> str:
        """Return what its reader knows its scenario by."""
        return self.runs[0].view.scenario.name


def exercises_of(runs: Sequence[tuple[RunLog, Scenario]], party: str) -> tuple[Exercise, ...]:
    """Return the exercises in some journals as one reader may see them, the earliest first.

    Parameters
    ----------
    runs : sequence of (RunLog, Scenario)
        In any order: it changes nothing.
    party : str
        ``control``, ``joint`` or a nation.

    Raises
    ------
    ScenarioError
        If there is no such reader, the same run comes twice, or there are too few or too many exercises.
    """
    check_runs([log for log, _ in runs])
    groups: dict[tuple[object, ...], list[Played]] = {}
    for number, (log, scenario) in enumerate(runs):
        try:
            played = played_of(view_of(log, scenario, party))
        except ScenarioError as error:
            raise ScenarioError(f"{log.header.scenario} under {log.header.agreement}: {error}") from None
        setup = setup_of(played.view)
        is_alone = is_live(played.view) or not played.view.scenario.text  # who cannot tell what differs pools nothing
        groups.setdefault((number,) if is_alone else setup.without(SEED), []).append(played)
    if len(groups) > MOST:
        raise ScenarioError(f"JOURNAL: {len(groups)} exercises: must be at most {MOST}; compare fewer at a time")
    ordered = sorted((sorted(group, key=content) for group in groups.values()), key=place_in_time)
    return tuple(
        Exercise(label, together([setup_of(item.view) for item in group]), tuple(group), is_live(group[0].view))
        for label, group in zip(LABELS, ordered, strict=False)
    )


def check_runs(logs: Sequence[RunLog]) -> None:
    """Raise ScenarioError unless there are two runs or more, each once."""
    if len(logs) < FEWEST:
        raise ScenarioError(
            f"JOURNAL: {len(logs)} given: must be at least {FEWEST}; one exercise alone is for `tocsin review`"
        )
    digests = [log.header.digest for log in logs if log.header.digest]
    for digest in digests:
        if digests.count(digest) > 1:
            raise ScenarioError(f"JOURNAL: the run with digest {digest[:12]} is there twice; name each journal once")


def played_of(view: View) -> Played:
    """Return a run with its measures."""
    return Played(view, tuple(measure_rows(view.log, view.scenario)))


def is_live(view: View) -> bool:
    """Return whether people ran the clock of a run."""
    return any(isinstance(entry.body, ClockChanged) for entry in view.log.asides)


def content(played: Played) -> bytes:
    """Return what orders runs of which nothing else says which is first."""
    return msgspec.json.encode((played.view.log.header.seed, played.view.log.header.run, played.rows))


def place_in_time(group: Sequence[Played]) -> tuple[object, ...]:
    """Return what exercises are ordered by: the day they were played; where none is known, their own calendar."""
    first = group[0]
    day_ms = played_utc_ms(first.view)
    calendar_ms = first.view.scenario.windows[0].utc_ms
    return day_ms == 0, day_ms, calendar_ms, setup_of(first.view), content(first)


def played_utc_ms(view: View) -> int:
    """Return when people first ran the clock of a run (ms since 1970, UTC); 0 where nobody wrote it down."""
    return next((b.wall_utc_ms for _, _, b in view.log.asides if isinstance(b, ClockChanged) and b.wall_utc_ms), 0)


def together(setups: Iterable[Setup]) -> Setup:
    """Return the setup of runs that differ in luck alone: their seeds, one after the other."""
    all_of_them = tuple(setups)
    seeds = dict.fromkeys(item.value_of(SEED) for item in all_of_them)
    return all_of_them[0].replaced(SEED, ", ".join(seeds))


def nations_in(exercises: Sequence[Exercise]) -> tuple[str, ...]:
    """Return whose rows a series shows: a nation's own, or all together and then each by name."""
    party = exercises[0].runs[0].view.party
    parties = sorted({nation for item in exercises for run in item.runs for nation in run.view.scenario.parties})
    return (party,) if party in parties else (ALL, *parties)
