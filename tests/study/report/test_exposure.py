"""Benefit beside exposure: every party has its marks or a line of words, whatever it gives and gains."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.study.report.conftest import AGREEMENTS, HEAD, PRIMARY, SCENARIO, play, row, warned_rows
from tocsin.review.measure import Row
from tocsin.study.design.design import design_of
from tocsin.study.report import exposure
from tocsin.study.report.block import Block
from tocsin.study.report.exposure import exposure_section, party_of
from tocsin.study.results import Results

RUNS = 6


def blocks_of(folder: Path, rows_of: Callable[[int, int], list[Row]]) -> tuple[Results, tuple[Block, ...]]:
    """Return a study of three agreements, none, jdec-3 and full-picture, and its section."""
    results = play(design_of(HEAD.format(runs=RUNS) + PRIMARY + AGREEMENTS, "made-up"), folder, rows_of, RUNS)
    return results, exposure_section(results).blocks


def given_rows(nation: str, releases: float, cells: float) -> list[Row]:
    """Return what a nation gives away in a run."""
    return [row(nation, "releases", releases), row(nation, "exposure_cells", cells)]


def test_a_party_that_gives_nothing_has_its_marks_too(tmp_path: Path) -> None:
    def rows_of(point: int, run: int) -> list[Row]:
        given = [*given_rows("alder", 5.0 * point, 2.0 * point), *given_rows("birch", 0.0, 0.0)]
        return [*warned_rows("alder", 500.0), *warned_rows("birch", 500.0 + 10.0 * point + run), *given]

    results, (warned,) = blocks_of(tmp_path / "free", rows_of)
    assert warned.uri
    birch = party_of(results, SCENARIO, "birch")
    assert birch.is_drawn("warning_time_credited_s", "none")
    spots = birch.spots("warning_time_credited_s", "releases")
    assert [(spot.level, spot.x[0]) for spot in spots] == [("none", 0.0), ("jdec-3", 0.0), ("full-picture", 0.0)]
    assert "Not drawn" not in warned.caption


def test_a_party_without_the_benefit_is_told_with_what_it_gives(tmp_path: Path) -> None:
    def rows_of(point: int, run: int) -> list[Row]:
        given = [*given_rows("alder", 5.0 * point, 2.0 * point), *given_rows("birch", 1.0 * point, 0.0)]
        return [*warned_rows("birch", 500.0 + 10.0 * point + run), *given]

    _, (warned,) = blocks_of(tmp_path / "giver", rows_of)
    assert warned.uri
    assert (
        "Not drawn, having no credited warning time to compare, and given away at most (a run): "
        "Alder 10 messages released and 4 exposure cells."
    ) in warned.caption


def test_a_benefit_that_is_alike_everywhere_is_told_in_words_with_what_is_given(tmp_path: Path) -> None:
    def rows_of(point: int, run: int) -> list[Row]:
        shared = given_rows("birch", 5.0 * point, 2.0 * point)
        return [*warned_rows("birch", 500.0 + 10.0 * point + run), row("birch", "leakage", 0.5, n=4), *shared]

    _, (warned, leaked) = blocks_of(tmp_path / "alike", rows_of)
    assert warned.uri
    assert (leaked.uri, leaked.caption) == (
        "",
        "As under none at every level, in every run compared. Given away at most (a run): Birch 10 messages released "
        "and 4 exposure cells. Not drawn, having no leakage to compare, and given away at most (a run): Alder not "
        "counted.",
    )


def test_where_nobody_has_a_benefit_what_is_given_is_still_told(tmp_path: Path) -> None:
    def rows_of(point: int, run: int) -> list[Row]:
        return [*given_rows("alder", 5.0 * point, 2.0 * point), *given_rows("birch", 0.0, 0.0), *primary_rows(run)]

    def primary_rows(run: int) -> list[Row]:
        return [row("alder", "first_report_s", 80.0 + run)]

    _, (words,) = blocks_of(tmp_path / "none", rows_of)
    assert (words.title, words.uri) == (f"Exposure, {SCENARIO}", "")
    assert words.caption == (
        "No party has a difference of credited warning time and leakage to set beside it. Given away at most (a "
        "run): Alder 10 messages released and 4 exposure cells; Birch nothing."
    )


def test_where_nobody_gives_anything_that_is_said(tmp_path: Path) -> None:
    _, (words,) = blocks_of(
        tmp_path / "shut", lambda point, run: [*warned_rows("birch", 500.0 + point), *given_rows("birch", 0.0, 0.0)]
    )
    assert words.caption == "No party gives anything away at any level."


def test_a_level_without_a_mark_and_a_party_without_room_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows_of(point: int, run: int) -> list[Row]:
        given = [*given_rows("alder", 5.0 * point, 0.0), *given_rows("birch", 1.0 * point, 0.0)]
        leaked = [row("alder", "leakage", 0.5 - 0.1 * point, n=10)] if point != 1 else []
        return [
            *warned_rows("alder", 500.0 + point),
            *warned_rows("birch", 500.0 + 10.0 * point + run),
            *given,
            *leaked,
        ]

    monkeypatch.setattr(exposure, "MOST_NATIONS", 1)
    _, (warned, leaked) = blocks_of(tmp_path / "gaps", rows_of)
    assert "Not drawn for want of room, and given away at most (a run): Birch 2 messages released." in warned.caption
    assert "No mark, for want of a pair of runs with a value: Alder under jdec-3." in leaked.caption
