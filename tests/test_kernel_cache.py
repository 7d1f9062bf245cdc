"""Compiled kernels are kept under the state of everything they were compiled from."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.kernel_cache import cache_folder, kernel_files, state_of

PACKAGE = Path(__file__).parents[1] / "src" / "tocsin"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the package that a test may edit."""
    target = tmp_path / "tocsin"
    shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__", "background", "world"))
    return target


def edit(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")


def test_a_copy_has_the_state_of_the_package(copy: Path) -> None:
    assert state_of(copy) == state_of(PACKAGE)
    assert re.fullmatch(r"kernels-[0-9a-f]{16}", cache_folder(copy).name)


@pytest.mark.parametrize(
    "file",
    [
        "motion/kernels.py",
        "earth/kernels.py",  # called from the kernels of motion, in another file
        "earth/constants.py",  # compiled into kernels as numbers
        "tracking/launch/kernels.py",
    ],
)
def test_an_edit_of_what_kernels_are_compiled_from_changes_the_folder(copy: Path, file: str) -> None:
    before = cache_folder(copy)
    edit(copy / file)
    assert cache_folder(copy) != before


@pytest.mark.parametrize("file", ["cli/main.py", "exercise/engine.py", "kernel_cache.py", "motion/solve.py"])
def test_an_edit_elsewhere_changes_nothing(copy: Path, file: str) -> None:
    before = cache_folder(copy)
    edit(copy / file)
    assert cache_folder(copy) == before


def test_a_new_kernel_file_and_a_moved_one_change_the_folder(copy: Path) -> None:
    before = state_of(copy)
    moved = copy / "earth" / "moved" / "kernels.py"
    moved.parent.mkdir()
    moved.write_text("")
    added = state_of(copy)
    moved.rename(copy / "web" / "kernels.py")
    assert len({before, added, state_of(copy)}) == 3


def test_another_version_of_numba_changes_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    before = state_of(PACKAGE)
    monkeypatch.setattr("tocsin.kernel_cache.version", lambda name: "0.0")
    assert state_of(PACKAGE) != before


def test_every_import_of_ours_in_a_kernel_file_is_followed() -> None:
    """The state is read from lines ``from tocsin.room.module import name``: no other form may be used there."""
    files = set(kernel_files(PACKAGE))
    assert set(PACKAGE.rglob("kernels.py")) <= files
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not [name for name in node.names if name.name.startswith("tocsin")], file
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tocsin"):
                module = PACKAGE.joinpath(*str(node.module).split(".")[1:]).with_suffix(".py")
                assert node.col_offset == 0 and module in files, f"{file}: imports {node.module}"


def answer_of(copy: Path, home: Path, code: str, **variables: str) -> str:
    """Return what a fresh process prints that imports the copied package and keeps its cache in ``home``."""
    kept = {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"}
    environment = {**kept, "PYTHONPATH": str(copy.parent), "XDG_CACHE_HOME": str(home), **variables}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_folder_is_placed_at_import_without_importing_numba(copy: Path, tmp_path: Path) -> None:
    code = "import os, sys, tocsin; print(os.environ['NUMBA_CACHE_DIR'], 'numba' in sys.modules)"
    folder = tmp_path / "cache" / "tocsin" / f"kernels-{state_of(copy)}"
    assert answer_of(copy, tmp_path / "cache", code) == f"{folder} False"
    assert answer_of(copy, tmp_path / "cache", code, NUMBA_CACHE_DIR="mine") == "mine False"


@pytest.mark.slow
def test_a_changed_constant_reaches_a_kernel_of_another_room(copy: Path, tmp_path: Path) -> None:
    code = (
        "import numpy as np, tocsin\n"
        "from tocsin.motion.kernels import advance\n"
        "from tocsin.motion.vehicle import coast_row\n"
        "from pathlib import Path\n"
        "assert str(Path(tocsin.__file__).parent) == " + repr(str(copy)) + "\n"
        "rows = coast_row(5000.0)[None]\n"
        "x, v = advance(np.array([[7e6, 0.0, 0.0]]), np.zeros((1, 3)), np.zeros(1), rows, 1.0)\n"
        "print(round(v[0, 0], 3))"
    )
    before = answer_of(copy, tmp_path / "cache", code)
    assert answer_of(copy, tmp_path / "cache", code) == before
    constants = copy / "earth" / "constants.py"
    text = constants.read_text(encoding="utf-8")
    heavier = re.sub(r"^(GM_\w+ = )([\d.e+]+)", r"\g<1>2.0 * \g<2>", text, count=1, flags=re.MULTILINE)
    assert heavier != text
    constants.write_text(heavier, encoding="utf-8")
    assert float(answer_of(copy, tmp_path / "cache", code)) < 1.9 * float(before) < 0.0
    assert len(list((tmp_path / "cache" / "tocsin").iterdir())) == 2
