"""``tocsin play`` as a person starts it: what it prints, whom it lets in, how it stops and goes on, wrong input."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tocsin.cli import serve
from tocsin.journal.read import read_meta

TOCSIN = [sys.executable, "-u", "-c", "from tocsin.cli.main import main; main()", "play", "--no-open"]


def started(*words: str, cwd: Path) -> tuple["subprocess.Popen[str]", str]:
    """Return a running open house and the address that it printed."""
    server = subprocess.Popen([*TOCSIN, "--port", "0", *words], stdout=subprocess.PIPE, text=True, cwd=cwd)
    assert server.stdout is not None
    lines = []
    for line in server.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return server, next(found[0] for line in lines if (found := re.search(r"http://127\S+", line)))


def stopped(server: "subprocess.Popen[str]") -> str:
    server.send_signal(signal.SIGINT)
    rest, _ = server.communicate(timeout=60)
    assert server.returncode == 130
    return rest


@pytest.mark.slow
def test_it_needs_no_code_keeps_a_journal_and_goes_on(tmp_path: Path) -> None:
    server, address = started("below-threshold", cwd=tmp_path)
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        assert client.get("/welcome").json()["is_open"]
        token = client.post("/welcome", json={"as": "alder"}).json()["token"]
        signed = {"authorization": f"Bearer {token}"}
        assert client.get("/me", headers=signed).json()["nation"] == "alder"
    again = re.search(r"tocsin play --journal (\S+)", stopped(server))
    assert again is not None
    journal = Path(again[1])
    assert not list(tmp_path.iterdir())  # it was kept elsewhere
    assert read_meta(journal)["open_house"] == "true"
    server, address = started("--journal", str(journal), cwd=tmp_path)
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        assert client.get("/me", headers=signed).json()["seat_id"] == "alder-1"
    stopped(server)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-thing"], "no-such-thing"),
        (["--host", "0.0.0.0"], "--host 0.0.0.0: an open house lets in whoever comes"),
        (["--host", "192.0.2.1"], "leave --host out, or serve with codes by `tocsin serve`"),
    ],
)
def test_wrong_input_is_one_clear_line_and_leaves_nothing(tmp_path: Path, words: list[str], said: str) -> None:
    answer = subprocess.run([*TOCSIN, *words], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_browser_opens_only_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not serve.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert serve.has_display()
