"""What a table or a plot rests on, in one line: nobody has to ask which version, which files, which luck."""

import functools
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.study.design.points import Point
from tocsin.study.plan import short_digest
from tocsin.study.results import Results

IntArray = NDArray[np.int64]

MOST_DIGESTS = 12  # of agreements or scenario texts in one line; more are told by one digest of them all
CHANGED = re.compile("-x[0-9a-f]{8}$")  # what an agreement's name gains where a term of it is set
NO_TERMS = ("name", "our_reading")


def stamp(results: Results, points: Sequence[int], what: str = "") -> str:
    """Return the line under a table or a plot.

    Parameters
    ----------
    results : Results
    points : sequence of int
        Those that it was made from.
    what : str
        What ``n`` counts beyond runs, such as ``"812 opportunities"``.

    Returns
    -------
    str
        Version; digests of scenarios, packs and agreements; seed and runs; n.
    """
    chosen = [results.design.points[index] for index in points]
    plan = results.plan
    n = f"n = {runs_words(results, points)} of each of {len(points)} points"
    if len(points) == 1:
        n = f"n = {runs_words(results, points)}"
    return " \u00b7 ".join(
        [
            f"Tocsin {plan.version}",
            f"scenario {listed_digests(scenario_digests(chosen))}",
            f"packs {plan.packs_digest[:12]}",
            f"agreement {listed_digests(agreement_digests(chosen, results.design.points))}",
            f"seed {results.design.file.study.seed}, {run_range(results, points)}",
            f"{n}{'; ' if what else ''}{what}",
        ]
    )


def run_range(results: Results, points: Sequence[int]) -> str:
    """Return the first and the last run of some points."""
    at = results.runs["run"].to_numpy()[np.isin(results.runs["point"].to_numpy(), points)]
    if at.size == 0:
        return "no run"
    return f"runs {at.min()} to {at.max()}" if at.min() < at.max() else f"run {at.min()}"


def runs_words(results: Results, points: Sequence[int]) -> str:
    """Return how many runs some points have: ``200 runs``, or ``199 to 200 runs`` where some failed."""
    counts = good_counts(results)[list(points)]
    low, high = int(counts.min()), int(counts.max())
    return f"{high} runs" if low == high else f"{low} to {high} runs"


def good_counts(results: Results) -> IntArray:
    """Return how many runs of each point, (points,), were played and did not fail."""
    is_good = results.runs["error"].to_numpy() == ""
    return np.bincount(results.runs["point"].to_numpy()[is_good], minlength=len(results.design.points))


def scenario_digests(points: Iterable[Point]) -> list[tuple[str, str]]:
    """Return name and digest of every scenario text that is played at points."""
    return list(dict.fromkeys((point.scenario, short_digest(point.scenario_text)) for point in points))


def agreement_digests(points: Iterable[Point], among: Sequence[Point]) -> list[tuple[str, str]]:
    """Return name and digest of every agreement text that is played at points.

    Of texts made from one agreement, which have one name among a study's points, the name tells what sets them apart.
    """
    texts = list(dict.fromkeys(point.agreement_text for point in points))
    if len(texts) > MOST_DIGESTS:
        return [("", short_digest(text)) for text in texts]
    names = names_of(tuple(dict.fromkeys(point.agreement_text for point in among)))
    return [(names[text], short_digest(text)) for text in texts]


@functools.lru_cache(maxsize=8)
def names_of(texts: tuple[str, ...]) -> dict[str, str]:
    """Return what agreements are called: ``full-picture (min_delay_s 60)`` where others are made from it too."""
    made_from: dict[str, dict[str, dict[str, str]]] = {}
    names = {}
    for text in texts:
        table = tomllib.loads(text)
        names[text] = str(table["name"])
        made_from.setdefault(CHANGED.sub("", names[text]), {})[text] = flat(table)
    for name, alike in made_from.items():
        values = {key: {terms.get(key) for terms in alike.values()} for terms in alike.values() for key in terms}
        for text, terms in alike.items():
            said = ", ".join(f"{key} {value}" for key, value in terms.items() if len(values[key]) > 1)
            if len(alike) > 1:
                names[text] = f"{name} ({said})" if said else name
    return names


def flat(table: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Return an agreement's terms by path, their values as words."""
    found: dict[str, str] = {}
    for key, value in table.items():
        if key in NO_TERMS:
            continue
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{key}.")
        else:
            listed = value if isinstance(value, list) else [value]
            found[before + key] = " and ".join(f"{v:g}" if isinstance(v, float) else str(v) for v in listed)
    return found


def listed_digests(named: Sequence[tuple[str, str]]) -> str:
    """Return names with their digests; of many texts how many there are, and one digest of them all."""
    if len(named) > MOST_DIGESTS:
        whole = hashlib.sha256("".join(sorted(digest for _, digest in named)).encode()).hexdigest()
        return f"{len(named)} texts, together {whole[:12]}"
    return ", ".join(f"{name} {digest}" for name, digest in named)
