"""A scenario file's text as checked tables: variant, settings and cast applied, every name known."""

from tocsin.scenario.checked import checked, read_toml
from tocsin.scenario.effective import played_tables
from tocsin.scenario.references import check_references
from tocsin.scenario.schema import ScenarioFile


def parsed_scenario(text: str, file: str) -> ScenarioFile:
    """Return a scenario's file, checked but not built.

    Raises
    ------
    ScenarioError
        The first thing that is wrong, with file, key, value, bound and remedy.
    """
    parsed = checked(ScenarioFile, played_tables(read_toml(text, file), file), file)
    check_references(parsed, file)
    return parsed
