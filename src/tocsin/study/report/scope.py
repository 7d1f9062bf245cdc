"""Whether two levels of a factor came to the same: out of an agreement's scope, or simply no difference."""

from tocsin.study.design.design import Design

OUT_OF_SCOPE = "out of scope: both arms gave the same in every run"
NO_DIFFERENCE = "no difference: both arms gave the same in every run"
SHARING = ("releases", "refusals", "withheld_used", "exposure_cells", "disclosure_violations")
"""Measures of the sharing itself: they differ where a message was sent, whatever it changed."""


def is_agreement(design: Design, factor: str) -> bool:
    """Return whether a factor's levels are agreements or terms of one."""
    found = next(item for item in design.factors if item.name == factor)
    paths = {path for level in found.levels for path in level.settings}
    return any(path == "agreement" or path.startswith("agreement.") for path in paths)


def tie_words(is_out_of_scope: bool) -> str:
    """Return what is said where both arms gave the same in every run, in all measures or in this one alone."""
    return OUT_OF_SCOPE if is_out_of_scope else NO_DIFFERENCE
