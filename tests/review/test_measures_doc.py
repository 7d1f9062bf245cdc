"""Every definition is complete and computed; tests/test_docs.py checks the document made from them."""

from types import ModuleType

from tocsin.review.measure import DEFINITIONS


def test_every_definition_has_a_headline_and_every_row_a_definition(small: ModuleType) -> None:
    rows = small.rows(small.launch()).all
    names = [definition.name for definition in DEFINITIONS]
    assert len(names) == len(set(names))
    assert {row.measure for row in rows if row.subject == "all"} == set(names)
    units = {definition.name: definition.unit for definition in DEFINITIONS}
    assert all(row.unit == units[row.measure] for row in rows)
    assert all(all(definition) for definition in DEFINITIONS)
