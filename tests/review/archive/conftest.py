"""Bundles that several tests look at."""

import gzip
from pathlib import Path

import pytest

from tocsin.review.archive.ustar import unpacked

ARCHIVE = Path(__file__).parents[2] / "data" / "archive"
OF_THIS = ARCHIVE / "0.1.0"


def kept(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


@pytest.fixture(scope="session")
def control() -> bytes:
    """Return a bundle of control: a run of eight minutes."""
    return kept(OF_THIS / "control.EXERCISE.tar.gz")


@pytest.fixture(scope="session")
def birch() -> bytes:
    """Return a bundle of one nation."""
    return kept(OF_THIS / "birch.EXERCISE.tar.gz")


@pytest.fixture(scope="session")
def joint() -> bytes:
    """Return a bundle of both parties, who have cleared nothing: small."""
    return kept(OF_THIS / "joint.EXERCISE.tar.gz")


@pytest.fixture
def journal(control: bytes, tmp_path: Path) -> Path:
    """Return the journal in the bundle of control."""
    path = tmp_path / "run.sqlite"
    files, _ = unpacked(control)
    path.write_bytes(files["journal.sqlite"])
    return path
