"""Words beside marks: none upon another, upon a mark, or outside the axes, while there is room."""

from itertools import combinations

import numpy as np

from tocsin.study.report.labels import MARK_IN, Mark, Place, is_upon, places

WIDE_IN, HIGH_IN = 3.5, 2.0


def box_of(mark: Mark) -> Place:
    return Place(mark.x_in - MARK_IN, mark.y_in - MARK_IN, mark.x_in + MARK_IN, mark.y_in + MARK_IN, True)


def test_words_lie_on_nothing_else_and_inside_the_axes() -> None:
    random = np.random.default_rng(5)
    for _ in range(20):
        at = zip(random.uniform(0.1, 3.4, 9), random.uniform(0.1, 1.9, 9), strict=True)
        marks = [
            Mark(x, y, "full-picture" if number % 3 else "none,\nnotify-only") for number, (x, y) in enumerate(at)
        ]
        found = [place for place in places(marks, WIDE_IN, HIGH_IN) if place is not None]
        assert len(found) == 9
        assert not any(is_upon(one, other) for one, other in combinations(found, 2))
        assert not any(is_upon(place, box_of(mark)) for place in found for mark in marks)
        assert all(p.left_in >= 0 and p.low_in >= 0 and p.right_in <= WIDE_IN and p.high_in <= HIGH_IN for p in found)


def test_a_mark_alone_has_its_words_at_its_right_and_one_at_the_edge_at_its_left() -> None:
    (middle,) = places([Mark(1.0, 1.0, "none")], WIDE_IN, HIGH_IN)
    (edge,) = places([Mark(3.4, 1.0, "none")], WIDE_IN, HIGH_IN)
    assert middle is not None and middle.is_right and middle.left_in > 1.0
    assert edge is not None and not edge.is_right and edge.right_in < 3.4


def test_a_mark_without_words_has_no_place_and_still_keeps_words_off() -> None:
    bare = Mark(1.2, 1.06)
    place, none = places([Mark(1.0, 1.0, "full-picture"), bare], WIDE_IN, HIGH_IN)
    assert none is None
    assert place is not None and not is_upon(place, box_of(bare))


def test_without_room_words_stand_beside_their_mark_all_the_same() -> None:
    marks = [Mark(0.5, 0.1, "integrated")] * 40
    assert all(place is not None and abs(place.low_in - 0.1) < HIGH_IN for place in places(marks, 1.0, 0.2))
