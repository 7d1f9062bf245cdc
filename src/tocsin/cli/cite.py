"""The verb that says how to cite Tocsin; ``CITATION.cff`` in the root holds the same words."""

from tocsin import __version__
from tocsin.cli.console import write_line

TITLE = "Tocsin"
SUBTITLE = "Exercises of shared missile early warning between notional nations"
AUTHORS = "The Tocsin maintainers"
LICENCE = "Apache-2.0"
KEYWORDS = ("simulation", "exercise", "early warning", "information sharing", "common random numbers")


def citation_file() -> str:
    """Return the citation file of this version (Citation File Format 1.2.0)."""
    lines = [
        "cff-version: 1.2.0",
        f'message: "If you use {TITLE}, please cite it as below, and the stamp under the table or plot you show."',
        "type: software",
        f'title: "{TITLE}"',
        f'abstract: "{SUBTITLE}."',
        "authors:",
        f'  - name: "{AUTHORS}"',
        f'version: "{__version__}"',
        f"license: {LICENCE}",
        "keywords:",
        *(f'  - "{word}"' for word in KEYWORDS),
    ]
    return "\n".join(lines) + "\n"


def reference() -> str:
    """Return the citation as one line of text."""
    return f"{AUTHORS}. {TITLE}: {SUBTITLE[0].lower()}{SUBTITLE[1:]}. Version {__version__}. Software, {LICENCE}."


def bibtex() -> str:
    """Return the citation as BibTeX."""
    return "\n".join(
        [
            "@software{tocsin,",
            f"  author  = {{{{{AUTHORS}}}}},",
            f"  title   = {{{{{TITLE}}}: {SUBTITLE}}},",
            f"  version = {{{__version__}}},",
            f"  note    = {{Licence {LICENCE}}},",
            "}",
        ]
    )


def print_citation() -> None:
    """Print how to cite this version: as text, as BibTeX, and what to say of a study."""
    write_line(reference())
    write_line("")
    write_line(bibtex())
    write_line("")
    write_line(
        "Of a study say also what its stamp says: version, digests, seed, runs; and whether it was registered."
    )
