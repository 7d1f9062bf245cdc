"""What comes over a link is believed only if it is whole, its sender's, meant for us, possible and new."""

import typing
import zlib

import msgspec
import numpy as np
import pytest

from tocsin.chance.luck import luck_for
from tocsin.exchange.bounds import BOUNDS, LENGTHS, LONGEST_TEXT, fault_of
from tocsin.exchange.ellipse import Ellipse
from tocsin.exchange.inbound import LONGEST_BYTES, Inbound, counted, receive, timed
from tocsin.exchange.kernels import is_covariance
from tocsin.exchange.message import ClockSkewSeen, Delivery, Message
from tocsin.exchange.payload import PAYLOAD_KINDS, ReportedTrack
from tocsin.exchange.sign import key_id, sign
from tocsin.exchange.wire import Contents, Frame, LinkEnd, encode, seal, sealed, wire_bytes
from tocsin.tracking.provenance import Source

NAN = float("nan")


@pytest.fixture
def gate(post_office):
    """Return a function from bytes to the reason for which node b refuses them at 8 s, '' if it does not."""

    def reason_of(raw: bytes, inbound: Inbound = Inbound(), end: LinkEnd = post_office.END) -> str:  # noqa: B008
        outcome = receive(raw, post_office.link(), inbound, end, 8000)
        return "" if isinstance(outcome, Delivery) else outcome.reason

    return reason_of


def resealed(post_office, envelope, node: str = "a", luck=None, **changes: object) -> bytes:
    """Return an envelope as somebody with a node's key would send it, something changed."""
    contents = Contents(**{name: getattr(envelope, name) for name in Contents.__struct_fields__} | changes)
    return sealed(contents, luck or post_office.END.luck, node).raw


def test_what_was_sent_is_delivered_as_it_was(post_office):
    envelope = post_office.sealed(payload=post_office.tracks())
    delivery = receive(wire_bytes(envelope), post_office.link(), Inbound(), post_office.END, 8000)
    assert isinstance(delivery, Delivery)
    assert delivery.message == envelope.message
    assert (delivery.msg_id, delivery.seq, delivery.sent_ms, delivery.received_ms) == ("a-b#1", 1, 5000, 8000)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b"\xff\xfe", b"null", b"[" * 200_000, b'[1,"a","b",[]]x'])
def test_noise_is_undecodable(gate, raw):
    assert gate(raw) == "undecodable"


def test_what_is_too_long_is_not_even_looked_at(gate):
    assert gate(b" " * (LONGEST_BYTES + 1)) == "undecodable"


def test_a_message_sent_again_is_the_same_bytes(post_office):
    envelope, raw = seal(post_office.message(5000), post_office.link(), 1, post_office.END)
    assert wire_bytes(envelope) == raw


def test_an_altered_message_fails_its_crc(post_office, gate):
    raw = wire_bytes(post_office.sealed())
    assert gate(raw.replace(b"a-e1", b"a-e2")) == "bad_crc"


def test_an_altered_message_with_its_crc_made_right_is_forged(post_office, gate):
    frame = msgspec.json.decode(wire_bytes(post_office.sealed()), type=Frame)
    signed = bytes(frame.signed).replace(b"a-e1", b"a-e2")
    assert gate(encode(Frame(zlib.crc32(signed), frame.key_id, frame.signature, msgspec.Raw(signed)))) == "forged"


def test_a_frame_has_one_form(post_office, gate):
    envelope = post_office.sealed()
    assert gate(wire_bytes(envelope) + b" ") == "undecodable"
    assert gate(wire_bytes(msgspec.structs.replace(envelope, signature=envelope.signature.upper()))) == "forged"
    assert gate(wire_bytes(msgspec.structs.replace(envelope, signature="zz"))) == "forged"


def test_another_nodes_key_or_another_runs_is_forged(post_office, gate):
    envelope = post_office.sealed()
    assert gate(resealed(post_office, envelope, node="b")) == "forged"
    assert gate(resealed(post_office, envelope, luck=luck_for(2, 0))) == "forged"
    lying = msgspec.structs.replace(post_office.sealed(), key_id=envelope.key_id)
    stolen = msgspec.json.decode(resealed(post_office, lying, node="b"), type=Frame)
    assert gate(encode(Frame(stolen.crc, envelope.key_id, stolen.signature, stolen.signed))) == "forged"


def test_an_originator_that_does_not_own_the_link_is_forged(post_office, gate):
    assert gate(wire_bytes(post_office.sealed(originator="c"))) == "forged"


def test_tracks_in_anothers_name_are_forged(post_office, gate):
    payload = post_office.tracks(provenance=(Source("b.s1", 0, 1),))
    assert gate(wire_bytes(post_office.sealed(payload=payload))) == "forged"


@pytest.mark.parametrize("name", ["b.s1", "ab.s1", "a", "as1", ".s1", "", "A.s1"])
def test_a_report_on_anothers_sources_is_forged(post_office, gate, name):
    """Else a partner could have one sensor counted as two, or its word as our own sensor's."""
    own, strange = Source("a.r1", 0, 1), Source(name, 0, 1)
    assert gate(wire_bytes(post_office.sealed(provenance=(own,)))) == ""
    assert gate(wire_bytes(post_office.sealed(provenance=(strange,)))) == "forged"
    assert gate(wire_bytes(post_office.sealed(provenance=(own, strange)))) == "forged"


def test_an_unknown_kind_is_told_from_nonsense(post_office, gate):
    envelope = post_office.sealed()
    contents = Contents(**{name: getattr(envelope, name) for name in Contents.__struct_fields__})
    for old, new, reason in (
        (b'"LaunchReport"', b'"LaunchOrder"', "unknown_kind"),
        (b'"n_objects":1', b'"n_objects":"x"', "undecodable"),
    ):
        signed = encode(contents).replace(old, new)
        assert signed != encode(contents)
        assert gate(frame_of(post_office, signed)) == reason


def frame_of(post_office, signed: bytes) -> bytes:
    """Return any bytes under a's own seal."""
    luck = post_office.END.luck
    return encode(Frame(zlib.crc32(signed), key_id(luck, "a"), sign(signed, luck, "a"), msgspec.Raw(signed)))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"marking": "OPERATION"}, "wrong_marking"),
        ({"status": "Actual"}, "wrong_marking"),
        ({"releasable_to": "c"}, "wrong_addressee"),
        ({"released_ms": 18_001}, "in_future"),
        ({"released_ms": 10**12}, "out_of_bounds"),
        ({"agreement_version": "x" * 500}, "out_of_bounds"),
        ({"agreement_version": "a\u202eb"}, "out_of_bounds"),
        ({"references": ("x",) * 101}, "out_of_bounds"),
    ],
)
def test_a_message_that_cannot_be_meant_is_refused(post_office, gate, changes, reason):
    envelope = post_office.sealed()
    assert gate(resealed(post_office, envelope)) == ""
    changed = msgspec.structs.replace(envelope.message, **changes)
    assert gate(resealed(post_office, envelope, message=changed)) == reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"exercise_id": "other"}, "wrong_exercise"),
        ({"link_id": "a-c"}, "wrong_addressee"),
        ({"seq": 0, "msg_id": "a-b#0"}, "out_of_bounds"),
        ({"seq": 2**70, "msg_id": f"a-b#{2**70}"}, "out_of_bounds"),
        ({"msg_id": "a-b#7"}, "out_of_bounds"),
        ({"sent_ms": 18_001}, "in_future"),
        ({"sent_ms": 18_000}, ""),
    ],
)
def test_an_envelope_that_cannot_be_meant_is_refused(post_office, gate, changes, reason):
    assert gate(resealed(post_office, post_office.sealed(), **changes)) == reason


@pytest.mark.parametrize(
    "changes",
    [
        {"coast_probability": 1.5},
        {"state_ecef": (1.0,) * 5},
        {"state_ecef": (1e9, 0.0, 0.0, 0.0, 0.0, 0.0)},
        {"state_ecef": (6.6e6, 0.0, 0.0, 0.0, 0.0, 1e6)},
        {"covariance": tuple(0.0 for _ in range(36))},
        {"covariance": tuple(-1.0 if i == 0 else float(i % 7 == 0) for i in range(36))},
        {"covariance": tuple(2.0 if i in (1, 6) else float(i % 7 == 0) for i in range(36))},  # correlation 2
        {"covariance": tuple(0.5 if i == 1 else float(i % 7 == 0) for i in range(36))},  # not symmetric
        {"covariance": (1.0,) * 35},
        {"provenance": ()},
        {"provenance": (Source("a.s1", 0, 0), Source("a.s2", 0, 10**15))},
        {"provenance": (Source("a.\u202e", 0, 0),)},
        {"kind_probability": (1.5, -0.5, 0.0)},
        {"kind_probability": (0.5, 0.75, -0.25)},
    ],
)
def test_a_track_that_no_tracker_makes_is_refused(post_office, gate, changes):
    assert gate(wire_bytes(post_office.sealed(payload=post_office.tracks(**changes)))) == "out_of_bounds"


def test_a_track_from_the_future_is_refused(post_office, gate):
    assert gate(wire_bytes(post_office.sealed(payload=post_office.tracks(time_ms=18_001)))) == "in_future"


@pytest.mark.parametrize(
    "fields",
    [
        {"launch_point": Ellipse(2.0, 0.0, 1e6, 0.0, 1e6)},
        {"launch_point": Ellipse(0.0, 0.0, -1e6, 0.0, 1e6)},
        {"launch_point": Ellipse(0.0, 0.0, 1e6, 1e6, 1e6)},
        {"azimuth_rad": 7.0},
        {"n_objects": -1},
        {"n_objects": 10**30},
        {"launch_time_sigma_ms": -1},
        {"impact_time_ms": 10**13},
        {"threatens": ("b",) * 101},
    ],
)
def test_a_report_beyond_its_bounds_is_refused(post_office, gate, fields):
    payload = post_office.report(**fields)
    assert gate(wire_bytes(post_office.sealed(payload=payload))) == "out_of_bounds"


def test_a_number_that_has_come_is_refused_and_one_that_is_missing_is_not(post_office, gate):
    inbound = Inbound()
    for seq in (1, 2, 5):
        delivery = receive(wire_bytes(post_office.sealed(seq)), post_office.link(), inbound, post_office.END, 8000)
        inbound, _ = counted(inbound, delivery)
    reasons = {seq: gate(wire_bytes(post_office.sealed(seq)), inbound) for seq in range(1, 7)}
    assert reasons == {1: "repeated", 2: "repeated", 3: "", 4: "", 5: "repeated", 6: ""}


def test_a_great_leap_of_numbers_costs_one_gap_and_no_memory(post_office):
    raw = wire_bytes(post_office.sealed(2**31 - 1))
    delivery = receive(raw, post_office.link(), Inbound(), post_office.END, 8000)
    inbound, _ = counted(Inbound(), delivery)
    assert [(gap.first_seq, gap.last_seq) for gap in inbound.gaps] == [(1, 2**31 - 2)]


def test_the_receiver_reads_times_by_its_own_clock(post_office):
    """Sender 5 s ahead, receiver 2 s ahead: what is stated looks 3 s late to the receiver, and stays so."""
    there = post_office.link()
    ahead, reader = (LinkEnd("exercise-00", post_office.END.luck, skew) for skew in (5000, 2000))
    envelope, raw = seal(post_office.message(5000), there, 1, ahead)
    assert (envelope.sent_ms, envelope.message.payload.launch_time_ms) == (10_000, 6000)
    delivery = receive(raw, there, Inbound(), reader, 8000)
    assert delivery.message.payload.launch_time_ms == 1000 + 3000
    assert delivery.sent_ms == 10_000


def offsets(there, sent_and_received) -> list[ClockSkewSeen]:
    inbound, shown = Inbound(), []
    for sent_ms, clock_ms in sent_and_received:
        inbound, news = timed(inbound, there, sent_ms, clock_ms)
        shown += news
    return shown


def test_skew_is_shown_once_and_again_only_when_it_changes(post_office):
    there = post_office.link()
    true = [(1000 * s, 1000 * s + 2000 + 70 * (s % 10)) for s in range(100)]
    assert offsets(there, true) == []
    ahead = [(sent + 3000, clock) for sent, clock in true]
    assert offsets(there, ahead) == [ClockSkewSeen(link_id="a-b", apparent_ms=-3000)]
    assert offsets(there, ahead[:7]) == []
    drifting = [(sent + (3000 if i < 50 else 4000), clock) for i, (sent, clock) in enumerate(true)]
    # when the clock jumps by 1 s at second 50, the first message after it, its jitter 0, shows all of it
    assert [seen.apparent_ms for seen in offsets(there, drifting)] == [-3000, -4000]


def numbers_and_lists(struct: type, seen: set[type]) -> typing.Iterator[tuple[str, str]]:
    """Yield ("number" or "list", name) of every field of a struct and of all structs within it."""
    seen.add(struct)
    for name, hint in typing.get_type_hints(struct).items():
        inner = {hint, *typing.get_args(hint)}
        if inner & {int, float}:
            yield "number", name
        for part in inner:
            if typing.get_origin(part) is tuple:
                yield "list", name
            for leaf in (part, *typing.get_args(part)):
                if isinstance(leaf, type) and issubclass(leaf, msgspec.Struct) and leaf not in seen:
                    yield from numbers_and_lists(leaf, seen)


def test_every_number_and_list_of_every_kind_has_a_bound():
    own = {"state_ecef", "covariance"}  # checked as a track's, whole
    seen: set[type] = {ReportedTrack}
    found = {pair for kind in (Message, *PAYLOAD_KINDS) for pair in numbers_and_lists(kind, seen)}
    found |= {pair for pair in numbers_and_lists(ReportedTrack, set()) if pair[1] not in own}
    assert {name for kind, name in found if kind == "number"} - set(BOUNDS) == set()
    assert {name for kind, name in found if kind == "list"} - set(LENGTHS) == set()
    assert ("number", "lat_rad") in found and ("list", "tracks") in found


def test_nan_and_infinity_are_out_of_every_bound():
    for name in BOUNDS:
        for value in (NAN, float("inf"), -float("inf")):
            assert fault_of(value, name), name


@pytest.mark.parametrize("name", ["first_ms", "last_ms"])
def test_every_source_of_a_message_is_held_to_the_bounds(name):
    """Sources have a check of their own, which must agree with the table."""
    right = Source("a.s1", 0, 1)
    for bound, step in zip(BOUNDS[name], (-1, 1), strict=True):
        at_bound, beyond = (msgspec.structs.replace(right, **{name: value}) for value in (bound, bound + step))
        assert not fault_of((right, at_bound), "provenance")
        assert fault_of((right, beyond), "provenance").startswith(f"{name} = {bound + step:.6g}: must be")


@pytest.mark.parametrize("source_id", ["a." + "s" * LONGEST_TEXT, "a.s\n", "a.\u202e"])
def test_every_source_of_a_message_has_a_short_plain_name(source_id):
    sources = Source("a.s1", 0, 1), Source(source_id, 0, 1)
    assert fault_of(sources, "provenance") == f"source_id: must be at most {LONGEST_TEXT} printable characters"


def test_a_covariance_as_an_own_tracker_rounds_it_passes():
    rng = np.random.default_rng(5)
    for _ in range(200):
        root = rng.normal(size=(6, 6)) * np.array([1e4, 1e4, 1e3, 10.0, 10.0, 1.0])[:, None]
        rows = root @ root.T
        assert is_covariance(tuple(rows.ravel().tolist()))
        low = rows - 2.0 * np.linalg.eigvalsh(rows)[-1] * np.eye(6)
        assert not is_covariance(tuple(low.ravel().tolist()))
        value, vector = np.linalg.eigh(rows / np.sqrt(np.outer(np.diag(rows), np.diag(rows))))
        value[0] = -0.05  # a correlation matrix with one negative variance, whatever its diagonal
        assert not is_covariance(tuple(((vector * value) @ vector.T).ravel().tolist()))


@pytest.mark.parametrize("kind", PAYLOAD_KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_passes_with_its_least_content(post_office, gate, kind):
    """A kind that the gate does not know would raise, or be refused."""
    assert gate(wire_bytes(post_office.sealed(payload=least(kind)))) == ""


def least(kind: type[msgspec.Struct]) -> msgspec.Struct:
    """Return a payload with what its kind requires and no more."""
    plain = {str: "a", int: 1, float: 0.5, bool: True}
    required = {}
    for field in msgspec.structs.fields(kind):
        if field.required:
            choices = typing.get_args(field.type)
            is_list = typing.get_origin(field.type) is tuple
            required[field.name] = () if is_list else plain.get(field.type) or choices[0]
    return kind(**required)
