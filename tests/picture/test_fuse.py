"""The picture is a pure function of what came in: order is harmless, and no report counts twice."""

import numpy as np
import pytest

from tocsin.picture.fuse import fuse
from tocsin.picture.shared import TrackSet, track_names
from tocsin.tracking.provenance import Source, join

P_GOOD = np.diag([1e4, 1e4, 1e4, 4.0, 4.0, 4.0])
HERE = np.array([6.6e6, 0.0, 0.0, 0.0, 3000.0, 1000.0])
OFF = np.array([50.0, 50.0, 50.0, 1.0, 1.0, 1.0])
FAR = np.array([0.0, 6.9e6, 0.0, 1000.0, 0.0, 2000.0])


def tracks(originator: str, *rows: tuple[np.ndarray, np.ndarray, str]) -> TrackSet:
    return TrackSet(
        originator,
        np.array([x for x, _, _ in rows]).reshape(-1, 6),
        np.array([P for _, P, _ in rows]).reshape(-1, 6, 6),
        np.ones(len(rows)),
        tuple((Source(name, 0, 1000),) for _, _, name in rows),
    )


def test_two_views_of_one_body_are_one_shared_track_and_a_third_body_stays_apart():
    own = tracks("alder", (HERE, P_GOOD, "alder.s1"))
    theirs = tracks("birch", (HERE + OFF, P_GOOD, "birch.s1"), (FAR, P_GOOD, "birch.s2"))
    picture = fuse(own, [theirs], 1000)
    assert track_names(picture) == ("alder.s1", "birch.s2")
    assert [source.source_id for source in picture.provenances[0]] == ["alder.s1", "birch.s1"]


def test_order_of_arrival_is_harmless():
    own = tracks("alder", (HERE, P_GOOD, "alder.s1"))
    birch, cedar = (
        tracks("birch", (HERE + OFF, P_GOOD * 2, "birch.s1")),
        tracks("cedar", (HERE - OFF, P_GOOD * 3, "cedar.s4")),
    )
    one, two = fuse(own, [birch, cedar], 1000), fuse(own, [cedar, birch], 1000)
    assert np.array_equal(one.x, two.x) and np.array_equal(one.P, two.P)
    assert one.provenances == two.provenances


def test_a_report_relayed_back_is_not_counted_again():
    own = tracks("alder", (HERE, P_GOOD, "alder.s1"))
    echo = tracks("birch", (HERE, P_GOOD, "alder.s1"))  # our own track, come round a loop
    alone, with_echo = fuse(own, [], 1000), fuse(own, [echo], 1000)
    assert np.array_equal(alone.P, with_echo.P) and alone.provenances == with_echo.provenances


def test_naive_fusion_would_fail_the_same_test():
    """What the test above guards against: adding informations as if independent shrinks the covariance."""
    information = np.linalg.inv(P_GOOD) + np.linalg.inv(P_GOOD)
    assert np.trace(np.linalg.inv(information)) == pytest.approx(0.5 * np.trace(P_GOOD))
    picture = fuse(tracks("alder", (HERE, P_GOOD, "alder.s1")), [tracks("birch", (HERE, P_GOOD, "birch.s1"))], 0)
    assert np.trace(picture.P[0]) == pytest.approx(np.trace(P_GOOD), rel=1e-6)


def test_joining_provenance_keeps_one_entry_a_source_with_the_longest_span():
    a = (Source("x.s1", 100, 200), Source("y.s2", 0, 50))
    b = (Source("x.s1", 50, 150),)
    assert join((a, b)) == (Source("x.s1", 50, 200), Source("y.s2", 0, 50))


def test_nothing_in_nothing_out():
    assert fuse(tracks("alder"), [], 5).provenances == ()
