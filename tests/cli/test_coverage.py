"""The verb ``coverage`` as a user meets it: real processes, real files, exit status."""

import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.cli.coverage import write_coverage
from tocsin.cli.folder import check_folder
from tocsin.cli.wanted import Wanted
from tocsin.errors import ScenarioError

TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]


def tocsin(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TOCSIN, *words], capture_output=True, text=True, cwd=cwd, check=False)


@pytest.mark.slow
def test_coverage_draws_a_map_a_height_and_one_geojson_file(tmp_path: Path) -> None:
    words = (
        "coverage",
        "first-seen-by-partner",
        "--phase",
        "coast",
        "--altitudes-km",
        "100,300",
        "--out",
        "new/maps",
    )
    answer = tocsin(*words, "--json", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    files = sorted(path.name for path in (tmp_path / "new" / "maps").iterdir())
    assert files == sorted(found["files"]) and len(files) == 3
    assert all("EXERCISE" in name for name in files)
    for name in (name for name in files if name.endswith(".png")):
        png = (tmp_path / "new" / "maps" / name).read_bytes()
        assert png[:8] == b"\x89PNG\r\n\x1a\n" and len(png) > 50_000
    (shapes,) = (name for name in files if name.endswith(".geojson"))
    collection = json.loads((tmp_path / "new" / "maps" / shapes).read_text())
    assert {feature["properties"]["altitude_km"] for feature in collection["features"]} == {100, 300}
    assert [feature["properties"] for feature in collection["features"]] == found["areas"]
    again = tocsin(*words, cwd=tmp_path)
    assert again.returncode == 2 and "is not empty" in again.stderr
    assert sorted(path.name for path in (tmp_path / "new" / "maps").iterdir()) == files


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such",), "quiet-sky"),
        (("quiet-sky", "--altitudes-km", "100,2001"), "2001: must be within 0 and 2000 km"),
    ],
)
def test_bad_input_is_one_line_status_2_and_no_file(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    answer = tocsin("coverage", "--out", "maps", *words, cwd=tmp_path)
    assert answer.returncode == 2
    assert said in answer.stderr and answer.stderr.count("\n") == 1 and not answer.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("looked_for", "time_min", "out", "said"),
    [
        (("staring", "boost", "100"), 0.0, "maps", "known: icbm"),
        (("mrbm", "glide", "100"), 0.0, "maps", "boost, coast"),
        (("mrbm", "boost", "-1"), 0.0, "maps", "must be within 0 and 2000 km"),
        (("mrbm", "boost", "nan"), 0.0, "maps", "must be within 0"),
        (("mrbm", "boost", "high"), 0.0, "maps", "'high'"),
        (("mrbm", "boost", "100"), 1e6, "maps", "the scenario's end"),
        (("mrbm", "boost", "100"), math.nan, "maps", "the scenario's end"),
        (("mrbm", "boost", "100"), 0.0, "file", "is a file"),
        (("mrbm", "boost", "100"), 0.0, "file/maps", "is a file"),
        (("mrbm", "boost", "100"), 0.0, ".", "is not empty"),
    ],
)
def test_each_mistake_is_named_and_nothing_is_written(
    looked_for: tuple[str, str, str], time_min: float, out: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ScenarioError, match=re.escape(said)) as caught:
        write_coverage(Wanted("quiet-sky"), tmp_path / out, looked_for, time_min, as_json=False)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ScenarioError, match="nothing may be written"):
        check_folder(tmp_path / "maps")
