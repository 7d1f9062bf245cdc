"""Where a verb may put several files."""

import os
from pathlib import Path

from tocsin.errors import ScenarioError


def check_folder(out: Path) -> None:
    """Raise ScenarioError unless a folder is empty, or is not there and can be made."""
    if out.is_dir() and any(out.iterdir()):
        raise ScenarioError(
            f"--out {out}: is not empty; name a new folder, so that no older file is taken for a new one"
        )
    there = next(place for place in (out, *out.absolute().parents) if place.exists())
    if not there.is_dir():
        raise ScenarioError(f"--out {out}: {there} is a file; name a folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise ScenarioError(f"--out {out}: nothing may be written in {there}; name another folder")
