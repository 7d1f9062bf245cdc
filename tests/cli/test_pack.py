"""The verbs about class packs, as a user meets them: real processes, exit status."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.scenario.build import scenario_text
from tocsin.scenario.pack import pack_names, shipped_pack

TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]
FLAGSHIP, _ = scenario_text("first-seen-by-partner")
OWN = '\n[party.alder.pack.early-warning]\npower_kw = { value = 300, unit = "kW", notional = true }\n'


def tocsin(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TOCSIN, *words], capture_output=True, text=True, cwd=cwd, check=False)


def printed(*words: str, cwd: Path | None = None) -> str:
    answer = tocsin(*words, cwd=cwd)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def rows_with(text: str, word: str) -> list[str]:
    return [line for line in text.splitlines() if word in line.split()]


def test_list_names_every_pack() -> None:
    text = printed("pack", "list")
    assert [name for name in pack_names() if not rows_with(text, name)] == []
    assert [row["name"] for row in json.loads(printed("pack", "list", "--json"))] == list(pack_names())


@pytest.mark.parametrize("name", pack_names())
def test_show_prints_every_number_of_every_pack(name: str) -> None:
    text, pack = printed("pack", "show", name), shipped_pack(name)
    assert "EXERCISE" in text
    for key, number in pack.numbers.items():
        (line,) = (line for line in rows_with(text, key) if line.split()[0] == key)
        values = [f"{value:g}" for value in (number.value, number.low, number.high)]
        assert line.split()[1:5] == [*values, number.unit]
        assert (number.source or "notional")[:40] in line
    assert set(json.loads(printed("pack", "show", name, "--json"))["numbers"]) == set(pack.numbers)


def test_diff_prints_equal_rows_too_and_marks_the_others(tmp_path: Path) -> None:
    shipped = Path(str(sys.modules["tocsin.scenario.pack"].__file__)).parent / "packs" / "early-warning.toml"
    mine = tmp_path / "mine.toml"
    mine.write_text(shipped.read_text().replace("power_kw = { value = 200", "power_kw = { value = 300"))
    text = printed("pack", "diff", "early-warning", "mine.toml", cwd=tmp_path)
    lines = {key: rows_with(text, key)[0] for key in shipped_pack("early-warning").numbers}
    assert [key for key, line in lines.items() if "<>" in line] == ["power_kw"]
    assert lines["power_kw"].split()[1:4] == ["power_kw", "200", "300"] and "value" in lines["power_kw"]
    assert "33 numbers, 32 equal, 1 different." in text
    found = json.loads(printed("pack", "diff", "early-warning", "mine.toml", "--json", cwd=tmp_path))
    assert {row["number"]: row["differs_in"] for row in found["numbers"] if row["differs_in"]} == {
        "power_kw": ["value"]
    }
    assert len(found["numbers"]) == 33


def test_diff_of_two_parties_shows_every_class_of_thing_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(FLAGSHIP + OWN)
    text = printed("pack", "diff", "alder", "birch", "--scenario", "own.toml", cwd=tmp_path)
    for words in (
        "Radar: early-warning; in use: Alder 1, Birch 1",
        "Satellite: staring",
        "Doctrine: doctrine-standard",
    ):
        assert words in text
    found = json.loads(printed("pack", "diff", "alder", "birch", "--scenario", "own.toml", "--json", cwd=tmp_path))
    packs = {item["pack"]: item for item in found["packs"]}
    used = {"early-warning", "engagement", "staring", "upper-tier", "lower-tier", "doctrine-standard"}
    assert set(packs) == used  # Cedar launches, and is no party
    assert [row["number"] for row in packs["early-warning"]["numbers"] if row["differs_in"]] == ["power_kw"]
    assert packs["lower-tier"]["in_use"] == [0, 3]
    assert all(row["a"] is None and row["b"] for row in packs["lower-tier"]["numbers"])


def test_diff_of_two_parties_leaves_out_nothing_that_they_have(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "scenario" / "every_kind.toml").read_text(encoding="utf-8")
    (tmp_path / "every.toml").write_text(text.replace('nation = "cedar"', 'nation = "birch"'))
    found = json.loads(printed("pack", "diff", "alder", "birch", "--scenario", "every.toml", "--json", cwd=tmp_path))
    packs = {item["pack"]: (item["kind"], item["in_use"]) for item in found["packs"]}
    assert packs["over-the-horizon"] == ("skywave", [0, 1])
    assert packs["glide"] == ("glider", [0, 1])
    assert packs["cruise-low"] == ("craft", [0, 1])


def test_parties_are_equal_by_default() -> None:
    found = json.loads(printed("pack", "diff", "alder", "birch", "--scenario", "quiet-sky", "--json"))
    assert [item["pack"] for item in found["packs"]] == ["early-warning", "staring", "doctrine-standard"]
    assert not any(row["differs_in"] for item in found["packs"] for row in item["numbers"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "mrbmm"), "known: air-defence, airborne"),
        (("show", "nowhere.toml"), "nowhere.toml: cannot be read"),
        (("diff", "mrbm", "staring"), "mrbm is a vehicle pack"),
        (("diff", "alder", "elm", "--scenario", "quiet-sky"), "'elm'"),
        (("diff", "alder", "alder", "--scenario", "quiet-sky"), "named twice"),
        (("diff", "alder", "birch", "--scenario", "no-such"), "quiet-sky"),
    ],
)
def test_bad_input_is_one_line_and_status_2(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    answer = tocsin("pack", *words, cwd=tmp_path)
    assert answer.returncode == 2
    assert said in answer.stderr and answer.stderr.count("\n") == 1 and not answer.stdout
    assert list(tmp_path.iterdir()) == []
