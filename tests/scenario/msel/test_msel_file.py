"""Lists of injects in TOML, Excel and CSV: round trips lose nothing, foreign sheets are read, formulas stay text."""

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.errors import ScenarioError
from tocsin.orders.action import SetAlert
from tocsin.orders.condition.parse import ACTIONS
from tocsin.orders.inject import (
    Criterion,
    EndLinkFault,
    EndOutage,
    ExpectedAction,
    Inject,
    LinkFault,
    LoseNotice,
    MoveLaunch,
    Msel,
    Objective,
    PlayCell,
    SensorOutage,
    Storyline,
)
from tocsin.orders.msel_check import CELLS, NO_CHARACTERS, RECEIVERS
from tocsin.scenario.build import build_scenario, scenario_text
from tocsin.scenario.msel_columns import SHEETS, mapped
from tocsin.scenario.msel_file import read_msel, with_msel, write_msel
from tocsin.scenario.msel_sheet import FORMULA_BEGINS

NATIONS = ("alder", "birch")
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
LETTERS = st.characters(exclude_categories=NO_CHARACTERS) | st.sampled_from("=+-@'\"\n\t;,")
TEXT = st.text(LETTERS, max_size=30) | st.sampled_from(
    ["=1+1", "'=cmd", "'", "''-", "x005F_", "_x000D_", " a ", "0", "-1", "\n", "#N/A", "TRUE"]
)
FULL = TEXT.filter(bool)
TIME_MS = st.just(-1) | st.integers(0, 31_536_000_000)
LENGTH_MS = st.integers(1, 10**7)
CONDITION = st.sampled_from(["alert(birch) == full", "first(ImpactWarning, alder) + 60 s", "time >= 00:10:00"])
EFFECT = st.one_of(
    st.builds(EndOutage, sensor_id=FULL),
    st.builds(EndLinkFault, source=IDS, target=IDS),
    st.builds(SensorOutage, sensor_id=FULL, until_ms=st.just(-1), for_ms=LENGTH_MS),
    st.builds(SensorOutage, sensor_id=FULL, until_ms=st.integers(0, 10**9)),
    st.builds(
        LinkFault, source=IDS, target=IDS, until_ms=st.integers(0, 10**9), delay_ms=LENGTH_MS, loss=st.floats(0, 1)
    ),
    st.builds(MoveLaunch, launch_id=IDS, lift_off_ms=TIME_MS),
    st.builds(LoseNotice, notice_id=FULL),
    st.builds(PlayCell, node=IDS, cell=st.sampled_from(CELLS), action=st.just(SetAlert("full"))),
)
EXPECTED = st.builds(
    ExpectedAction,
    node=st.sampled_from(NATIONS),
    cell=st.sampled_from(CELLS),
    action=st.sampled_from(ACTIONS),
    within_ms=LENGTH_MS,
)


@st.composite
def lists(draw: st.DrawFn) -> Msel:
    """Return any list that is right by itself."""
    ids = draw(st.lists(IDS, max_size=4, unique=True))
    objective_ids = draw(st.lists(IDS, max_size=3, unique=True))
    to = st.lists(st.sampled_from([*NATIONS, *(f"birch/{cell}" for cell in RECEIVERS)]), max_size=3, unique=True)
    injects = tuple(
        Inject(
            inject_id=name,
            time_ms=draw(TIME_MS),
            trigger=draw(st.just("") | CONDITION),
            to=tuple(draw(to)),
            means=draw(st.sampled_from(["event", "message", "news", "call"])),
            effects=tuple(draw(st.lists(EFFECT, max_size=2))),
            objective=draw(st.sampled_from(["", *objective_ids])),
            expected=draw(st.none() | EXPECTED),
            depends_on=ids[:place] if draw(st.booleans()) else (),
            status=draw(st.sampled_from(["planned", "held"])),
            **{key: draw(TEXT) for key in ("number", "title", "event", "incident", "sender", "text", "controller")},
            **{key: draw(TEXT) for key in ("evaluator_note", "contingency")},
        )
        for place, name in enumerate(ids)
    )
    criterion = st.builds(
        Criterion, text=FULL, condition=CONDITION, by_ms=TIME_MS, given=st.just("") | CONDITION, is_kept=st.booleans()
    )
    objectives = tuple(
        Objective(
            objective_id=name,
            team=draw(st.sampled_from(NATIONS)),
            text=draw(FULL),
            criteria=tuple(draw(st.lists(criterion, max_size=2))),
        )
        for name in objective_ids
    )
    storylines = draw(
        st.lists(
            st.builds(Storyline, storyline_id=IDS, title=TEXT, text=TEXT),
            max_size=2,
            unique_by=lambda s: s.storyline_id,
        )
    )
    return Msel(storylines=tuple(storylines), injects=tuple(injects), objectives=objectives)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".toml"])
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(msel=lists())
def test_a_round_trip_loses_nothing(msel: Msel, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"list{suffix}"
    path.unlink(missing_ok=True)
    msel = tupled(msel)
    write_msel(msel, path)
    assert read_msel(path) == msel
    if suffix == ".csv":
        lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        cells = [cell for line in lines for cell in line]
        assert not any(cell.startswith(tuple(set(FORMULA_BEGINS) - {"'"})) for cell in cells)
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        assert not any(cell.data_type == "f" for sheet in book for line in sheet.iter_rows() for cell in line)
        assert {sheet.oddHeader.center.text for sheet in book} == {"EXERCISE EXERCISE EXERCISE"}


def tupled(msel: Msel) -> Msel:
    """Return the list with tuples throughout, as the frozen list has them."""
    return Msel(
        storylines=msel.storylines,
        injects=tuple(
            Inject(
                **{
                    key: tuple(v) if isinstance(v := getattr(item, key), list) else v
                    for key in item.__struct_fields__
                }
            )
            for item in msel.injects
        ),
        objectives=msel.objectives,
    )


THEIRS = (
    "Serial,DTG,Event,From,To,Method,Description,Expected action,Their column,Remarks\r\n"
    '1.1,230930Z SEP 31,Rumour,The ministry,"birch/commander, alder",News,=HYPERLINK(1),Raises the alert,x-1,\r\n'
    "\r\n"
    "1.2,T+00:20,Silence,,birch,CALL,Ring them,,,watch them\r\n"
)


def test_a_sheet_of_other_people_is_read_by_what_its_headings_mean(tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text(THEIRS, encoding="utf-8", newline="")
    start = datetime.datetime(2031, 9, 23, 9, 0, tzinfo=datetime.UTC)
    first, second = read_msel(path, start_utc=start).injects
    assert (first.inject_id, first.number, first.time_ms, first.means) == ("inject-1-1", "1.1", 1_800_000, "news")
    assert (first.to, first.sender, first.text) == (("birch/commander", "alder"), "The ministry", "=HYPERLINK(1)")
    assert first.evaluator_note == "Expected: Raises the alert"
    assert (second.time_ms, second.means, second.evaluator_note) == (1_200_000, "call", "watch them")
    mapped_too = read_msel(path, {"Their column": "inject_id"}, start).injects
    assert [item.inject_id for item in mapped_too] == ["x-1", "inject-1-2"]


def test_an_excel_sheet_with_real_times_and_a_formula(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "MSEL v3"
    for line in (
        ["Inject", "Time", "Text", "To"],
        ["a", datetime.time(0, 20, 5), "=1+1", "birch"],
        ["b", datetime.timedelta(hours=30), 17.0, "birch"],
        ["c", datetime.datetime(2031, 9, 23, 9, 30, tzinfo=datetime.UTC).replace(tzinfo=None), None, None],
    ):
        book.active.append(line)
    path = tmp_path / "theirs.xlsx"
    book.save(path)
    start = datetime.datetime(2031, 9, 23, 9, 0, tzinfo=datetime.UTC)
    found = read_msel(path, start_utc=start).injects
    assert [(item.time_ms, item.text) for item in found] == [
        (1_205_000, "=1+1"),
        (108_000_000, "17"),
        (1_800_000, ""),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Inject,Time\r\na,soon\r\n", "Injects, row 2: 'soon' is no time; write hh:mm:ss"),
        ("Inject,Time\r\na,230930Z SEP 31\r\n", "name the scenario with --scenario"),
        ("Inject,Time\r\na,320930Z SEP 31\r\n", "name the scenario"),
        ("Inject,Effects\r\na,boom\r\n", "Effects = 'boom': not JSON"),
        ('Inject,Effects\r\na,"[{""type"": ""Boom""}]"\r\n', "see the effects in docs/msel.md"),
        ("Inject,Expected of\r\na,birch/commander\r\n", "go together; fill in all three"),
        ("Inject,Trigger\r\na,alert(birch\r\n", "character 12"),
        ("Inject\r\na\r\na\r\n", "inject 'a' is there twice"),
        ("Inject,Depends on\r\na,b\r\nb,a\r\n", "a, b wait for each other"),
        ("Inject,To\r\na,birch/comander\r\n", "there is no 'comander'"),
        ("Inject,Means\r\na,pigeon\r\n", "inject[1].means = 'pigeon'"),
        ("Inject,Status\r\na,fired\r\n", "inject[1].status = 'fired'"),
        ("Colour,Size\r\nred,5\r\n", "no heading of Colour, Size is known; use --map"),
        ("Text,Description\r\na,b\r\n", "inject[1]"),
        ("Sheet,Inject\r\nPeople,a\r\n", "row 2: Sheet = 'People': must be one of Injects"),
        ("", "0 rows: must be 1"),
        ('Inject\r\n"a', "not CSV"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8", newline="")
    if says == "inject[1]":  # a second guess at a column gives way to the column's own name
        assert read_msel(path).injects[0].text == "a"
        return
    with pytest.raises(ScenarioError) as raised:
        read_msel(path)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no zip")
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\xff")
    for name, says in (
        ("a.xlsx", "not an Excel workbook"),
        ("a.csv", "is not UTF-8"),
        ("a.txt", "ends in"),
        ("b.csv", "cannot be read"),
    ):
        with pytest.raises(ScenarioError, match=says):
            read_msel(tmp_path / name)


def test_every_heading_means_one_column() -> None:
    for sheet, columns in SHEETS.items():
        for column in columns:
            assert mapped([column.heading], sheet, {}, "x") == {column.heading: column.key}
        everything = [name for column in columns for name in column.also]
        assert len(everything) == len(set(everything))


def test_a_scenario_takes_another_list_in_place_of_its_own() -> None:
    text, file = scenario_text("first-seen-by-partner")
    one = Msel(injects=(Inject(inject_id="one", time_ms=60_000, text='He said "[scenario]"\n[[radar]]'),))
    two = Msel(
        injects=(Inject(inject_id="two", trigger="first(LaunchWarning)"),),
        objectives=(
            Objective(
                objective_id="o", team="alder", text="t", criteria=(Criterion(text="c", condition="fired(two)"),)
            ),
        ),
    )
    once = with_msel(text, one, file)
    assert build_scenario(once, file).staged.msel == one
    twice = with_msel(once, two, file)
    assert build_scenario(twice, file).staged.msel == two
    assert with_msel(with_msel(twice, one, file), two, file) == twice


BAD_NAMES: list[tuple[dict[str, Any], str]] = [
    ({"to": ("elm",)}, "there is no 'elm'"),
    ({"trigger": "alert(elm) == full"}, "there is no 'elm'"),
    ({"trigger": "fired(nothing)"}, "there is no 'nothing'"),
    ({"effects": (SensorOutage("eye", for_ms=1),)}, "SensorOutage.sensor_id: there is no 'eye'"),
    ({"effects": (MoveLaunch("l9", 1),)}, "MoveLaunch.launch_id: there is no 'l9'"),
    ({"effects": (LinkFault("alder", "elm", for_ms=1),)}, "LinkFault: there is no 'alder-elm'"),
    ({"effects": (LoseNotice("n9"),)}, "LoseNotice.notice_id: there is no 'n9'"),
    ({"effects": (SensorOutage("eye"),)}, "give one of them"),
]


@pytest.mark.parametrize(("keys", "says"), BAD_NAMES)
def test_a_scenario_knows_every_name_that_its_injects_use(keys: dict[str, Any], says: str) -> None:
    text, file = scenario_text("first-seen-by-partner")
    with pytest.raises(ScenarioError, match="inject 'x'") as raised:
        build_scenario(with_msel(text, Msel(injects=(Inject(inject_id="x", **keys),)), file), file)
    assert says in str(raised.value)
