"""The verbs that serve an exercise: what is wanted, where, and what is said to whoever starts it."""

import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote

from tocsin.cli.console import say
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.errors import ScenarioError
from tocsin.exchange.message import MARKING
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import Scenario
from tocsin.study.run import Task, task_of
from tocsin.web.blind import Drawn, drawn_from, read_pool
from tocsin.web.serve import (
    LOOPBACK,
    Place,
    Served,
    check_is_near,
    new_venue,
    resumed_venue,
    roster_folder,
    run,
    served,
)
from tocsin.web.venue import Venue

OPEN_HOUSE = "first-seen-by-partner"  # what is played where nothing else is asked for


@dataclass(frozen=True, slots=True)
class ServeWanted:
    """What a person asked to be served: a scenario, or a pool to draw from, which leaves the scenario's name ''."""

    scenario: Wanted
    pool: Path | None
    agreement: str | None
    seed: int | None
    journal: Path | None
    is_solo: bool


def serve_exercise(wanted: ServeWanted, place: Place) -> None:
    """Serve an exercise until it is stopped; say where to join, with which codes, and how to go on."""
    journal, venue = begun(wanted)
    played(journal, served(venue, place, journal.name), announce, "serve")


def open_house(wanted: ServeWanted, place: Place, is_shown: bool) -> None:
    """Serve an open house until it is stopped; say where it is, and show it in a browser if that is wanted."""
    check_is_near(place)
    if not (wanted.scenario.name or (wanted.journal is not None and wanted.journal.exists())):
        wanted = replace(wanted, scenario=replace(wanted.scenario, name=OPEN_HOUSE))
    journal, venue = begun(wanted, is_open=True)
    played(journal, served(venue, place, journal.name), announce_open, "play", is_shown)


def played(
    journal: Path, found: Served, announced: Callable[[Served], None], verb: str, is_shown: bool = False
) -> None:
    """Run a server until it is stopped; say where it is, and how to go on."""
    announced(found)
    if is_shown and has_display():
        webbrowser.open(found.address)  # it listens already: whoever comes too early waits
    try:
        run(found)
    finally:
        say(f"\nThe journal is {journal}.")
        if not found.access.venue.live.is_over:
            say(f"To go on where play stopped: tocsin {verb} --journal {quote(str(journal))}")


def has_display() -> bool:
    """Return whether there is a screen on which a browser could open."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def begun(wanted: ServeWanted, is_open: bool = False) -> tuple[Path, Venue]:
    """Return the journal and the exercise, new or taken up again."""
    if wanted.journal is not None and wanted.journal.exists():
        if wanted.scenario.name or wanted.pool or wanted.agreement or wanted.seed is not None or wanted.is_solo:
            raise ScenarioError(
                f"--journal {wanted.journal}: is there and says itself what is played; name it alone, or another file"
            )
        say("Going on from the journal ...")
        return wanted.journal, resumed_venue(wanted.journal, is_open)
    if bool(wanted.scenario.name) == (wanted.pool is not None):
        raise ScenarioError("SCENARIO and --blind: one of them says what is played; give one")
    task, scenario, drawn = drawn_task(wanted)
    name = scenario.blind_name if drawn is None else drawn.neutral_name
    journal = wanted.journal or (temporary_name(name) if is_open else free_name(name))
    say("Getting ready ...")
    return journal, new_venue(task, journal, wanted.is_solo, drawn, is_open)


def free_name(name: str) -> Path:
    """Return the first name of a journal here that is not taken."""
    path, number = Path(f"{name}.EXERCISE.sqlite"), 1
    while path.exists() or roster_folder(path).exists():
        number += 1
        path = Path(f"{name}-{number}.EXERCISE.sqlite")
    return path


def temporary_name(name: str) -> Path:
    """Return the name of a journal where the system keeps what nobody asked to be kept."""
    return Path(tempfile.mkdtemp(prefix="tocsin-")) / f"{name}.EXERCISE.sqlite"


def drawn_task(wanted: ServeWanted) -> tuple[Task, Scenario, Drawn | None]:
    """Return what is played, and the draw if it was drawn."""
    drawn = None if wanted.pool is None else drawn_from(read_pool(wanted.pool))
    text, file = wanted_text(wanted.scenario if drawn is None else replace(wanted.scenario, name=drawn.drawn))
    scenario = build_scenario(text, file)
    return task_of(scenario, file, wanted.agreement, wanted.seed), scenario, drawn


def announce(found: Served) -> None:
    """Say where to join, and each group's code: here alone, in no file."""
    say(MARKING)
    say(f"{found.access.venue.name}: join at {found.address}")
    for group, code in found.access.codes.of_group.items():
        later = "" if group in found.access.venue.seating.groups else "   (once the agreement has a joint cell)"
        say(f"  {group:<12} {code}{later}")
    say("Tell each group its own code and no other.  Ctrl-C stops the server; the journal keeps everything.")
    if found.place.host not in LOOPBACK and not found.place.is_secure:
        say("Others in the network can read along: give --tls-cert and --tls-key.")


def announce_open(found: Served) -> None:
    """Say where to look."""
    say(MARKING)
    say(f"{found.access.venue.name}: open {found.address} in a browser on this machine.")
    say("Nobody needs a code.  Ctrl-C stops it; the journal keeps everything.")
