"""Write the documents that are made from the code: ``tests/test_docs.py`` fails when one is not current.

Run ``.venv/bin/python scripts/make_docs.py`` after changing a command, a record kind, a measure, a key of a file, an
agreement or a class pack.
"""

import itertools
import json
import math
import re
import sys
import tomllib
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import typer.main
from pydantic import BaseModel, TypeAdapter

from tocsin.cli.main import app
from tocsin.exchange.agreement import RUNG_NAMES, Agreement, AgreementState
from tocsin.exchange.ellipse import Ellipse, axes_90_m
from tocsin.exchange.message import Draft, Refusal
from tocsin.exchange.payload import LaunchReport
from tocsin.exchange.release import release
from tocsin.orders.kinds import ASIDE_KINDS, KINDS, TRUTH, TRUTH_KINDS
from tocsin.review.answer import Definition
from tocsin.review.measure import DEFINITIONS, Row
from tocsin.scenario.agreement_file import agreement_file, load_agreement, preset_names
from tocsin.scenario.agreement_schema import AgreementFile
from tocsin.scenario.agreement_terms import count_of, endorsement, pairs_of, rung_term, terms_of
from tocsin.scenario.pack import PackFile, Quantity, pack_names
from tocsin.scenario.part import Id
from tocsin.scenario.schema import ScenarioFile
from tocsin.study.design.schema import DesignFile

DOCS = Path(__file__).parents[1] / "docs"
sys.path.insert(0, str(DOCS.parent))
MADE = "Made by `scripts/make_docs.py`; do not edit by hand.\n"
HELP_WIDTH = 100  # characters, whatever the terminal

Schema = Mapping[str, Any]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; a bar within a cell is escaped."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


# Commands


def commands() -> str:
    """Return the help of every command, folded at a fixed width."""
    group: Any = typer.main.get_command(app)
    fixed = {"resilient_parsing": True, "terminal_width": HELP_WIDTH, "max_content_width": HELP_WIDTH}
    top = group.make_context("tocsin", [], **fixed)
    text = f"# Commands\n\n{MADE}\n```text\n{top.get_help()}\n```\n"
    for name, command in group.commands.items():
        context = command.make_context(name, [], top, **fixed)
        text += help_section(f"tocsin {name}", context)
        for verb, inner in getattr(command, "commands", {}).items():
            text += help_section(f"tocsin {name} {verb}", inner.make_context(verb, [], context, **fixed))
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def help_section(words: str, context: Any) -> str:
    """Return the help of one command under its own heading."""
    return f"\n## {words}\n\n```text\n{context.get_help()}\n```\n"


# Records

RECORDS = """# Record kinds

{made}
Each record of a [journal](journal.md) has an exercise time (`time_ms`), a node, a kind and a JSON body. The kinds are
`tocsin.orders.kinds.KINDS`; the keys of each body are below. A record under the node `{truth}` is **truth**: control
and review read it, no nation does. An **aside** is what happened around play: chained, not in the digest.
Angles are in rad, lengths in m, times in ms of exercise time.

"""
OF_NODE = "the nation whose node it is"
OF_ASIDE = "an aside, of the nation that it is about if any"
NODE_OF = {
    "Envelope": "the originator",
    "Refusal": "the originator",
    "Delivery": "the receiver",
    "DeliveryRefused": "the receiver",
    "LinkGap": "the receiver",
    "LinkGapFilled": "the receiver",
    "ClockSkewSeen": "the receiver",
    "Resent": "the originator",
    "NotAcknowledged": "the originator",
    "Order": "the nation whose cell gives it",
    "OrderRefused": "the nation whose cell gave the order",
}
UNITS = {
    **{"w_m2": "W/m^2", "w_sr": "W/sr", "rad": "rad", "ms": "ms", "m2": "m^2", "m": "m"},
    **{"probability": "0 to 1", "score": "0 to 1", "velocity_ecef": "m/s, ECEF", "aim_ecef": "m, ECEF"},
    **{"state_ecef": "m and m/s, ECEF", "states_ecef": "m and m/s, ECEF", "place": "rad, rad, m"},
    "covariance": "m^2, m^2/s, m^2/s^2",
}
COUNTS = {
    *("loss", "odds", "speed_ratio"),
    *("fell_back", "scan", "seq", "version", "kills", "interceptors", "n_objects", "crc"),
    *("ready", "salvo", "spendable", "channels_free", "able", "proposed", "batteries", "threats"),
    *("value", "leak_value", "bound_value", "track_factor"),  # leaks in any unit; a probability
    *("stock_left", "revision", "n_launches", "number", "rung", "first_seq", "last_seq", "attempt", "attempts"),
    *("kept_count", "retimed_count", "by_doctrine"),
}
WORDS = {str: "text", int: "integer", float: "number", bool: "true or false", type(None): "null"}


def records() -> str:
    """Return every record kind, and the parts that their bodies are made of."""
    known: dict[str, type[msgspec.Struct]] = {}
    for kind in KINDS.values():
        collect_parts(kind, known)
    parts = {name: part for name, part in sorted(known.items()) if name not in KINDS}
    summary = [[f"[{name}](#{name.lower()})", journaled_under(name)] for name in KINDS]
    text = RECORDS.format(made=MADE, truth=TRUTH) + table(["kind", "journaled under"], summary)
    text += "".join(struct_section(name, kind, journaled_under(name)) for name, kind in KINDS.items())
    text += "\n# Parts\n\nWhat bodies are made of. A part with `type` says with it which of several it is.\n"
    return text + "".join(struct_section(name, part, "") for name, part in parts.items())


def journaled_under(name: str) -> str:
    """Return the node under which a record kind is journaled."""
    if name in ASIDE_KINDS:
        return OF_ASIDE
    return f"`{TRUTH}`" if name in TRUTH_KINDS else NODE_OF.get(name, OF_NODE)


def collect_parts(struct: type[msgspec.Struct], known: dict[str, type[msgspec.Struct]]) -> None:
    """Add a struct and all structs within it, by name."""
    if struct.__name__ in known:
        return
    known[struct.__name__] = struct
    for hint in typing.get_type_hints(struct).values():
        for inner in structs_in(hint):
            collect_parts(inner, known)


def structs_in(hint: Any) -> Iterator[type[msgspec.Struct]]:
    """Yield the structs in an annotation."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for inner in typing.get_args(hint):
        yield from structs_in(inner)


def struct_section(name: str, struct: type[msgspec.Struct], under: str) -> str:
    """Return what is said of one struct: its docstring, the node, its fields."""
    story, meanings = split_docstring((struct.__doc__ or "").replace("``", "`"))
    tag = struct.__struct_config__.tag
    rows = [["`type`", f'"{tag}"', "", ""]] if tag else []
    for field, hint in typing.get_type_hints(struct).items():
        rows.append([f"`{field}`", type_words(hint), unit_of(field, hint), meanings.get(field, "")])
    node = f"\nJournaled under: {under}.\n" if under else ""
    width = 4 if meanings else 3
    body = table(["key", "type", "unit", "meaning"][:width], [row[:width] for row in rows]) if rows else "No keys.\n"
    return f"\n## {name}\n\n{story}\n{node}\n{body}"


def split_docstring(text: str) -> tuple[str, dict[str, str]]:
    """Return a docstring without its section of attributes, and what that section says of each."""
    story, _, section = text.partition("Attributes\n")
    meanings: dict[str, str] = {}
    names: list[str] = []
    for line in section.splitlines()[1:]:
        head = re.match(r"    (\w+(?:, \w+)*) : (.+)", line)
        if head:
            names = head[1].split(", ")
            meanings |= dict.fromkeys(names, head[2] + "." if head[2][0].isdigit() else "")  # "6 floats, m and m/s"
        elif line.strip():
            meanings |= {name: f"{meanings[name]} {line.strip()}".strip() for name in names}
    return re.sub(r"\n +", "\n", story.strip()), meanings


def type_words(hint: Any) -> str:
    """Return an annotation as the JSON it stands for."""
    if hint in WORDS:
        return WORDS[hint]
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Literal:
        return ", ".join(f'"{value}"' for value in arguments)
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return " or ".join(type_words(item) for item in arguments)
    if typing.get_origin(hint) is tuple:
        if arguments[-1] is Ellipsis:
            return f"list of {type_words(arguments[0])}"
        return "[" + ", ".join(type_words(item) for item in arguments) + "]"
    if hint is Agreement:
        return "[Agreement](agreements.md)"
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


def unit_of(field: str, hint: Any) -> str:
    """Return the unit that a field's name carries; a number without one must be a count."""
    if any(structs_in(hint)):
        return ""
    for length in (3, 2, 1):
        ending = "_".join(field.split("_")[-length:])
        if ending in UNITS:
            return UNITS[ending]
    if {int, float} & {hint, *typing.get_args(hint)} and field not in COUNTS:
        raise ValueError(f"field {field!r} is a number without a unit; end its name in one, or add it to COUNTS")
    return ""


# Files that people write

SCENARIO = """# The files that people write

{made}
All are TOML, checked before anything runs. An unknown key is refused. Times, lengths and angles carry their unit at
the end of the key. An **id** is a lower-case letter, then up to 39 lower-case letters,
digits and dashes.

`tocsin new mine.toml` writes a scenario to start from, `tocsin check mine.toml` says what is wrong with it, and
[scenario.schema.json](scenario.schema.json) is its JSON Schema for editors.
[every_kind.toml](../tests/scenario/every_kind.toml) declares one of everything: launches of every kind, way-points,
turns, a patrol, outages, a skyline, a skywave radar, Molniya and Tundra satellites, aircraft, debris, glint.

| a launch of a pack of kind | flies | takes |
|---|---|---|
| `vehicle` | thrown to its `end`, least energy or up to `apogee_km` | `end`, `apogee_km`, `fails_s` |
| `vehicle`, one that goes to orbit (`slv`) | up along `azimuth_deg`; it stays up | `azimuth_deg`, `fails_s` |
| `glider` | thrown, then gliding to its `end` | `end`, `[[launch.turn]]` |
| `craft` | from way-point to way-point to its `end` | `end`, `[[launch.via]]` |

Warning knows thrown bodies only: a glider is predicted as if it fell, and nobody is warned of a cruise missile.

A launch whose thrust ends at `fails_s` falls from there in one piece; its `end` stays what was meant. With
`probability` and `time_spread_s` whether and when it flies is drawn once a run; even the latest must begin within the
scenario.

**Places drawn once a run.** The `start` and `end` of a launch, and a `[[radar]]`, `[[skywave]]` or `[[battery]]`,
take `spread_km` (drawn within this distance of the declared place, land and sea alike) or `within` (drawn over the
ground of the nations named); both uniform by area. A launch between drawn places is flown anew in each run. A pair of
places that is out of its class's reach is drawn again, 200 times at most, so that the distribution is that of the
pairs in reach. An `end` is drawn over the ground of parties alone. A radar that looks `toward` a nation turns to the
middle of its ground from wherever it is drawn to stand. A draw hangs on seed, run and the id of its launch, radar or
battery: agreements compared share all places, and nothing moves what is drawn for another. The declared place must be
possible too: it stands for the drawn one in what is made before a run (`check`, `show`, `coverage`, the range of a
notice); a footprint counts over the whole disc, or over twelve places of the ground. Reviews and their maps show
where things were.

## What is played

Three keys of `[scenario]` change a file for a run: `variant` names one of its `[variant.NAME]` tables, `set` gives
values by path, `cast` renames nations. `--variant`, `--set` and `--cast` write them into the text, and the journal
carries that text, so that it alone plays the run again. They apply in this order: the variant, the file's `set`, the
cast; paths are in the names of the file.

A path joins keys by points; an entry of a list stands in brackets, by its id, a link by its two ends, anything else
by its nation or its number from 1: `notice[n1].window_end_s`, `link[alder-birch].loss`, `radar[2].patrol[1].lat_deg`,
`party.birch.pack.doctrine-standard.think_s.value`. The value `"absent"` removes what the path names. A key that a
file leaves out can be set; one that there is not is refused. A nation's own number of a class pack that is set by its
value alone has the shipped unit. Launches cannot be set from outside: they vary as the file declares, by a variant,
`probability`, `time_spread_s` or a drawn place.

`cast = {{ alder = "elm" }}` swaps Alder and Elm in every key and text, ids such as `alder-high` too, and on the map.
The land stays where it is: Elm now lies where Alder lay. Sensors get other ids and so other luck.

# Scenario files
"""
AGREEMENT = """
# Agreement files

`--agreement` and `--agreements` take a shipped name ([agreements](agreements.md)) or a path ending in `.toml`;
`tocsin agreement check NAME` says what is wrong with a file, or what it grants. One that grants more than its rung,
or less, is refused.

A shipped agreement does not know who will be party to it: a sector names `party = 1` or `party = 2`, the place in the
scenario's `parties`. A file of your own may name a `nation` instead. A sector bounds the launches of its party alone,
and only of its `classes` where it names any; what threatens a party is told whatever its direction.
"""
DOCTRINE = """
# Doctrine files

A party's `doctrine` is a shipped name ([doctrine.md](doctrine.md)) or a table. A file of your own has the same keys
as the table `[party.NAME.doctrine]` above, at its top; `tocsin compare --doctrines` takes its path and
`tocsin doctrine check PATH` says what is wrong with it, or what it changes.
"""
PACK = """
# Class packs

What a class of radar, satellite, vehicle, battery or doctrine is like. Every parameter is notional or from an open
textbook; none is a real system's. Packs are shipped with Tocsin and named by `pack` in a scenario.
`tocsin pack show NAME` prints one, `tocsin pack diff A B` two side by side.

All nations have the shipped numbers unless a scenario gives one its own, within the shipped range:

```toml
[party.birch.pack.early-warning]
power_kw = { value = 300, unit = "kW", notional = true, note = "an upgraded transmitter" }
```

They hold for every radar of this pack that the nation has, in this scenario. They stand in the scenario's own text,
and so travel with every journal. `tocsin pack diff alder birch --scenario mine.toml` prints two nations' numbers side
by side.
"""


DESIGN = """
# Design files

What a study plays and asks: `tocsin study run FILE.toml`; how to write one is told in [studies](studies.md). The
shipped ones are in `src/tocsin/study/studies/`.
"""


def scenario() -> str:
    """Return every key of scenario files, agreement files and class packs."""
    text = SCENARIO.format(made=MADE) + model_sections(ScenarioFile)
    text += AGREEMENT + model_sections(AgreementFile) + DOCTRINE
    text += DESIGN + model_sections(DesignFile)
    return text + PACK + model_sections(PackFile) + "".join(map(pack_section, pack_names()))


def model_sections(model: type[BaseModel]) -> str:
    """Return one section for each table of a file, the file's own keys first."""
    schema = model.model_json_schema()
    places: dict[str, list[str]] = {}
    collect_places(schema, "", schema["$defs"], places)
    parts = schema["$defs"]
    text = key_section("Top of the file", schema, parts)
    for name, found in places.items():
        text += key_section(", ".join(f"`{place}`" for place in found), parts[name], parts)
    return text


def collect_places(part: Schema, prefix: str, parts: Schema, places: dict[str, list[str]]) -> None:
    """Add, for each part of a schema, where in the file it may stand: ``[table]``, ``[[tables]]``."""
    for key, item in part["properties"].items():
        name = part_in(item)
        if name:
            path = f"{prefix}{key}" + ".NAME" * names_above(item)
            places.setdefault(name, []).append(f"[[{path}]]" if item.get("type") == "array" else f"[{path}]")
            collect_places(parts[name], f"{path}.", parts, places)


def names_above(item: Schema) -> int:
    """Return how many names that a person chooses stand above the part that a key holds."""
    inner = named_inner(item)
    return 0 if inner is None else 1 + names_above(inner)


def named_inner(item: Schema) -> Schema | None:
    """Return what stands under a name that a person chooses; None where a key holds no such names."""
    found = item.get("additionalProperties")
    if isinstance(found, Mapping):
        return found
    patterns = item.get("patternProperties")
    return next(iter(patterns.values())) if isinstance(patterns, Mapping) else None


def part_in(item: Schema) -> str:
    """Return the name of the part that a key holds, one or many; empty for a plain value."""
    while (named := named_inner(item)) is not None:
        item = named
    of_list = item.get("items", {})
    inner = [item, of_list, *choices(item), *choices(of_list)]
    return next((found["$ref"].rpartition("/")[2] for found in inner if "$ref" in found), "")


def choices(item: Schema) -> Sequence[Schema]:
    """Return what a key may hold, one of several; none where it holds one thing alone."""
    found: Sequence[Schema] = item.get("anyOf", item.get("oneOf", ()))
    return found


def key_section(title: str, part: Schema, parts: Schema) -> str:
    """Return the keys of one table: type, bounds, default, meaning."""
    rows = []
    for key, item in part["properties"].items():
        default = "**needed**" if key in part.get("required", ()) else default_of(item)
        meaning = item.get("description") or parts.get(part_in(item), {}).get("description", "").partition("\n")[0]
        rows.append([f"`{key}`", key_type(item), default, meaning.replace(ID["description"], "")])
    about = part["description"].replace("``", "`")
    return f"\n## {title}\n\n{about}\n\n{table(['key', 'type and bounds', 'default', 'meaning'], rows)}"


def key_type(item: Schema) -> str:
    """Return type and bounds of a key in words."""
    if not item:
        return "any value"
    if of_list := choices(item.get("items", {})):
        return "list of " + " or ".join(dict.fromkeys(map(key_type, of_list)))
    if part_in(item):
        return "tables" if item.get("type") == "array" else "table"
    if "anyOf" in item:
        return " or ".join(dict.fromkeys(key_type(inner) for inner in item["anyOf"] if inner.get("type") != "null"))
    if "enum" in item:
        return "one of " + ", ".join(f"`{value}`" for value in item["enum"])
    if item["type"] == "array":
        least = f", at least {item['minItems']}" if "minItems" in item else ""
        inner = item.get("items") or {"anyOf": item["prefixItems"]}
        return f"list of {key_type(inner)}{least}"
    if item.get("pattern") == ID["pattern"]:
        return "id"
    if item["type"] == "object":
        return "table of values" if item.get("additionalProperties") is True else "table of texts"
    words = TYPES.get(item.get("format", item["type"]), "text")
    bounds = [f"{sign} {item[key]}" for key, sign in BOUNDS.items() if key in item]
    return ", ".join([words, *bounds, *([f"matching `{item['pattern']}`"] if "pattern" in item else [])])


ID: Schema = TypeAdapter(Id).json_schema()
TYPES = {
    **{"integer": "integer", "number": "number", "boolean": "`true` or `false`"},
    "date-time": "date and time with its zone",
}
BOUNDS = {
    **{"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"},
    **{"minLength": "length at least", "maxLength": "length at most"},
}


def default_of(item: Schema) -> str:
    """Return the default of a key that may be left out."""
    value = item.get("default")
    return "none" if value in (None, "") or isinstance(value, list | dict) else f"`{json.dumps(value)}`"


def pack_section(name: str) -> str:
    """Return the numbers of one shipped pack."""
    toml = files("tocsin.scenario").joinpath("packs", f"{name}.toml").read_text(encoding="utf-8")
    pack = PackFile.model_validate(tomllib.loads(toml))
    rows = [[f"`{key}`", *quantity_cells(number)] for key, number in pack.numbers.items()]
    head = ["number", "value", "range", "unit", "source", "note"]
    return f"\n## Pack `{name}`: {pack.title.lower()} ({pack.kind})\n\n{table(head, rows)}"


def quantity_cells(number: Quantity) -> list[str]:
    """Return the cells of one number of a pack."""
    low, value, high = (f"{item:g}" for item in (number.low, number.value, number.high))
    return [value, f"{low} to {high}", number.unit, number.source or "notional", number.note]


def schema_json() -> str:
    """Return the JSON Schema of the scenario file, as `tocsin schema` prints it."""
    return json.dumps(ScenarioFile.model_json_schema(), indent=2) + "\n"


# Agreements

AGREEMENTS = """# Agreements

{made}
Each is a file in `src/tocsin/scenario/agreements/`; the keys are in [scenario.md](scenario.md#agreement-files). An
agreement is enforced on every message: what it does not grant does not leave the node. None of them is called best:
each tells something, costs something, and can be tried against the others on the same luck (`tocsin compare`).

`tocsin agreement list`, `tocsin agreement show NAME`, `tocsin agreement diff A B` and `tocsin agreement check NAME`
print what is on these pages, of a shipped agreement or of a file of your own.

**Documented** counts the terms that open sources settle, **in part** those that they name while a number or an edge
is our reading. All others are our reading. No party to any arrangement endorses what is here. A real arrangement is
followed in what it lets nations tell each other; where and how it is worked is not.

"""
FEATURES = """
## Feature by feature

`-` is no, none, or no bound. Fields are those of a [LaunchReport](records.md#launchreport); `track` stands for
[TrackReports](records.md#trackreport). What any two differ in: [diffs](agreements/diffs.md).

"""
LADDER = """
## The integration ladder

Each agreement says on which rung it stands. One that grants more than its rung, or less, is refused, and so is what
does not fit together, each with its reason.

"""
RUNG_MEANINGS = (
    "Each nation is alone; what it knows, it knows from its own sensors.",
    "Launches are announced, before or after; nothing is said of what sensors see.",
    "What each side's sensors say of a launch is told and shown beside one's own. People compare.",
    "Reports of all sides are joined at a centre of both, which tells sources apart by their provenance.",
    "Tracks pass from node to node, and a battery may fire on one that only the partner holds.",
    "Each tells what it means to engage, so that two do not fire where one is enough.",
    "A centre of both proposes who takes what, knowing what each has left. Each nation's commander orders his own.",
)


def agreements() -> str:
    """Return the shipped agreements side by side, and the ladder."""
    shipped = [agreement_file(name) for name in preset_names()]
    heads = [
        [f"[{file.name}](agreements/{file.name}.md)", rung_term(file).value, *standings(file), file.follows]
        for file in shipped
    ]
    text = AGREEMENTS.format(made=MADE) + table(["agreement", "rung", "documented", "in part", "follows"], heads)
    columns = [[rung_term(file), *terms_of(file)] for file in shipped]
    rows = [[terms[0].words, *(term.value for term in terms)] for terms in zip(*columns, strict=True)]
    text += FEATURES + table(["", *(f"`{file.name}`" for file in shipped)], rows)
    rungs = [[str(rung), name, RUNG_MEANINGS[rung]] for rung, name in enumerate(RUNG_NAMES)]
    return text + LADDER + table(["rung", "name", "what it means"], rungs)


def standings(file: AgreementFile) -> list[str]:
    """Return how many terms are documented, and how many in part."""
    terms = terms_of(file)
    return [f"{count_of(terms, 'documented')} of {len(terms)}", str(count_of(terms, "in part"))]


AGREEMENT_PAGE = """# Agreement `{name}`

{made}
Follows {follows}.

**{endorsement}.** [All agreements](../agreements.md), [what any two differ in](diffs.md).

Rung of the integration ladder: {rung}. {meaning}

## What it lets through

Alder's sensors hold a launch from Birch's ground, or one from Cedar's, which is no party. Alder's node drafts a
report for Birch; this much of it leaves.

"""


def agreement_page(name: str) -> str:
    """Return the page of one shipped agreement."""
    file = agreement_file(name)
    text = AGREEMENT_PAGE.format(
        made=MADE,
        name=file.name,
        follows=file.follows,
        endorsement=endorsement(file),
        rung=rung_term(file).value,
        meaning=RUNG_MEANINGS[file.rung],
    )
    text += sample_section(name)
    for standing, title in STANDINGS.items():
        rows = [[f"`{t.key}`", t.words, t.value, t.why] for t in terms_of(file) if t.standing == standing]
        if rows:
            text += f"\n## {title}\n\n{table(['term', '', 'here', 'why'], rows)}"
    return text


LAUNCHED_BY = {"of a party's launch": "birch", "of a third state's launch": "cedar"}
STANDINGS = {"documented": "Documented", "in part": "Documented in part", "our reading": "Our reading"}
SAMPLE = LaunchReport(
    event_id="alder-1",
    launch_time_ms=3_723_400,
    launch_time_sigma_ms=1_200,
    launch_point=Ellipse(math.radians(41.27), math.radians(88.64), 4e6, 0.0, 4e6),
    azimuth_rad=math.radians(298.0),
    azimuth_sigma_rad=math.radians(2.0),
    generic_class="irbm",
    n_objects=2,
    phenomenology="both",
    impact_area=Ellipse(math.radians(47.83), math.radians(55.41), 9e8, 0.0, 4e8),
    impact_time_ms=4_678_900,
    impact_time_sigma_ms=6_000,
    threatens=("alder",),
    confidence="high",
    assessment="valid",
    matched_notification="",
)
SAMPLE_RANGE_M, SAMPLE_APOGEE_M = 2.7e6, 6.1e5


def sample_section(name: str) -> str:
    """Return the sample report, field by field, as drafted and as it leaves; or why it does not."""
    agreement = load_agreement(name, ("alder", "birch"))
    outcomes = {words: sample_release(agreement, nation) for words, nation in LAUNCHED_BY.items()}
    told = {words: outcome for words, outcome in outcomes.items() if not isinstance(outcome, str)}
    text = "".join(
        f"What leaves {words}: nothing; {why}.\n\n" for words, why in outcomes.items() if isinstance(why, str)
    )
    rows = [
        [f"`{field}`", sample_cell(field, value), *(sample_cell(field, sent[field]) for sent in told.values())]
        for field, value in msgspec.structs.asdict(SAMPLE).items()
    ]
    return text + (table(["field", "as drafted", *told], rows) if told else "")


def sample_release(agreement: Agreement, launch_nation: str) -> dict[str, Any] | str:
    """Return what an agreement lets through of the sample, or the reason why nothing."""
    draft = Draft(
        originator="alder",
        to="birch",
        drafted_ms=3_900_000,
        msg_type="report",
        payload=SAMPLE,
        range_m=SAMPLE_RANGE_M,
        apogee_m=SAMPLE_APOGEE_M,
        launch_nation=launch_nation,
        azimuth_rad=SAMPLE.azimuth_rad,
    )
    outcome = release(draft, agreement, AgreementState(), draft.drafted_ms)
    return outcome.reason if isinstance(outcome, Refusal) else msgspec.structs.asdict(outcome.payload)


def sample_cell(field: str, value: Any) -> str:
    """Return one field of a report in units for people."""
    if value is None:
        return "-"
    if isinstance(value, Ellipse):
        lat_deg, lon_deg = math.degrees(value.lat_rad), math.degrees(value.lon_rad)
        return f"{lat_deg:.2f}, {lon_deg:.2f} deg, 90 % within {axes_90_m(value)[0] / 1e3:.1f} km"
    if field.endswith("_ms"):
        return f"{value / 1000:.1f} s"
    if field.endswith("_rad"):
        return f"{math.degrees(value):.1f} deg"
    return ", ".join(value) if isinstance(value, tuple) else str(value) or "none"


DIFFS = """# What any two agreements differ in

{made}
Only the terms that differ; all others are equal. `tocsin agreement diff A B` prints them all.
"""


def agreement_diffs() -> str:
    """Return every pair of shipped agreements with what they differ in."""
    text = DIFFS.format(made=MADE)
    for a, b in itertools.combinations(map(agreement_file, preset_names()), 2):
        rows = [[x.words, x.value, y.value] for x, y in pairs_of(a, b) if x.value != y.value]
        text += f"\n## {a.name} and {b.name}\n\n{table(['', f'`{a.name}`', f'`{b.name}`'], rows)}"
    return text


# Measures

MEASURES = """# Measures

{made}
`run`, `compare`, `study` and `review` all call one function, `measure_rows`, which gives exactly one row for each
(agreement, seed, run, nation, subject, measure).

## A row

{fields}

- `nation` is a party's id, or `all`: the union of the parties, computed from subjects, never the mean of nations.
- `subject` names one case (a launch, a launch and an area, a layer); `all` is the headline row.
- `status` is `observed`, `never` (there was an opportunity, and what was waited for had not come by its deadline),
  `pending` (the run or its journal ended first) or `not_applicable` (there was no opportunity). `value` is null
  unless observed. Never warned is not 0 s warned.
- `n` counts the cases behind the value, `n_never` those in which what was waited for never came.
- `decided_by` is `doctrine`, `human` or `mixed`, from the orders of the run.

## Rules

- All times are exercise time, recorded in ms and given in s.
- A launch threatens a nation if the undefended impact of one of its payloads, fixed at lift-off, lies in the nation's
  territory; an area is at risk if it lies in the area. The time of that impact counts also when the body was
  intercepted.
- A report, track or warning belongs to the launch that most measurements in its provenance pair with; a tie goes to
  the earliest measurement; where most pair with no launch it is from a false source. Only review, which reads truth,
  can say so.
- The headline of a time, an area or an error is the median with never ranked worst; it is null, status `never`, if
  half or more are never. Of a share it is the sum of successes over the sum of cases, of a ratio the ratio of sums.
- Pending cases leave the numerator and the denominator.

## Definitions
"""


def measures() -> str:
    """Return every measure with its definition."""
    fields = ", ".join(f"`{name}`" for name in Row.__struct_fields__)
    return MEASURES.format(made=MADE, fields=fields) + "".join(map(measure_section, DEFINITIONS))


def measure_section(definition: Definition) -> str:
    """Return what is said of one measure."""
    rows = [
        ["unit", definition.unit],
        ["per", definition.per],
        ["start to stop record", definition.span],
        ["never, none", definition.never],
        ["headline", definition.summary],
    ]
    return f"\n### `{definition.name}`\n\n{definition.text}\n\n{table(['', ''], rows)}"


def blocks() -> str:
    """Return what of the documents is run; read when everything else has been written."""
    from scripts.blocks import document  # noqa: PLC0415  found beside this script, whoever runs it

    return document()


DOCUMENTS: dict[str, Callable[[], str]] = {
    "agreements.md": agreements,
    "agreements/diffs.md": agreement_diffs,
    **{f"agreements/{name}.md": partial(agreement_page, name) for name in preset_names()},
    "commands.md": commands,
    "measures.md": measures,
    "records.md": records,
    "scenario.md": scenario,
    "scenario.schema.json": schema_json,
    "blocks.md": blocks,  # last: it counts the blocks of the others
}


def main() -> None:
    """Write every document."""
    for name, made in DOCUMENTS.items():
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(made(), encoding="utf-8")


if __name__ == "__main__":
    main()
