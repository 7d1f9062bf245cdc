"""Links take time, lose, double, mix up and fail; each as often as declared, and by a luck of their own."""

import math

import pytest

from tocsin.chance.luck import luck_for
from tocsin.exchange.link import KIND_NUMBER, arrivals_ms
from tocsin.exchange.payload import LaunchReport, TrackReport

REPORT, TRACKS = KIND_NUMBER[LaunchReport], KIND_NUMBER[TrackReport]
SECONDS = range(4000)


def all_arrivals(link, seed: int = 2) -> list[list[int]]:
    """Return, for something handed over in each second, how long after its copies arrive."""
    luck = luck_for(seed, 0)
    return [[due - 1000 * s for due in arrivals_ms(link, REPORT, 1000 * s, luck)] for s in SECONDS]


def test_carrying_time_lies_between_latency_and_latency_plus_jitter_and_varies(post_office):
    times = [copies[0] for copies in all_arrivals(post_office.link())]
    assert min(times) >= 2000 and max(times) <= 3000
    assert max(times) - min(times) > 990
    # the mean of 4000 uniform draws on [0, 1000] lies within 4 standard errors (4 * 289 / 63) of 500
    assert abs(sum(times) / len(times) - 2500) < 18.3


def test_every_link_takes_at_least_a_tick(post_office):
    assert all_arrivals(post_office.link(latency_ms=0, jitter_ms=0))[0] == [1000]


@pytest.mark.parametrize("share", [0.05, 0.3])
@pytest.mark.parametrize("what", ["loss", "duplication_probability", "reorder_probability"])
def test_what_a_link_does_is_as_frequent_as_declared(post_office, what, share):
    found = all_arrivals(post_office.link(reorder_ms=20_000, **{what: share}))
    counts = {
        "loss": sum(not copies for copies in found),
        "duplication_probability": sum(len(copies) == 2 for copies in found),
        "reorder_probability": sum(copies[0] >= 22_000 for copies in found if copies),
    }
    n = len(SECONDS)
    assert abs(counts.pop(what) - n * share) < 4 * math.sqrt(n * share * (1 - share))  # binomial: 4 deviations
    assert set(counts.values()) == {0}


def test_a_second_copy_has_a_jitter_of_its_own(post_office):
    pairs = [copies for copies in all_arrivals(post_office.link(duplication_probability=0.5)) if len(copies) == 2]
    assert all(2000 <= due <= 3000 for pair in pairs for due in pair)
    assert sum(first > second for first, second in pairs) == pytest.approx(len(pairs) / 2, rel=0.1)  # 4 deviations


def test_what_a_link_does_to_one_kind_says_nothing_of_another(post_office):
    luck, lossy = luck_for(3, 0), post_office.link(loss=0.5)
    lost = [[not arrivals_ms(lossy, kind, 1000 * s, luck) for s in SECONDS] for kind in (REPORT, TRACKS)]
    both = sum(a and b for a, b in zip(*lost, strict=True))
    assert abs(both - len(SECONDS) / 4) < 4 * math.sqrt(len(SECONDS) * 3 / 16)


def test_a_new_way_to_fail_moves_no_other_draw(post_office):
    """Loss, jitter, duplication and reordering are streams of their own: one added leaves the others as they were."""
    plain = all_arrivals(post_office.link(loss=0.3))
    worse = all_arrivals(post_office.link(loss=0.3, duplication_probability=0.4))
    assert [copies[:1] for copies in worse] == plain
    held = all_arrivals(post_office.link(loss=0.3, reorder_probability=0.4, reorder_ms=20_000))
    assert [[due - 20_000 if due >= 22_000 else due for due in copies] for copies in held] == plain


def test_an_outage_loses_what_is_handed_over_in_it_and_nothing_under_way(post_office):
    cut = post_office.link(jitter_ms=0, outages_ms=((10_000, 20_000), (30_000, 31_000)))
    arrived = [s for s, copies in enumerate(all_arrivals(cut)) if copies and s < 40]
    assert arrived == [*range(10), *range(20, 30), *range(31, 40)]
    assert arrivals_ms(cut, REPORT, 9_999, luck_for(1, 0)) == [11_999]
