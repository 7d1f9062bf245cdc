"""The value of sharing against a number: a line a nation, or a line an agreement."""

from pathlib import Path

import pytest

from tests.study.report.conftest import GAIN_S, SCENARIO, delayed_gain_s, delayed_study
from tocsin.study.design.factor import Factor
from tocsin.study.report import curve
from tocsin.study.report.curve import Lines, agreements_of, curve_section, lines_of_agreements, numbered_factors
from tocsin.study.results import Results


def lines_of(results: Results) -> Lines:
    """Return the lines of Birch, an agreement each."""
    (factor,) = numbered_factors(results.design)
    split = agreements_of(results.design, factor)
    assert isinstance(split, Factor)
    return lines_of_agreements(results, factor, SCENARIO, split, "birch")


def test_each_agreement_has_its_line_and_those_that_tell_nothing_are_named(tmp_path: Path) -> None:
    """Pooled, half of the gain of full-picture would stand for it."""
    results = delayed_study(tmp_path / "delayed", ("none", "notify-only", "jdec-1", "full-picture", "integrated"))
    lines = lines_of(results)
    curves = {each.names: each for each in lines.rows["warning_time_credited_s"]}
    assert list(curves) == [("jdec-1",), ("full-picture",), ("integrated",)]
    for (name,), found in curves.items():
        wanted = [delayed_gain_s(name, f"{number:g}") - delayed_gain_s(name, "0") for number in found.numbers]
        assert [difference.value for difference in found.differences] == pytest.approx(wanted, rel=0.1)
    assert lines.words == ("The same at every delay, and left out: none, notify-only.",)
    (block,) = curve_section(results).blocks
    assert block.title == f"Against delay, s, Birch, {SCENARIO}"
    assert "(agreement), the same" not in block.caption
    assert "Over all that was played" not in block.caption


def test_of_many_agreements_six_lines_are_drawn_and_those_alike_share_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = delayed_study(tmp_path / "many", tuple(GAIN_S))
    lines = lines_of(results)
    assert [each.names for each in lines.rows["warning_time_credited_s"]] == [
        ("jdec-1",), ("jdec-3",), ("quadrant-2009", "trilateral-2023"), ("full-picture",), ("deconflicted",),
        ("integrated",),
    ]  # fmt: skip
    assert lines.words == ("The same at every delay, and left out: none, notify-only.",)
    monkeypatch.setattr(curve, "MOST_LINES", 4)
    fewer = lines_of(results)
    assert fewer.words[1:] == ("Not drawn for want of room: deconflicted, integrated.",)
    assert {len(curves) for curves in fewer.rows.values()} == {4}
