"""The verbs about doctrines, as a user meets them: real processes, exit status."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.scenario.doctrine_file import doctrine_file, doctrine_names, doctrine_text
from tocsin.scenario.doctrine_terms import terms_of

TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]


def tocsin(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TOCSIN, *words], capture_output=True, text=True, cwd=cwd, check=False)


def printed(*words: str, cwd: Path | None = None) -> str:
    answer = tocsin(*words, cwd=cwd)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(doctrine_text("standard").replace("standard", "mine").replace('"tight"', '"hold"'))
    return path


def test_list_names_every_doctrine_and_how_it_is_unlike_standard():
    text = printed("doctrine", "list")
    assert "EXERCISE" in text and "notional" in text
    rows = json.loads(printed("doctrine", "list", "--json"))
    assert [row["name"] for row in rows] == doctrine_names()
    assert all(row["name"] in text and row["title"] in text for row in rows)
    unlike = {row["name"]: row["unlike_standard"] for row in rows}
    assert unlike["standard"] == [] and unlike["in-concert-after"] == ["defends", "announces"]


def test_show_prints_the_method_and_every_term():
    text, file = printed("doctrine", "show", "thrifty"), doctrine_file("thrifty")
    assert " ".join(file.method.split()) in " ".join(text.split()) and "EXERCISE" in text
    assert [term.key for term in terms_of(file) if f"  {term.key} " not in text] == []
    found = json.loads(printed("doctrine", "show", "thrifty", "--json"))
    assert found["reserve"]["upper"] == 12 and found["numbers"]["engage_sigma_km"]["value"] == 2


def test_diff_prints_equal_terms_too_and_marks_the_others(mine):
    text = printed("doctrine", "diff", "standard", "mine.toml", cwd=mine.parent)
    assert [line.split()[1] for line in text.splitlines() if "<>" in line] == ["weapons_control"]
    count = len(terms_of(doctrine_file("standard")))
    assert f"{count} terms, {count - 1} equal, 1 different." in text
    found = json.loads(printed("doctrine", "diff", "mine.toml", "standard", "--json", cwd=mine.parent))
    (unlike,) = (term for term in found["terms"] if term["differs"])
    assert (found["a"], found["b"], unlike["key"]) == ("mine", "standard", "weapons_control")


def test_check_says_what_it_changes_or_what_is_wrong(mine):
    assert "weapons_control: hold: nothing is fired" in printed("doctrine", "check", str(mine))
    mine.write_text(mine.read_text().replace('"hold"', '"halt"'))
    answer = tocsin("doctrine", "check", str(mine))
    assert answer.returncode == 2 and answer.stdout == ""
    assert "weapons_control = 'halt'" in answer.stderr and answer.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("doctrine", "show", "hodl"), "'hodl': no such doctrine; known: standard"),
        (("compare", "first-seen-by-partner", "--for", "birch"), "goes with --doctrines"),
        (("compare", "first-seen-by-partner", "--doctrines", "hold", "--for", "alder"), "with batteries: birch"),
        (("compare", "first-seen-by-partner", "--doctrines", "hold,hold"), "name each once"),
        (("compare", "first-seen-by-partner", "--doctrines", " ,"), "name at least one"),
        (
            ("compare", "first-seen-by-partner", "--doctrines", "hold,free", "--agreements", "none,jdec-1"),
            "only one of the two may have several names",
        ),
        (("compare", "quiet-sky", "--doctrines", "hold,free"), "no party has batteries"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(words: tuple[str, ...], said: str):
    answer = tocsin(*words)
    assert answer.returncode == 2 and answer.stdout == ""
    assert said in answer.stderr and answer.stderr.count("\n") == 1


@pytest.mark.slow
def test_compare_plays_each_doctrine_under_one_agreement_with_the_same_luck(mine, flagship):
    short = mine.parent / "short.toml"
    short.write_text(flagship.text.replace("duration_min = 40", "duration_min = 12"))
    words = ("compare", "short.toml", "--doctrines", "standard,mine.toml", "--agreements", "none")
    rows = json.loads(printed(*words, "--json", "--out", "out", cwd=mine.parent))
    assert {row["doctrine"] for row in rows} == {"standard", "mine"}
    assert {row["agreement"] for row in rows} == {"none"} and len({row["seed"] for row in rows}) == 1
    seen = {
        (row["doctrine"], row["value"])
        for row in rows
        if (row["measure"], row["nation"], row["subject"]) == ("first_detection_s", "birch", "all")
    }
    assert len(seen) == 2 and len({value for _, value in seen}) == 1
    text = printed(*words, cwd=mine.parent)
    assert "what each doctrine of all that have batteries gave under none" in " ".join(text.split())
    journals = sorted(path.relative_to(mine.parent).as_posix() for path in mine.parent.rglob("*.sqlite"))
    assert journals == [f"out/{name}/first-seen-by-partner.none.7.sqlite" for name in ("mine", "standard")]
