"""A server killed at random moments: it is taken up again, and nothing that was answered is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.slow)])
def test_killed_at_random_moments_nothing_is_lost_or_doubled_and_the_chain_is_unbroken(kills: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.soak", "--kills", str(kills), "--hours", "0", "--seed", str(kills)],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)["killed"]
    assert found["kills"] == kills
    assert found["accepted"] > kills
    assert found["refused"] > 0  # unsound orders were given too
    assert found["faults"] == []
