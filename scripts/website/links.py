"""What is wrong with a built site: links that lead nowhere, and whatever would be fetched from elsewhere."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("video", "src")}
CSS_URL = re.compile(r"url\(\s*['\"]?((?:https?:)?//[^'\")]+)")


class Page(HTMLParser):
    """One page: what it links to, what it fetches, and the anchors in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag's link and anchors."""
        found = {name: value or "" for name, value in attrs}
        self.anchors |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag == "link" and found.get("rel") not in ("canonical", "next", "prev", "alternate"):
            self.fetched.append(found.get("href", ""))
        self.fetched += [found[name] for name in found if (tag, name) in FETCHED]


def faults(site: Path) -> list[str]:
    """Return one line for each link that leads nowhere and each thing that is not the site's own."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    wrong = [f"{name(site, path)}: {fault}" for path in pages for fault in page_faults(site, path, pages)]
    for path in site.rglob("*.css"):
        found = CSS_URL.findall(path.read_text(encoding="utf-8"))
        wrong += [f"{name(site, path)}: fetches {url}" for url in found]
    return wrong


def page_faults(site: Path, path: Path, pages: dict[Path, Page]) -> list[str]:
    """Return what is wrong with one page."""
    wrong = [f"fetches {url}" for url in pages[path].fetched if urlsplit(url).netloc]
    if path.name == "404.html":
        return wrong  # its links begin at the root of a host
    for link in [*pages[path].links, *pages[path].fetched]:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if target.is_dir():
            target = target / "index.html"
        if not target.exists() or not target.is_relative_to(site.resolve()):
            wrong.append(f"links to {link}, which is not there")
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
            wrong.append(f"links to {link}, and {name(site, target)} has no such anchor")
    return wrong


def name(site: Path, path: Path) -> str:
    """Return a file's place in the site."""
    return path.relative_to(site.resolve()).as_posix()
