"""The verbs about agreements, as a user meets them: real processes, exit status."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tocsin.scenario.agreement_file import agreement_file, preset_names
from tocsin.scenario.agreement_terms import endorsement, terms_of

TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]
PRESETS = files("tocsin.scenario").joinpath("agreements")


def tocsin(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TOCSIN, *words], capture_output=True, text=True, cwd=cwd, check=False)


def printed(*words: str, cwd: Path | None = None) -> str:
    answer = tocsin(*words, cwd=cwd)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def rows_with(text: str, word: str) -> list[str]:
    return [line for line in text.splitlines() if word in line.split()]


def test_list_names_every_preset_with_its_rung_and_what_is_documented() -> None:
    text = printed("agreement", "list")
    assert "EXERCISE" in text and "No party endorses this" in text
    rows = json.loads(printed("agreement", "list", "--json"))
    for row in rows:
        (line,) = rows_with(text, row["name"])
        assert f"{row['rung']}, {row['rung_name']}" in line
        assert f"{row['documented_fields']} of {row['fields']}" in line
        assert row["follows"][:30] in line
    assert [row["name"] for row in rows] == preset_names()


def test_show_prints_every_term_and_how_it_stands() -> None:
    text, file = printed("agreement", "show", "jdec-1"), agreement_file("jdec-1")
    assert "EXERCISE" in text and f"jdec-1: {endorsement(file)}." in text
    for term in terms_of(file):
        (line,) = (line for line in rows_with(text, term.key) if line.split()[0] == term.key)
        assert term.value.split(",")[0] in line and term.standing in line
    found = json.loads(printed("agreement", "show", "jdec-1", "--json"))
    assert [term["key"] for term in found["terms"]] == [term.key for term in terms_of(file)]
    assert found["documented_fields"] == sum(term["standing"] == "documented" for term in found["terms"])


def test_diff_prints_equal_terms_too_and_marks_the_others(tmp_path: Path) -> None:
    text = PRESETS.joinpath("jdec-1.toml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.toml"
    mine.write_text(text.replace('name = "jdec-1"', 'name = "mine"').replace("min_delay_s = 30", "min_delay_s = 90"))
    told = printed("agreement", "diff", "jdec-1", "mine.toml", cwd=tmp_path)
    lines = {term.key: rows_with(told, term.key)[0] for term in terms_of(agreement_file("jdec-1"))}
    assert [key for key, line in lines.items() if "<>" in line] == ["min_delay_s"]
    assert lines["min_delay_s"].split() == ["<>", "min_delay_s", "30", "s", "90", "s"]
    assert f"{len(lines) + 1} terms, {len(lines)} equal, 1 different." in told  # with the rung
    found = json.loads(printed("agreement", "diff", "mine.toml", "jdec-1", "--json", cwd=tmp_path))
    assert (found["a"], found["b"]) == ("mine", "jdec-1")
    (unlike,) = (term for term in found["terms"] if term["differs"])
    assert unlike == {"key": "min_delay_s", "a": "90 s", "b": "30 s", "differs": True}


def test_check_says_what_is_granted_or_what_is_wrong(tmp_path: Path) -> None:
    text = printed("agreement", "check", "full-picture")
    assert "full-picture: version 2: no errors" in text and "rung 4, tracks shared, engage on remote" in text
    assert "fire on the partner's tracks: yes" in text and "track\n" in text
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(PRESETS.joinpath("jdec-1.toml").read_text(encoding="utf-8").replace("rung = 2", "rung = 1"))
    answer = tocsin("agreement", "check", str(wrong))
    assert answer.returncode == 2 and answer.stdout == ""
    assert answer.stderr.startswith(
        "tocsin: agreement jdec-1: rung = 1 (notification) but fields_released needs rung 2"
    )


@pytest.mark.parametrize("words", [("show", "jdec"), ("check", "jdec"), ("diff", "none", "jdec")])
def test_an_unknown_name_lists_the_known_ones(words: tuple[str, ...]) -> None:
    answer = tocsin("agreement", *words)
    assert answer.returncode == 2 and "'jdec': no such preset; known: none, notify-only" in answer.stderr
