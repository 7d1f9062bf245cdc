"""The page about tracking from Python is true: its example runs and prints what it says; its picture is marked."""

import re
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tocsin.tracking.feed import MEASUREMENT
from tocsin.tracking.metrics.over_time import pair_over_time

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tracking-from-python.md").read_text(encoding="utf-8")
PRINTED = re.compile(r"^It prints:\n\n<!-- printed -->\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def example() -> tuple[dict[str, Any], str]:
    return runpy.run_path(str(ROOT / "scripts" / "make_tracking_picture.py"))["example"]()


def test_the_example_prints_what_the_page_says(example) -> None:
    assert PRINTED.findall(PAGE) == [example[1]]


def test_the_example_follows_all_three_bodies(example) -> None:
    names = example[0]
    pairs = pair_over_time(names["flown"], names["said"], 10e3)
    late = pairs.time_ms > 400_000
    assert np.unique(pairs.track[late]).size == 3
    assert (pairs.track[late] >= 0).all()


def test_every_column_is_explained() -> None:
    assert [name for name in MEASUREMENT.names if f"`{name}`" not in PAGE] == []


def test_the_picture_is_drawn_from_the_example(example) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_tracking_picture.py"))
    figure = script["figure_of"](example[0])
    assert [text.get_text() for text in figure.texts].count("EXERCISE EXERCISE EXERCISE") == 2
    assert "EXERCISE" in script["PICTURE"].name and script["PICTURE"].exists()
    assert len(figure.axes) == 4
