"""How soon the room stands in a browser, and what its stream sends; nothing where there is no browser."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).parents[1] / "page"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
PATIENCE_S = 300


def measured() -> dict[str, float]:
    """Return seconds to a filled room, first and again, and kB of the stream per second of the exercise."""
    if shutil.which("node") is None or not (PAGE / "node_modules").exists():
        sys.stderr.write("room: no node, or no page: make page first; left out\n")
        return {}
    with tempfile.TemporaryDirectory() as folder:
        journal = str(Path(folder) / "bench.EXERCISE.sqlite")
        command = [sys.executable, "-c", "from tocsin.cli.main import main; main()", "play", "--no-open"]
        with subprocess.Popen(
            [*command, "--port", "0", "--journal", journal],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as server:
            try:
                return asked(address_of(server))
            finally:
                server.terminate()
                server.wait(timeout=30)


def address_of(server: subprocess.Popen[str]) -> str:
    """Return where a server says that it is; raise RuntimeError if it ends before."""
    assert server.stdout is not None
    for line in server.stdout:
        found = ADDRESS.search(line)
        if found is not None:
            return found[0]
    raise RuntimeError("tocsin play: ended before it was ready")


def asked(address: str) -> dict[str, float]:
    """Return what a browser measures there."""
    told = subprocess.run(
        ["node", "tests/speed/room.mjs", address], cwd=PAGE, capture_output=True, text=True, timeout=PATIENCE_S
    )
    if told.returncode != 0:
        raise RuntimeError(f"room: {told.stderr[-500:]}")
    figures: dict[str, float] = json.loads(told.stdout)
    if not figures:
        sys.stderr.write("room: no browser; left out\n")
    return figures
