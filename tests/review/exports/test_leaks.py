"""No export of a node's view holds truth that was not released, whatever the rest of the run was."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from tocsin.orders.hot_wash import CONTROL, Cleared
from tocsin.orders.kinds import TRUTH
from tocsin.orders.record import Endex
from tocsin.review import party
from tocsin.review.exports.form import FORMS, view_named
from tocsin.review.log import Logged, RunLog
from tocsin.scenario.declared import Scenario
from tocsin.study.run import Finished

NATION = "birch"


def files_of(log: RunLog, scenario: Scenario, form: str) -> dict[str, bytes]:
    found = {}
    for file in FORMS[form](view_named(log, scenario, NATION)):
        content = io.BytesIO()
        file.write(content)
        found[file.name] = content.getvalue()
    return found


@pytest.fixture(scope="module")
def worlds(flagship_run: Callable[[str], Finished], flagship: Scenario) -> list[tuple[RunLog, Scenario]]:
    """Return a run, and another that differs in all that the nation does not see: truth, partner, seed, script."""
    log = flagship_run("full-picture").log
    own = [entry for entry in log.entries if entry.node == NATION or isinstance(entry.body, Endex)]
    truth = [entry for entry in log.entries if entry.node == TRUTH and not isinstance(entry.body, Endex)]
    moved = [entry._replace(time_ms=entry.time_ms // 2) for entry in truth[: len(truth) // 3]]
    other_log = RunLog(
        log.header._replace(seed=99, digest="other", meta={**log.header.meta, "seed": "99"}),
        [*moved, *own],
        log.end_ms,
    )
    nodes = tuple(replace(n, radars=(), satellites=()) if n.name != NATION else n for n in flagship.nodes)
    other = replace(flagship, name="other", title="Other", text="other", seed=99, launches=(), clouds=(), nodes=nodes)
    return [(log, flagship), (other_log, other)]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_outside_the_view_changes_no_byte(worlds: list[tuple[RunLog, Scenario]], form: str) -> None:
    here, there = (files_of(log, scenario, form) for log, scenario in worlds)
    assert here and here == there


@pytest.mark.parametrize("form", FORMS)
def test_no_name_of_truth_is_in_a_nations_files(worlds: list[tuple[RunLog, Scenario]], form: str) -> None:
    log, scenario = worlds[0]
    bodies = {body_id for launch in scenario.launches for body_id in (body.body_id for body in launch.bodies)}
    secrets = [scenario.name, scenario.title, log.header.digest, *bodies]
    for name, content in files_of(log, scenario, form).items():
        assert [said for said in secrets if said.encode() in content or said in name] == []


@pytest.mark.parametrize("form", ["czml", "kml", "geojson", "csv", "parquet"])
def test_a_planted_leak_is_caught(
    worlds: list[tuple[RunLog, Scenario]], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A filter that lets true flights through: both tests above would fail."""
    monkeypatch.setattr(party, "released", lambda log, scenario, reader: frozenset({"flights"}))
    here, there = (files_of(log, scenario, form) for log, scenario in worlds)
    assert here != there
    assert any(b"l1-payload" in content for content in here.values()) or form == "parquet"


def test_what_control_released_is_in_a_nations_files(worlds: list[tuple[RunLog, Scenario]]) -> None:
    log, scenario = worlds[0]
    told = Logged(0, "", Cleared(seat="c1", party=CONTROL, audience="parties", items=("flights",)))
    (content,) = files_of(replace(log, asides=[told]), scenario, "czml").values()
    assert b"body/truth/l1-payload" in content and b"launch/truth" not in content
