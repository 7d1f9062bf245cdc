"""The generated document is up to date, and every definition is complete and computed."""

import runpy
from pathlib import Path
from types import ModuleType

from tocsin.review.measure import DEFINITIONS

ROOT = Path(__file__).parents[2]


def test_the_document_is_made_from_the_definitions() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_measures_doc.py"))
    written = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert written == script["document"](), "run scripts/make_measures_doc.py"


def test_every_definition_has_a_headline_and_every_row_a_definition(small: ModuleType) -> None:
    rows = small.rows(small.launch()).all
    names = [definition.name for definition in DEFINITIONS]
    assert len(names) == len(set(names))
    assert {row.measure for row in rows if row.subject == "all"} == set(names)
    units = {definition.name: definition.unit for definition in DEFINITIONS}
    assert all(row.unit == units[row.measure] for row in rows)
    assert all(all(definition) for definition in DEFINITIONS)
