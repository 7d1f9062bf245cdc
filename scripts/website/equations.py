r"""Equations of the pages, as a code host reads them (``$$`` and ``$``), made into MathML: no script, no font.

A displayed equation stands between lines ``$$``; one in a line between ``$`` and ``$`` with no blank inside the
signs, so that a sum of money or a shell's variable is left alone.
"""

import re
from html import unescape

from latex2mathml.converter import convert

DISPLAYED = re.compile(r"^\$\$\n(.*?)\n\$\$$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<![\\$\w`])\$(?=[^\s$])([^$\n]*?[^\s$\\])\$(?![\w$])")
CODE = re.compile(r"(^```.*?^```\n?|`[^`\n]+`)", re.MULTILINE | re.DOTALL)
BOLD = re.compile(r'<mi mathvariant="bold(?:-italic)?">([^<]*)</mi>')
SAFE = str.maketrans({"*": "&#42;", "_": "&#95;", "\\": "&#92;", "`": "&#96;", "[": "&#91;", "]": "&#93;"})


def with_equations(text: str) -> str:
    """Return a page's Markdown with its equations as MathML."""
    parts = CODE.split(text)
    return "".join(
        part if part.startswith("`") else INLINE.sub(inline, DISPLAYED.sub(displayed, part)) for part in parts
    )


def displayed(match: "re.Match[str]") -> str:
    """Return a displayed equation as a block of its own that scrolls by itself where the page is narrow."""
    return f'<div class="equation" tabindex="0">{mathml(match[1], "block")}</div>\n'


def inline(match: "re.Match[str]") -> str:
    """Return an equation in a line."""
    return mathml(match[1], "inline")


def mathml(latex: str, display: str) -> str:
    """Return an equation as MathML in one line, with nothing in it that Markdown would read as its own."""
    return BOLD.sub(bold, convert(latex, display=display)).replace("\n", "").translate(SAFE)


def bold(match: "re.Match[str]") -> str:
    """Return a bold letter as the letter that is bold by itself: browsers' MathML knows no other boldness."""
    letter = unescape(match[1])
    for first, last, start in (("A", "Z", 0x1D400), ("a", "z", 0x1D41A), ("α", "ω", 0x1D6C2)):  # noqa: RUF001  Greek
        if first <= letter <= last:
            return f"<mi>&#x{start + ord(letter) - ord(first):X};</mi>"
    return match[0]
