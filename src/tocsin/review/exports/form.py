"""The forms in which a view of a run can be written, each by name."""

from collections.abc import Callable, Iterable
from importlib.util import find_spec

from tocsin.errors import ScenarioError
from tocsin.orders.hot_wash import CONTROL
from tocsin.review.exports.cap import cap_files
from tocsin.review.exports.content import TRUTH_VIEW
from tocsin.review.exports.dis_file import dis_files
from tocsin.review.exports.file import File
from tocsin.review.exports.geojson import geojson_files
from tocsin.review.exports.kml import kml_files
from tocsin.review.exports.tables_csv import csv_files
from tocsin.review.log import RunLog
from tocsin.review.party import View, readers_of, view_of
from tocsin.scenario.declared import Scenario


def czml_files(view: View) -> Iterable[File]:
    """Return the CZML file of a view."""
    from tocsin.review.exports import czml  # noqa: PLC0415  # czml3 is slow to import, and no other form needs it

    return czml.czml_files(view)


def parquet_files(view: View) -> Iterable[File]:
    """Return the Parquet files of a view.

    Raises
    ------
    ScenarioError
        If pyarrow is not there: it is an extra.
    """
    if find_spec("pyarrow") is None:
        raise ScenarioError(
            "--as 'parquet': needs pyarrow, which is not installed; add the extra 'arrow', or use csv"
        )
    from tocsin.review.exports import tables_parquet  # noqa: PLC0415  # pyarrow is an optional extra

    return tables_parquet.parquet_files(view)


FORMS: dict[str, Callable[[View], Iterable[File]]] = {
    "czml": czml_files,
    "kml": kml_files,
    "geojson": geojson_files,
    "csv": csv_files,
    "parquet": parquet_files,
    "cap": cap_files,
    "dis": dis_files,
}


def check_form(form: str) -> None:
    """Raise ScenarioError unless there is such a form."""
    if form not in FORMS:
        raise ScenarioError(f"--as {form!r}: no such form; known: {', '.join(FORMS)}")


def view_named(log: RunLog, scenario: Scenario, name: str) -> View:
    """Return the view that a reader asks for: ``truth`` for control's, ``joint``, or a nation's.

    Raises
    ------
    ScenarioError
        If there is no such view.
    """
    parties = {TRUTH_VIEW if party == CONTROL else party: party for party in readers_of(scenario)}
    if name not in parties:
        raise ScenarioError(f"--view {name!r}: no such view; known: {', '.join(parties)}")
    return view_of(log, scenario, parties[name])
