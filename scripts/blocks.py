"""The code blocks of the documents, and what the tests do with each.

A page may say, in a comment on the lines before a block:

``<!-- not run: WHY -->``                      the block is only read
``<!-- run with: OLD => NEW; OLD => NEW; because WHY -->``  something shorter is run in its place
``<!-- first: COMMANDS -->``                   what the reader has done before, run before the block
``<!-- printed -->``                           before a ``text`` block: what the block above it prints

Everything else is run, read and checked as it stands: see ``docs/blocks.md``, which
``scripts/make_docs.py`` makes of this.
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"<!-- (not run|run with|first|printed)(?:: (.*?))? ?-->", re.DOTALL)
RUN = ("sh", "python")
DATA = ("toml", "json")
SKIPPED_FOLDERS = {"node_modules", ".venv", "out"}


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page."""

    page: Path
    line: int
    language: str
    text: str
    marks: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Return where it stands, as a person would look it up."""
        return f"{name_of(self.page)}:{self.line}"

    def mark(self, kind: str) -> str | None:
        """Return what the page says of the block in a comment of this kind, or None."""
        return next((said for found, said in self.marks if found == kind), None)

    @property
    def replaced(self) -> tuple[tuple[str, str], ...]:
        """Return what is run in the place of what; every first part must stand in the block."""
        said = (self.mark("run with") or "").rpartition("; because ")[0]
        parts = [part.partition(" => ") for part in said.split("; ") if part]
        return tuple((old, new) for old, _, new in parts)

    @property
    def why(self) -> str:
        """Return why it is not run, or not as it stands; nothing if it is."""
        return self.mark("not run") or (self.mark("run with") or "").rpartition("; because ")[2]

    @property
    def to_run(self) -> str:
        """Return what is run for it."""
        text = self.text
        for old, new in self.replaced:
            text = text.replace(old, new)
        return text


def name_of(page: Path) -> str:
    """Return a page's place in the repository."""
    return page.relative_to(ROOT).as_posix()


def pages() -> list[Path]:
    """Return every page of the repository that a person reads."""
    places = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")]
    places += (ROOT / "tests").rglob("*.md")
    return sorted(path for path in places if not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts))


def blocks_of(page: Path) -> list[Block]:
    """Return a page's blocks in order, each with the comments that stand straight before it."""
    text, found = page.read_text(encoding="utf-8"), []
    for match in FENCE.finditer(text):
        before = text[: match.start()].rstrip()
        marks: list[tuple[str, str]] = []
        while before.endswith("-->"):
            start = before.rfind("<!--")
            mark = MARK.fullmatch(before[start:])
            if mark is None:
                break
            marks.insert(0, (mark[1], " ".join((mark[2] or "").split())))
            before = before[:start].rstrip()
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(page, line, match[1], match[2], tuple(marks)))
    return found


def all_blocks() -> list[Block]:
    """Return the blocks of every page."""
    return [block for page in pages() for block in blocks_of(page)]


def printed_by(blocks: list[Block]) -> dict[int, Block]:
    """Return what each block that is run must print, by its place in the page's list."""
    shown: dict[int, Block] = {}
    last = -1
    for place, block in enumerate(blocks):
        if block.language in RUN:
            last = place
        elif block.mark("printed") is not None and last >= 0:
            shown[last] = block
    return shown


WHAT = {
    "sh": "run in a folder of its own, a page's blocks one after the other",
    "python": "run in the same folder",
    "toml": "read by the reader of what it is: a design, a doctrine, an agreement, a pool, or part of a scenario "
    "laid over the flagship",
    "json": "read by the reader of what it is",
    "text": "shown: what is printed (compared), drawings, grammars",
}


def document() -> str:
    """Return ``docs/blocks.md``: how many blocks there are, and each not run as it stands, with its reason."""
    blocks = all_blocks()
    counts = {language: sum(block.language == language for block in blocks) for language in WHAT}
    counts |= {block.language: 0 for block in blocks if block.language not in counts}
    rows = [
        f"| `{language}` | {count} | {WHAT.get(language, 'shown')} |" for language, count in sorted(counts.items())
    ]
    odd = [block for block in blocks if block.why]
    compared = sum(block.mark("printed") is not None for block in blocks)
    listed = [row_of(block) for block in odd]
    return (
        "# What of the documents is run\n\nMade by `scripts/make_docs.py`; do not edit by hand.\n\n"
        "Every code block of every page is run or read by `tests/test_blocks.py`. A server is started, asked for its "
        "page and stopped by Ctrl-C; `make` is asked what it would do. How a page says otherwise: "
        "`scripts/blocks.py`.\n\n| blocks | how many | what the tests do |\n|---|---|---|\n"
        + "\n".join(rows)
        + f"\n\nOf what is shown, {compared} are compared with what the block above them printed.\n\n"
        + f"Not run as they stand: {len(odd)}.\n\n| block | what happens | why |\n|---|---|---|\n"
        + "\n".join(listed)
        + "\n"
    )


def row_of(block: Block) -> str:
    """Return what is said of a block that is not run as it stands."""
    happens = "not run" if block.mark("not run") else "something shorter"
    page = name_of(block.page).removeprefix("docs/")
    return f"| {page}, `{first_words(block)}` | {happens} | {block.why.replace('|', '/')} |"


def first_words(block: Block) -> str:
    """Return a block's first line without what is said behind it."""
    return block.text.partition("\n")[0].partition("  #")[0].strip()
