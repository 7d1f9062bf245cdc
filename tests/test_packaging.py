"""What is shipped: the built page, which git does not hold; and no address of anybody's registry."""

import json
import re
import tomllib
from pathlib import Path

from tocsin.web import built

ROOT = Path(__file__).parents[1]
PAGE = "src/tocsin/web/page"
LICENCES = ("MIT", "Apache-2.0", "BSD-3-Clause", "ISC", "0BSD", "(MIT AND Zlib)", "(MPL-2.0 OR Apache-2.0)")


def test_the_built_page_is_shipped_from_where_it_is_built_and_read() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert f"{PAGE}/**" in project["tool"]["hatch"]["build"]["artifacts"]
    assert Path(str(built.folder())) == ROOT / PAGE
    assert f"../{PAGE}" in (ROOT / "page" / "vite.config.ts").read_text(encoding="utf-8")
    assert f"{PAGE}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_what_the_page_is_built_with_comes_from_any_registry() -> None:
    for name in ("package.json", "package-lock.json"):
        text = (ROOT / "page" / name).read_text(encoding="utf-8")
        assert '"resolved"' not in text
        assert re.findall(r'"(?:https?|git\+\w+)://[^"]*registry[^"]*"', text) == []


def test_what_the_page_carries_is_under_licences_that_let_it_travel() -> None:
    packages = json.loads((ROOT / "page" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    carried = {name: item["license"] for name, item in packages.items() if name and not item.get("dev")}
    assert "node_modules/preact" in carried
    assert {name: said for name, said in carried.items() if said not in LICENCES} == {}
