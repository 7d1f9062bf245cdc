"""Read a TOML file that a person wrote, and say clearly what is wrong with it."""

import difflib
import pickle
import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from tocsin.errors import ModelRangeError, ScenarioError

Model = TypeVar("Model", bound=BaseModel)
Declared = TypeVar("Declared")
Built = TypeVar("Built")

KEPT = 32  # texts last parsed: a point of a study reads its scenario, its agreement and their sources several times


def read_toml(text: str, file: str) -> dict[str, Any]:
    """Return the tables of a TOML text, the caller's own, or raise ScenarioError with file, line and remedy."""
    try:
        tables: dict[str, Any] = pickle.loads(parsed(text))
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{file}: not valid TOML: {error}; see https://toml.io or `tocsin new`") from None
    return tables


@lru_cache(maxsize=KEPT)
def parsed(text: str) -> bytes:
    """Return the tables of a TOML text, pickled: reading these takes a twentieth of the time that parsing takes."""
    return pickle.dumps(tomllib.loads(text))


def read_text(path: Path) -> str:
    """Return the text of a file, or raise ScenarioError naming it and why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read: {error.strerror}; check the path") from None
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None


def checked(model: type[Model], tables: dict[str, Any], file: str) -> Model:
    """Return the tables as a checked model, or raise ScenarioError for the first thing that is wrong.

    The message names the file, the key, the value, the bound and the remedy; an unknown key comes with the
    nearest known one.
    """
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        unknown = [item for item in errors if item["type"] == "extra_forbidden"]
        first = (unknown or errors)[0]
        raise ScenarioError(f"{file}: {described(model, first, len(errors))}") from None


def described(model: type[BaseModel], item: Any, count: int) -> str:
    """Return one error of pydantic's in our words."""
    key = key_text(item["loc"])
    more = f" ({count - 1} more)" if count > 1 else ""
    if item["type"] == "extra_forbidden":
        known = known_keys(model, item["loc"][:-1])
        near = difflib.get_close_matches(str(item["loc"][-1]), known, n=1, cutoff=0.5)
        remedy = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}"
        return f"{key}: unknown key; {remedy}{more}"
    if item["type"] == "missing":
        return f"{key}: missing; add it (`tocsin new` writes a scenario that has every key){more}"
    message = item["msg"].removeprefix("Value error, ")
    if isinstance(item["input"], dict | list | tuple):
        return f"{key or 'file'}: {message}{more}"
    return f"{key} = {item['input']!r}: {lower_first(message)}; change the value{more}"


def lower_first(text: str) -> str:
    """Return the text with its first letter in lower case."""
    return text[:1].lower() + text[1:]


def key_text(location: Sequence[str | int]) -> str:
    """Return a path as a person would write it: radar[2].lat_deg."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def known_keys(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """Return the keys known at a place in a model: follows the path through nested models."""
    here: Any = model
    for part in location:
        if part not in here.model_fields:  # a place in a list, or a name that a person chose
            continue
        here = nested_model(here.model_fields[part].annotation)
    return list(here.model_fields)


def nested_model(annotation: Any) -> Any:
    """Return the model class inside an annotation such as ``tuple[Part, ...]`` or ``Part | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        found = nested_model(inner)
        if found is not None:
            return found
    return None


def built(where: str, parts: Sequence[Declared], build: Callable[[Declared], Built]) -> list[Built]:
    """Return what each declared part builds to; an error says which part it was."""
    done: list[Built] = []
    for index, part in enumerate(parts, start=1):
        try:
            done.append(build(part))
        except (ScenarioError, ModelRangeError) as error:
            raise type(error)(f"{where}[{index}]: {error}") from None
    return done
