"""The verbs of ``tocsin survey``."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from tocsin.cli.appended import append, nation_of, opened_for
from tocsin.cli.console import say, say_all, write_line
from tocsin.cli.msel import one_line
from tocsin.cli.sheets import write_sheet
from tocsin.errors import ScenarioError
from tocsin.orders.hot_wash import SurveyAnswered
from tocsin.review.party import POOLED_FROM, view_of
from tocsin.review.survey import KEYS, Pooled, fault_in_answer, pooled_of, remarks_of
from tocsin.review.survey_words import QUESTIONS

KINDS = (SurveyAnswered.__name__, "Endex")
HEADINGS = ("nation", "question", "statement", "answers", "mean", "spread", "1", "2", "3", "4", "5")
REMARK = "remark"


def print_questions(as_json: bool) -> None:
    """Print the questions."""
    if as_json:
        asked = [{"key": q.key, "roles": q.roles, **q.said._asdict()} for q in QUESTIONS]
        write_line(msgspec.json.encode(asked).decode())
        return
    for question in QUESTIONS:
        say(f"{question.key}  ({', '.join(question.roles) or 'everybody'})")
        for text in question.said:
            say(f"  {text}")


def add_answer(journal: Path, nation: str, scores: Sequence[str], remark: str) -> None:
    """Enter one answer."""
    log, scenario = opened_for(journal, KINDS)
    answer = SurveyAnswered(
        node=nation_of(scenario, nation), scores=tuple(map(score_of, scores)), remark=remark.strip()
    )
    if fault := fault_in_answer(answer):
        raise ScenarioError(fault)
    append(journal, log, answer)
    say(f"Entered: {len(answer.scores)} scores for {nation}.  Results: from {POOLED_FROM} answers on.")


def score_of(text: str) -> tuple[str, int]:
    """Return a question and its score, written question=score."""
    question, equals, score = text.partition("=")
    if not equals or not score.strip().isdecimal():
        raise ScenarioError(f"{text!r}: must be QUESTION=SCORE, such as {KEYS[0]}=4")
    return question.strip(), int(score)


def show_survey(journal: Path, reader: str, out: Path | None, as_json: bool) -> None:
    """Print the pooled answers that a reader may see, and write them to a file if one is named."""
    log, scenario = opened_for(journal, KINDS)
    view = view_of(log, scenario, reader)
    pooled, remarks = pooled_of(view), remarks_of(view)
    rows = [row_of(item) for item in pooled]
    if out is not None:
        told = [(nation, REMARK, text, *[""] * (len(HEADINGS) - 3)) for nation, text in remarks]
        write_sheet(out, "Questionnaire", HEADINGS, [*rows, *told])
    if as_json:
        answer = {"pooled": [item._asdict() for item in pooled], "remarks": remarks}
        write_line(msgspec.json.encode(answer).decode())
        return
    table = Table(title=f"Questionnaire, for {reader}  (EXERCISE)", title_justify="left", box=SIMPLE)
    for heading in HEADINGS:
        if heading != "question":
            table.add_column(heading)
    for nation, _, *rest in rows:
        table.add_row(nation, *rest)
    say_all(table)
    for nation, text in remarks:
        say(Text(one_line(f"{nation}: {text}")))
    say(f"Pooled: a question that fewer than {POOLED_FROM} of a nation answered is not told.")
    if out is not None:
        say(f"Wrote {out}: {len(rows)} questions, {len(remarks)} remarks.")


def row_of(item: Pooled) -> tuple[str, ...]:
    """Return what the answers to a question come to, as cells."""
    said = next(question.said.en for question in QUESTIONS if question.key == item.question)
    counts = (str(count) for count in item.counts)
    return (
        item.nation,
        item.question,
        said,
        str(item.n),
        f"{item.mean_score:.2f}",
        f"{item.spread_score:.2f}",
        *counts,
    )
