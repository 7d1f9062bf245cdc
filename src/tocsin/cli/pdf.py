"""A page printed to PDF by a browser that is on this machine; nothing is asked of any network."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tocsin.errors import ScenarioError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WITHIN_S = 120
OFFLINE = (
    "--headless",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)


def command_of(profile: Path) -> list[str]:
    """Return the command of a browser on this machine that asks no network, [] where there is none.

    As root Chromium runs without its sandbox alone; what it is shown here is a page that Tocsin just wrote.
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        return []
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [browser, *OFFLINE, *as_root, f"--user-data-dir={profile}"]


def print_pdf(page: Path, out: Path) -> Path:
    """Print a page to PDF, and return where it is.

    Raises
    ------
    ScenarioError
        If there is no Chromium here, or it made no file.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = command_of(Path(profile))
        if not command:
            raise ScenarioError(
                f"--pdf: no Chromium on this machine (looked for {', '.join(BROWSERS)}); the page {page} is written: "
                "install Chromium, or open the page in any browser and print it to PDF"
            )
        out.unlink(missing_ok=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(
                [*command, f"--print-to-pdf={out.resolve()}", page.resolve().as_uri()],
                capture_output=True,
                timeout=WITHIN_S,
                check=False,
            )
    if not out.exists():
        raise ScenarioError(
            f"--pdf: {command[0]} made no PDF within {WITHIN_S} s; print {page} from any browser instead"
        )
    return out
