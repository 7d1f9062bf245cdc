"""What all forms have in common: marked throughout, the same each time, clear about what they do not know."""

import re
from collections.abc import Callable

import pytest

from tocsin.errors import ScenarioError
from tocsin.review.exports import form as forms
from tocsin.review.exports.form import FORMS, check_form, view_named
from tocsin.review.log import RunLog
from tocsin.review.party import View
from tocsin.scenario.declared import Scenario

Export = Callable[[str, str], dict[str, bytes]]


@pytest.mark.parametrize("view", ["truth", "joint", "alder", "birch"])
@pytest.mark.parametrize("form", FORMS)
def test_every_file_says_exercise_and_is_the_same_each_time(export_of: Export, form: str, view: str) -> None:
    files = export_of(form, view)
    assert files == export_of(form, view)
    for name, content in files.items():
        assert ".EXERCISE." in name and b"EXERCISE" in content, name


@pytest.mark.parametrize("form", ["czml", "kml", "geojson"])
def test_every_name_begins_with_exercise(export_of: Export, form: str) -> None:
    (content,) = export_of(form, "truth").values()
    pattern = rb"<name>([^<]*)" if form == "kml" else rb'"name":"([^"]*)'
    names = re.findall(pattern, content)
    assert len(names) > 30 and all(name.startswith(b"EXERCISE ") for name in names)


def test_nothing_in_a_file_points_off_this_machine(export_of: Export) -> None:
    for form in ("czml", "geojson", "csv"):
        for content in export_of(form, "truth").values():
            assert b"http" not in content
    (kml,) = export_of("kml", "truth").values()
    assert set(re.findall(rb'https?://[^"]+', kml)) == {
        b"http://www.opengis.net/kml/2.2",
        b"http://www.google.com/kml/ext/2.2",
    }


def test_unknown_forms_and_views_are_named(full_log: RunLog, flagship: Scenario) -> None:
    with pytest.raises(
        ScenarioError, match="--as 'shp': no such form; known: czml, kml, geojson, csv, parquet, cap, dis"
    ):
        check_form("shp")
    with pytest.raises(ScenarioError, match="--view 'willow': no such view; known: truth, joint, alder, birch"):
        view_named(full_log, flagship, "willow")


def test_parquet_without_pyarrow_is_one_clear_line(views: dict[str, View], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "find_spec", lambda name: None)
    with pytest.raises(
        ScenarioError, match="needs pyarrow, which is not installed; add the extra 'arrow', or use csv"
    ):
        FORMS["parquet"](views["birch"])
