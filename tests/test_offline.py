"""Tocsin is installed from its offline bundle and plays a scenario where there is no network."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tocsin.journal.verify import verify
from tocsin.web import built

ROOT = Path(__file__).parents[1]
NOWHERE = "http://127.0.0.1:9"  # the discard port: a proxy that is not there
SHORT = (
    "duration_min = 40",
    "duration_min = 8",
)  # the last launch is at seven minutes: sensors see it, staffs are told


def without_network(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a network namespace of its own where that is permitted, else with proxies that lead nowhere.

    Compiled code is kept in the folder: what was compiled before would not show that this can be.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "NUMBA_"))}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOWHERE)
    environment = {**kept, **proxies, "XDG_CACHE_HOME": str(folder / "cache"), "PIP_CONFIG_FILE": os.devnull}
    alone = ["unshare", "-rn"] if is_permitted() else []
    return subprocess.run([*alone, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def is_permitted() -> bool:
    """Return whether a namespace without a network can be made here."""
    return (
        shutil.which("unshare") is not None and not subprocess.run(["unshare", "-rn", "true"], check=False).returncode
    )


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the bundle, as ``make offline-bundle`` makes it, lies unpacked."""
    if not built.folder().joinpath("index.html").is_file():
        pytest.skip("the page is not built: run `make page`")
    folder = tmp_path_factory.mktemp("offline")
    subprocess.run([sys.executable, ROOT / "scripts" / "make_offline.py", "--out", str(folder)], check=True)
    (bundle,) = folder.glob("tocsin-*-offline.tar.gz")
    with tarfile.open(bundle) as tar:
        tar.extractall(folder, filter="data")
    bundle.unlink()
    (inside,) = folder.iterdir()
    return inside


@pytest.mark.slow
def test_what_is_installed_without_a_network_plays_a_scenario(unpacked: Path, tmp_path: Path, flagship) -> None:
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


@pytest.mark.slow
def test_a_damaged_or_misplaced_bundle_is_not_installed(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "env").mkdir()
    done = without_network(["sh", str(unpacked / "install.sh"), "env"], tmp_path)
    assert done.returncode == 2 and "'env' is there; name a new folder" in done.stderr
    done = subprocess.run(
        ["sh", unpacked / "install.sh", tmp_path / "new"], env={**os.environ, "PYTHON": "false"}, capture_output=True
    )
    assert done.returncode == 2 and b"Name one: PYTHON=python3" in done.stderr
    readme = unpacked / "README.txt"
    content = readme.read_bytes()
    try:
        readme.write_bytes(content + b" ")
        done = without_network(["sh", str(unpacked / "install.sh"), "new"], tmp_path)
    finally:
        readme.write_bytes(content)
    assert done.returncode == 1 and "damaged, get the bundle again: ['README.txt']" in done.stderr
    assert not (tmp_path / "new").exists()
