"""Every sentence that the server may say to a browser, read from the sources: so that none is left in one language.

A sentence is a text with a space in it.  What its braces hold is left out: ``"{} has no interceptors left"``.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tocsin.scenario.build import scenario_names, scenario_text
from tocsin.web.body import MEANINGS

SOURCES = Path(__file__).parents[2] / "src" / "tocsin"
ROOMS = ("web", "orders", "exercise/stages", "exercise/doctrine", "exercise/guard.py", "exchange/bounds.py")
MORE = (
    "review/statement.py",
    "review/lessons.py",
    "review/survey.py",
    "review/responses.py",
    "warning/raid.py",
    "exchange/release.py",
)
WITH_CODES = ("orders", "exchange", "warning", "defence", "exercise/staff", "scenario/serials.py")
AT_THE_TERMINAL = ("web/built.py", "web/serve.py", "web/blind.py", "web/roster.py", "web/session.py", "web/seats.py")
OF_THE_API = ("summary", "title", "description", "tags")  # keywords whose text is for programmers alone

NO_SENTENCES = (
    *("orders/condition/tree.py", "exercise/stages/arrive.py", "exercise/stages/fuse.py", "exercise/stages/kinds.py"),
    *("exercise/stages/intend.py", "exercise/stages/interceptors.py", "exercise/stages/plumes.py"),
    *(
        "exercise/stages/sources.py",
        "exercise/stages/warn.py",
        "exercise/stages/resolve.py",
        "exercise/stages/exchange.py",
    ),
)  # names and matters, put together from codes

NO_WORDS = (
    "An exercise of shared missile",
    "<!doctype",
    "default-src",
    "'self'",
    "camera=",
    "[ \\t",
    "Film |",
    "Spec |",
)  # how what is none begins
NOT_SAID = frozenset(
    (
        "Exchange a join code for a seat",
        "Tocsin exercise",
        "not there yet; ask again",
        "the answer",
        "the file",
        "the file that the browser has",
    )
) | frozenset(MEANINGS.values())  # of the description of the API


def sentences() -> list[str]:
    """Return the sentences in their order, each once."""
    return sorted({said for path in read() for said in said_in(path)} - NOT_SAID | set(shipped()))


def shipped() -> Iterator[str]:
    """Return what the shipped scenarios say outside their lists of injects, which are whoever's who wrote them."""
    for name in scenario_names():
        told = tomllib.loads(scenario_text(name)[0])
        yield told["scenario"]["title"]
        yield from (part["text"] for key in ("sheet", "serial") for part in told.get(key, ()))
        for part in told.get("script", ()):
            yield from (
                text for text in (part.get("reason"), part["action"].get("advisory", {}).get("cause")) if text
            )


def read() -> Iterator[Path]:
    """Return the files that are read."""
    left_out = {SOURCES / name for name in (*AT_THE_TERMINAL, *NO_SENTENCES)}
    for room in (*ROOMS, *MORE):
        yield from (found for found in files_in(SOURCES / room) if found not in left_out)


def files_in(path: Path) -> list[Path]:
    """Return a file, or the files of a folder."""
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def said_in(path: Path) -> Iterator[str]:
    """Return the sentences of a file, docstrings and parts of others left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(part) for node in ast.walk(tree) for part in unsaid(node)}
    for node in ast.walk(tree):
        if id(node) not in silent and " " in (text := template(node)).strip() and is_words(text):
            yield text


def unsaid(node: ast.AST) -> Iterator[ast.AST]:
    """Return what stands in a part of a file and is said to nobody by itself."""
    if isinstance(node, ast.Expr):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
        yield from (
            part.format_spec for part in node.values if isinstance(part, ast.FormattedValue) and part.format_spec
        )
    if isinstance(node, ast.keyword) and node.arg in OF_THE_API:
        yield from ast.walk(node.value)


def is_words(text: str) -> bool:
    """Return whether a text is words for people."""
    return any(map(str.isalpha, text)) and not text.startswith(NO_WORDS)


def template(node: ast.AST) -> str:
    """Return the words of a text, '' for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(template(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def codes() -> list[str]:
    """Return the codes that records, messages and orders may hold: what is written as ``Literal`` in their rooms."""
    found: set[str] = set()
    for path in [path for room in WITH_CODES for path in files_in(SOURCES / room)]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal":
                found |= {str(part.value) for part in ast.walk(node.slice) if isinstance(part, ast.Constant)}
    return sorted(found)
