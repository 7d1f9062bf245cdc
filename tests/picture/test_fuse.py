"""The picture is a pure function of what came in: order is harmless, and no report counts twice."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tocsin.picture.fuse import dependent_share, fuse
from tocsin.picture.shared import Picture, TrackSet, rows_of, track_names
from tocsin.tracking.provenance import Provenance, Source, join

Array = NDArray[np.float64]
Row = tuple[Array, Array, str]

P_GOOD = np.diag([1e4, 1e4, 1e4, 4.0, 4.0, 4.0])
P_VAGUE = P_GOOD * 400.0
HERE = np.array([6.6e6, 0.0, 0.0, 0.0, 3000.0, 1000.0])
OFF = np.array([50.0, 50.0, 50.0, 1.0, 1.0, 1.0])
FAR = np.array([0.0, 6.9e6, 0.0, 1000.0, 0.0, 2000.0])


def tracks(originator: str, *rows: Row, last_ms: int = 1000) -> TrackSet:
    return TrackSet(
        originator,
        np.array([x for x, _, _ in rows]).reshape(-1, 6),
        np.array([P for _, P, _ in rows]).reshape(-1, 6, 6),
        np.ones(len(rows)),
        tuple((Source(name, 0, last_ms),) for _, _, name in rows),
    )


def by_source(picture: Picture) -> list[tuple[tuple[str, ...], bytes, bytes]]:
    """Return what a picture says, whatever the order of its rows."""
    rows = zip(picture.provenances, picture.x, picture.P, strict=True)
    return sorted((tuple(source.source_id for source in p), x.tobytes(), P.tobytes()) for p, x, P in rows)


def test_two_views_of_one_body_are_one_shared_track_and_a_third_body_stays_apart() -> None:
    own = tracks("alder", (HERE, P_GOOD, "alder.s1"))
    theirs = tracks("birch", (HERE + OFF, P_GOOD, "birch.s1"), (FAR, P_GOOD, "birch.s2"))
    picture = fuse(own, [theirs], 1000)
    assert track_names(picture) == ("alder.s1", "birch.s2")
    assert [source.source_id for source in picture.provenances[0]] == ["alder.s1", "birch.s1"]


def test_a_report_relayed_back_is_not_counted_again() -> None:
    own = tracks("alder", (HERE, P_GOOD, "alder.s1"))
    echo = tracks("birch", (HERE, P_GOOD, "alder.s1"))  # our own track, come round a loop
    alone, with_echo = fuse(own, [], 1000), fuse(own, [echo], 1000)
    assert np.array_equal(alone.P, with_echo.P)
    assert alone.provenances == with_echo.provenances


def test_a_source_relayed_by_two_counts_once_in_its_newest_version() -> None:
    own = tracks("alder", (FAR, P_GOOD, "alder.s1"))
    old = tracks("birch", (HERE, P_GOOD * 2, "birch.s1"), last_ms=500)
    new = tracks("cedar", (HERE + OFF, P_GOOD, "birch.s1"))
    one, two = fuse(own, [old, new], 1000), fuse(own, [new, old, old], 1000)
    assert by_source(one) == by_source(two)
    assert track_names(one) == ("alder.s1", "birch.s1")
    assert np.array_equal(one.x[1], HERE + OFF)


def test_a_relayed_track_is_joined_with_its_carriers_own() -> None:
    """Cedar passes birch's track on beside his own of the same body: who carries it makes no difference."""
    own = tracks("alder")
    mixed = tracks("cedar", (HERE, P_GOOD, "birch.s1"), (HERE + OFF, P_GOOD, "cedar.s1"))
    assert len(fuse(own, [mixed], 1000).provenances) == 1


def test_a_fused_track_is_no_news_once_its_sources_are_held() -> None:
    own = tracks("alder", (HERE, P_GOOD, "alder.s1"))
    birch = tracks("birch", (HERE + OFF, P_GOOD, "birch.s1"))
    echo = replace(birch, provenances=((Source("alder.s1", 0, 1000), Source("birch.s1", 0, 1000)),))
    assert by_source(fuse(own, [birch, echo], 1000)) == by_source(fuse(own, [birch], 1000))


def test_joining_provenance_keeps_one_entry_a_source_with_the_longest_span() -> None:
    a = (Source("x.s1", 100, 200), Source("y.s2", 0, 50))
    for first_ms, last_ms in ((50, 150), (50, 250), (150, 250), (120, 150), (100, 200)):
        b = (Source("w.s3", 1, 2), Source("x.s1", first_ms, last_ms))
        longest = Source("x.s1", min(first_ms, 100), max(last_ms, 200))
        assert join((a, b)) == join((b, a)) == (Source("w.s3", 1, 2), longest, Source("y.s2", 0, 50))


def test_nothing_in_nothing_out() -> None:
    assert fuse(tracks("alder"), [], 5).provenances == ()
    assert fuse(tracks("alder"), [tracks("birch")], 5).provenances == ()


def test_a_vague_track_does_not_take_a_sure_ones_partner() -> None:
    """A young track is near to everything in its own doubt; the likelihood knows that it says little."""
    beside = HERE + np.array([300.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    own = tracks("alder", (beside, P_VAGUE, "alder.s1"), (HERE, P_GOOD, "alder.s2"))
    theirs = tracks("birch", (HERE + 5.0 * OFF, P_GOOD, "birch.s1"))
    picture = fuse(own, [theirs], 1000)
    assert [len(provenance) for provenance in picture.provenances] == [1, 2]


def test_a_close_pair_is_not_broken_up_to_make_two_poor_ones() -> None:
    step = np.array([600.0, 0.0, 0.0, 0.0, 0.0, 0.0])  # 4.2 sigmas of a difference: inside the gate
    own = tracks("alder", (HERE, P_GOOD, "alder.s1"), (HERE - step, P_GOOD, "alder.s2"))
    theirs = tracks("birch", (HERE, P_GOOD, "birch.s1"), (HERE + step, P_GOOD, "birch.s2"))
    picture = fuse(own, [theirs], 1000)
    assert [[s.source_id for s in p] for p in picture.provenances] == [
        ["alder.s1", "birch.s1"], ["alder.s2"], ["birch.s2"]
    ]  # fmt: skip


def cloud(seed: int) -> list[TrackSet]:
    """Return what four nodes see of five bodies, some close together: each body by two nodes or more."""
    rng = np.random.default_rng(seed)
    bodies = [HERE + rng.normal(size=6) * np.array([900.0] * 3 + [3.0] * 3) for _ in range(5)]
    root = np.sqrt(np.diag(P_GOOD))
    sets = []
    for node in ("alder", "birch", "cedar", "dogwood"):
        seen = [i for i in range(5) if rng.random() < 0.7]
        rows = [(bodies[i] + rng.normal(size=6) * root, P_GOOD * rng.uniform(0.5, 2.0), f"{node}.s{i}") for i in seen]
        sets.append(tracks(node, *rows))
    return sets


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_permuted_names_make_the_same_picture(seed: int) -> None:
    """Which node is called what changes nothing but the names: nothing is folded in by order of names."""
    sets = cloud(seed)
    own, others = sets[0], sets[1:]
    before = {(x.tobytes(), P.tobytes()) for _, x, P in by_picture(fuse(own, others, 1000))}
    for names in permutations(["birch", "cedar", "dogwood"]):
        renamed = [
            replace(
                tracks,
                originator=name,
                provenances=tuple(
                    (Source(p[0].source_id.replace(tracks.originator, name), 0, 1000),) for p in tracks.provenances
                ),
            )
            for tracks, name in zip(others, names, strict=True)
        ]
        after = {(x.tobytes(), P.tobytes()) for _, x, P in by_picture(fuse(own, renamed, 1000))}
        assert after == before


def by_picture(picture: Picture) -> list[tuple[Provenance, Array, Array]]:
    return list(zip(picture.provenances, picture.x, picture.P, strict=True))


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_permuting_repeating_and_relaying_the_same_reports_changes_nothing(seed: int, shuffle) -> None:
    own, *others = cloud(seed)
    plain = fuse(own, others, 1000)
    reports = [rows_of(tracks, [i]) for tracks in others for i in range(len(tracks.provenances))]
    old = [
        replace(report, x=report.x + 1e3, provenances=((replace_last(report.provenances[0][0]),),))
        for report in reports
    ]
    stream = [*reports, *old, *shuffle.choices([*reports, *old], k=10)] if reports else []
    shuffle.shuffle(stream)
    stream = [replace(report, originator=shuffle.choice("xyz")) for report in stream]
    assert by_source(fuse(own, stream, 1000)) == by_source(plain)


def replace_last(source: Source) -> Source:
    """Return the source as it was in an older report."""
    return Source(source.source_id, source.first_ms, source.last_ms - 500)


def test_the_dependent_share_is_whole_under_thrust_and_in_the_air() -> None:
    low = np.array([6.4e6, 0.0, 0.0, 0.0, 3000.0, 1000.0])
    three = tracks("alder", (HERE, P_GOOD, "alder.s1"), (HERE, P_GOOD, "alder.s2"), (low, P_GOOD, "alder.s3"))
    three = replace(three, coast_probability=np.array([1.0, 0.0, 1.0]))
    share = dependent_share(three, 100_000)
    assert share == pytest.approx([100.0 * 1e-3 / 4.0, 1.0, 1.0])  # q t over the velocity variance


def test_two_like_tracks_gain_what_the_share_leaves() -> None:
    """By hand: with weights of a half the covariance is (1 + share) / 2 of either's; naive fusion gives a half."""
    own, theirs = tracks("alder", (HERE, P_GOOD, "alder.s1")), tracks("birch", (HERE, P_GOOD, "birch.s1"))
    for time_ms, share in ((1000, 1e-3 / 4.0), (2_000_000, 0.5), (8_000_000, 1.0)):
        picture = fuse(own, [theirs], time_ms)
        assert np.trace(picture.P[0]) == pytest.approx(0.5 * (1.0 + share) * np.trace(P_GOOD), rel=1e-6)
