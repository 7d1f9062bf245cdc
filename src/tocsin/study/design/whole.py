"""Which values that a path leads to are whole numbers, as the files that people write declare them."""

import functools
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from tocsin.errors import ScenarioError
from tocsin.scenario.agreement_schema import AgreementFile
from tocsin.scenario.schema import ScenarioFile
from tocsin.scenario.setting import path_of

WHOLE_NUMBER = ".scan_period_s.value"  # of a pack, all of whose numbers are real ones: a sensor looks at ticks alone


@functools.cache
def is_whole(path: str) -> bool:
    """Return whether values of a path of a scenario, or of ``agreement.TERM``, are whole numbers."""
    if path.endswith(WHOLE_NUMBER):
        return True
    try:
        first, *rest = path_of(path, path)
    except ScenarioError:
        return False
    is_term = first.key == "agreement" and rest
    hints: list[Any] = [AgreementFile if is_term else ScenarioFile]
    for segment in rest if is_term else (first, *rest):
        hints = [inner for hint in hints for inner in inside(hint, segment.key)]
    return int in hints and float not in hints


def inside(hint: Any, key: str) -> Iterator[Any]:
    """Yield the plain types, parts and tables that a key of a part or a table may hold."""
    if isinstance(hint, type) and issubclass(hint, BaseModel) and key in hint.model_fields:
        yield from held(hint.model_fields[key].annotation)
    elif get_origin(hint) is dict:
        yield from held(get_args(hint)[1])


def held(hint: Any) -> Iterator[Any]:
    """Yield what a type is made of: of a choice each, of a list what it lists; a part, a table, a plain type."""
    if isinstance(hint, type) or get_origin(hint) is dict:
        yield hint
    else:
        for inner in get_args(hint):
            yield from held(inner)
