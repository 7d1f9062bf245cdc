"""Tocsin is installed from its offline bundle and plays a scenario where there is no network."""

import hashlib
import os
import runpy
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tocsin.journal.verify import verify
from tocsin.scenario.declared import Scenario
from tocsin.web import built

SCRIPT = Path(__file__).parents[1] / "scripts" / "make_offline.py"
NOWHERE = "http://127.0.0.1:9"  # the discard port: a proxy that is not there
SHORT = ("duration_min = 40", "duration_min = 8")  # the last launch is at seven: sensors see it, staffs are told


def without_network(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a network namespace of its own where that is permitted, else with proxies that lead nowhere.

    Compiled code is kept in the folder: what was compiled before would not show that this can be.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "NUMBA_"))}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOWHERE)
    own = {"XDG_CACHE_HOME": str(folder / "cache"), "PIP_CONFIG_FILE": os.devnull, "PYTHON": sys.executable}
    alone = ["unshare", "-rn"] if is_permitted() else []
    return subprocess.run(
        [*alone, *words], cwd=folder, env={**kept, **proxies, **own}, capture_output=True, text=True, check=False
    )


def is_permitted() -> bool:
    """Return whether a namespace without a network can be made here."""
    tried = ["unshare", "-rn", "true"]
    return shutil.which("unshare") is not None and subprocess.run(tried, check=False).returncode == 0


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """Return the folder in which the bundle, as ``make offline-bundle`` makes it, lies unpacked."""
    if not built.folder().joinpath("index.html").is_file():
        pytest.skip("the page is not built: run `make page`")
    folder = tmp_path / "offline"
    subprocess.run([sys.executable, SCRIPT, "--out", str(folder)], check=True)
    (bundle,) = folder.glob("tocsin-*-offline.tar.gz")
    with tarfile.open(bundle) as tar:
        tar.extractall(folder, filter="data")
    bundle.unlink()
    (inside,) = folder.iterdir()
    return inside


@pytest.mark.slow
def test_what_is_installed_without_a_network_plays_a_scenario(
    unpacked: Path, tmp_path: Path, flagship: Scenario
) -> None:
    sums = [line.split("  ") for line in (unpacked / "SHA256SUMS").read_text().splitlines()]
    assert all(hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == sha256 for sha256, name in sums)
    done = without_network(["sh", str(unpacked / "install.sh"), "env"], tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "short.toml").write_text(flagship.text.replace(*SHORT))
    done = without_network(["env/bin/tocsin", "run", "short.toml", "--out", "out"], tmp_path)
    assert done.returncode == 0, done.stderr
    (journal,) = (tmp_path / "out").iterdir()
    assert verify(journal).ok and verify(journal).records > 100
    done = without_network(["env/bin/python", "-c", "import sys, tocsin; print(tocsin.__file__)"], tmp_path)
    assert done.stdout.startswith(str(tmp_path)), "another Tocsin was run"
    done = without_network(["env/bin/tocsin", "verify", str(journal)], tmp_path)
    assert done.returncode == 0 and "a sound journal" in done.stdout


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return a folder with all of a bundle but the wheels."""
    made = runpy.run_path(str(SCRIPT))
    files = made["texts"]()
    for name, content in {**files, "SHA256SUMS": made["sums"](files)}.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_a_damaged_bundle_is_not_installed(bare: Path) -> None:
    (bare / "README.txt").write_bytes((bare / "README.txt").read_bytes() + b" ")
    done = subprocess.run(["sh", "install.sh", "new"], cwd=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "damaged, get the bundle again: ['README.txt']" in done.stderr
    assert not (bare / "new").exists()


def test_no_folder_is_installed_over(bare: Path) -> None:
    (bare / "env").mkdir()
    done = subprocess.run(["sh", "install.sh", "env"], cwd=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "'env' is there; name a new folder" in done.stderr


def test_another_python_is_named(bare: Path) -> None:
    environment = {**os.environ, "PYTHON": "false"}
    words = ["sh", "install.sh", "new"]
    done = subprocess.run(words, cwd=bare, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "Name one: PYTHON=python3" in done.stderr and not (bare / "new").exists()
