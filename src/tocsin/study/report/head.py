"""The head of the page: what was asked, whether it was registered, what was played, when it stopped."""

from typing import NamedTuple

from tocsin import __version__
from tocsin.study.plan import stretches
from tocsin.study.registration import Registration, registration_of
from tocsin.study.report.stamp import good_counts
from tocsin.study.results import Results

NOT_REGISTERED = "Not registered: nothing fixed this question before the first run; read its answer as exploratory."


class Fact(NamedTuple):
    """A line of the design: what it is called, and what it says."""

    name: str
    text: str


def registered_words(results: Results) -> str:
    """Return whether the design was registered before the first run, and whether it is the one that was played."""
    entry = registration_of(results.folder)
    return NOT_REGISTERED if entry is None else entry_words(entry, results.plan.design_digest)


def entry_words(entry: Registration, design_digest: str) -> str:
    """Return what a registration says of the design that was played."""
    if entry.design_digest != design_digest:
        return (
            f"Registered {entry.time_utc}, but the design that was played differs: registered "
            f"{entry.design_digest[:12]}, played {design_digest[:12]}. Read the answer as exploratory."
        )
    return (
        f"Registered {entry.time_utc} before the first run, by Tocsin {entry.version}, "
        f"design digest {entry.design_digest[:12]}."
    )


def changed_words(results: Results) -> str:
    """Return a warning where this version makes other texts of the design than those that were played; '' if not."""
    if results.design.digest == results.plan.design_digest:
        return ""
    return (
        f"The runs were played by Tocsin {results.plan.version} from texts with the design digest "
        f"{results.plan.design_digest[:12]}; this page is by Tocsin {__version__}, in which the same design has "
        f"{results.design.digest[:12]}. Digests of scenarios and agreements below are those of this version, not of "
        "what was played: make the report with the version that played."
    )


def facts(results: Results) -> list[Fact]:
    """Return the design and what was played of it, line by line."""
    study = results.design.file.study
    return [
        Fact("Scenarios", ", ".join(study.scenarios)),
        *(Fact(f"Factor: {name}", text) for name, text in factor_lines(results)),
        Fact("Plan", plan_words(results)),
        Fact("Played", played_words(results)),
        Fact("Stopping", stopping_words(results)),
        Fact(
            "Luck", f"seed {study.seed}; run r has the same luck at every point, so that runs are compared in pairs"
        ),
        Fact("Design digest", results.plan.design_digest[:12]),
    ]


def factor_lines(results: Results) -> list[tuple[str, str]]:
    """Return each factor's levels or range; of many factors how many more there are."""
    found = []
    for factor in results.design.factors:
        if factor.has_range and results.design.file.plan.kind not in ("full", "one_at_a_time"):
            found.append((factor.name, f"{factor.low:g} to {factor.high:g}"))
        else:
            found.append((factor.name, ", ".join(level.name for level in factor.levels)))
    if len(found) > 8:
        found = [*found[:8], (f"and {len(found) - 8} more", "each over its range")]
    return found


def plan_words(results: Results) -> str:
    """Return how the points were chosen, and how many there are."""
    words = {
        "full": "every combination of levels",
        "one_at_a_time": "one factor at a time from the first level of all",
        "latin_hypercube": "Latin hypercube over the ranges, every combination of the other levels at each",
        "sobol": "Sobol sequence over the ranges, every combination of the other levels at each",
        "saltelli": "Saltelli\u2019s plan over the ranges, every combination of the other levels at each",
    }
    count = len(results.design.points)
    return f"{words[results.design.file.plan.kind]}: {count:,} point{'s' if count > 1 else ''}"


def played_words(results: Results) -> str:
    """Return how many runs were played, failed, and are still to come."""
    good, failed = int(good_counts(results).sum()), len(results.failed)
    words = f"{good:,} run{'s' if good != 1 else ''}"
    words += f"; {failed:,} more failed and are left out (see below)" if failed else "; none failed"
    left = len(results.design.points) * results.n_runs - good - failed
    return f"{words}; {left:,} still to be played: this page is of an unfinished study" if left > 0 else words


def stopping_words(results: Results) -> str:
    """Return when the study stopped and why, after how many runs of each point."""
    primary, runs = results.design.file.primary, results.n_runs
    if primary.half_width is None:
        return f"after {runs:,} runs of each point, as many as were asked for; no look before the end"
    ends = stretches(results.design, results.plan)
    if primary.looks and not ends[:-1]:
        words = "not yet: {} runs of {}" if runs < ends[-1] else "after {} runs of each point"
        so_far = words.format(f"{runs:,}", f"{ends[-1]:,}")
        first = f"no look comes before that (the design\u2019s first is at {primary.looks[0]:,})"
        return f"{so_far}, as many as were asked for; {first}"
    rule = f"stop when the 95\u202f% interval of the primary difference is within \u00b1{primary.half_width:g}"
    looks = ", ".join(str(look) for look in ends[:-1]) or "none"
    if runs in ends[:-1]:
        return f"at look {ends.index(runs) + 1} of {len(ends) - 1}, after {runs:,} runs (looks at {looks}; {rule})"
    if runs >= results.plan.replications:
        return f"at the maximum of {runs:,} runs: no look found enough (looks at {looks}; {rule})"
    return f"not yet: {runs:,} runs of {results.plan.replications:,} (looks at {looks}; {rule})"
