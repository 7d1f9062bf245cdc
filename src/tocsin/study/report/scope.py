"""Whether two levels of a factor came to the same: out of an agreement's scope, sent for nothing, or simply alike."""

from tocsin.study.design.design import Design

OUT_OF_SCOPE = "out of scope"  # nothing more was sent, and nothing else differs
NO_EFFECT = "sent, no effect"  # more or less was sent, and nothing else differs
NO_DIFFERENCE = "no difference in this measure"  # others differ, or other nations'
ALIKE = "both arms gave the same in every run"
ALIKE_OF_PAIRS = "both arms gave the same in every pair of runs that has a value in both"
SHARING = (
    "releases",
    "refusals",
    "withheld_used",
    "exposure_cells",
    "disclosure_violations",
    "report_to_receipt_s",
    "receipt_to_read_s",
)
"""Measures of the sharing itself: they differ where a message was sent, whatever it changed."""


def is_agreement(design: Design, factor: str) -> bool:
    """Return whether a factor's levels are agreements or terms of one."""
    found = next(item for item in design.factors if item.name == factor)
    paths = {path for level in found.levels for path in level.settings}
    return any(path == "agreement" or path.startswith("agreement.") for path in paths)


def tie_words(tie: str, has_removed: bool) -> str:
    """Return what is said where both arms gave the same; ``tie``: as in ``family.ties``, or ''."""
    return f"{tie or NO_DIFFERENCE}: {ALIKE_OF_PAIRS if has_removed else ALIKE}"
