"""A node's own believed tracks, predicted to now."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from tocsin.errors import ModelRangeError
from tocsin.exercise.stages.fuse import own_tracks
from tocsin.exercise.world import NodeState
from tocsin.tracking.tracker import TRACK, Tracks, estimate

SCAN_MS = [70_000, 68_000, 69_500, 70_000]


def table() -> Tracks:
    """Return four tracks of bodies near one another, the second not confirmed, each surer of another mode."""
    rng = np.random.default_rng(5)
    tracks = np.zeros(4, dtype=TRACK)
    tracks["number"], tracks["time_ms"], tracks["last_ms"] = [4, 7, 9, 12], SCAN_MS, SCAN_MS
    tracks["first_ms"] = [10_000, 60_000, 30_000, 50_000]
    tracks["confirmed"] = [True, False, True, True]
    for modes in range(3):
        tracks["mode_x"][:, modes, :6] = [3.9e6, 4.1e6, 4.3e6, -2e3, 3e3, 1.5e3] + rng.normal(size=(4, 6)) * 100.0
        tracks["mode_P"][:, modes] = np.diag([1e4] * 3 + [1e2] * 3 + [1.0] * 3)
    tracks["mode_prob"] = [[0.99, 0.005, 0.005], [0.4, 0.3, 0.3], [0.2, 0.5, 0.3], [0.6, 0.1, 0.3]]
    return tracks


def node_with(tracks: Tracks) -> NodeState:
    """Return what of a node its own tracks are made from."""
    names = {f"radar {number}": f"alder.s{number}" for number in tracks["number"].tolist()}
    held = SimpleNamespace(declared=SimpleNamespace(name="alder"), radar_tracks=tracks, source_names=names)
    return cast(NodeState, held)


def test_own_tracks_are_the_confirmed_ones_as_the_tracker_estimates_them() -> None:
    tracks = table()
    own, then = own_tracks(node_with(tracks), 72_000), estimate(tracks[tracks["confirmed"]], 72_000)
    assert own.x.tolist() == then.x.tolist()
    assert own.P.tolist() == then.P.tolist()
    assert own.coast_probability.tolist() == then.coast_probability.tolist()
    spans = [(source.source_id, source.first_ms, source.last_ms) for (source,) in own.provenances]
    assert spans == [("alder.s4", 10_000, 70_000), ("alder.s9", 30_000, 69_500), ("alder.s12", 50_000, 70_000)]


def test_tracks_of_which_none_is_confirmed_are_none() -> None:
    tracks = table()
    tracks["confirmed"] = False
    own = own_tracks(node_with(tracks), 72_000)
    assert (own.x.shape, own.P.shape, own.coast_probability.shape, own.provenances) == ((0, 6), (0, 6, 6), (0,), ())


def test_a_moment_before_the_states_is_refused() -> None:
    with pytest.raises(ModelRangeError, match="time_ms = 69000 is before the tracks' own 70000; ask for a later one"):
        own_tracks(node_with(table()), 69_000)
