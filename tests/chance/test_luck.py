"""Keys and declared ids."""

import hashlib

from tocsin.chance import luck


def test_key_is_the_stated_hash() -> None:
    digest = hashlib.sha256(b"tocsin luck 7 3").hexdigest()
    assert luck.luck_for(7, 3) == luck.Luck(int(digest[:8], 16), int(digest[8:16], 16))


def test_seed_and_run_do_not_run_together() -> None:
    assert luck.luck_for(1, 11) != luck.luck_for(11, 1)


def test_declared_id_is_the_stated_hash() -> None:
    assert luck.declared_id("radar north") == int(hashlib.sha256(b"radar north").hexdigest()[:8], 16)


def test_streams_are_distinct() -> None:
    streams = [value for name, value in vars(luck).items() if name.isupper()]
    assert len(set(streams)) == len(streams)
    assert min(streams) == 1  # a gap is a stream that was promised, or given up: no number is used again
