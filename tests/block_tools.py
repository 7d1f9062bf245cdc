"""The commands of the documents' blocks, as the tests run them: ``python block_tools.py tocsin|make ARGUMENTS``.

A server is started, asked for its page, and stopped as a person stops it, with Ctrl-C; no browser is opened, and its
port is any that is free.  ``make`` is asked what it would do.  Everything else is run as it stands.
"""

import os
import re
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOCSIN = [sys.executable, "-c", "from tocsin.cli.main import main; main()"]
ADDRESS = re.compile(r"https?://[\w.]+:\d+/?")
PATIENCE_S = 240.0
SERVERS = ("serve", "play")


def served(words: list[str]) -> int:
    """Start a server, look at its page, stop it, and return 0 if all that went well."""
    words = [word for place, word in enumerate(words) if word != "--port" and words[max(place - 1, 0)] != "--port"]
    words += ["--port", "0"] + (["--no-open"] if words[0] == "play" else [])
    process = subprocess.Popen([*TOCSIN, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said, address, until_s = "", "", time.monotonic() + PATIENCE_S
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if found := ADDRESS.search(line):
            address = found[0]
            break
        if time.monotonic() > until_s:
            break
    status = answers(address) if address else 0
    process.send_signal(signal.SIGINT)
    said += process.communicate(timeout=PATIENCE_S)[0]
    sys.stdout.write(said)
    if status not in (200, 404):  # 404: this checkout's page is not built; the server answers all the same
        sys.stderr.write(f"the server gave {status} at {address or 'no address'}\n")
        return 1
    return 0


def answers(address: str) -> int:
    """Return the status with which a server answers for its description."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    near = re.sub(r"//[\w.]+:", "//127.0.0.1:", address).rstrip("/")
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        try:
            with urllib.request.urlopen(f"{near}/openapi.json", timeout=20.0, context=context) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.3)
    return 0


def main() -> int:
    """Run one command of a block and return its exit status."""
    tool, *words = sys.argv[1:]
    if tool == "make":
        return subprocess.call(["/usr/bin/env", "make", "-n", "-C", str(ROOT), *words], env=without_tools())
    if words and words[0] in SERVERS and "--help" not in words:
        return served(words)
    return subprocess.call([*TOCSIN, *words])


def without_tools() -> dict[str, str]:
    """Return the environment without the folder of these tools in its path."""
    folders = os.environ["PATH"].split(os.pathsep)
    return os.environ | {"PATH": os.pathsep.join(folders[1:])}


if __name__ == "__main__":
    sys.exit(main())
