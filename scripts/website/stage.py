"""Lay out the source of the documentation site: the pages of ``docs/`` and the few beside it that they lead to.

The Markdown in ``docs/`` stays the one source and is read on a code host as it is.  Here it is copied, with links
made to fit: a page outside ``docs/`` goes to ``project/``, a file that is no page is copied to where its link says.
"""

import re
import shutil
from pathlib import Path

from scripts.website.equations import with_equations

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
HOME, INDEX = (
    "index.md",
    "documents.md",
)  # docs/README.md is the list of all documents: on the site under its own name
PROJECT = "project"
HEAD = {HOME: "---\nhide: [navigation, toc]\n---\n\n"}  # of a page on the site alone
LINK = re.compile(r"(!?\[[^\]]*\]\()([^)\s#]+)((?:#[^)\s]*)?\))")
FENCE = re.compile(r"^(```.*?^```\n?)", re.MULTILINE | re.DOTALL)
PICTURES = (".png", ".jpg", ".webp", ".svg")


def stage(target: Path) -> list[str]:
    """Copy every page and picture into ``target`` and return the pages' places in it, in order of their names."""
    shutil.rmtree(target, ignore_errors=True)
    pages = {path: site_name(path) for path in DOCS.rglob("*.md")}
    pages |= {path: site_name(path) for path in outside(list(pages))}
    for path, name in pages.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(HEAD.get(name, "") + with_equations(relinked(path, pages, target)), encoding="utf-8")
    for path in DOCS.rglob("*"):
        if path.suffix in (*PICTURES, ".json"):
            copy(path, target / path.relative_to(DOCS))
    return sorted(pages.values())


def site_name(path: Path) -> str:
    """Return a page's place in the site's source, with ``/`` between folders."""
    if path == DOCS / "README.md":
        return INDEX
    if path.is_relative_to(DOCS):
        name = path.relative_to(DOCS).as_posix()
        return name.removesuffix("README.md") + "index.md" if name.endswith("/README.md") else name
    name = path.relative_to(ROOT).as_posix().removeprefix("src/tocsin/").lower()
    return f"{PROJECT}/{name.replace('/readme.md', '.md')}"


def outside(pages: list[Path]) -> list[Path]:
    """Return the pages outside ``docs/`` that those given lead to, and those that these lead to in turn."""
    found = dict.fromkeys(ROOT.glob("*.md"))
    todo = [*pages, *found]
    while todo:
        page = todo.pop()
        for _, link, _ in LINK.findall(page.read_text(encoding="utf-8")):
            path = (page.parent / link).resolve()
            if path.suffix == ".md" and path.exists() and not path.is_relative_to(DOCS) and path not in found:
                found[path] = None
                todo.append(path)
    return list(found)


def relinked(page: Path, pages: dict[Path, str], target: Path) -> str:
    """Return a page's text with its links made to fit the site; a file that it links to is copied along."""

    def fitted(match: "re.Match[str]") -> str:
        before, link, after = match.groups()
        if re.match(r"[a-z]+:", link):
            return match[0]
        path = (page.parent / link).resolve()
        if path.is_dir():
            path = path / "README.md" if (path / "README.md").exists() else DOCS / "README.md"
        if path in pages:
            return f"{before}{way(pages[page], pages[path])}{after}"
        if not path.exists():
            return match[0]  # the builder or the check of links says so
        place = path.relative_to(DOCS if path.is_relative_to(DOCS) else ROOT).as_posix()
        if not path.is_relative_to(DOCS):
            place = f"{PROJECT}/{place.removeprefix('docs/')}"
            copy(path, target / place)
        return f"{before}{way(pages[page], place)}{after}"

    parts = FENCE.split(page.read_text(encoding="utf-8"))
    return "".join(part if part.startswith("```") else LINK.sub(fitted, part) for part in parts)


def way(source: str, target: str) -> str:
    """Return the relative way from one place in the site's source to another."""
    here, there = source.split("/")[:-1], target.split("/")
    while here and there[:-1] and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return "/".join([".."] * len(here) + there)


def copy(source: Path, target: Path) -> None:
    """Copy a file, with the folders above it; a file without an ending becomes a text file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
