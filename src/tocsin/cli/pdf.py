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


def print_pdf(page: Path, out: Path) -> Path:
    """Print a page to PDF, and return where it is.

    Raises
    ------
    ScenarioError
        If there is no Chromium here, or it made no file.
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise ScenarioError(
            f"--pdf: no Chromium on this machine (looked for {', '.join(BROWSERS)}); the page {page} is written: "
            "install Chromium, or open the page in any browser and print it to PDF"
        )
    as_root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            *OFFLINE,
            *as_root,
            f"--user-data-dir={profile}",
            f"--print-to-pdf={out.resolve()}",
            page.resolve().as_uri(),
        ]
        out.unlink(missing_ok=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=WITHIN_S, check=False)
    if not out.exists():
        raise ScenarioError(
            f"--pdf: {browser} made no PDF within {WITHIN_S} s; print {page} from any browser instead"
        )
    return out
