"""The API reference, from docstrings: one page a room, with what the room's own docstring names as public.

Nothing is imported; the sources are read (griffe), so that a page says what the code says.
"""

import re
from pathlib import Path

import griffe

ROOT = Path(__file__).parents[2]
ROOMS = (
    "study", "exercise", "review", "scenario", "orders", "journal", "tracking", "sensing", "motion", "earth",
    "chance",
    "picture", "warning", "exchange", "defence",
)  # fmt: skip
# What is of use to a program in rooms whose docstring tells a story instead of names.
MORE: dict[str, tuple[str, ...]] = {
    "study": ("results.open_study", "results.Study", "runner.run_study", "run.run", "pool.run_all"),
    "exercise": ("engine.step", "play.play", "world.World", "fork.fork", "replay.replay"),
    "review": (
        "log.Log",
        "party.View",
        "party.view_of",
        "measure.measures_of",
        "measure.DEFINITIONS",
        "answer.explain",
    ),
    "scenario": ("build.load_scenario", "pack.load_pack", "atlas.load_atlas", "vehicles.build_vehicle"),
    "orders": ("order.Order", "kinds.KINDS", "aside.Aside"),
    "tracking": ("feed.from_radar", "feed.track_all", "feed.estimates", "metrics.over_time.gospa_over_time"),
}
NAME = re.compile(r"``([\w./]+)``")
PUBLIC = re.compile(r"^Public(?: names\n-+)?:?(.*)", re.MULTILINE | re.DOTALL)


def write_api(folder: Path) -> list[str]:
    """Write the reference's pages into ``folder`` and return their places in the site."""
    folder.mkdir(parents=True, exist_ok=True)
    package = griffe.load("tocsin", search_paths=[ROOT / "src"], docstring_parser="numpy")
    texts = {"index.md": index(package)} | {f"{room}.md": page(package, room) for room in ROOMS}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [f"api/{name}" for name in texts]


def index(package: griffe.Object) -> str:
    """Return the list of rooms."""
    rows = [f"| [`tocsin.{room}`]({room}.md) | {first_line(package[room])} |" for room in ROOMS]
    return (
        "# From Python\n\nWhat each room of the code offers to a program, from its docstrings. SI units and radians "
        "inside; a name carries its unit or its frame. A room imports only rooms below it: "
        "[architecture](../architecture.md). Worked examples: [studies](../studies.md), "
        "[the tracker by itself](../tracking-from-python.md), [the journal](../journal.md).\n\n"
        "| room | what it is |\n|---|---|\n" + "\n".join(rows) + "\n"
    )


def page(package: griffe.Object, room: str) -> str:
    """Return one room's page: what comes in, what goes out, and each public name."""
    module = package[room]
    story = PUBLIC.sub("", module.docstring.value).strip()
    parts = [f"# `tocsin.{room}`\n\n{code_marks(story)}\n"]
    there = dict.fromkeys((*public_names(module), *MORE.get(room, ())))
    last = ""
    for dotted in there:
        found = find(module, dotted)
        if found is None:
            continue
        where = dotted.rpartition(".")[0]
        if where != last:
            parts.append(f"## `{room}.{where}`\n\n{first_line(found.parent)}\n")
            last = where
        parts.append(described(found))
    return "\n".join(parts)


def public_names(module: griffe.Object) -> list[str]:
    """Return the dotted names that a room's docstring calls public, in its order."""
    found, where = [], ""
    match = PUBLIC.search(module.docstring.value)
    for name in NAME.findall(match[1] if match else ""):
        dotted = name.replace("/", ".")
        if find(module, f"{where}.{dotted}") is not None and "." not in dotted:
            found.append(f"{where}.{dotted}")
        elif (thing := find(module, dotted)) is not None:
            where = dotted if thing.is_module else dotted.rpartition(".")[0]
            found += [] if thing.is_module else [dotted]
    return found


def find(module: griffe.Object, dotted: str) -> griffe.Object | None:
    """Return a room's module, class, function or constant by its dotted name, or None."""
    thing = module
    for part in dotted.split("."):
        if part not in thing.members or thing.members[part].is_alias:
            return None
        thing = thing.members[part]
    return thing


def described(thing: griffe.Object) -> str:
    """Return what a page says of one name: how it is called, what it does, what goes in and comes out."""
    lines = [f"### `{thing.name}`\n"]
    if thing.is_function:
        lines.append(f"```python\n{signature(thing)}\n```\n")
    if thing.docstring is None:
        return "\n".join(lines)
    for section in thing.docstring.parse("numpy", warnings=False):
        lines.append(section_text(section))
    if thing.is_class:
        fields = [item for item in thing.members.values() if item.is_attribute and item.annotation is not None]
        said = thing.docstring.value
        if fields and "Attributes\n" not in said and "Parameters\n" not in said:
            lines.append(table([(item.name, str(item.annotation), first_line(item)) for item in fields]))
    return "\n".join(lines)


def signature(function: griffe.Function) -> str:
    """Return how a function is called, over several lines where it is long."""
    words = [str_parameter(item) for item in function.parameters]
    back = f" -> {function.returns}" if function.returns else ""
    line = f"{function.name}({', '.join(words)}){back}"
    return line if len(line) <= 100 else f"{function.name}(\n    " + ",\n    ".join(words) + f",\n){back}"


def str_parameter(item: griffe.Parameter) -> str:
    """Return a parameter with its type and default."""
    mark = {"variadic positional": "*", "variadic keyword": "**"}.get(item.kind.value if item.kind else "", "")
    text = f"{mark}{item.name}" + (f": {item.annotation}" if item.annotation else "")
    return text + (f" = {item.default}" if item.default is not None and not mark else "")


def section_text(section: griffe.DocstringSection) -> str:
    """Return a part of a docstring as Markdown."""
    if section.kind.value == "text":
        return code_marks(section.value) + "\n"
    if section.kind.value in ("parameters", "attributes", "returns", "yields", "raises"):
        rows = [(getattr(item, "name", ""), str(item.annotation or ""), item.description) for item in section.value]
        return f"**{section.kind.value.capitalize()}**\n\n{table(rows)}"
    if section.kind.value == "examples":
        return "\n".join(
            f"```python\n{text}\n```" if kind.value == "examples" else text for kind, text in section.value
        )
    if section.kind.value == "admonition":
        return f"**{section.title}**: {code_marks(section.value.description)}\n"
    return ""


def table(rows: list[tuple[str, str, str]]) -> str:
    """Return rows of name, type and meaning as a table."""
    cells = [f"| {code(name)} | {code(kind)} | {one_line(said)} |" for name, kind, said in rows]
    return "| name | type | meaning |\n|---|---|---|\n" + "\n".join(cells) + "\n"


def code(text: str) -> str:
    """Return a text as code, safe in a table's cell, or nothing."""
    return f"`{text}`".replace("|", "\\|") if text else ""


def one_line(text: str) -> str:
    """Return a text as one line that is safe in a table's cell."""
    return code_marks(" ".join(text.split())).replace("|", "\\|")


def code_marks(text: str) -> str:
    """Return a docstring's text with its code as Markdown marks it, and nothing read as HTML."""
    parts = re.split(r"(``[^`]+``)", text)
    return "".join(f"`{part[2:-2]}`" if part.startswith("``") else part.replace("<", "&lt;") for part in parts)


def first_line(thing: griffe.Object) -> str:
    """Return the first line of what a thing says of itself."""
    return one_line(thing.docstring.value.partition("\n\n")[0]) if thing.docstring else ""
