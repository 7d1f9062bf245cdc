"""What a report says of single points: their tables, their runs, their stamps."""

import numpy as np

from tests.study.report.conftest import GAIN_AT_DELAY_S, crossed_gain_s
from tocsin.study.report.each_point import each_point_section
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
