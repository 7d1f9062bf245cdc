"""One line of the package is spoilt in a copy, and the tests that hold it to published numbers must notice.

``spoil("earth/kernels.py", "bulge = 1.5 *", "bulge = -1.5 *", "tests/earth/test_gravity.py")`` copies the package,
changes the one place where the text stands, and runs the named tests on the copy with a kernel cache of its own:
they must fail there, and pass on an unchanged copy.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "tocsin"
# What a run of the suite says about itself must not reach the runs inside it.
LEFT_OUT = ("TOCSIN_VALIDATION", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_ADDOPTS")


def copy_of_the_package(folder: Path) -> Path:
    """Return the copy: everything but compiled files."""
    return Path(shutil.copytree(PACKAGE, folder / "tocsin", ignore=shutil.ignore_patterns("__pycache__")))


def spoilt(package: Path, file: str, line: str, becomes: str) -> None:
    """Change one piece of text that stands at exactly one place of a file."""
    text = (package / file).read_text(encoding="utf-8")
    assert text.count(line) == 1, f"{file}: '{line}' stands there {text.count(line)} times; name one place"
    (package / file).write_text(text.replace(line, becomes), encoding="utf-8")


def outcome(folder: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run tests of this repository on the package that lies in a folder; kernels are compiled there, afresh."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    there = {"PYTHONPATH": str(folder), "NUMBA_CACHE_DIR": str(folder / "kernels"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=ROOT, env=kept | there, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[str, ...]], None]:
    """Return a function that asserts, once for each set of tests, that they pass on an unchanged copy."""
    folder = tmp_path_factory.mktemp("sound")
    copy_of_the_package(folder)

    @cache
    def check(tests: tuple[str, ...]) -> None:
        done = outcome(folder, tests)
        assert done.returncode == 0, f"on an unchanged copy {tests} must pass:\n{done.stdout}{done.stderr}"

    return check


@pytest.fixture
def spoil(sound: Callable[[tuple[str, ...]], None], tmp_path: Path) -> Callable[..., None]:
    """Return ``spoil(file, line, becomes, *tests)``, which asserts that the tests notice the spoilt line."""

    def check(file: str, line: str, becomes: str, *tests: str) -> None:
        spoilt(copy_of_the_package(tmp_path), file, line, becomes)
        sound(tests)
        done = outcome(tmp_path, tests)
        # 1 is "tests failed"; a copy that cannot be imported or collected ends otherwise and proves nothing.
        assert done.returncode == 1, f"{tests} did not notice '{becomes}' in {file}:\n{done.stdout}{done.stderr}"
        assert re.search(r"\b\d+ failed\b", done.stdout), done.stdout

    return check
