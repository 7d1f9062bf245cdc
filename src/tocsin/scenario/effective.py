"""The text that a run really plays: the file's own, and in its [scenario] table the variant, the cast, the settings.

They are ordinary keys of a file, so that the text alone plays a run again; ``played_tables`` is what they come to.
"""

import copy
import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from tocsin.errors import ScenarioError
from tocsin.scenario.atlas import WorldName, load_atlas
from tocsin.scenario.brief_part import Cast, Settings, Variant, VariantPart
from tocsin.scenario.cast import cast_tables, permutation
from tocsin.scenario.checked import checked, read_toml
from tocsin.scenario.part import Id
from tocsin.scenario.setting import path_of, set_all

PLAY_KEYS = ("variant", "cast", "set")
OUT_OF_SCOPE = ("launch", "footprint")


class PlayHead(BaseModel):
    """What of a [scenario] table says what is played."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    world: WorldName = "home"
    variant: Variant = ""
    cast: Cast = {}
    set: Settings = {}


class PlayFile(BaseModel):
    """What of a file says what is played."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    scenario: PlayHead
    variant: dict[Id, VariantPart] = {}


def effective(
    text: str,
    variant: str = "",
    cast: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    file: str = "scenario",
) -> str:
    """Return the text that is played: the file's, its variant, cast and settings written into its [scenario] table.

    Parameters
    ----------
    text : str
        Of a scenario file; what it says itself of variant and cast gives way, its own settings come first.
    variant : str
        One of the file's; empty leaves the file's own choice.
    cast : mapping of nation to nation, optional
    settings : mapping of path to value, optional
        Paths in the file's own names: the cast comes after.
    file : str
        Used in messages only.

    Raises
    ------
    ScenarioError
        A setting of what is out of scope (launches are as the scenario declares them), or a text that has no
        [scenario] table to write into.  Whether variant, nations and paths are known is seen when it is built.
    """
    if not (variant or cast or settings):
        return text
    for path in settings or {}:
        refuse_out_of_scope(path)
    head = checked(PlayFile, read_toml(text, file), file).scenario
    wanted: dict[str, Any] = {
        "variant": variant or head.variant,
        "cast": dict(head.cast if cast is None else cast),
        "set": {**head.set, **(settings or {})},
    }
    lines = [f"{key} = {toml_value(value)}" for key, value in wanted.items() if value]
    written = with_lines(text, lines)
    again = read_toml(written, file)["scenario"] if written else {}
    if {key: again[key] for key in PLAY_KEYS if key in again} != {k: v for k, v in wanted.items() if v}:
        raise ScenarioError(
            f"{file}: nowhere to write what is played; put [scenario] on a line, and variant, cast, set on one each"
        )
    return written


def refuse_out_of_scope(path: str) -> None:
    """Raise ScenarioError for a path that nobody may vary from outside the file."""
    first, *rest = path_of(path, "--set")
    if first.key in OUT_OF_SCOPE:
        raise ScenarioError(
            f"--set {path}: out of scope: launches vary only as the scenario declares, by probability, "
            "time_spread_s, spread_km, within or a variant of the file; see docs/studies.md"
        )
    if first.key == "variant" or (first.key == "scenario" and rest and rest[0].key in PLAY_KEYS):
        raise ScenarioError(f"--set {path}: is said with --variant, --cast or --set itself; use them")


def with_lines(text: str, lines: list[str]) -> str:
    """Return a text with lines put at the top of its [scenario] table in place of those of the same keys."""
    match = re.search(r"(?m)^[ \t]*\[[ \t]*scenario[ \t]*\][^\n]*\n", text)
    if match is None:
        return ""
    rest = text[match.end() :]
    end = re.search(r"(?m)^[ \t]*\[", rest)
    table, after = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    table = re.sub(rf"(?m)^[ \t]*(?:{'|'.join(PLAY_KEYS)})[ \t]*=[^\n]*\n?", "", table)
    return text[: match.end()] + "".join(f"{line}\n" for line in lines) + table + after


def toml_value(value: Any) -> str:
    """Return a value as TOML writes it on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml_value(key)} = {toml_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)


def played_tables(tables: dict[str, Any], file: str) -> dict[str, Any]:
    """Return the tables of a file as they are played: its variant set, then its settings, then its cast.

    Raises
    ------
    ScenarioError
        An unknown variant, nation or path.
    """
    head = checked(PlayFile, tables, file).scenario
    tables = uncast_tables(tables, file)
    if not head.cast:
        return tables
    cast: dict[str, Any] = cast_tables(tables, cast_names(head.cast, head.world, f"{file}: scenario.cast"))
    cast["scenario"]["cast"] = dict(head.cast)
    return cast


def uncast_tables(tables: dict[str, Any], file: str) -> dict[str, Any]:
    """Return the tables of a file as they are played, in the file's own names: before its cast.

    Raises
    ------
    ScenarioError
        An unknown variant or path.
    """
    parsed = checked(PlayFile, tables, file)
    head = parsed.scenario
    if not (head.variant or head.set):
        return tables
    tables = copy.deepcopy(tables)
    if head.variant:
        if head.variant not in parsed.variant:
            known = ", ".join(parsed.variant) or "it has none"
            raise ScenarioError(f"{file}: scenario.variant = {head.variant!r}: no such variant; known: {known}")
        set_all(tables, parsed.variant[head.variant].set, f"{file}: variant.{head.variant}")
    set_all(tables, head.set, f"{file}: scenario.set")
    return tables


def cast_names(cast: Mapping[str, str], world: WorldName, where: str) -> dict[str, str]:
    """Return the new name of every nation of a world that a cast renames."""
    return permutation(cast, [territory.nation for territory in load_atlas(world).territories], where)
