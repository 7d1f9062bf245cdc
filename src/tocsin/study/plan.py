"""What is to be played, cut into units of work; what a study's folder says of itself."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import msgspec

from tocsin import __version__
from tocsin.errors import StudyError
from tocsin.scenario.checked import read_text
from tocsin.scenario.pack import packs_digest
from tocsin.study.design.design import Design, design_of, load_design
from tocsin.study.design.sources import Sources
from tocsin.study.durable import PART, durable
from tocsin.study.registration import FILE as REGISTRATION_FILE
from tocsin.study.registration import Registration, registration_of
from tocsin.study.schema import SCHEMA_VERSION

UNIT_S = 4.0  # s: a unit takes no longer than this if it can be cut smaller
UNIT_RUNS = (50, 25, 10, 5, 2, 1)  # divisors of a block of 50: a block is a whole number of units
PLAN_FILE, DESIGN_FILE = "plan.json", "design.toml"
APART = ("registered", "files")  # of a plan: compared with those of another in ways of their own
MOST_SHOWN = 60  # characters of a line


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder holds, or will: written before the first run, never changed.

    ``version`` is the package's; ``design_digest`` is what is registered; ``replications`` may be fewer or more than
    the design's; ``runs_per_unit`` is how the work is cut, kept so that a study goes on as it began; ``registered``
    is what was registered in the folder when the plan was written there; ``files`` is the text of every file that the
    design names, by its path as the design has it, so that the folder needs none of them.
    """

    marking: str = "EXERCISE EXERCISE EXERCISE"
    schema: str = SCHEMA_VERSION
    version: str = __version__
    design_digest: str
    packs_digest: str
    replications: int
    runs_per_unit: int
    registered: Registration | None = None
    files: dict[str, str] = {}

    def cut(self, size: int) -> "Plan":
        """Return the plan with so many runs a unit."""
        return msgspec.structs.replace(self, runs_per_unit=size)


@dataclass(frozen=True, slots=True)
class Unit:
    """Some runs of one point: what a worker plays at a time.  Plain data."""

    index: int
    point: int
    scenario: str
    scenario_text: str
    agreement_text: str
    seed: int
    first_run: int
    last_run: int
    design_digest: str

    @property
    def stem(self) -> str:
        """Return what its files are called."""
        return f"unit-{self.index:07d}"


def runs_per_unit(run_s: float) -> int:
    """Return how many runs go into a unit of work when one takes so long, s."""
    return next((count for count in UNIT_RUNS if count * run_s <= UNIT_S), 1)


def plan_of(design: Design, replications: int | None, run_s: float) -> Plan:
    """Return the plan of a design: as many runs as it says itself, or as many as are asked for.

    ``run_s`` is how long one takes, s: how the work is cut.
    """
    runs = design.replications if replications is None else replications
    if runs < 2:
        raise StudyError(f"--replications {runs}: must be 2 or more, or there is no interval; ask for more")
    return Plan(
        design_digest=design.digest,
        packs_digest=packs_digest(),
        replications=runs,
        runs_per_unit=runs_per_unit(run_s),
        files=dict(design.files),
    )


def units(design: Design, plan: Plan, first_run: int, last_run: int) -> Iterator[Unit]:
    """Yield the units that hold runs ``first_run`` to ``last_run`` (excluded) of every point, point by point.

    A unit's number is the same whatever stretch is asked for; stretches are whole blocks but for the last.
    """
    size = plan.runs_per_unit
    per_point = -(-plan.replications // size)
    for point in design.points:
        for start in range(first_run, last_run, size):
            yield Unit(
                index=point.index * per_point + start // size,
                point=point.index,
                scenario=point.scenario,
                scenario_text=point.scenario_text,
                agreement_text=point.agreement_text,
                seed=design.file.study.seed,
                first_run=start,
                last_run=min(start + size, plan.replications),
                design_digest=plan.design_digest,
            )


def stretches(design: Design, plan: Plan) -> list[int]:
    """Return after how many runs of every point the work pauses: at each look, and at the end."""
    looks = [look for look in design.file.primary.looks if look < plan.replications]
    return [*looks, plan.replications]


def digests(design: Design) -> dict[str, str]:
    """Return the first 12 digits of the SHA-256 of every text that is played, by what it is."""
    found: dict[str, str] = {}
    for point in design.points:
        found.setdefault(f"scenario {point.scenario}", short_digest(point.scenario_text))
        found.setdefault(f"agreement {point.agreement_text.split(chr(10))[0]}", short_digest(point.agreement_text))
    return found


def short_digest(text: str) -> str:
    """Return the first 12 hex digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def write_plan(folder: Path, design: Design, plan: Plan) -> Plan:
    """Write a plan and its design into a folder, or check that it is what the folder holds already; return it.

    What is registered in the folder by then goes into the plan; what comes later does not.

    Raises
    ------
    StudyError
        If the folder holds another study, or files that are none.
    """
    if (folder / PLAN_FILE).exists():
        held = read_plan(folder)
        if differs := unlike_held(held, plan):
            changed = "".join(f"; {item}" for item in changed_texts(folder, held, design))
            raise StudyError(
                f"{folder}: holds a study with another {differs}{changed}; choose another --out, or go on as it "
                f"began with: tocsin study run {folder / DESIGN_FILE} --out {folder}"
            )
        return held
    check_empty(folder, design)
    plan = msgspec.structs.replace(plan, registered=registration_of(folder))
    folder.mkdir(parents=True, exist_ok=True)
    with durable(folder / DESIGN_FILE) as part:
        part.write_bytes(design.text.encode())
    with durable(folder / PLAN_FILE) as part:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(plan), indent=2) + b"\n")
    return plan


def unlike_held(held: Plan, plan: Plan) -> str:
    """Return in what a plan differs from the one that a folder holds, '' where in nothing."""
    was, now = msgspec.to_builtins(held), msgspec.to_builtins(plan)
    differs = [name for name in was if name not in APART and was[name] != now[name]]
    return "; ".join(f"{name} ({was[name]!s:.12} there, {now[name]!s:.12} now)" for name in differs)


def changed_texts(folder: Path, held: Plan, design: Design) -> list[str]:
    """Return, of a design and the files that it names, which are not as a folder keeps them, and where first."""
    was = {"the design": read_text(folder / DESIGN_FILE), **held.files}
    now: Mapping[str, str] = {"the design": design.text, **design.files}
    return [
        f"{name} was changed, first in line {first_changed(was[name], now[name])}"
        for name in was
        if name in now and was[name] != now[name]
    ]


def first_changed(was: str, now: str) -> str:
    """Return the number of the first line in which two texts differ, and both lines."""
    lines = zip_longest(was.splitlines(), now.splitlines(), fillvalue="")
    unlike = (
        f"{number} ({old.strip()[:MOST_SHOWN]!r} there, {new.strip()[:MOST_SHOWN]!r} now)"
        for number, (old, new) in enumerate(lines, start=1)
        if old != new
    )
    return next(unlike, "ends alone")


def unlike_registered(entry: Registration, plan: Plan) -> list[str]:
    """Return in what a plan is not what was registered, each in some words; empty where it is."""
    found = []
    if entry != plan.registered:
        found.append("the registration was put into the folder, or changed, after the runs had begun")
    if entry.design_digest != plan.design_digest:
        found.append(
            f"the design that was played differs: registered {entry.design_digest[:12]}, "
            f"played {plan.design_digest[:12]}"
        )
    if entry.packs_digest != plan.packs_digest:
        found.append(
            f"the packs that were played differ: registered {entry.packs_digest[:12]}, "
            f"played {plan.packs_digest[:12]}"
        )
    if entry.replications != plan.replications:
        found.append(
            f"{plan.replications:,} runs of each point were asked for where {entry.replications:,} were registered"
        )
    return found


def check_empty(folder: Path, design: Design) -> None:
    """Raise StudyError where a folder is a file, or holds more than a registration and what a crash left."""
    if folder.exists() and not folder.is_dir():
        raise StudyError(f"{folder}: is a file and no folder; choose another --out")
    for item in folder.iterdir() if folder.exists() else ():
        is_left = item.suffix == PART or (item.name == DESIGN_FILE and item.read_bytes() == design.text.encode())
        if item.name != REGISTRATION_FILE and not is_left:
            raise StudyError(f"{folder}: holds {item.name} and no study; choose a new or empty --out")


def read_plan(folder: Path) -> Plan:
    """Return the plan of a study's folder."""
    path = folder / PLAN_FILE
    if not path.is_file():
        raise StudyError(f"{folder}: has no {PLAN_FILE}; name a folder that `tocsin study run` wrote")
    try:
        plan = msgspec.json.decode(path.read_bytes(), type=Plan)
    except (msgspec.DecodeError, json.JSONDecodeError) as error:
        raise StudyError(
            f"{path}: cannot be read: {error}; remove it and run again, or choose another --out"
        ) from None
    if plan.schema != SCHEMA_VERSION:
        raise StudyError(
            f"{path}: schema version {plan.schema}: must be {SCHEMA_VERSION}; read it with its own version"
        )
    return plan


def read_design(folder: Path) -> Design:
    """Return the design of a study's folder, with the files that it names as the folder keeps them."""
    path = folder / DESIGN_FILE
    return design_of(read_text(path), str(path), Sources(folder, dict(read_plan(folder).files)))


def find_design(name: str) -> Design:
    """Return a design by its name or path; one that lies in a study's folder as ``read_design`` reads it."""
    path = Path(name)
    is_kept = path.name == DESIGN_FILE and (path.parent / PLAN_FILE).is_file()
    return read_design(path.parent) if is_kept else load_design(name)
