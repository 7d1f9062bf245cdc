"""The command line as a user meets it: real processes, real files, exit status."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tocsin.journal.verify import verify
from tocsin.review.log import read_log

TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]
ROW_KEYS = {
    *("agreement", "seed", "run", "nation", "subject_kind", "subject", "measure", "value"),
    *("unit", "status", "n", "n_never", "decided_by"),
}
ASKED = {
    *("first_detection_s", "first_report_s", "warning_time_s", "warning_time_credited_s", "alerted_both_share"),
    *("alert_gap_s", "launch_ellipse_km2", "impact_ellipse_km2", "leakers", "interceptors_fired"),
    *("high_confidence_warnings", "false_impact_warnings", "events_seen", "launch_reports"),
    *("notifications_matched", "releases"),
}


def tocsin(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TOCSIN, *words], capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture(scope="module")
def short(tmp_path_factory, flagship) -> Path:
    """Return the flagship cut to twelve minutes: warnings, no outcome yet."""
    path = tmp_path_factory.mktemp("short") / "short.toml"
    path.write_text(flagship.text.replace("duration_min = 40", "duration_min = 12"))
    return path


@pytest.fixture(scope="module")
def journal(short, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("out")
    answer = tocsin("run", str(short), "--agreement", "full-picture", "--seed", "7", "--out", str(out))
    assert answer.returncode == 0, answer.stderr
    return out / "first-seen-by-partner.full-picture.7.sqlite"


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom tocsin.cli.main import app, main\n"
        "heavy = {'numpy', 'numba', 'scipy', 'pydantic', 'matplotlib', 'sgp4', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy\nsys.argv = ['tocsin', '--help']\nmain()"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    for verb in ("run", "compare", "check", "review", "scenarios", "new", "show", "schema", "explain"):
        assert f"  {verb} " in answer.stdout


def test_run_prints_json_for_machines(short):
    answer = tocsin("run", str(short), "--seed", "7", "--json")
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert set(found) == {"scenario", "seed", "agreement", "digest", "measures"}
    assert (found["scenario"], found["seed"], found["agreement"]) == ("first-seen-by-partner", 7, "full-picture")
    assert len(found["digest"]) == 64
    rows = found["measures"]
    assert all(set(row) == ROW_KEYS for row in rows)
    assert {row["measure"] for row in rows} >= ASKED
    keys = [tuple(row[k] for k in ("agreement", "seed", "run", "nation", "subject", "measure")) for row in rows]
    assert len(keys) == len(set(keys))
    assert all((row["value"] is None) == (row["status"] != "observed") for row in rows)


@pytest.mark.slow
def test_compare_prints_a_list_of_rows_and_a_table_with_the_reason(short):
    answer = tocsin("compare", str(short), "--agreements", "none,full-picture", "--json")
    rows = json.loads(answer.stdout)
    assert {row["agreement"] for row in rows} == {"none", "full-picture"}
    words = tocsin("compare", "first-seen-by-partner", "--agreements", "none,full-picture")
    assert words.returncode == 0
    assert "EXERCISE" in words.stdout and "below the radar horizon" in words.stdout


def test_never_is_a_word_not_a_zero(short, tmp_path):
    blind = tmp_path / "blind.toml"
    blind.write_text(
        short.read_text().replace("lon_deg = 80.5\nboresight_deg = 265", "lon_deg = 80.5\nboresight_deg = 85")
    )
    assert blind.read_text() != short.read_text()
    answer = tocsin("compare", str(blind), "--agreements", "none")
    assert "never" in answer.stdout or "pending" in answer.stdout


def test_a_journal_is_one_file_under_its_name(journal):
    assert journal.is_file()
    assert [p.name for p in journal.parent.iterdir()] == [journal.name]
    with sqlite3.connect(journal) as connection:
        kinds = {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM record")}
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    assert {"Launch", "Measured", "ImpactWarning", "Envelope", "Endex"} <= kinds
    assert meta["agreement"] == "full-picture" and "EXERCISE" in meta["marking"]


def test_a_second_run_does_not_overwrite_a_journal(short, journal):
    before = journal.read_bytes()
    answer = tocsin("run", str(short), "--agreement", "full-picture", "--seed", "7", "--out", str(journal.parent))
    assert answer.returncode == 2 and journal.name in answer.stderr
    assert journal.read_bytes() == before


@pytest.mark.slow
def test_review_makes_one_page_that_opens_offline(journal):
    answer = tocsin("review", str(journal))
    assert answer.returncode == 0, answer.stderr
    page = journal.with_suffix(".EXERCISE.html")
    text = page.read_text(encoding="utf-8")
    page.unlink()
    assert "EXERCISE" in text and 'src="http' not in text and 'href="http' not in text
    rows = json.loads(tocsin("review", str(journal), "--json").stdout)
    assert {row["measure"] for row in rows} >= ASKED


@pytest.mark.slow
def test_a_damaged_journal_is_named_with_its_first_bad_record_and_still_reviewed(journal, tmp_path):
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(journal.read_bytes())
    with sqlite3.connect(damaged) as connection:
        (last,) = connection.execute("SELECT max(seq) FROM record").fetchone()
        bad = last // 2
        connection.execute("UPDATE record SET body = replace(body, '1', '2') WHERE seq = ?", (bad,))
        changed = connection.execute("SELECT changes()").fetchone()
    assert changed
    answer = tocsin("review", str(damaged))
    assert answer.returncode == 1
    assert f"record {bad}" in answer.stderr
    assert damaged.with_suffix(".EXERCISE.html").is_file()


@pytest.mark.slow
def test_explain_gives_each_sensor_its_reason(journal):
    answer = tocsin("explain", str(journal), "--body", "l1-payload", "--node", "birch")
    assert answer.returncode == 0, answer.stderr
    for words in ("birch-approach", "below the radar horizon", "birch-high", "outside the field"):
        assert words in answer.stdout
    wrong = tocsin("explain", str(journal), "--body", "l9", "--node", "birch")
    assert wrong.returncode == 2 and "l1-payload" in wrong.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "no-such"), "first-seen-by-partner"),
        (("run", "first-seen-by-partner", "--agreement", "no-such"), "full-picture"),
        (("compare", "first-seen-by-partner", "--agreements", "none,none"), "twice"),
        (("run", "first-seen-by-partner", "--seed", "-1"), "-1"),
        (("review", "nowhere.sqlite"), "nowhere.sqlite"),
        (("run",), "SCENARIO"),
        (("run", "quiet-sky", "--variant", "loud"), "no such variant"),
        (("run", "quiet-sky", "--cast", "alder"), "alder=elm"),
        (("run", "quiet-sky", "--cast", "alder=oaks"), "oak"),
        (("run", "quiet-sky", "--set", "link[alder-birch].loss"), "path=value"),
        (("run", "first-seen-by-partner", "--set", "launch[l1].azimuth_deg=5"), "out of scope"),
    ],
)
def test_bad_input_is_one_message_status_2_and_no_file(words, said, tmp_path):
    answer = tocsin(
        *words, *(("--out", str(tmp_path / "out")) if words[0] == "run" and len(words) > 1 else ()), cwd=tmp_path
    )
    assert answer.returncode == 2
    assert said.lower() in answer.stderr.lower()
    assert "Traceback" not in answer.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_new_then_check_then_show(tmp_path):
    assert tocsin("new", "mine.toml", cwd=tmp_path).returncode == 0
    checked = tocsin("check", "mine.toml", cwd=tmp_path)
    assert checked.returncode == 0 and "no errors" in checked.stdout and "mine" in checked.stdout
    again = tocsin("new", "mine.toml", cwd=tmp_path)
    assert again.returncode == 2 and "is there already" in again.stderr
    assert tocsin("show", "mine.toml", cwd=tmp_path).returncode == 0
    picture = tmp_path / "mine.EXERCISE.png"
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and picture.stat().st_size > 50_000


def test_scenarios_lists_what_each_rehearses():
    found = {item["name"]: item for item in json.loads(tocsin("scenarios", "--json").stdout)}
    assert set(found) >= {"first-seen-by-partner", "quiet-sky"}
    keys = {"name", "blind_name", "minutes", "variants", "attackers", "rehearses"}
    assert all(set(item) == keys and len(item["rehearses"]) > 40 for item in found.values())
    assert found["first-seen-by-partner"]["minutes"] == 40 and found["first-seen-by-partner"]["attackers"]
    assert not found["quiet-sky"]["attackers"]
    assert "EXERCISE" in tocsin("scenarios").stdout


def started(short: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start a long run and wait until its journal holds some committed ticks."""
    text = short.read_text().replace("duration_min = 12", "duration_min = 10000")
    long = out.parent / "long.toml"
    long.write_text(text)
    process = subprocess.Popen([*TOCSIN, "run", str(long), "--out", str(out)], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 120
    wal = out / "first-seen-by-partner.full-picture.7.sqlite-wal"
    while time.monotonic() < deadline and not (wal.exists() and wal.stat().st_size > 200_000):
        time.sleep(0.02)
    return process


@pytest.mark.slow
def test_a_killed_run_leaves_a_journal_that_opens_verifies_and_reviews(short, tmp_path):
    process = started(short, tmp_path / "out")
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL, "it had finished before it was killed"
    path = tmp_path / "out" / "first-seen-by-partner.full-picture.7.sqlite"
    verdict = verify(path)
    assert verdict.ok and verdict.records > 100
    log = read_log(path)
    assert not log.damage and log.end_ms == verdict.last_time_ms
    answer = tocsin("review", str(path))
    assert answer.returncode == 0, answer.stderr
    page = path.with_suffix(".EXERCISE.html").read_text(encoding="utf-8")
    assert "unfinished" in page.lower() or "stands up to" in page.lower() or "cut" in page.lower()


@pytest.mark.slow
def test_ctrl_c_ends_cleanly(short, tmp_path):
    process = started(short, tmp_path / "out")
    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Stopped." in errors and b"Traceback" not in errors
    assert verify(tmp_path / "out" / "first-seen-by-partner.full-picture.7.sqlite").ok


@pytest.mark.slow
def test_the_readme_shows_what_the_demonstration_prints(tmp_path):
    answer = tocsin("demo", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("```text\n")[2].partition("```")[0]
    assert shown.split() == answer.stdout.split()
