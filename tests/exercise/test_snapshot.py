"""A World as bytes: it comes back whole, plays on as if nothing had been, and hostile bytes are refused."""

import io
import os
import pickle
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tocsin.chance.luck import Luck
from tocsin.errors import JournalError
from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.held import field_names, numbered, parts_of_world, values_of
from tocsin.exercise.keeping import KEEP_EVERY_MS, LARGEST_BYTES, keep, unpacked
from tocsin.exercise.play import play
from tocsin.exercise.snapshot import OtherFormError, array, as_array, form, frozen, thawed
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.journal.read import newest_snapshot
from tocsin.journal.sqlite import FileJournal
from tocsin.scenario.build import load_scenario
from tocsin.study.run import task_of, world_of

SHORT = "debris-1979"


def world(name: str = SHORT, agreement: str | None = None) -> World:
    return world_of(task_of(load_scenario(name), name, agreement, None))


def digest(world: World, changed: Callable[[World], World] = lambda same: same, every_ms: int = 10**9) -> str:
    """Return the digest of a world played to its end by doctrine, put through a change every so often."""
    journal, cells = DigestJournal(), DoctrineCells(world.scenario.staged.script)
    while world.time_ms < world.scenario.end_ms:
        for time_ms in play(world, cells, journal):
            if time_ms % every_ms == 0:
                break
        world = changed(world)
    return journal.digest


def through_bytes(world: World) -> World:
    return thawed(frozen(world), world.scenario)


@pytest.mark.parametrize(
    ("name", "agreement", "every_ms"),
    [
        ("debris-1979", "full-picture", 7_000),
        pytest.param("moonrise-1960", "full-picture", 60_000, marks=pytest.mark.slow),
        pytest.param("first-seen-by-partner", "full-picture", 30_000, marks=pytest.mark.slow),
        pytest.param("partner-accident", "integrated", 60_000, marks=pytest.mark.slow),
        pytest.param("sharing-suspended", "full-picture", 60_000, marks=pytest.mark.slow),
        pytest.param("mixed-raid", "integrated", 60_000, marks=pytest.mark.slow),
        pytest.param("geometry", "jdec-1", 60_000, marks=pytest.mark.slow),
        pytest.param("interceptor-misread", "deconflicted", 60_000, marks=pytest.mark.slow),
        pytest.param("button-2018", "jdec-3", 60_000, marks=pytest.mark.slow),
        pytest.param("handover-0600", "full-picture", 300_000, marks=pytest.mark.slow),
        pytest.param("sounding-rocket-1995", "notify-only", 60_000, marks=pytest.mark.slow),
    ],
)
def test_a_run_put_through_bytes_again_and_again_is_the_run_never_interrupted(
    name: str, agreement: str, every_ms: int
) -> None:
    assert digest(world(name, agreement), through_bytes, every_ms) == digest(world(name, agreement))


def same(one: Any, other: Any) -> bool:
    """Return whether two things of a World are alike to the last bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.tobytes() == other.tobytes() and one.strides == other.strides
    if type(one) in parts_of_world().values() and not hasattr(one, "_value_"):
        return all(same(getattr(one, name), getattr(other, name)) for name in field_names(type(one)))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other or type(one).__name__ == "Satrec" or (one != one and other != other)  # NaN is NaN


@pytest.fixture(scope="module")
def fighting() -> World:
    """Return the flagship's world with shots and bodies in flight."""
    made = world("first-seen-by-partner", "full-picture")
    for _ in play(made, DoctrineCells(), DigestJournal()):
        if made.interceptors:
            break
    return made


def test_every_field_comes_back_with_shots_in_flight_and_the_scenario_is_the_same_object(fighting: World) -> None:
    after = fighting
    back = through_bytes(after)
    assert back is not after
    assert back.shots
    assert back.scenario is after.scenario
    assert all(same(getattr(back, name), getattr(after, name)) for name in field_names(World))
    node = next(iter(back.nodes))
    assert back.nodes[node].declared is after.nodes[node].declared
    back.nodes[node].plans = ()
    back.time_ms += 1
    assert back.time_ms != after.time_ms  # nothing that changes is shared


def test_what_the_declared_types_of_a_world_do_not_name_is_not_kept() -> None:
    odd = world()
    next(iter(odd.nodes.values())).answered["x", "y"] = Path("x")  # type: ignore[assignment]
    with pytest.raises(JournalError, match=r"a World holds pathlib.*which none of its declared types names"):
        frozen(odd)
    odd = world()
    odd.scene = odd.scene._replace(rcs_m2=np.array(["text"]))  # type: ignore[attr-defined]
    with pytest.raises(JournalError, match="keeps arrays of numbers"):
        frozen(odd)


def test_every_part_is_of_this_project_and_only_the_world_may_change() -> None:
    parts = parts_of_world()
    assert {name.partition(".")[0] for name in parts} == {"tocsin"}
    assert len(parts) > 100
    scenario = world().scenario
    mutable = [
        thing
        for thing in numbered(scenario)[0]
        if getattr(type(thing), "__dataclass_params__", None) and not type(thing).__dataclass_params__.frozen
    ]
    assert mutable == []  # a hostile pickle can name parts of the scenario: it can change none


class Called:
    """A pickle of this calls a function when it is read."""

    def __init__(self, function: Callable[..., Any], *values: Any) -> None:
        self.call = function, values

    def __reduce__(self) -> Any:
        return self.call


class Raw(pickle.Pickler):
    """Writes what it is told, naming the scenario's parts by number."""

    def persistent_id(self, thing: Any) -> Any:
        return thing.number if isinstance(thing, Numbered) else None


class Numbered:
    def __init__(self, number: Any) -> None:
        self.number = number


def pickled(thing: Any) -> bytes:
    file = io.BytesIO()
    Raw(file, 5).dump(thing)
    return file.getvalue()


def set_on(named: bytes, state: bytes) -> bytes:
    """Return a pickle that sets attributes of what it names: the BUILD instruction."""
    return b"\x80\x05" + named + state + b"b."


PART = b"ctocsin.exercise.snapshot\npart\n"
HOSTILE = {
    "a shell": pickled(Called(os.system, "touch /dev/null")),
    "eval": pickled(Called(eval, "1")),
    "a reader": pickled(Called(pickle.loads, b"")),
    "getattr": pickled(Called(getattr, "x", "upper")),
    "a class of ours": pickled(World),
    "our own reader": pickled(thawed),
    "dots": b"\x80\x04\x8c\x18tocsin.exercise.snapshot\x8c\x0epart.__class__\x93.",
    "a function of ours changed": set_on(PART, b"N}\x8c\x0c__defaults__)s\x86"),
    "a part of the scenario changed": set_on(b"K\x00Q", b"N}\x8c\x07tick_msK\x00s\x86"),
    "a part of the scenario overwritten": set_on(b"K\x00Q", b"]K\x07a"),
    "a class of ours made": b"\x80\x04\x8c\x15tocsin.exercise.world\x8c\x05World\x93)\x81.",
    "a function by its old name": b"\x80\x02cos\nsystem\n\x8c\x04trueR.",
    "no such part of the scenario": pickled(Numbered(10**9)),
    "a part below the first": pickled(Numbered(-1)),
    "a part that is no number": pickled(Numbered("World")),
    "an unknown part": pickled(
        Called(__import__("tocsin.exercise.snapshot").exercise.snapshot.part, "os:system", ())
    ),
    "objects in an array": pickled(Called(array, "|O8", (1,), "C", True, bytes(8))),
    "an array beyond its bytes": pickled(Called(array, "<f8", (10**6,), "C", True, bytes(8))),
    "nothing": b"",
    "text": b"not a pickle",
    "a number": pickled(7),
    "no world": pickled((form(), 7)),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_are_refused_in_one_line(content: bytes) -> None:
    scenario = world().scenario
    before = [values_of(type(thing))(thing) for thing in numbered(scenario)[0]]
    with pytest.raises(JournalError, match="snapshot") as refused:
        thawed(content, scenario)
    assert [values_of(type(thing))(thing) for thing in numbered(scenario)[0]] == before
    assert "\n" not in str(refused.value)


def test_a_part_with_other_fields_is_refused() -> None:
    content = frozen(world())
    assert thawed(content, world().scenario).time_ms == 0
    fields = pickled(
        Called(__import__("tocsin.exercise.snapshot").exercise.snapshot.part, "tocsin.chance.luck:Luck", (1, 2, 3))
    )
    with pytest.raises(JournalError, match="other fields"):
        thawed(fields, world().scenario)


def test_a_snapshot_of_another_version_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    content = frozen(world())
    monkeypatch.setattr("tocsin.exercise.snapshot.form", lambda: "another")
    with pytest.raises(OtherFormError, match="another version of Tocsin"):
        thawed(content, world().scenario)


@pytest.mark.parametrize(
    "thing",
    [
        np.zeros((0, 3)),
        np.arange(6.0).reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.array([True, False]),
        np.array(3),
        np.array([(1, [2.0, 3.0])], dtype=[("a", "<i8"), ("b", "<f8", (2,))]),
    ],
    ids=["empty", "C", "F", "truth", "one", "rows"],
)
def test_an_array_comes_back_as_it_lay_in_memory(thing: Any) -> None:
    for is_writeable in (True, False):
        thing.flags.writeable = is_writeable
        assert same(array(*as_array(thing)), thing)
        assert array(*as_array(thing)).flags.writeable == is_writeable


def test_a_kept_world_is_found_again_and_what_fills_the_memory_is_not(tmp_path: Path) -> None:
    made = world()
    journal = FileJournal(tmp_path / "a.sqlite", {})
    told = keep(made, journal, "startex")
    journal.close()
    kept = newest_snapshot(tmp_path / "a.sqlite", 0)
    assert kept is not None
    assert told.digest == DigestJournal().digest
    assert unpacked(kept.content, made.scenario).time_ms == 0
    with pytest.raises(JournalError, match="does not unpack"):
        unpacked(b"no", made.scenario)
    with pytest.raises(JournalError, match="unpacks to more than"):
        unpacked(zlib.compress(bytes(LARGEST_BYTES + 1), 1), made.scenario)


def test_ten_exercise_minutes_are_never_without_a_snapshot() -> None:
    assert KEEP_EVERY_MS <= 600_000


def test_luck_is_kept() -> None:
    made = world()
    made.luck = Luck(1, 2)
    assert through_bytes(made).luck == Luck(1, 2)
    assert replace(made, luck=Luck(3, 4)).luck != made.luck
