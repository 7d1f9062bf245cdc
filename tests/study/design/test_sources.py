"""A study's folder needs nothing but itself: it keeps the scenarios, agreements and doctrines of one's own."""

from pathlib import Path

import pytest

from tocsin.errors import ScenarioError, StudyError
from tocsin.scenario.agreement_file import agreement_text
from tocsin.scenario.build import scenario_text
from tocsin.scenario.doctrine_file import doctrine_text
from tocsin.study.design.design import Design, design_of, load_design
from tocsin.study.plan import DESIGN_FILE, find_design, plan_of, read_design, read_plan, write_plan

DESIGN = """
[study]
name = "own"
title = "Of one's own"
question = "Does a folder hold all that it needs?"
scenarios = ["own.toml", "first-seen-by-partner"]
replications = 2

[primary]
measure = "releases"
factor = "agreement"
contrast = ["mine.toml", "none"]

[[factor]]
name = "agreement"
path = "agreement"
levels = ["none", "mine.toml"]

[[factor]]
name = "doctrine"
levels = [{ name = "as it is" }, { name = "Birch's own", set = { "doctrine[birch]" = "files/fight.toml" } }]
"""


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a design with its files beside it; we are elsewhere."""
    folder = tmp_path / "beside"
    (folder / "files").mkdir(parents=True)
    (folder / "own.toml").write_text(scenario_text("first-seen-by-partner")[0].replace("loss = 0.02", "loss = 0.1"))
    (folder / "mine.toml").write_text(agreement_text("jdec-1"))
    (folder / "files" / "fight.toml").write_text(doctrine_text("thrifty").replace('"thrifty"', '"fight"'))
    (folder / "design.toml").write_text(DESIGN)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return folder / "design.toml"


def planned(design: Design, folder: Path) -> Path:
    """Return a folder into which the plan of a design was written."""
    write_plan(folder, design, plan_of(design, None, 0.0))
    return folder


def test_a_path_in_a_design_begins_at_its_folder(beside: Path) -> None:
    design = load_design(str(beside))
    assert [point.scenario for point in design.points] == ["own.toml"] * 4 + ["first-seen-by-partner"] * 4
    assert set(design.files) == {"own.toml", "mine.toml", "files/fight.toml"}
    assert design.points[2].agreement_text == agreement_text("jdec-1")
    with pytest.raises(ScenarioError, match=r"own\.toml: cannot be read: .* begin at its own folder"):
        design_of(DESIGN, "read elsewhere")


def test_a_folder_reads_again_what_was_played_when_the_files_are_gone(beside: Path, tmp_path: Path) -> None:
    design = load_design(str(beside))
    folder = planned(design, tmp_path / "study")
    for name in design.files:
        (beside.parent / name).unlink()
    moved = folder.rename(tmp_path / "moved")
    assert read_design(moved) == design
    again = find_design(str(moved / DESIGN_FILE))
    assert write_plan(moved, again, plan_of(again, None, 0.0)) == read_plan(moved), "gone on with"


def test_going_on_with_a_changed_file_says_which_and_where(beside: Path, tmp_path: Path) -> None:
    folder = planned(load_design(str(beside)), tmp_path / "study")
    mine = beside.parent / "mine.toml"
    mine.write_text(mine.read_text().replace('name = "jdec-1"', 'name = "mine"'))
    with pytest.raises(
        StudyError, match=r"mine\.toml was changed, first in line \d+ \(.*jdec-1.* there, .*mine.* now\); choose"
    ) as caught:
        planned(load_design(str(beside)), folder)
    assert f"tocsin study run {folder / DESIGN_FILE} --out {folder}" in str(caught.value)
    assert "own.toml" not in str(caught.value)
    mine.unlink()
    with pytest.raises(StudyError, match=r"mine\.toml: cannot be read"):
        load_design(str(beside))
