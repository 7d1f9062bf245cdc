"""One answer to one measure, and what a measure is."""

from typing import Literal, NamedTuple

Status = Literal["observed", "never", "pending", "not_applicable"]
Summary = Literal[
    "median, never largest",
    "median, never smallest",
    "mean",
    "share",
    "sum",
    "sum over cases",
    "ratio of sums",
]
ALL = "all"


class Definition(NamedTuple):
    """What a measure is; ``docs/measures.md`` is made from these.

    ``per`` names the subjects, ``span`` the start and the stop record, ``never`` what it means that the stop never
    came, ``summary`` how the subjects make the headline row.
    """

    name: str
    unit: str
    per: str
    text: str
    span: str
    never: str
    summary: Summary


class Answer(NamedTuple):
    """What one measure is for one nation and one subject; subject ``all`` is a headline given as it stands.

    ``value`` is None unless observed.  ``n`` is how many cases stand behind it, ``n_never`` in how many of them
    what was waited for never came.  Answers not ``in_headline`` are shown but not summarised.
    """

    measure: str
    nation: str
    subject_kind: str
    subject: str
    status: Status
    value: float | None
    n: int = 1
    n_never: int = 0
    in_headline: bool = True


def observed(measure: str, nation: str, subject_kind: str, subject: str, value: float) -> Answer:
    """Return an answer that has a value."""
    return Answer(measure, nation, subject_kind, subject, "observed", value)


def absent(measure: str, nation: str, subject_kind: str, subject: str, status: Status) -> Answer:
    """Return an answer without a value."""
    n_never = int(status == "never")
    return Answer(measure, nation, subject_kind, subject, status, None, int(status in ("never", "observed")), n_never)


class Wait(NamedTuple):
    """Something waited for: from when, by when, and how far the run went."""

    start_ms: int
    deadline_ms: int
    end_ms: int


def waited(measure: str, nation: str, subject_kind: str, subject: str, wait: Wait, stop_ms: int | None) -> Answer:
    """Return the seconds from start to stop; never if it did not come by its deadline; pending if cut before."""
    if stop_ms is not None and stop_ms <= wait.deadline_ms:
        return observed(measure, nation, subject_kind, subject, (stop_ms - wait.start_ms) / 1000.0)
    status: Status = "never" if wait.deadline_ms <= wait.end_ms else "pending"
    return absent(measure, nation, subject_kind, subject, status)
