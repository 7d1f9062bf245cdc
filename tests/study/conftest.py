"""Small studies that are quick to play."""

from collections.abc import Callable

import pytest

from tocsin.study.design.design import Design, design_of

BUTTON = """
[study]
name = "small"
title = "A small study"
question = "What does it take?"
scenarios = ["button-2018"]
replications = 6
seed = 5
measures = ["false_impact_warnings"]

[primary]
measure = "releases"
nation = "all"
factor = "agreement"
contrast = ["full-picture", "none"]

[[factor]]
name = "agreement"
path = "agreement"
levels = ["none", "full-picture"]
"""


@pytest.fixture(scope="session")
def small_text() -> str:
    """Return the text of a design with two points, each run a fraction of a second."""
    return BUTTON


@pytest.fixture
def designed() -> Callable[..., Design]:
    """Return the small design with some of its text replaced."""

    def make(*changes: tuple[str, str]) -> Design:
        text = BUTTON
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return design_of(text, "small")

    return make
