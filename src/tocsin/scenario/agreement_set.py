"""An agreement with some of its terms set to other values: what a study varies."""

import hashlib
from collections.abc import Mapping
from typing import Any

from tocsin.scenario.agreement_file import agreement_text, checked_agreement
from tocsin.scenario.checked import read_toml
from tocsin.scenario.effective import toml_value
from tocsin.scenario.setting import set_all


def agreement_with(name: str, settings: Mapping[str, Any], where: str = "agreement") -> str:
    """Return the text of an agreement in which terms are set by path, in the units of its file.

    Parameters
    ----------
    name : str
        A preset, a path ending in .toml, or a text.
    settings : mapping of path to value
        Such as ``min_delay_s`` or ``coarsening.grid_deg``.
    where : str
        Used in messages only.

    Returns
    -------
    str
        The text as it was where nothing is set; else one with a name of its own: the old one and a part of the digest
        of the settings.

    Raises
    ------
    ScenarioError
        An unknown agreement or term, a value out of its bounds, a combination outside the ladder.
    """
    text = agreement_text(name)
    if not settings:
        return text
    tables = read_toml(text, where)
    set_all(tables, settings, where)
    said = ", ".join(f"{path} = {toml_value(value)}" for path, value in sorted(settings.items()))
    tables["name"] = f"{tables['name']}-x{hashlib.sha256(said.encode()).hexdigest()[:8]}"
    written = "".join(f"{key} = {toml_value(value)}\n" for key, value in tables.items())
    checked_agreement(written)
    return written
