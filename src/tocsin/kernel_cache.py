"""Where compiled kernels are kept: one folder for each state of all kernels.

numba looks only at the file of a kernel to see whether its compiled form is stale, not at what the kernel calls or
at constants it was compiled with.  The folder's name therefore carries a hash of every ``kernels.py``, of every
module of ours that one of them imports, and of the numba version: edit any of these and all kernels are compiled
afresh.  See docs/decisions/0002-numba-kernels-only.md.
"""

import hashlib
import os
import re
from importlib.metadata import version
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"
IMPORTS = re.compile(rb"^from tocsin\.([\w.]+) import", re.MULTILINE)


def kernel_files(package: Path) -> list[Path]:
    """Return every ``kernels.py`` of the package and every module of ours that they lean on, sorted by path."""
    waiting = list(package.rglob("kernels.py"))
    found: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found.add(file)
        for name in IMPORTS.findall(file.read_bytes()):
            module = package.joinpath(*name.decode().split("."))
            waiting.append(module / "__init__.py" if module.is_dir() else module.with_suffix(".py"))
    return sorted(found)


def state_of(package: Path) -> str:
    """Return 16 hex digits that change when any kernel, what it leans on, or the numba version changes."""
    total = hashlib.sha256(version("numba").encode())
    for file in kernel_files(package):
        total.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def cache_folder(package: Path) -> Path:
    """Return the folder for the package's compiled kernels: under the user's cache folder."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "tocsin" / f"kernels-{state_of(package)}"


def place_cache() -> None:
    """Tell numba where to keep compiled kernels, unless the user has said so already.  Before numba is imported."""
    if VARIABLE not in os.environ:
        os.environ[VARIABLE] = str(cache_folder(Path(__file__).parent))
