"""The verb ``footprint`` as a user meets it: real processes, real files, exit status."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]


def tocsin(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TOCSIN, *words], capture_output=True, text=True, cwd=cwd, check=False)


@pytest.mark.slow
def test_footprint_draws_one_picture_and_writes_one_geojson_file(tmp_path: Path) -> None:
    words = ("footprint", "first-seen-by-partner", "--grid", "16", "--minutes", "12", "--out", "new/maps")
    answer = tocsin(*words, "--json", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    files = sorted(path.name for path in (tmp_path / "new" / "maps").iterdir())
    assert files == sorted(found["files"]) and len(files) == 2
    assert all("EXERCISE" in name for name in files) and found["marking"] == "EXERCISE"
    png = (tmp_path / "new" / "maps" / next(name for name in files if name.endswith(".png"))).read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and len(png) > 50_000
    assert b"EXERCISE" in png[:2000]
    assert [(row["rung"], row["nation"]) for row in found["rows"]] == [
        (rung, nation) for rung in range(7) for nation in ("alder", "birch")
    ]
    again = tocsin(*words, cwd=tmp_path)
    assert again.returncode == 2 and "is not empty" in again.stderr


@pytest.mark.slow
def test_footprint_prints_tables_that_fit_a_terminal(tmp_path: Path) -> None:
    answer = tocsin("footprint", "first-seen-by-partner", "--grid", "12", "--out", "maps", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("(EXERCISE)") == 2
    assert "6 integrated" in answer.stdout and "\u2026" not in answer.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("first-seen-by-partner", "--grid", "9"), "--grid 9: must be within 10 and 400"),
        (("first-seen-by-partner", "--minutes", "61"), "--minutes 61: must be within 0 and 60"),
        (("quiet-sky",), "launches nothing ballistic"),
        (("first-seen-by-partner", "--set", "footprint.launch_area[1].lat_deg=3"), "out of scope"),
    ],
)
def test_what_footprint_cannot_do_is_said(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    answer = tocsin("footprint", *words, "--out", "maps", cwd=tmp_path)
    assert answer.returncode == 2
    assert said in answer.stderr.replace("\n", " ")
    assert not (tmp_path / "maps").exists()
