"""A run of the flagship in every view, and what its exports hold."""

import io
from collections.abc import Callable

import pytest

from tocsin.review.exports.file import File
from tocsin.review.exports.form import FORMS, view_named
from tocsin.review.log import RunLog
from tocsin.review.party import View
from tocsin.scenario.declared import Scenario
from tocsin.study.run import Finished

VIEWS = ("truth", "joint", "alder", "birch")


@pytest.fixture(scope="session")
def full_log(flagship_run: Callable[[str], Finished]) -> RunLog:
    return flagship_run("full-picture").log


@pytest.fixture(scope="session")
def views(full_log: RunLog, flagship: Scenario) -> dict[str, View]:
    return {name: view_named(full_log, flagship, name) for name in VIEWS}


def bytes_of(file: File) -> bytes:
    content = io.BytesIO()
    file.write(content)
    return content.getvalue()


def exported(form: str, view: View) -> dict[str, bytes]:
    """Return the files of an export, by name."""
    return {file.name: bytes_of(file) for file in FORMS[form](view)}


@pytest.fixture(scope="session")
def export_of(views: dict[str, View]) -> Callable[[str, str], dict[str, bytes]]:
    """Return a function from a form and a view's name to its files, by name."""
    return lambda form, name: exported(form, views[name])
