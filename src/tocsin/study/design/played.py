"""What the levels of a point make of a scenario: the texts that are played, and who is to blame where none can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tocsin.errors import ScenarioError, StudyError
from tocsin.scenario.agreement_file import agreement_file, load_agreement
from tocsin.scenario.agreement_set import agreement_with
from tocsin.scenario.effective import effective
from tocsin.scenario.fought import fought_by
from tocsin.scenario.parsed import parsed_scenario
from tocsin.study.design.factor import Factor, Level
from tocsin.study.design.schema import StudyPart
from tocsin.study.design.sources import Sources

TERM = "agreement."


class Said(NamedTuple):
    """Settings, and who has said them: the study, or a factor at a level."""

    who: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Base:
    """A scenario of a design before any level is set in it; ``where``: what messages call the design."""

    study: StudyPart
    name: str
    text: str
    sources: Sources
    where: str

    def texts(self, factors: Sequence[Factor], levels: Sequence[Level]) -> tuple[str, str]:
        """Return the text of the scenario and of the agreement with the study's and the levels' settings in them.

        Raises
        ------
        StudyError
            A path or a value that cannot be set, by the name of the factor that sets it.
        """
        said = self._said(factors, levels)
        try:
            return self._texts(said)
        except ScenarioError:
            raise self._refusal(said) from None

    def comes_to(self, factors: Sequence[Factor], levels: Sequence[Level]) -> str:
        """Return what is played with levels, checked, as one text: alike where the same is played.

        Raises
        ------
        StudyError
            As ``texts``, and where what is set cannot be played.
        """
        said = self._said(factors, levels)
        try:
            return self._comes_to(said)
        except ScenarioError:
            raise self._refusal(said) from None

    def _said(self, factors: Sequence[Factor], levels: Sequence[Level]) -> list[Said]:
        own = {"agreement": self.study.agreement} if self.study.agreement else {}
        return [
            Said("study.agreement", own),
            Said("study.set", self.study.set),
            *(
                Said(f"factor {factor.name!r}, level {level.name}", level.settings)
                for factor, level in zip(factors, levels, strict=True)
            ),
        ]

    def _texts(self, said: Sequence[Said]) -> tuple[str, str]:
        settings: dict[str, Any] = {}
        for each in said:
            settings |= each.settings
        return with_settings(settings, self.name, self.text, self.sources)

    def _comes_to(self, said: Sequence[Said]) -> str:
        text, agreement = self._texts(said)
        parsed = parsed_scenario(text, self.name)
        load_agreement(agreement, parsed.scenario.bound)
        head = parsed.scenario.model_copy(update={"set": {}, "variant": "", "agreement": ""})
        unnamed = agreement_file(agreement).model_copy(update={"name": ""})
        return parsed.model_copy(update={"scenario": head}).model_dump_json() + unnamed.model_dump_json()

    def _refusal(self, said: Sequence[Said]) -> StudyError:
        """Return the error of the fewest settings that cannot be played together, with who has said them."""
        left, error = list(said), self._error(said)
        for each in reversed(said):
            fewer = [other for other in left if other is not each]
            if without := self._error(fewer):
                left, error = fewer, without
        who = ", with ".join(each.who for each in left)
        return StudyError(": ".join(word for word in (self.where, who, error) if word))

    def _error(self, said: Sequence[Said]) -> str:
        try:
            self._comes_to(said)
        except ScenarioError as error:
            return str(error)
        return ""


def with_settings(settings: Mapping[str, Any], name: str, text: str, sources: Sources) -> tuple[str, str]:
    """Return the texts of a scenario and its agreement with settings in them: each path goes to where it belongs."""
    rest = dict(settings)
    variant = word(rest, "variant")
    chosen = word(rest, "agreement") or parsed_scenario(text, name).scenario.agreement
    terms = {path.removeprefix(TERM): rest.pop(path) for path in settings if path.startswith(TERM)}
    doctrines = {path: word(rest, path) for path in sorted(settings) if path.partition("[")[0] == "doctrine"}
    text = effective(text, variant, settings=rest, file=name)
    for path, doctrine in doctrines.items():
        nation = path.partition("[")[2].removesuffix("]")
        text = fought_by(text, sources.text_of(doctrine), nation, name)
    return text, agreement_with(sources.text_of(chosen), terms)


def word(settings: dict[str, Any], path: str) -> str:
    """Return what a path is set to, which must be a name, and take it out; '' where it is not set."""
    value = settings.pop(path, "")
    if not isinstance(value, str):
        raise ScenarioError(f"{path} = {value!r}: must be a name, or a path ending in .toml, in quotes; change it")
    return value
