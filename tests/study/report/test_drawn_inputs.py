"""What a report says of a sample of drawn numbers: the measure against each of them."""

import pytest

from tocsin.study.contrast import primary_contrast
from tocsin.study.report.drawn_inputs import drawn_inputs
from tocsin.study.report.sampled import sample_differences
from tocsin.study.report.sensitivity import sensitivity_section
from tocsin.study.results import Results


def test_a_sample_shows_the_measure_against_each_drawn_number(cube: Results) -> None:
    scatter, table, _ = sensitivity_section(cube).blocks
    assert scatter.title.startswith("Warning time credited of Birch against each drawn number")
    assert scatter.uri
    assert [line.cells[0].text for line in table.lines] == ["held back, s", "loss"]
    assert [cell.text for cell in table.lines[0].cells[1:]] == ["0 to 100", "\u22121.00", "\u2013", "\u22121.00"]
    assert "40 samples, 2 runs known at every one" in table.stamp


def test_the_drawn_numbers_are_those_of_their_samples(cube: Results) -> None:
    contrast = primary_contrast(cube.design)
    samples = sample_differences(cube, contrast)
    assert samples is not None
    delay, loss = drawn_inputs(cube, contrast, samples)
    assert samples.values == pytest.approx(70.0 - delay.values + 4.0 * loss.values, abs=1e-9)
    assert 0.0 < loss.values.min() < loss.values.max() < 0.5


def test_saltellis_plan_has_its_indices_instead(drawn: Results) -> None:
    assert [block.title.partition(",")[0] for block in sensitivity_section(drawn).blocks] == [
        "Sobol indices",
        "Conclusions over the draws",
    ]
