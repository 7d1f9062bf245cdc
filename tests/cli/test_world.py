"""``tocsin world`` writes a scenario that `tocsin check` finds right."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli.main import app
from tocsin.errors import ScenarioError


def invoked(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_world_is_written_and_is_right(tmp_path: Path) -> None:
    path = tmp_path / "five.toml"
    invoked("world", "--nations", "5", "--sensors", "20", "--batteries", "6", "--graph", "hub", "--out", str(path))
    said = invoked("check", str(path))
    assert "no errors" in said
    assert "sensors 20, batteries 6" in said


def test_no_file_is_written_over_and_nothing_is_left_of_a_wrong_one(tmp_path: Path) -> None:
    path = tmp_path / "two.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="is there already"):
        invoked("world", "--nations", "2", "--out", str(path))
    assert path.read_text(encoding="utf-8") == "mine"
    with pytest.raises(ScenarioError, match="graph = 'star'"):
        invoked("world", "--graph", "star", "--out", str(tmp_path / "star.toml"))
    assert not (tmp_path / "star.toml").exists()
