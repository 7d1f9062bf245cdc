"""A study is registered once, before its first run."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tocsin import __version__
from tocsin.errors import StudyError
from tocsin.scenario.pack import packs_digest
from tocsin.study.design.design import Design
from tocsin.study.plan import plan_of, read_plan, unlike_registered, write_plan
from tocsin.study.registration import FILE, register, registration_of

Designed = Callable[..., Design]


def test_what_is_registered_is_the_digest_the_version_and_the_time(designed: Designed, tmp_path: Path) -> None:
    design = designed()
    assert registration_of(tmp_path) is None
    register(design, tmp_path)
    found = registration_of(tmp_path)
    assert found is not None
    assert (found.study, found.design_digest, found.version) == ("small", design.digest, __version__)
    assert (found.replications, found.packs_digest) == (6, packs_digest())
    age = datetime.now(UTC) - datetime.fromisoformat(found.time_utc)
    assert timedelta(seconds=-1) <= age < timedelta(minutes=1)


def test_nothing_is_registered_twice_or_after_the_first_run(designed: Designed, tmp_path: Path) -> None:
    register(designed(), tmp_path / "a")
    with pytest.raises(StudyError, match="is registered there"):
        register(designed(), tmp_path / "a")
    (tmp_path / "b" / "played").mkdir(parents=True)
    (tmp_path / "b" / "played" / "unit-0000000.parquet").write_bytes(b"")
    with pytest.raises(StudyError, match="registered before its first run"):
        register(designed(), tmp_path / "b")
    design = designed()
    write_plan(tmp_path / "c", design, plan_of(design, None, 0.0))
    with pytest.raises(StudyError, match=r"holds design.toml; a study is registered before its first run"):
        register(design, tmp_path / "c")
    (tmp_path / "a" / FILE).write_text("{}")
    with pytest.raises(StudyError, match="cannot be read"):
        registration_of(tmp_path / "a")


def test_the_plan_keeps_what_was_registered_before_it_and_nothing_later(designed: Designed, tmp_path: Path) -> None:
    design = designed()
    plan = plan_of(design, None, 0.0)
    entry = register(design, tmp_path / "a")
    assert write_plan(tmp_path / "a", design, plan).registered == entry
    assert write_plan(tmp_path / "a", design, plan) == read_plan(tmp_path / "a"), "gone on with"
    assert unlike_registered(entry, read_plan(tmp_path / "a")) == []
    write_plan(tmp_path / "b", design, plan)
    (tmp_path / "b" / FILE).write_bytes((tmp_path / "a" / FILE).read_bytes())
    assert write_plan(tmp_path / "b", design, plan).registered is None
    assert "after the runs had begun" in unlike_registered(entry, read_plan(tmp_path / "b"))[0]
