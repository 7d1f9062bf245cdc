"""Every code block of the documents is run, or read by the reader of what it is, page by page and in order.

How a page says otherwise is told in ``scripts/blocks.py``; ``docs/blocks.md`` lists where and why.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scripts.blocks import DATA, RUN, Block, all_blocks, blocks_of, name_of, pages, printed_by
from tocsin.errors import ScenarioError
from tocsin.scenario.agreement_schema import AgreementFile
from tocsin.scenario.build import scenario_text
from tocsin.scenario.doctrine_schema import DoctrineFile
from tocsin.scenario.pack import PackFile
from tocsin.scenario.schema import ScenarioFile
from tocsin.study.design.design import design_of
from tocsin.web.blind import Pool
from tocsin.web.routes.films import FilmAsked

ROOT = Path(__file__).parents[1]
TOOLS = ("tocsin", "make")
LIMIT_S = 900.0
BLOCKS = all_blocks()
TO_RUN = [page for page in pages() if any(block.language in RUN for block in blocks_of(page))]
DATA_BLOCKS = [block for block in BLOCKS if block.language in DATA and block.mark("not run") is None]
KNOWN = {*RUN, *DATA, "text", "xml", "csv", "sql"}


@pytest.fixture
def desk(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which ``tocsin``, ``make`` and ``python`` are those under test."""
    tools = tmp_path / ".tools"
    tools.mkdir()
    for tool in TOOLS:
        script = f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "tests" / "block_tools.py"}" {tool} "$@"\n'
        (tools / tool).write_text(script, encoding="utf-8")
        (tools / tool).chmod(0o755)
    (tools / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    (tools / "python").chmod(0o755)
    paths = [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    path = os.pathsep.join([str(tools), os.environ["PATH"]])
    return os.environ | {"PATH": path, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "COLUMNS": "100"}


@pytest.mark.slow
@pytest.mark.parametrize("page", TO_RUN, ids=name_of)
def test_the_blocks_of_a_page_run_one_after_the_other(page: Path, tmp_path: Path, desk: dict[str, str]) -> None:
    blocks = blocks_of(page)
    shown = printed_by(blocks)
    for place, block in enumerate(blocks):
        if block.language in RUN and block.mark("not run") is None:
            printed = output_of(block, tmp_path, desk)
            if place in shown:
                assert_shows(printed, shown[place])
        elif block.language in DATA and (name := saved_as(block)):
            (tmp_path / name).write_text(block.text, encoding="utf-8")


def output_of(block: Block, folder: Path, desk: dict[str, str]) -> str:
    """Run a block in a folder and return what it printed."""
    first = block.mark("first")
    if first:
        done(["bash", "-euo", "pipefail", "-c", first], block, folder, desk)
    if block.language == "python":
        return done([sys.executable, "-W", "error", "-c", block.to_run], block, folder, desk)
    return done(["bash", "-euo", "pipefail", "-c", block.to_run], block, folder, desk)


def done(command: list[str], block: Block, folder: Path, desk: dict[str, str]) -> str:
    """Run a command and return what it printed; the failure names the block and what was said."""
    answer = subprocess.run(
        command,
        cwd=folder,
        env=desk,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
        stdin=subprocess.DEVNULL,
    )
    assert answer.returncode == 0, f"{block.name}: {command[-1]}\n{answer.stdout[-2000:]}\n{answer.stderr[-2000:]}"
    return answer.stdout


def assert_shows(printed: str, block: Block) -> None:
    """Fail unless each line that a page shows was printed, in order; ``...`` stands for any lines or words."""
    lines = iter(squeezed(printed))
    for wanted in squeezed(block.text):
        if wanted == "...":
            continue
        pattern = re.compile(".*".join(map(re.escape, wanted.split("..."))))
        assert any(pattern.fullmatch(line) for line in lines), f"{block.name}: {wanted!r} was not printed:\n{printed}"


def squeezed(text: str) -> list[str]:
    """Return a text's lines that say something, with single blanks."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def saved_as(block: Block) -> str | None:
    """Return the name under which a page has its reader save a block: the first comment in it, ``# NAME.toml``."""
    match = re.match(r"# ([\w.-]+\.(?:toml|json))\b", block.text)
    return match[1] if match else None


@pytest.mark.parametrize("block", DATA_BLOCKS, ids=lambda block: block.name)
def test_a_block_of_data_is_what_its_reader_takes(block: Block) -> None:
    if block.language == "json":
        msgspec.convert(json.loads(block.text), type=FilmAsked)
        return
    check_toml(block.text)


def check_toml(text: str) -> None:
    """Fail unless a kind of file that people write takes these tables; part of a scenario goes over the flagship."""
    tables = tomllib.loads(text)
    if "study" in tables:
        design_of(text, "a block")
    elif set(tables) == {"scenario"} and isinstance(tables["scenario"], list):
        msgspec.convert(tables, type=Pool)
    elif "weapons_control" in tables:
        DoctrineFile.model_validate(tables)
    elif "follows" in tables or "rung" in tables:
        AgreementFile.model_validate(tables)
    elif "kind" in tables and "numbers" in tables:
        PackFile.model_validate(tables)
    else:
        flagship = tomllib.loads(scenario_text("first-seen-by-partner")[0])
        ScenarioFile.model_validate(laid_over(flagship, tables))


def laid_over(under: Any, over: Any) -> Any:
    """Return tables with others laid over them: lists grow, keys are replaced, tables within likewise."""
    if isinstance(under, dict) and isinstance(over, dict):
        shared = {key: laid_over(under[key], over[key]) for key in under if key in over}
        return under | over | shared
    if isinstance(under, list) and isinstance(over, list):
        return under + over
    return over


def test_a_block_says_what_it_is_and_a_comment_about_one_stands_before_one() -> None:
    assert [block.name for block in BLOCKS if block.language not in KNOWN] == []
    marks = sum(
        len(re.findall(r"^<!-- (?:not run|run with|first|printed)\b", page.read_text(encoding="utf-8"), re.M))
        for page in pages()
    )
    assert marks == sum(len(block.marks) for block in BLOCKS)


def test_what_is_not_run_has_a_reason_and_what_is_replaced_stands_in_its_block() -> None:
    assert [block.name for block in BLOCKS if block.mark("not run") == ""] == []
    changed = [block for block in BLOCKS if block.mark("run with") is not None]
    assert [block.name for block in changed if not block.why or not block.replaced] == []
    assert [block.name for block in changed for old, _ in block.replaced if old not in block.text] == []


def test_a_command_in_a_block_that_is_only_shown_is_not_hidden_from_the_tests() -> None:
    commands = re.compile(r"^(?:\$ )?(?:tocsin|make|python|pip) ", re.MULTILINE)
    shown = [block for block in BLOCKS if block.language == "text" and block.mark("printed") is None]
    made = ("docs/commands.md",)  # the help of every command, made from the code
    assert [block.name for block in shown if commands.search(block.text) and name_of(block.page) not in made] == []


@pytest.mark.parametrize(
    ("printed", "shown", "holds"),
    [
        ("a  b\nc\n", "a b\nc", True),
        ("a\nx\nc\n", "a\n...\nc", True),
        ("took 3 s\n", "took ...", True),
        ("c\na\n", "a\nc", False),
        ("a\n", "b", False),
    ],
)
def test_what_a_page_shows_is_compared_with_what_was_printed(printed: str, shown: str, holds: bool) -> None:
    block = Block(ROOT / "README.md", 1, "text", shown, ())
    if holds:
        assert_shows(printed, block)
    else:
        with pytest.raises(AssertionError):
            assert_shows(printed, block)


@pytest.mark.parametrize("text", ['study.name = "x"', "party.birch.color = 1", "inject = [{ nothing = 1 }]"])
def test_tables_that_no_reader_takes_are_found(text: str) -> None:
    with pytest.raises((ValueError, ScenarioError)):
        check_toml(text)
