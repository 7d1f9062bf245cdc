"""The verb and the review that follows it, as typed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli.main import app
from tocsin.errors import TocsinError

pytestmark = pytest.mark.slow
JOURNAL = "below-threshold.full-picture.7"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("counterfactual")
    said("run", "below-threshold", "--agreement", "full-picture", "--seed", "7", "--out", str(found))
    return found


def said(*words: str, status: int = 0) -> str:
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code == status, (answer.output, answer.exception)
    return answer.output


def test_the_journals_are_made_and_reviewed(folder: Path) -> None:
    journal, out = folder / f"{JOURNAL}.sqlite", folder / "otherwise"
    words = ("--agreements", "none, notify-only", "--seeds", "0", "--workers", "1")
    text = said("study", "counterfactual", str(journal), "--out", str(out), *words)
    assert "Mechanical replay, not a prediction" in text
    assert "Under full-picture itself it comes to the same digest as the exercise." in text
    made = sorted(str(path) for path in out.iterdir())
    assert [Path(path).name.split(".")[1] for path in made] == ["full-picture", "none", "notify-only"]
    page = folder / "page.EXERCISE.html"
    said("review", str(journal), *made, "--out", str(page))
    shown = page.read_text(encoding="utf-8")
    assert "The same exercise under other agreements" in shown
    assert "No person gave an order in this exercise" in shown
    for reader in ("alder", "joint"):
        with pytest.raises(TocsinError, match="is a counterfactual, which control alone reads"):
            CliRunner().invoke(app, ["review", made[1], "--for", reader], catch_exceptions=False)


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (("--agreements", "no-such"), "no-such"),
        (("--seeds", "-1"), "--seeds -1"),
    ],
)
def test_bad_input_is_one_error_before_anything_is_written(
    folder: Path, tmp_path: Path, words: tuple[str, ...], match: str
) -> None:
    with pytest.raises(TocsinError, match=match):
        CliRunner().invoke(
            app,
            ["study", "counterfactual", str(folder / f"{JOURNAL}.sqlite"), "--out", str(tmp_path / "o"), *words],
            catch_exceptions=False,
        )
    assert not (tmp_path / "o").exists()
