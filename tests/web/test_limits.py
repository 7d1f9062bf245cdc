"""Buckets of tokens, codes and sessions, by hand."""

from tocsin.web.limits import MOST_BUCKETS, Limit
from tocsin.web.session import CODE_LETTERS, Codes, Sessions, new_code


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    limit = Limit(2.0, 3)
    assert [limit.take("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert limit.take("b", 0.0)
    assert [limit.take("a", 0.5) for _ in range(2)] == [True, False]
    assert [limit.take("a", 100.0) for _ in range(4)] == [True, True, True, False]


def test_looking_takes_nothing() -> None:
    limit = Limit(1.0, 1)
    assert limit.has_left("a", 0.0)
    assert limit.take("a", 0.0)
    assert not limit.has_left("a", 0.0)


def test_buckets_do_not_fill_the_memory() -> None:
    limit = Limit(1.0, 1)
    for number in range(MOST_BUCKETS + 100):
        limit.take(str(number), 0.0)
    assert len(limit._buckets) <= MOST_BUCKETS


def test_a_code_is_taken_as_people_type_it() -> None:
    codes = Codes(["alder", "control"])
    code = codes.of_group["alder"]
    assert codes.group_of(code.lower().replace("-", " ")) == "alder"
    assert codes.group_of("") is None
    assert codes.group_of("ä") is None
    assert set(new_code()) <= {*CODE_LETTERS, "-"}


def test_a_session_is_of_one_exercise_and_one_key() -> None:
    token = Sessions(b"key", "one").token("alder-1")
    assert Sessions(b"key", "one").seat_id_of(token) == "alder-1"
    assert Sessions(b"key", "two").seat_id_of(token) is None
    assert Sessions(b"other", "one").seat_id_of(token) is None
    assert Sessions(b"key", "one").seat_id_of(token[:-1]) is None
