"""A design file, checked before anything runs."""

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from tocsin import __version__
from tocsin.errors import StudyError
from tocsin.review.answer import ALL, Summary
from tocsin.review.measure import DEFINITIONS
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.checked import checked, read_text, read_toml
from tocsin.scenario.parsed import parsed_scenario
from tocsin.study.design.factor import Factor, factor_of
from tocsin.study.design.notional import notional_factors
from tocsin.study.design.played import Base
from tocsin.study.design.points import Point, points_of
from tocsin.study.design.schema import BLOCK, DRAWN, DesignFile, PrimaryPart
from tocsin.study.design.sources import Sources
from tocsin.study.many_nations.text import scenario_text as many_nations_text
from tocsin.study.many_nations.wanted import ManyNations

MOST_POINTS = 200_000
SUMMARY = {definition.name: definition.summary for definition in DEFINITIONS}
AVERAGED: tuple[Summary, ...] = ("mean", "share", "sum", "sum over cases")  # have a value whatever never came


@dataclass(frozen=True, slots=True)
class Design:
    """A checked design.

    Attributes
    ----------
    text : str
        Of its file.
    file : DesignFile
    factors : tuple of Factor
    points : tuple of Point
    parties : tuple of str
        Of the scenarios, in the order in which they first appear.
    files : mapping of str to str
        The text of every file that the design names, by its path as the design has it.
    digest : str
        Hex SHA-256 of the design's text, of all texts that are played, and of the package's version: what is
        registered.
    """

    text: str
    file: DesignFile
    factors: tuple[Factor, ...]
    points: tuple[Point, ...]
    parties: tuple[str, ...]
    files: Mapping[str, str]
    digest: str

    @property
    def name(self) -> str:
        """Return the study's name."""
        return self.file.study.name

    def digest_in(self, version: str) -> str:
        """Return the digest of the same texts played by another version of the package."""
        return digest_of(self.text, self.points, version)

    @property
    def replications(self) -> int:
        """Return how many runs of each point are played at most."""
        return self.file.primary.maximum or self.file.study.replications


def study_names() -> list[str]:
    """Return the names of the shipped studies."""
    folder = files("tocsin.study").joinpath("studies")
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


def design_text(name: str) -> str:
    """Return the text of a shipped study by name, or of a file by its path ending in .toml."""
    if name.endswith(".toml"):
        return read_text(Path(name))
    if name not in study_names():
        raise StudyError(
            f"design = {name!r}: no such study; known: {', '.join(study_names())}, or a path ending in .toml"
        )
    return files("tocsin.study").joinpath("studies", f"{name}.toml").read_text(encoding="utf-8")


def design_file(name: str) -> DesignFile:
    """Return the keys of a design, named as for ``design_text``, each checked; not what they lead to."""
    where = name if name.endswith(".toml") else f"study {name}"
    return checked(DesignFile, read_toml(design_text(name), where), where)


def load_design(name: str) -> Design:
    """Return a shipped study by name, or one read from a path ending in .toml, checked.

    Raises
    ------
    StudyError, ScenarioError, ModelRangeError
        The first thing that is wrong: name, value, bound, remedy.  Nothing has been played then.
    """
    is_path = name.endswith(".toml")
    sources = Sources(Path(name).parent if is_path else Path())
    return design_of(design_text(name), name if is_path else f"study {name}", sources)


def design_of(text: str, where: str, sources: Sources | None = None) -> Design:
    """Return a checked design of a text.

    ``where`` is what messages call it.  ``sources``: the files that it names; absent: paths begin where we are.
    """
    sources = sources or Sources(Path())
    file = checked(DesignFile, read_toml(text, where), where)
    texts = texts_of(file, sources)
    parties = parties_of(texts)
    factors = factors_of(file, texts, parties, where)
    bases = [Base(file.study, name, played, sources, where) for name, played in texts.items()]
    points = points_of(bases, factors, file.plan, file.study.seed)
    check_primary(file, factors, parties, where)
    for name in file.study.measures:
        check_measure(name, f"{where}: study.measures")
    if len(points) > MOST_POINTS:
        raise StudyError(f"{where}: {len(points)} points; must be at most {MOST_POINTS}; vary less at once")
    for point in {point.scenario: point for point in points}.values():
        build_scenario(point.scenario_text, point.scenario)
    digest = digest_of(text, points, __version__)
    return Design(text, file, factors, tuple(points), parties, sources.texts, digest)


def texts_of(file: DesignFile, sources: Sources) -> dict[str, str]:
    """Return the text of every scenario of a design, by name: shipped, from a file, or made for the study."""
    return {
        name: many_nations_text(ManyNations(**file.world[name].model_dump()))
        if name in file.world
        else sources.text_of(name)
        if name.endswith(".toml")
        else scenario_text(name)[0]
        for name in file.study.scenarios
    }


def parties_of(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the parties of scenarios, each once."""
    parsed = [parsed_scenario(text, name) for name, text in texts.items()]
    return tuple(dict.fromkeys(party for item in parsed for party in item.scenario.parties))


def factors_of(file: DesignFile, texts: Mapping[str, str], parties: Sequence[str], where: str) -> tuple[Factor, ...]:
    """Return the factors of a design, its own and every notional number if it asks for them."""
    found = [factor_of(part, parties, where) for part in file.factor]
    if file.plan.notional:
        found += notional_of(file, texts, where)
    names = [factor.name for factor in found]
    for name in names:
        if names.count(name) > 1:
            raise StudyError(f"{where}: two factors are called {name!r}; give each its own name")
    return tuple(found)


def notional_of(file: DesignFile, texts: Mapping[str, str], where: str) -> list[Factor]:
    """Return every notional number of a design's scenario but those that it leaves out."""
    if len(texts) > 1:
        raise StudyError(f"{where}: plan.notional with {len(texts)} scenarios: their packs differ; name one")
    ((name, text),) = texts.items()
    every = {factor.name: factor for factor in notional_factors(parsed_scenario(text, name))}
    for left in file.plan.leave_out:
        if every.pop(left, None) is None:
            raise StudyError(f"{where}: plan.leave_out: {left!r}: no such number here; {nearest(left, list(every))}")
    return list(every.values())


def check_measure(name: str, where: str) -> None:
    """Raise StudyError for a measure that does not exist."""
    if name not in SUMMARY:
        near = nearest(name, sorted(SUMMARY))
        raise StudyError(f"{where}: {name!r}: no such measure; {near}; see docs/measures.md")


def nearest(name: str, known: Sequence[str]) -> str:
    """Return the remedy for an unknown name."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"


def check_primary(file: DesignFile, factors: Sequence[Factor], parties: Sequence[str], where: str) -> None:
    """Raise StudyError where the primary question cannot be answered by the design."""
    primary, at = file.primary, f"{where}: primary"
    check_measure(primary.measure, f"{at}.measure")
    if primary.half_width is not None and SUMMARY[primary.measure] not in AVERAGED:
        raise StudyError(
            f"{at}.measure = {primary.measure!r}: its headline is a {SUMMARY[primary.measure]}, which has no mean "
            "over runs in which it never came, so no rule stops by it; take a credited time, a share or a count"
        )
    if primary.nation not in (*parties, ALL):
        raise StudyError(f"{at}.nation = {primary.nation!r}: must be one of {', '.join((*parties, ALL))}; change it")
    if (primary.scenario or file.study.scenarios[0]) not in file.study.scenarios:
        raise StudyError(f"{at}.scenario = {primary.scenario!r}: must be one of {', '.join(file.study.scenarios)}")
    factor = {factor.name: factor for factor in factors}.get(primary.factor)
    if factor is None:
        raise StudyError(f"{at}.factor = {primary.factor!r}: {nearest(primary.factor, [f.name for f in factors])}")
    levels = [level.name for level in factor.levels]
    for level in primary.contrast:
        if level not in levels:
            raise StudyError(f"{at}.contrast: {level!r} is no level of {factor.name!r}; {nearest(level, levels)}")
    if primary.contrast[0] == primary.contrast[1]:
        raise StudyError(f"{at}.contrast: twice {primary.contrast[0]!r}; name two levels")
    if primary.looks and file.plan.kind in DRAWN:
        raise StudyError(
            f"{at}.looks with plan.kind = {file.plan.kind!r}: intervals are over the draws, which are all there from "
            "the first run on, so more runs make none narrow enough; leave looks and half_width out"
        )
    check_looks(primary, primary.maximum or file.study.replications, at)


def check_looks(primary: PrimaryPart, maximum: int, at: str) -> None:
    """Raise StudyError where the stopping rule cannot be followed."""
    looks = primary.looks
    if bool(looks) != (primary.half_width is not None):
        raise StudyError(f"{at}: looks and half_width go together: when to look, and what is enough; give both")
    for look in looks:
        if look % BLOCK or not primary.minimum <= look <= maximum:
            raise StudyError(
                f"{at}.looks: {look}: must be a multiple of {BLOCK} from minimum = {primary.minimum} to "
                f"maximum = {maximum}; change it"
            )
    if list(looks) != sorted(set(looks)):
        raise StudyError(f"{at}.looks = {list(looks)}: must rise; put them in order, each once")


def digest_of(text: str, points: Sequence[Point], version: str) -> str:
    """Return the digest of a design: of its text, what it plays, and the version that plays it."""
    digest = hashlib.sha256(f"tocsin study {version}\n{text}".encode())
    for played in dict.fromkeys(text for point in points for text in (point.scenario_text, point.agreement_text)):
        digest.update(hashlib.sha256(played.encode()).digest())
    return digest.hexdigest()
