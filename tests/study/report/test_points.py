"""What a report says of single points: their tables, their runs, their stamps."""

from pathlib import Path

import numpy as np

from tests.study.report.conftest import (
    AGREEMENTS,
    GAIN_AT_DELAY_S,
    HEAD,
    PRIMARY,
    crossed_gain_s,
    play,
    warned_rows,
)
from tocsin.review.measure import Row
from tocsin.study.design.design import design_of
from tocsin.study.report.each_point import each_point_section
from tocsin.study.report.primary import primary_of
from tocsin.study.report.representative import representative_section, representatives
from tocsin.study.report.stamp import stamp
from tocsin.study.results import Results


def test_every_point_of_a_factorial_has_its_row(crossed: Results) -> None:
    block = each_point_section(crossed).blocks[0]
    assert block.heads == ("point", "delay, s", "loss", "Alder", "Birch")
    assert [tuple(cell.text for cell in line.cells[:3]) for line in block.lines] == [
        (str(point.index), *point.levels) for point in crossed.design.points
    ]
    gains = {point.levels: crossed_gain_s(*point.levels) for point in crossed.design.points}
    values = crossed.cells("warning_time_credited_s", "birch").value
    for line, point in zip(block.lines, crossed.design.points, strict=True):
        assert line.cells[4].text == f"{np.nanmean(values[point.index]):.0f}"
        assert " to " in line.cells[4].below
    assert len(set(gains.values())) == 6
    assert [each.is_folded for each in each_point_section(crossed).blocks] == [False, True, True]


def test_every_point_of_one_at_a_time_says_what_it_changes(single: Results) -> None:
    block = each_point_section(single).blocks[0]
    assert [tuple(cell.text for cell in line.cells[:3]) for line in block.lines][:4] == [
        ("0", "nothing: each factor at its first level", ""),
        ("1", "agreement", "none"),
        ("2", "loss", "0.1"),
        ("3", "loss", "0.5"),
    ]
    assert "n = 20 runs of each of 8 points" in block.stamp


def test_points_that_another_table_has_or_that_were_drawn_have_no_table(made_up: Results, drawn: Results) -> None:
    assert each_point_section(made_up).blocks == ()
    assert each_point_section(drawn).blocks == ()


def test_a_stamp_names_the_term_that_sets_agreements_of_one_name_apart(crossed: Results, made_up: Results) -> None:
    assert "agreement none a33f" in stamp(crossed, [0])
    own = crossed.design.points[2].agreement_text.partition('name = "')[2].partition("-x")[0]
    assert f"agreement {own} (min_delay_s 0) " in stamp(crossed, [2])
    whole = stamp(crossed, range(8))
    assert all(f"{own} (min_delay_s {delay}) " in whole for delay in GAIN_AT_DELAY_S if delay.isdigit())
    assert "agreement full-picture 5" in stamp(made_up, [2])


def test_runs_to_look_at_are_ranked_at_each_setting_of_the_other_factors(crossed: Results) -> None:
    values = crossed.cells("warning_time_credited_s", "birch").value
    chosen = representatives(crossed, primary_of(crossed))
    assert [(item.others, item.arm) for item in chosen[::3]] == [
        ("loss 0", "0"), ("loss 0", "no sharing"), ("loss 0.5", "0"), ("loss 0.5", "no sharing"),
    ]  # fmt: skip
    for item in chosen[1::3]:
        known = np.sort(values[item.point][~np.isnan(values[item.point])])
        assert item.value == known[(known.size + 1) // 2 - 1]
        assert crossed.design.points[item.point].levels == (item.arm, item.others.removeprefix("loss "))
    (block,) = representative_section(crossed, primary_of(crossed)).blocks
    assert block.heads[0] == "at"
    assert "Ranked at each setting of the other factors by itself." in block.caption
    assert [line.cells[0].text for line in block.lines] == ["loss 0", *[""] * 5, "loss 0.5", *[""] * 5]


def test_of_many_settings_the_runs_are_those_of_the_one_in_the_middle(tmp_path: Path) -> None:
    losses = 'name = "loss"\npath = "link[alder-birch].loss"\nlevels = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]\n'
    design = design_of(HEAD.format(runs=4) + PRIMARY + AGREEMENTS + f"[[factor]]\n{losses}", "made-up")

    def rows_of(point: int, run: int) -> list[Row]:
        agreement, loss = design.points[point].levels
        gain_s = {"0": 90.0, "0.1": 30.0, "0.2": 50.0, "0.3": 10.0, "0.4": 70.0, "0.5": 20.0}[loss]
        return list(warned_rows("birch", 500.0 + run + gain_s * (agreement == "full-picture")))

    found = primary_of(results := play(design, tmp_path / "many", rows_of, 4))
    assert {item.others for item in representatives(results, found)} == {"loss 0.1"}
    caption = representative_section(results, found).blocks[0].caption
    assert (
        "one setting of the other factors, of 6: that at which the mean difference is of the median rank" in caption
    )
