"""The page of a series, by the template of the packs."""

import base64
import hashlib
from collections.abc import Sequence

from markupsafe import Markup

from tocsin.review.pack.layout import laid_out
from tocsin.review.pack.pack import SCRIPT, page_part, reader_words, template
from tocsin.review.pack.section import Section
from tocsin.review.page_style import MARKING
from tocsin.study.series.exercise import Exercise


def page_text(exercises: Sequence[Exercise], sections: Sequence[Section]) -> str:
    """Return the page of a series: HTML that needs nothing else, the same for journals in whatever order."""
    party = exercises[0].runs[0].view.party
    script = page_part(SCRIPT)
    return template().render(
        marking=MARKING,
        title="A series of exercises",
        subtitle=f"For {reader_words(party)}: {len(exercises)} exercises side by side, the earliest first. A "
        "fictional world; notional, class-level figures. Nobody is ranked.",
        sections=[laid_out(section) for section in sections if section.blocks],
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
