"""The parts of a series' page: what differs first, then rates, times and pictures, then the lessons."""

from collections.abc import Sequence
from itertools import groupby

from tocsin.review.answer import ALL
from tocsin.review.pack.section import Block, Drawing, Section, Table, Words
from tocsin.review.page_style import data_uri_of
from tocsin.review.page_words import count, listed, nation
from tocsin.study.series.cells import NONE, median_text, quotient_text
from tocsin.study.series.exercise import Exercise, nations_in
from tocsin.study.series.lessons import Lesson
from tocsin.study.series.panel import share_panels, time_panels
from tocsin.study.series.quotient import NO_CASE, UNTOLD, median, quotient
from tocsin.study.series.rate import DURATIONS, RATES, Rate
from tocsin.study.series.trend import trend_figure

IN_PLAY = ("on", "seed", "decided by", "own cells decided by", "played", "record")  # no matter of what was planned
DIFFERS, BLANK = "\u2260", "\u2013"
HOW_TO_READ = (
    "Every rate is a sum over a sum, with both numbers beside it; no ratio is averaged. What the end of a run came "
    f"before is pending and in neither number; \u201c{NONE}\u201d: there was no opportunity. A share in a batch "
    "has its exact 95\u202f% interval (Clopper and Pearson): over several runs, of as many independent cases as "
    "tell as much; of a single run, whose cases share its luck, the narrowest that there can be, written "
    "\u201cat best\u201d. An exercise that people played is one case, and nothing of it has an interval."
)
SHARES_CAPTION = (
    "A filled mark is a batch, with its exact 95\u202f% interval, thin for a single run, of which it is the "
    "narrowest that there can be; an open mark is an exercise that people played, a single case. A full line joins "
    "two exercises of the same scenario that were played alike; a broken one joins what is not alike, and is no "
    "trend. Beside each mark: how many, of how many."
)
TIMES_CAPTION = (
    "Medians in which what never came ranks worst. Beside each mark: the time, and in how many cases it came, of how "
    "many; never: half or more did not."
)


def sections_of(exercises: Sequence[Exercise], lessons: Sequence[Lesson]) -> list[Section]:
    """Return all parts of the page of a series, in order."""
    return [
        differences_section(exercises),
        trend_section(exercises),
        rates_section(exercises),
        times_section(exercises),
        lessons_section(lessons),
    ]


def differences_section(exercises: Sequence[Exercise]) -> Section:
    """Return what the exercises were made of, and first what of it differs."""
    lines = [(name, [item.setup.value_of(name) or BLANK for item in exercises]) for name in names_in(exercises)]
    unlike = [name for name, values in lines if len(set(values)) > 1]
    rows = [
        (DIFFERS if name in unlike else "=", name, *values)
        for name, values in sorted(lines, key=lambda line: line[0] not in unlike)
    ]
    table = Table("", ("", "", *headings(exercises)), tuple(rows), f"{DIFFERS} differs; = is the same in all.")
    return Section("differences", "What differs between these exercises", warning(unlike), (table,))


def names_in(exercises: Sequence[Exercise]) -> list[str]:
    """Return the names of all lines of setups, each after what stands before it where it first comes."""
    names: list[str] = []
    for exercise in exercises:
        place = 0
        for name, _ in exercise.setup.lines:
            if name not in names:
                names.insert(place, name)
            place = names.index(name) + 1
    return names


def warning(unlike: Sequence[str]) -> str:
    """Return what must be known before anything is compared."""
    others = [name for name in unlike if name not in IN_PLAY]
    if not others:
        return "They were made of the same; what differs is luck, and who played."
    return (
        f"{count(len(others), 'thing').capitalize()} differ{'s' if len(others) == 1 else ''} that people did not "
        f"choose in play: {listed(others)}. A difference below may come from any of them, and from luck; it says "
        "nothing of people by itself."
    )


def headings(exercises: Sequence[Exercise]) -> list[str]:
    """Return the heading of each exercise."""
    return [heading(item) for item in exercises]


def heading(exercise: Exercise) -> str:
    """Return an exercise's label, and of how many runs it is where of more than one."""
    runs = len(exercise.runs)
    return exercise.label if runs == 1 else f"{exercise.label} ({runs} runs)"


def trend_section(exercises: Sequence[Exercise]) -> Section:
    """Return the headline measures as pictures, exercises in order of time."""
    whose = nations_in(exercises)[0]
    pictures = (
        ("Shares, from one exercise to the next", SHARES_CAPTION, share_panels(exercises, whose)),
        ("Times, from one exercise to the next", TIMES_CAPTION, time_panels(exercises, whose)),
    )
    blocks = tuple(
        Drawing(title, caption, data_uri_of(trend_figure(exercises, panels)))
        for title, caption, panels in pictures
        if panels
    )
    return Section("trend", "At a glance", "", blocks)


def rates_section(exercises: Sequence[Exercise]) -> Section:
    """Return every rate, by what its opportunities are."""
    tables: list[Block] = []
    for per, rates in groupby(RATES, key=lambda rate: rate.per):
        rows = [row for rate in rates for row in rate_rows(exercises, rate)]
        if rows:
            tables.append(Table(f"Per {per}", ("", "nation", *headings(exercises)), tuple(rows)))
    if left := left_out(exercises):
        tables.append(Words((left,)))
    if not tables:
        tables.append(Words(("Nothing that this reader may see had an opportunity in any of these exercises.",)))
    return Section("rates", "Rates by opportunity", HOW_TO_READ, tuple(tables))


def left_out(exercises: Sequence[Exercise]) -> str:
    """Return the opportunities of which the reader of a series has no records; '' where there is none."""
    whose = nations_in(exercises)
    told = {
        rate.per for rate in RATES if any(quotient(i, rate, n).why_not != UNTOLD for i in exercises for n in whose)
    }
    left = [per for per in dict.fromkeys(rate.per for rate in RATES) if per not in told]
    if not left:
        return ""
    return f"Left out, because it needs records that this reader does not have: everything per {', per '.join(left)}."


def rate_rows(exercises: Sequence[Exercise], rate: Rate) -> list[tuple[str, ...]]:
    """Return a rate's rows: all together, then each nation; none where no exercise had an opportunity."""
    rows: list[tuple[str, ...]] = []
    for whose in nations_in(exercises):
        found = [quotient(item, rate, whose) for item in exercises]
        if any(item.why_not not in (NO_CASE, UNTOLD) for item in found):
            texts = [quotient_text(item, rate.sort) for item in found]
            rows.append(("" if rows else rate.title, who(whose), *texts))
    return rows


def times_section(exercises: Sequence[Exercise]) -> Section:
    """Return the measures of time."""
    rows: list[tuple[str, ...]] = []
    for measure, title in DURATIONS.items():
        is_first = True
        for whose in nations_in(exercises):
            found = [median(item, measure, whose) for item in exercises]
            if any(item.why_not not in (NO_CASE, UNTOLD) for item in found):
                rows.append((title if is_first else "", who(whose), *(median_text(item) for item in found)))
                is_first = False
    intro = (
        "Medians, m:ss, in which what never came ranks worst; never: half or more of the cases. Beside each: in how "
        "many cases it came, of how many."
    )
    table = Table("", ("", "nation", *headings(exercises)), tuple(rows))
    return Section("times", "Times", intro, (table,) if rows else ())


def who(name: str) -> str:
    """Return a nation, or all together, as people write it."""
    return "all" if name == ALL else nation(name)


def lessons_section(lessons: Sequence[Lesson]) -> Section:
    """Return the lessons: those still open first, with what was said of each in which exercise."""
    if not lessons:
        return Section("lessons", "Lessons", "", (Words(("None of these exercises noted a lesson.",)),))
    tables: list[Block] = []
    for title, is_open in (("Still open, carried into the next plan", True), ("Closed", False)):
        rows = tuple(lesson_row(item) for item in lessons if item.is_open == is_open)
        if rows:
            heads = ("lesson", "nation", "what", "owner", "said of it", "exercises since")
            tables.append(Table(title, heads, rows))
    still = sum(item.is_open for item in lessons)
    intro = (
        f"{count(len(lessons), 'lesson').capitalize()}, still open: {still}. A lesson is known by its id and "
        "words over all journals, and its newest state holds; what was only accepted is not done."
    )
    return Section("lessons", "Lessons", intro, tuple(tables))


def lesson_row(lesson: Lesson) -> tuple[str, ...]:
    """Return one lesson as a row."""
    body = lesson.newest
    said = "; ".join(f"{label}\u00a0{state}" for label, state in lesson.states.items())
    return (lesson.name, who(body.node or ALL), body.text, body.owner or BLANK, said, str(lesson.since_count))
