"""The verb that makes packs: for whom, where to, as PDF where a browser is here, and what is said where it is not."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tocsin.cli import pdf
from tocsin.cli.look import PackWanted, page_path, review_journals
from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.study.run import run, task_of

SHORT = "duration_min = 9"


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the journal of the flagship's first nine minutes."""
    text, _ = scenario_text("first-seen-by-partner")
    short = text.replace("duration_min = 40", SHORT, 1)
    assert short != text
    scenario = build_scenario(short, "short.toml")
    path = run(task_of(scenario, "short.toml", "full-picture", 7), tmp_path_factory.mktemp("journals")).path
    assert path is not None
    return path


def test_a_pack_is_named_for_its_reader() -> None:
    journal = Path("x/friday.sqlite")
    assert page_path(journal, PackWanted()) == Path("x/friday.EXERCISE.html")
    assert page_path(journal, PackWanted(reader="birch")) == Path("x/friday.birch.EXERCISE.html")
    assert page_path(journal, PackWanted(out=Path("y.html"))) == Path("y.html")


def test_each_reader_gets_his_pack(journal: Path) -> None:
    for reader in ("control", "joint", "birch"):
        review_journals([journal], PackWanted(reader=reader))
        text = page_path(journal, PackWanted(reader=reader)).read_text("utf-8")
        assert "<title>EXERCISE" in text
        assert ("Watch at sunrise" in text) == (reader == "control")


def test_a_reader_who_is_not_there_and_several_journals_for_a_nation_are_refused(journal: Path) -> None:
    with pytest.raises(ScenarioError, match="--for 'willow': no such reader; known: control, joint, alder, birch"):
        review_journals([journal], PackWanted(reader="willow"))
    with pytest.raises(ScenarioError, match="--for 'birch': takes one journal, 2 were given"):
        review_journals([journal, journal], PackWanted(reader="birch"))


def test_without_a_browser_the_page_stands_and_the_remedy_is_named(
    journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    page = tmp_path / "x.EXERCISE.html"
    with pytest.raises(ScenarioError, match=r"--pdf: no Chromium on this machine .* is written: install Chromium"):
        review_journals([journal], PackWanted(out=page, pdf=True))
    assert page.is_file()


@pytest.mark.slow
@pytest.mark.skipif(not any(shutil.which(name) for name in pdf.BROWSERS), reason="no Chromium on this machine")
def test_a_page_is_printed_by_a_browser(journal: Path, tmp_path: Path) -> None:
    review_journals([journal], PackWanted(out=tmp_path / "x.EXERCISE.html", pdf=True))
    assert (tmp_path / "x.EXERCISE.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.slow
@pytest.mark.skipif(not any(shutil.which(name) for name in pdf.BROWSERS), reason="no Chromium on this machine")
def test_the_cursor_of_a_pack_runs_in_a_browser_and_tells_what_was_known(journal: Path, tmp_path: Path) -> None:
    """The policy of the page lets its own script run, and nothing else."""
    page = tmp_path / "x.EXERCISE.html"
    review_journals([journal], PackWanted(reader="birch", out=page))
    seen = subprocess.run(
        [*pdf.command_of(tmp_path / "profile"), "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    panel = seen[seen.index('<div class="known">') :]
    assert "<h4" in panel and "Birch knew" in panel and "<dt>events held</dt>" in panel
    assert 'visibility="visible"' in seen and 'aria-valuetext="' in seen
