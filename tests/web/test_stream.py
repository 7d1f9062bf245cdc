"""What a browser was told adds up: it is what the engine holds, and no record is lost or doubled."""

import asyncio
import dataclasses
import random
from pathlib import Path

import msgspec
import pytest

from tests.web.browsers import DIRECTOR, VISITOR, Browser, Crowd, Seat, commander, liaison, new_live, played
from tocsin.errors import OrderError
from tocsin.exercise.staff.audience import Audience, shown_to
from tocsin.exercise.staff.seen import seen_by
from tocsin.journal.read import read
from tocsin.orders.action import SetAlert
from tocsin.orders.aside import RealWorldStop
from tocsin.orders.kinds import KINDS
from tocsin.orders.order import Order
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import load_scenario
from tocsin.web import board
from tocsin.web.live import Live
from tocsin.web.stream import SeatStream, audiences_of

FUSION = Seat(seat_id="joint-1", nation="joint", roles=("fusion_cell",))


def live_of(folder: Path, scenario: str, agreement: str, end_ms: int | None = None) -> Live:
    declared = load_scenario(scenario)
    declared = declared if end_ms is None else dataclasses.replace(declared, end_ms=end_ms)
    return new_live(folder, declared, load_agreement(agreement, declared.members))


def stored(path: Path, audience: Audience) -> list[dict[str, object]]:
    """Return the records of a journal that are an audience's, as a page gets them."""
    found: list[dict[str, object]] = []
    for entry in read(path):
        shown = shown_to(audience, entry.node, msgspec.json.decode(entry.body, type=KINDS[entry.kind]))
        if shown is not None:
            body = msgspec.json.decode(msgspec.json.encode(shown))
            found.append(
                {
                    "seq": len(found) + 1,
                    "time_ms": entry.time_ms,
                    "node": entry.node,
                    "kind": entry.kind,
                    "body": body,
                }
            )
    return found


def told_rightly(live: Live, seats: list[Seat], chance: random.Random) -> list[tuple[Browser, SeatStream]]:
    """Play with people who order at random and browsers that fall behind and drop; return what each has."""
    browsers = [(Browser(keeps_frames=False), SeatStream(live, seat, 0)) for seat in seats]
    crowd = Crowd(live, 3, 0.02, live.world.scenario.members)

    def after_tick() -> None:
        crowd.act()
        for number, (browser, stream) in enumerate(browsers):
            if chance.random() < 0.3:
                continue  # too slow to take anything this time
            if chance.random() < 0.02:
                stream.close()
                stream = SeatStream(live, seats[number], browser.seq)
                browsers[number] = browser, stream
            browser.drain(stream)
            assert browser.state == seen_by(live.world, stream.audience)

    played(live, after_tick)
    for browser, stream in browsers:
        browser.drain(stream)
        assert browser.clock["is_over"]
        assert browser.state == seen_by(live.world, stream.audience)
        assert browser.records == stored(live.journal.path, stream.audience)
    return browsers


def test_every_page_adds_up_and_no_record_is_lost_or_doubled(tmp_path: Path) -> None:
    live = live_of(tmp_path, "below-threshold", "full-picture")
    nations = live.world.scenario.members
    seats = [*(commander(name) for name in nations), DIRECTOR, VISITOR, liaison(nations[0], nations[1])]
    browsers = told_rightly(live, seats, random.Random(1))
    assert all(browser.records for browser, stream in browsers if stream.audience.sees != "none")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scenario", "agreement", "end_ms"),
    [
        ("first-seen-by-partner", "integrated", 1_500_000),
        ("first-seen-by-partner", "jdec-1", 1_500_000),
        ("sharing-suspended", "full-picture", None),
        ("interceptor-misread", "none", None),
    ],
)
def test_every_page_adds_up_in_other_exercises(tmp_path: Path, scenario: str, agreement: str, end_ms: int) -> None:
    live = live_of(tmp_path, scenario, agreement, end_ms)
    names = [*live.world.nodes]
    seats = [*(commander(name) for name in names if name != "joint"), DIRECTOR, VISITOR, liaison(names[0], names[1])]
    told_rightly(live, seats + [FUSION] * ("joint" in names), random.Random(2))


def test_what_fell_out_of_memory_is_read_from_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "NEWEST_KEPT", 3)
    monkeypatch.setattr(board, "MOST_RECORDS", 7)
    monkeypatch.setattr(board, "MOST_GONE", 2)
    live = live_of(tmp_path, "below-threshold", "full-picture")
    name = live.world.scenario.members[0]
    told_rightly(live, [commander(name), DIRECTOR], random.Random(4))


def test_a_board_made_late_numbers_the_past_as_one_that_was_there(tmp_path: Path) -> None:
    live = live_of(tmp_path, "below-threshold", "full-picture")
    first, late = Browser(), Browser()
    seat = commander(live.world.scenario.members[0])
    stream = SeatStream(live, seat, 0)
    played(live, lambda: first.drain(stream))
    after = Live(live.world, live.cells, live.journal, set())  # as after a restart: nothing is known of the past
    late.drain(SeatStream(after, seat, 0))
    assert late.records == first.records
    assert late.seq == first.seq > 100
    assert late.state == first.state


def test_all_who_have_the_same_get_the_same_bytes(tmp_path: Path) -> None:
    live = live_of(tmp_path, "below-threshold", "full-picture", 200_000)
    name = live.world.scenario.members[0]
    pages = [(Browser(), SeatStream(live, commander(name, number))) for number in (1, 2)]

    def after_tick() -> None:
        for page, stream in pages:
            page.drain(stream)

    played(live, after_tick)
    assert pages[0][0].frames == pages[1][0].frames


def test_a_stop_and_a_change_of_the_clock_are_frames_of_their_own(tmp_path: Path) -> None:
    live = live_of(tmp_path, "below-threshold", "none", 60_000)
    page, stream = Browser(), SeatStream(live, VISITOR)
    page.drain(stream)
    live.change_clock("control-1", lambda clock: clock.set_speed(4.0, 0, 0.0))
    live.is_stopped_real_world = True
    live.aside(RealWorldStop(seat_class="nation"))
    page.drain(stream)
    assert [msgspec.json.decode(frame)["type"] for frame in page.frames] == ["hello", "stop", "clock"]
    assert page.clock["speed_ratio"] == 4.0
    assert not page.clock["is_scored"]
    assert page.is_stopped
    assert b"control-1" not in b"".join(page.frames)
    live.journal.close()


def test_a_seat_alone_is_told_that_its_order_was_received(tmp_path: Path) -> None:
    live = live_of(tmp_path, "below-threshold", "none", 60_000)
    name = live.world.scenario.members[0]
    pages = [(Browser(), SeatStream(live, commander(name, number))) for number in (1, 2)]
    live.order(
        f"{name}-1",
        Order(
            node=name,
            cell="commander",
            action=SetAlert("full"),
            in_reply_to="",
            reason="",
            decided_by="human",
            order_id=f"{name}-1/1",
        ),
    )
    kinds = []
    for page, stream in pages:
        page.drain(stream)
        kinds.append([msgspec.json.decode(frame)["type"] for frame in page.frames])
    assert kinds == [["hello", "own"], ["hello"]]
    live.journal.close()


def test_a_stream_waits_for_what_is_new_and_ends_with_a_word(tmp_path: Path) -> None:
    live = live_of(tmp_path, "below-threshold", "none", 60_000)
    stream = SeatStream(live, VISITOR)

    async def listened() -> list[str]:
        kinds: list[str] = []
        async for frame in stream:
            kinds.append(msgspec.json.decode(frame)["type"])
            if len(kinds) == 1:
                asyncio.get_running_loop().call_soon(
                    live.change_clock, "c", lambda clock: clock.set_speed(2.0, 0, 0.0)
                )
            elif len(kinds) == 2:
                asyncio.get_running_loop().call_soon(stream.leave, "the seat was left")
        return kinds

    assert asyncio.run(listened()) == ["hello", "clock", "bye"]
    stream.close()
    assert stream not in live.listeners
    live.journal.close()


def test_who_may_look_at_what(tmp_path: Path) -> None:
    live = live_of(tmp_path, "below-threshold", "none", 60_000)
    one, other = live.world.scenario.members[:2]
    assert audiences_of(commander(one)) == [Audience("node", one)]
    assert audiences_of(liaison(one, other)) == [Audience("released", other, one)]
    assert audiences_of(Seat(seat_id="x", nation=one)) == [Audience("none")]  # no role yet: what the public is told
    assert audiences_of(FUSION) == [Audience("node", "joint")]
    assert SeatStream(live, DIRECTOR, node=other).audience == Audience("node", other)
    assert SeatStream(live, DIRECTOR, node="truth").audience == Audience("truth")
    for seat in (commander(one), liaison(one, other), VISITOR):
        for node in (other, "truth"):
            with pytest.raises(OrderError, match=f"node = '{node}'"):
                SeatStream(live, seat, node=node)
    with pytest.raises(OrderError, match="node = 'atlantis'"):
        SeatStream(live, DIRECTOR, node="atlantis")
    live.journal.close()
