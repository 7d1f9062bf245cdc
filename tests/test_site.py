"""The documentation site: what is staged, what is checked of it, and that the whole of it builds."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MODELS = [page for page in sorted((DOCS / "models").glob("*.md")) if page.stem != "validation"]
SCENARIOS = sorted((DOCS / "scenarios").glob("*.md"))
LARGEST_PICTURE = 150_000  # bytes: a page stays light
BUILT_WITH = ("zensical", "griffe", "latex2mathml")
HAS_BUILDER = all(importlib.util.find_spec(name) for name in BUILT_WITH)
needs_builder = pytest.mark.skipif(not HAS_BUILDER, reason="needs the extra `docs`: make site installs it")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", MODELS, ids=lambda page: page.stem)
def test_a_model_has_an_equation_a_source_and_a_figure(page: Path) -> None:
    part = text_of(page).partition("\n## Equation, source and figure\n")[2].partition("\n## ")[0]
    assert re.search(r"^\$\$\n.+?\n\$\$$", part, re.MULTILINE | re.DOTALL)
    assert re.search(r"^\*\*Source\.\*\* \S", part, re.MULTILINE)
    [picture] = re.findall(r"!\[EXERCISE: [^\]]+\]\(([^)]+\.EXERCISE\.png)\)", part)
    assert (page.parent / picture).exists(), "python scripts/make_model_figures.py"


@pytest.mark.parametrize("page", SCENARIOS, ids=lambda page: page.stem)
def test_a_scenario_has_its_map_and_it_is_light(page: Path) -> None:
    picture = DOCS / "images" / "scenarios" / f"{page.stem}.EXERCISE.png"
    assert f"](../images/scenarios/{picture.name})" in text_of(page)
    assert picture.stat().st_size <= LARGEST_PICTURE, "python scripts/make_scenario_pictures.py"


def words() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", text_of(DOCS / "words.md"), re.MULTILINE)
    return {english: (chinese, russian) for english, chinese, russian in rows[1:] if english != "---"}


def test_every_word_in_three_languages_is_one_of_the_glossary() -> None:
    glossary = set(re.findall(r"^\| (.+?) \| ", text_of(DOCS / "glossary.md"), re.MULTILINE))
    assert words() and set(words()) - glossary - {"English"} == set()


def test_the_glossary_and_the_page_call_a_thing_alike() -> None:
    shown: dict[str, list[tuple[str, str]]] = {}
    terms = text_of(ROOT / "page" / "src" / "words" / "terms.ts")
    for english, chinese, russian in re.findall(r'en: "([^"]*)", zh: "([^"]*)", ru: "([^"]*)"', terms):
        shown.setdefault(english, []).append((chinese, russian))
    both = {word: said for word, said in words().items() if word in shown}
    unlike = [
        word for word, (zh, ru) in both.items() if not any(one in zh and other in ru for one, other in shown[word])
    ]
    assert len(both) > 40 and unlike == []


@needs_builder
def test_an_equation_becomes_mathml_and_money_does_not() -> None:
    from scripts.website.equations import with_equations  # noqa: PLC0415  needs the builder

    said = with_equations("$$\nx^2_i\n$$\n\nand $a * b$; it costs $5 or $6.\n\n```sh\necho $HOME $PATH\n```\n`$x$`\n")
    assert said.count("<math") == 2 and "<msubsup>" in said and "_" not in said.partition("</math>")[0]
    assert "costs $5 or $6." in said and "echo $HOME $PATH" in said and "`$x$`" in said


@needs_builder
def test_links_fit_the_site_wherever_they_lead() -> None:
    from scripts.website.stage import site_name, way  # noqa: PLC0415  needs the builder

    assert way("models/radar.md", "models/sensing.md") == "sensing.md"
    assert way("models/radar.md", "index.md") == "../index.md"
    assert way("index.md", "project/readme.md") == "project/readme.md"
    assert site_name(DOCS / "README.md") == "documents.md"
    assert site_name(ROOT / "CONTRIBUTING.md") == "project/contributing.md"


@needs_builder
def test_a_page_that_nobody_placed_is_in_the_navigation_and_none_is_there_twice() -> None:
    from scripts.website.navigation import navigation  # noqa: PLC0415  needs the builder

    told = navigation(["index.md", "live.md", "models/radar.md", "models/validation.md", "nobody-placed-it.md"])
    assert '"More" = ["nobody-placed-it.md"]' in told
    assert told.count("models/validation.md") == 1 and told.index("validation") < told.index("radar")


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ('<a href="b.html">', "which is not there"),
        ('<a href="#no">', "no such anchor"),
        ('<script src="https://example.invalid/x.js"></script>', "fetches"),
        ('<link rel="stylesheet" href="//example.invalid/x.css">', "fetches"),
        ('<p id="no"><a href="a.html#no">', ""),
    ],
)
def test_a_link_that_leads_nowhere_and_what_comes_from_elsewhere_are_found(
    tmp_path: Path, page: str, fault: str
) -> None:
    from scripts.website.links import faults  # noqa: PLC0415

    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    found = faults(tmp_path)
    assert (fault in found[0]) if fault else found == []


@pytest.mark.slow
@needs_builder
def test_the_site_builds_without_a_fault_and_holds_every_page(tmp_path: Path) -> None:
    from scripts.make_site import build  # noqa: PLC0415  needs the builder

    site = tmp_path / "site"
    assert build(tmp_path / "work", site) == []
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    for page in DOCS.rglob("*.md"):
        name = page.relative_to(DOCS).as_posix().replace("pictures/README.md", "pictures/index.md")
        assert name.replace("README.md", "documents.md").removesuffix(".md") + ".html" in pages
    assert {"api/tracking.html", "api/study.html", "project/contributing.html"} <= pages
    for page in site.rglob("*.html"):
        assert "EXERCISE EXERCISE EXERCISE" in text_of(page), page.name
    assert "<math" in text_of(site / "models" / "radar.html")
