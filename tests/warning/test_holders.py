"""Who holds a source is looked up as ``find_by_sources`` would find it by searching."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.tracking.provenance import Source
from tocsin.warning.event import EventObject, WarningEvent
from tocsin.warning.holders import Holders
from tocsin.warning.merge import merged
from tocsin.warning.objects import find_by_sources

IDS = [f"alder.s{number}" for number in range(6)]
some_ids = st.lists(st.sampled_from(IDS), unique=True, max_size=4)


@st.composite
def an_event(draw: st.DrawFn) -> WarningEvent:
    """Return an event with some sources, and objects that have some."""
    objects = [
        EventObject(name="o", track="", source_ids=tuple(ids), kind_probability=(0.4, 0.4, 0.2), seen_ms=0)
        for ids in draw(st.lists(some_ids, max_size=2))
    ]
    provenance = tuple(Source(name, 0, 1) for name in sorted(draw(some_ids)))
    return WarningEvent(event_id="e", opened_ms=0, provenance=provenance, objects=tuple(objects))


@given(events=st.lists(an_event(), max_size=4), ids=some_ids)
def test_looking_up_gives_what_searching_gives(events: list[WarningEvent], ids: list[str]) -> None:
    assert Holders(events).find(frozenset(ids)) == find_by_sources(events, frozenset(ids))


@given(events=st.lists(an_event(), max_size=3), more=an_event(), ids=some_ids)
def test_an_event_opened_later_is_found(events: list[WarningEvent], more: WarningEvent, ids: list[str]) -> None:
    holders = Holders(events)
    assert holders.opened(more) == len(events) - 1
    assert holders.find(frozenset(ids)) == find_by_sources(events, frozenset(ids))


@given(events=st.lists(an_event(), min_size=1, max_size=3), ids=some_ids)
def test_what_has_gone_to_another_event_is_found_there(events: list[WarningEvent], ids: list[str]) -> None:
    holders = Holders(events)
    parted = events[0]
    events[0] = WarningEvent(event_id="e", opened_ms=0, provenance=())
    holders.opened(parted)
    assert holders.find(frozenset(ids)) == find_by_sources(events, frozenset(ids))


@given(events=st.lists(an_event(), max_size=4))
def test_where_no_source_was_noted_twice_nothing_is_to_be_merged(events: list[WarningEvent]) -> None:
    holders = Holders([])
    for event in events:
        holders.opened(event)
    assert holders.is_shared or merged(events, []) == (events, {})


def test_a_source_that_a_second_event_gains_is_shared() -> None:
    holders = Holders([WarningEvent(event_id=name, opened_ms=0, provenance=(Source(name, 0, 1),)) for name in "ab"])
    assert not holders.is_shared
    holders.note(1, ["a"])
    assert holders.is_shared
