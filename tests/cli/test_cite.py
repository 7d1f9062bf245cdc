"""How to cite: the file in the root and the verb say the same, of this version."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin import __version__
from tocsin.cli.cite import citation_file
from tocsin.cli.main import app

CITATION = Path(__file__).parents[2] / "CITATION.cff"
REQUIRED = {"authors", "cff-version", "message", "title"}  # Citation File Format 1.2.0, schema.json, "required"


def test_the_citation_file_is_of_this_version() -> None:
    assert CITATION.read_text(encoding="utf-8") == citation_file(), "write what tocsin.cli.cite.citation_file returns"
    assert f'version: "{__version__}"' in citation_file()


def test_the_citation_file_is_yaml_with_what_its_format_asks_for() -> None:
    yaml = pytest.importorskip("yaml")
    found = yaml.safe_load(citation_file())
    assert set(found) >= REQUIRED
    assert (found["cff-version"], found["license"], found["type"]) == ("1.2.0", "Apache-2.0", "software")
    assert [set(author) for author in found["authors"]] == [{"name"}], "an entity, not a person"


def test_cite_prints_text_and_bibtex() -> None:
    answer = CliRunner().invoke(app, ["cite"])
    assert answer.exit_code == 0
    text, _, bibtex = answer.stdout.partition("\n\n")
    assert f"Version {__version__}" in text
    assert bibtex.startswith("@software{tocsin,")
    assert bibtex.count("{") == bibtex.count("}")
