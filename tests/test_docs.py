"""The documents are current, complete and true: what they name exists, what exists is named."""

import json
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from pydantic import BaseModel

from tocsin.cli.main import app
from tocsin.exercise.engine import STAGES
from tocsin.orders.kinds import KINDS, TRUTH_KINDS
from tocsin.review.measure import DEFINITIONS
from tocsin.scenario.agreement_file import AgreementFile, agreement_file, preset_names
from tocsin.scenario.checked import nested_model
from tocsin.scenario.pack import PackFile, pack_names
from tocsin.scenario.schema import ScenarioFile

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PACKAGE = ROOT / "src" / "tocsin"
TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *PACKAGE.rglob("*.md"), *(ROOT / "tests").rglob("*.md")])
OWN_PAGES = [page for page in PAGES if page.name != "validation.md"]  # its sources name files of other projects
DOCUMENTS = runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["DOCUMENTS"]
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SHELL_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:tocsin|make) [^`]+)`")
ABSOLUTE = re.compile(r"(?<![\w.:/*)>])/(?:bin|etc|home|mnt|opt|root|srv|tmp|Users|usr|var|work)\b")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_made_from_the_code_is_current(name: str) -> None:
    assert text_of(DOCS / name) == DOCUMENTS[name](), "run .venv/bin/python scripts/make_docs.py"


def test_help_does_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in ("40", "300"):
        monkeypatch.setenv("COLUMNS", columns)
        assert DOCUMENTS["commands.md"]() == text_of(DOCS / "commands.md")


def test_every_command_is_documented() -> None:
    text = text_of(DOCS / "commands.md")
    words = [
        f"{name}{verb}" for name, found in COMMANDS.items() for verb in ("", *(f" {v}" for v in verbs_of(found)))
    ]
    assert [name for name in words if f"\n## tocsin {name}\n" not in text] == []


def verbs_of(command: Any) -> list[str]:
    """Return the verbs of a command that is a group."""
    return list(getattr(command, "commands", {}))


def test_every_record_kind_is_documented_and_truth_is_marked() -> None:
    text = text_of(DOCS / "records.md")
    for name, kind in KINDS.items():
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert ("Journaled under: `truth`" in section) == (name in TRUTH_KINDS), name
        assert [field for field in kind.__struct_fields__ if f"| `{field}` |" not in section] == [], name


def test_every_measure_is_documented() -> None:
    text = text_of(DOCS / "measures.md")
    assert [item.name for item in DEFINITIONS if f"\n### `{item.name}`\n" not in text] == []


@pytest.mark.parametrize("model", [ScenarioFile, AgreementFile, PackFile], ids=lambda model: model.__name__)
def test_every_key_of_a_file_is_documented(model: type[BaseModel]) -> None:
    text = text_of(DOCS / "scenario.md")
    sections = re.split(r"^## .*\n", text, flags=re.MULTILINE)
    for part in models_in(model):
        keys = list(part.model_fields)
        assert any(all(f"\n| `{key}` |" in section for key in keys) for section in sections), part.__name__


def models_in(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and every model within it."""
    yield model
    for field in model.model_fields.values():
        inner = nested_model(field.annotation)
        if inner is not None:
            yield from models_in(inner)


def test_every_agreement_and_pack_is_documented() -> None:
    assert [name for name in preset_names() if f"`{name}`" not in text_of(DOCS / "agreements.md")] == []
    assert [
        name for name in preset_names() if agreement_file(name).follows not in text_of(DOCS / "agreements.md")
    ] == []
    assert [name for name in pack_names() if f"\n## Pack `{name}`" not in text_of(DOCS / "scenario.md")] == []


def test_the_index_names_every_document() -> None:
    index = set(LINK.findall(text_of(DOCS / "README.md")))
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*") if path.suffix in (".md", ".json")}
    assert there - {"README.md"} - index == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(text_of(page)):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_an_absolute_path(page: Path) -> None:
    assert ABSOLUTE.findall(text_of(page)) == []


@pytest.mark.parametrize("page", [page for page in OWN_PAGES if "oracles" not in page.parts], ids=name_of)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"\b((?:src|tests|scripts|docs|benchmarks)/[\w./-]*\w)", text_of(page))
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_says_what_it_is(page: Path) -> None:
    fences = re.findall(r"^```(\w*)$", text_of(page), re.MULTILINE)
    assert all(fences[0::2]) and not any(fences[1::2]), "begin a block with ```sh, ```toml or ```text"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_line_in_a_page_exists(page: Path) -> None:
    text = text_of(page)
    lines = [line for block in SHELL_BLOCK.findall(text) for line in block.splitlines()] + INLINE.findall(text)
    assert [fault for line in lines if (fault := fault_of(line))] == []


def fault_of(line: str) -> str:
    """Return what is wrong with a line of a shell if it calls tocsin or make, or nothing."""
    words = shlex.split(line, comments=True)
    if not words or words[0] not in ("tocsin", "make"):
        return ""
    if words[0] == "make":
        unknown = [word for word in words[1:] if "=" not in word and word not in TARGETS]
        return f"{line!r}: the Makefile has no {unknown}" if unknown else ""
    if words[1:] == ["--help"]:
        return ""
    if not words[1:] or words[1] not in COMMANDS:
        return f"{line!r}: no such command"
    command = COMMANDS[words[1]]
    if verbs_of(command):
        if not words[2:]:
            return ""  # the group itself: its help
        if words[2] not in verbs_of(command):
            return f"{line!r}: no such command"
        command = command.commands[words[2]]
    known = {option for parameter in command.params for option in parameter.opts}
    unknown = [word for word in words[2:] if word.startswith("--") and word not in known]
    return f"{line!r}: no such option {unknown}" if unknown else ""


@pytest.mark.parametrize(
    "line",
    ["tocsin nothing", "tocsin run x --nothing", "tocsin pack nothing", "tocsin pack list --nothing", "make nothing"],
)
def test_a_line_that_names_nothing_is_found(line: str) -> None:
    assert fault_of(line)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--help", "Usage:"),
        ("scenarios", "quiet-sky"),
        ("check first-seen-by-partner", "no errors"),
        ("schema", text_of(DOCS / "scenario.schema.json")),
    ],
)
def test_a_quick_command_of_the_documents_runs(words: str, said: str) -> None:
    answer = subprocess.run([*TOCSIN, *words.split()], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert said in answer.stdout


def test_the_architecture_tells_the_stages_in_order_and_names_every_room() -> None:
    text = text_of(DOCS / "architecture.md")
    told = re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)
    assert [word for word in told if word.islower()] == [stage.__name__ for stage in STAGES]
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} | {"errors", "kernel_cache"}
    assert {room for room in rooms if f"`{room}`" not in text.partition("## The rooms")[2]} == set()


def test_a_room_names_only_modules_and_names_that_it_has() -> None:
    missing = []
    for init in PACKAGE.glob("*/__init__.py"):
        for module, name in re.findall(r"``([a-z_]+)\.(\w+)``", text_of(init)):
            file = init.parent / f"{module}.py"
            if not file.exists() or not re.search(rf"\b{name}\b", text_of(file)):
                missing.append(f"{init.parent.name}: {module}.{name}")
    assert not missing


def test_a_type_in_the_glossary_exists_or_is_marked_as_planned() -> None:
    code = "\n".join(text_of(path) for path in PACKAGE.rglob("*.py"))
    rows = re.findall(r"^\| ([A-Z][a-z]+(?:[A-Z][a-z]+)+) \| (.*) \|$", text_of(DOCS / "glossary.md"), re.MULTILINE)
    wrong = [name for name, said in rows if (f"class {name}(" in code) == said.startswith("*Planned.*")]
    assert rows and not wrong


@pytest.mark.parametrize("name", ["earth_atmosphere", "orbits", "ballistic", "glide", "radar", "space_ir"])
def test_every_published_case_is_held_or_said_not_to_be(name: str) -> None:
    held = text_of(DOCS / "models" / "validation.md")
    said = "".join(text_of(page) for page in (ROOT / "tests" / "oracles").glob("README-*.md"))
    cases = json.loads(text_of(ROOT / "tests" / "oracles" / f"{name}.json"))
    lost = [case["id"] for case in cases if f"| {case['id']} |" not in held and not is_named(case["id"], said)]
    assert not lost, "run `make validation`, or say in tests/oracles why no test holds a model to it"


def is_named(case_id: str, text: str) -> bool:
    """Return whether a text names a case, whole or by a pattern such as ``gw92-*``."""
    names = re.findall(r"`([\w.*-]+)`", text)
    return any(re.fullmatch(re.escape(item).replace(r"\*", ".*"), case_id) for item in names)
