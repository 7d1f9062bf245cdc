"""The head of the page: what was asked, whether it was registered, what was played, when it stopped."""

from typing import NamedTuple

from tocsin import __version__
from tocsin.study.plan import DESIGN_FILE, stretches, unlike_registered
from tocsin.study.registration import registration_of
from tocsin.study.report.stamp import good_counts
from tocsin.study.results import Results
from tocsin.study.stop import runs_at_end

MOST_FACTORS = 8  # that are listed one by one
EXPLORATORY = "Read the answer as exploratory."
NOT_REGISTERED = "Not registered: nothing fixed this question before the first run; read its answer as exploratory."


class Fact(NamedTuple):
    """A line of the design: what it is called, and what it says."""

    name: str
    text: str


def registered_words(results: Results) -> str:
    """Return whether the study was registered before its first run, and whether it is the one that was played."""
    entry = registration_of(results.folder)
    if entry is None:
        return NOT_REGISTERED
    unlike = unlike_registered(entry, results.plan)
    if changed_words(results):
        unlike.append("the design of this page is not what was played (see below)")
    if unlike:
        return f"Registered {entry.time_utc}, but not as it stands here: {'; '.join(unlike)}. {EXPLORATORY}"
    return (
        f"Registered {entry.time_utc} before the first run, by Tocsin {entry.version}, "
        f"design digest {entry.design_digest[:12]}."
    )


def is_as_registered(words: str) -> bool:
    """Return whether ``registered_words`` has nothing to warn of."""
    return "before the first run, by Tocsin" in words


def changed_words(results: Results) -> str:
    """Return a warning where the folder's design makes other texts than those that were played; '' if not."""
    design, plan = results.design, results.plan
    if design.digest_in(plan.version) == plan.design_digest:
        return ""
    now = f"played {plan.design_digest[:12]}, now {design.digest_in(plan.version)[:12]}"
    if plan.version == __version__:
        return (
            f"Edited after the runs were planned: {DESIGN_FILE} in this folder, or a scenario or an agreement that "
            f"it names by its path ({now}). The question, the texts and their digests on this page are the edited "
            "ones, not what was played: restore them and make the report again."
        )
    return (
        f"The runs were played by Tocsin {plan.version} from other texts than this page, by Tocsin {__version__}, "
        f"has ({now}): this version ships others, or the design or a file that it names was edited. Digests of "
        "scenarios and agreements below are not of what was played: make the report with the version that played."
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
    is_drawn = results.design.file.plan.kind not in ("full", "one_at_a_time")
    shown, rest = results.design.factors[:MOST_FACTORS], results.design.factors[MOST_FACTORS:]
    found = []
    for factor in shown:
        if factor.has_range and is_drawn:
            found.append((factor.name, f"{factor.low:g} to {factor.high:g}"))
        else:
            found.append((factor.name, ", ".join(level.name for level in factor.levels)))
    if rest:
        over = (
            "each over its range" if is_drawn and all(factor.has_range for factor in rest) else f"see {DESIGN_FILE}"
        )
        found.append((f"and {len(rest)} more", over))
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
    if runs_at_end(results) is not None:
        return words
    left = len(results.design.points) * results.plan.replications - good - failed
    most = "up to " if results.design.file.primary.looks else ""  # the rule may find fewer enough
    return f"{words}; {most}{left:,} still to be played: this page is of an unfinished study"


def stopping_words(results: Results) -> str:
    """Return when the study stopped and why, after how many runs of each point; that it is unfinished if it is."""
    primary, end, most = results.design.file.primary, runs_at_end(results), results.plan.replications
    looks = stretches(results.design, results.plan)[:-1]
    so_far = f"unfinished; {results.n_complete:,} of {most:,} runs of each point"
    if not looks:
        none = "no look before the end"
        if primary.looks:
            none = f"no look comes before that (the design\u2019s first is at {primary.looks[0]:,})"
        return f"{so_far if end is None else f'after {end:,} runs of each point, as many as were asked for'}; {none}"
    rule = f"stop when the 95\u202f% interval of the primary difference is within \u00b1{primary.half_width:g}"
    rule = f"(looks at {', '.join(map(str, looks))}; {rule})"
    if end is None:
        return f"{so_far} {rule}"
    if end == most:
        return f"at the maximum of {most:,} runs: no look found enough {rule}"
    return f"at look {looks.index(end) + 1} of {len(looks)}, after {end:,} runs {rule}"
