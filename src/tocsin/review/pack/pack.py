"""The pack itself: which sections it has, in which order, and the one HTML file that holds them."""

import base64
import functools
import hashlib
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from tocsin.orders.hot_wash import CONTROL
from tocsin.review.facts import Facts
from tocsin.review.pack import (
    alarms,
    chains,
    delays,
    disclosure_log,
    lessons_section,
    measures,
    objectives,
    pictures,
    records,
    statement_section,
    story,
    summary,
    survey_section,
)
from tocsin.review.pack.layout import laid_out
from tocsin.review.pack.section import Section
from tocsin.review.page_style import MARKING
from tocsin.review.page_words import nation
from tocsin.review.party import View

Maker = Callable[[View, Facts], Section | None]

SECTIONS: tuple[Maker, ...] = (
    summary.section,
    story.section,
    measures.section,
    pictures.section,
    delays.section,
    chains.section,
    alarms.section,
    objectives.section,
    disclosure_log.section,
    statement_section.section,
    survey_section.section,
    lessons_section.section,
)
BACK_MATTER: tuple[Maker, ...] = (measures.every, records.section)

TEMPLATE = "pack.html.j2"
SCRIPT = "pack.js"


def write_pack(view: View, path: Path, more: Sequence[Section] = ()) -> Path:
    """Write the hot wash pack of one reader: one HTML file that needs nothing else and asks no network.

    Parameters
    ----------
    view : View
        All that the pack is made from.
    path : Path
        Where to write; the name should contain EXERCISE, and the folder must exist.
    more : sequence of Section
        What needs more than this one run: other agreements, other seeds.  They stand before the last sections.

    Returns
    -------
    Path
        ``path``.
    """
    path.write_text(pack_text(view, more), encoding="utf-8")
    return path


def pack_text(view: View, more: Sequence[Section] = ()) -> str:
    """Return the pack of one reader as HTML; the same bytes for the same view."""
    facts = Facts(view.log, view.scenario)
    sections = [*made(SECTIONS, view, facts), *more, *made(BACK_MATTER, view, facts)]
    script = page_part(SCRIPT)  # as it stands between the tags: its hash is in the policy
    return template().render(
        marking=MARKING,
        title=view.scenario.title,
        subtitle=subtitle(view),
        sections=[laid_out(section) for section in sections if section.blocks],
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def made(makers: Sequence[Maker], view: View, facts: Facts) -> list[Section]:
    """Return the sections that these makers have for a view."""
    return [section for maker in makers if (section := maker(view, facts)) is not None]


def reader_words(party: str) -> str:
    """Return for whom a pack is, in words."""
    return {CONTROL: "exercise control", "joint": "both parties together"}.get(party, nation(party))


def subtitle(view: View) -> str:
    """Return what stands under the title."""
    header, scenario = view.log.header, view.scenario
    name = "" if scenario.name == scenario.title else f": the exercise {scenario.name}"
    luck = f", seed {header.seed}" if view.party == CONTROL else ""
    return (
        f"Hot wash pack for {reader_words(view.party)}{name}{luck}, under {header.agreement}. "
        "A fictional world; notional, class-level figures."
    )


def page_part(name: str) -> str:
    """Return a file that the page is made of."""
    return files("tocsin.review").joinpath("templates", name).read_text(encoding="utf-8")


@functools.cache
def template() -> Template:
    """Return the page's template; it escapes every text that it is given."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(page_part(TEMPLATE))
