"""The files that a design names by their paths: read from where they lie, or as a study's folder keeps them."""

from dataclasses import dataclass, field
from pathlib import Path

from tocsin.errors import ScenarioError
from tocsin.scenario.checked import read_text


@dataclass(frozen=True, slots=True)
class Sources:
    """Scenarios, agreements and doctrines of one's own.

    Attributes
    ----------
    folder : Path
        Where relative paths begin: the folder of the design file.
    texts : dict of str to str
        By path as the design has it: what a study's folder keeps of them, and what has been read so far.
    """

    folder: Path
    texts: dict[str, str] = field(default_factory=dict)

    def text_of(self, name: str) -> str:
        """Return the text of a file that is named by a path ending in .toml; any other name as it is.

        Raises
        ------
        ScenarioError
            If it cannot be read.
        """
        if "\n" in name or not name.endswith(".toml"):
            return name
        if name not in self.texts:
            self.texts[name] = self._read(name)
        return self.texts[name]

    def _read(self, name: str) -> str:
        try:
            text = read_text(self.folder / name)
        except ScenarioError as error:
            raise ScenarioError(f"{error}; paths in a design begin at its own folder") from None
        return text if "\n" in text else f"{text}\n"  # a text, and no name
