"""What control stages in a scenario file: built as written, in SI; what is wrong is said."""

import math

import pytest

from tocsin.errors import ScenarioError
from tocsin.orders.action import Advise, AssessEvent, SignAmendment, SuspendSharing
from tocsin.scenario.agreement_file import load_agreement
from tocsin.scenario.build import build_scenario
from tocsin.scenario.staged import DeskLine, Drill, Fault, Sheet, Staged

TEXT = """
[scenario]
name = "staged"
title = "Nothing flies"
blind_name = "exercise-00"
seed = 3
start_utc = "2031-09-23T18:00:00Z"
duration_min = 20
parties = ["alder", "birch"]
agreement = "none"

[[area]]
id = "taroviel"
nation = "birch"
lat_deg = 32.3
lon_deg = 83.5
radius_km = 60
"""
FAULT = """
[[fault]]
id = "tape"
nation = "birch"
kind = "test_data"
displays = ["hq", "reserve"]
all_displays = ["hq", "reserve", "field"]
steps = [{ at_s = 60, n_objects = 20 }, { at_s = 90.5, n_objects = 0 }]
lat_deg = 30.0
lon_deg = -60.0
azimuth_deg = 90.0
area = "taroviel"
in_s = 600
"""
SHEET = """
[[sheet]]
id = "old-stage"
nation = "alder"
asked_of = "catalogue"
text = "a stage of 2019 falls about now"
says = "anomalous"
from_s = 100
to_s = 200
"""
CIRCLE = "lat_deg = 10.0\nlon_deg = 20.0\nradius_km = 500\n"
DRILL = '[[drill]]\nid = "monthly"\nnation = "birch"\ntime_s = 300\nmisread = 0.25\n'
LINE = '[[desk_line]]\nnation = "alder"\ndelay_s = 5\nloss = 0.5\nis_forwarded = false\n'


def script(time_s: float, action: str, cell: str = "commander", nation: str = "birch") -> str:
    return (
        f'[[script]]\ntime_s = {time_s}\nnation = "{nation}"\ncell = "{cell}"\n'
        f'action = {action}\nreason = "as planned"\n'
    )


def staged(*parts: str) -> Staged:
    return build_scenario(TEXT + "\n" + "\n".join(parts), "mine.toml").staged


def refused(*parts: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        staged(*parts)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_nothing_is_staged_unless_it_is_written() -> None:
    assert staged() == Staged()


def test_a_fault_is_built_in_si() -> None:
    (fault,) = staged(FAULT).faults
    assert fault == Fault(
        fault_id="tape",
        nation="birch",
        is_test_data=True,
        displays=("hq", "reserve"),
        all_displays=("hq", "reserve", "field"),
        steps=((60_000, 20), (90_500, 0)),
        claims="high",
        lat_rad=math.radians(30.0),
        lon_rad=math.radians(-60.0),
        azimuth_rad=math.radians(90.0),
        area_id="taroviel",
        impact_ms=660_000,
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('area = "taroviel"', 'area = "nowhere"', ["mine.toml", "fault[1].area", "nowhere", "taroviel"]),
        ('displays = ["hq", "reserve"]', 'displays = ["hq", "bunker"]', ["fault[1]", "all_displays"]),
        ("at_s = 90.5", "at_s = 60", ["fault[1]", "sort them"]),
        ("at_s = 90.5", "at_s = 50", ["fault[1]", "sort them"]),
        ("in_s = 600", "in_s = 0", ["fault[1].in_s", "greater than 0"]),
        ("in_s = 600", "in_s = 600\nclaims = 'certain'", ["fault[1].claims", "low"]),
        ('nation = "birch"', 'nation = "cedar"', ["fault[1].nation", "cedar", "alder, birch"]),
        ("n_objects = 20", "n_objects = -1", ["n_objects", "greater than or equal to 0"]),
    ],
)
def test_a_wrong_fault_is_refused_with_its_reason(old: str, new: str, words: list[str]) -> None:
    assert old in FAULT
    message = refused(FAULT.replace(old, new))
    assert all(word in message for word in words), message


def test_a_sheet_is_built_with_its_circle_or_without() -> None:
    plain, about = staged(SHEET, SHEET.replace("old-stage", "other") + CIRCLE).sheets
    assert plain == Sheet(
        "old-stage",
        "alder",
        "catalogue",
        "a stage of 2019 falls about now",
        "anomalous",
        60_000,
        100_000,
        200_000,
        None,
    )
    assert about.circle == (math.radians(10.0), math.radians(20.0), 500e3)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (SHEET + "lat_deg = 10.0\n", ["sheet[1]", "lat_deg, lon_deg and radius_km"]),
        (SHEET.replace("to_s = 200", "to_s = 100"), ["sheet[1]", "to_s = 100", "from_s = 100"]),
        (SHEET.replace('"catalogue"', '"oracle"'), ["sheet[1].asked_of", "catalogue"]),
        (SHEET.replace('"catalogue"', '"sensors"'), ["sheet[1].asked_of"]),  # a read-out is no sheet
        (SHEET.replace('"anomalous"', '"valid"'), ["sheet[1].says"]),
        (SHEET.replace('"alder"', '"cedar"'), ["sheet[1].nation", "cedar"]),
        (DRILL.replace("0.25", "1.5"), ["drill[1].misread", "1.5"]),
        (DRILL.replace('"birch"', '"elm"'), ["drill[1].nation", "elm"]),
        (LINE.replace("0.5", "-0.5"), ["desk_line[1].loss"]),
        (LINE.replace('"alder"', '"elm"'), ["desk_line[1].nation", "elm"]),
    ],
)
def test_a_wrong_part_is_refused_with_its_reason(part: str, words: list[str]) -> None:
    message = refused(part)
    assert all(word in message for word in words), message


def test_drills_and_desk_lines_are_built() -> None:
    built = staged(DRILL, DRILL.replace("monthly", "yearly") + "told_after_s = 60\n", LINE)
    assert built.drills == (
        Drill("monthly", "birch", 300_000, 0.25, 480_000),
        Drill("yearly", "birch", 300_000, 0.25, 360_000),
    )
    assert built.desk_lines == (DeskLine("alder", 5_000, 0.5, False),)


def test_a_script_is_orders_in_the_order_of_time() -> None:
    built = staged(
        script(20, '{ type = "SuspendSharing" }'),
        script(10.5, '{ type = "AssessEvent", event_id = "birch-e1", assessment = "valid" }', "watch_officer"),
    )
    assert [(time_ms, order.action) for time_ms, order in built.script] == [
        (11_000, AssessEvent("birch-e1", "valid")),
        (20_000, SuspendSharing()),
    ]
    order = built.script[0][1]
    assert (order.node, order.cell, order.decided_by, order.reason) == (
        "birch",
        "watch_officer",
        "script",
        "as planned",
    )


def test_terms_to_be_signed_may_be_named() -> None:
    ((_, order),) = staged(script(10, '{ type = "SignAmendment", preset = "notify-only" }')).script
    assert order.action == SignAmendment(load_agreement("notify-only", ("alder", "birch")))
    assert order.action.terms.parties == ("alder", "birch")


def test_an_action_may_hold_a_whole_advisory() -> None:
    advisory = '{ advisory_id = "a1", cause = "a stage falls", from_ms = 0, to_ms = 9, type = "AnomalyAdvisory" }'
    ((_, order),) = staged(script(10, f'{{ type = "Advise", advisory = {advisory} }}', "data_exchange_desk")).script
    assert isinstance(order.action, Advise) and order.action.advisory.cause == "a stage falls"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (script(1, '{ type = "Retaliate" }'), ["mine.toml: script[1]", "Retaliate"]),
        (script(1, '{ type = "SetAlert", level = "panic" }'), ["script[1]", "panic"]),
        (script(1, '{ type = "SetAlert" }'), ["script[1]", "level"]),
        (script(1, '{ level = "full" }'), ["script[1]", "type"]),
        (script(1, '{ type = "SuspendSharing" }', "president"), ["script[1]", "president"]),
        (script(1, '{ type = "SuspendSharing" }', nation="cedar"), ["script[1].nation", "cedar"]),
        (script(1, '{ type = "SignAmendment", preset = "nothing-like-it" }'), ["nothing-like-it", "no such preset"]),
    ],
)
def test_a_wrong_script_is_refused_with_its_reason(part: str, words: list[str]) -> None:
    message = refused(part)
    assert all(word in message for word in words), message
