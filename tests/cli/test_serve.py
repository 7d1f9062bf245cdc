"""``tocsin serve`` as a person starts it: what it prints, how it stops and goes on, what it says of wrong input."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

TOCSIN = [sys.executable, "-u", "-c", "from tocsin.cli.main import main; main()", "serve"]


def started(*words: str, cwd: Path) -> tuple["subprocess.Popen[str]", str, list[str]]:
    """Return a running server, the address that it printed, and its lines."""
    server = subprocess.Popen([*TOCSIN, "--port", "0", *words], stdout=subprocess.PIPE, text=True, cwd=cwd)
    assert server.stdout is not None
    lines = []
    for line in server.stdout:
        lines.append(line.rstrip())
        if "Ctrl-C" in line:
            break
    address = next(found[0] for line in lines if (found := re.search(r"http://\S+", line)))
    return server, address, lines


def stopped(server: "subprocess.Popen[str]") -> str:
    server.send_signal(signal.SIGINT)
    rest, _ = server.communicate(timeout=60)
    assert server.returncode == 130
    return rest


@pytest.mark.slow
def test_it_prints_address_and_codes_stops_and_goes_on(tmp_path: Path) -> None:
    server, address, lines = started("below-threshold", "--agreement", "jdec-3", cwd=tmp_path)
    codes = dict(line.split() for line in lines if re.fullmatch(r"  \w+ +\w{4}-\w{4}", line))
    assert list(codes) == ["alder", "birch", "joint", "control", "observer"]
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        token = client.post("/join", json={"code": codes["alder"], "name": "Ann"}).json()["token"]
    rest = stopped(server)
    again = re.search(r"tocsin serve (--journal \S+)", rest)
    assert again is not None
    server, address, lines = started(*again[1].split(), cwd=tmp_path)
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        me = client.get("/me", headers={"authorization": f"Bearer {token}"}).json()
    stopped(server)
    assert me["seat_id"] == "alder-1"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-thing"], "no-such-thing"),
        ([], "SCENARIO and --blind"),
        (["quiet-sky", "--blind", "pool.toml"], "SCENARIO and --blind"),
        (["--blind", "pool.toml"], "cannot be read"),
    ],
)
def test_wrong_input_is_one_clear_line(tmp_path: Path, words: list[str], said: str) -> None:
    answer = subprocess.run([*TOCSIN, *words], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
