"""What is decided about the review after an exercise: one function a verb; what is heavy is imported when used."""

from pathlib import Path
from typing import Annotated

import typer

Journal = Annotated[
    Path, typer.Argument(help="a journal: of `tocsin run --out`, or of a live exercise that is not served")
]
Party = Annotated[str, typer.Option("--as", help="for whom: control, or a nation that is a party")]
Nation = Annotated[str, typer.Option("--as", help="for which party")]
Reader = Annotated[str, typer.Option("--for", help="control, joint, or a nation: what that reader may see")]
Sheet = Annotated[Path | None, typer.Option(help="write them to a file too: .csv or .xlsx; must not exist")]
Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]

statement_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Public statements: draft, look at, release.  Built from facts that every party has cleared.",
)
lesson_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Lessons identified: note, change, list, export."
)
survey_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The questionnaire: its questions, answers given on paper, pooled results.",
)


def clear(
    journal: Journal,
    party: Party,
    items: Annotated[
        list[str] | None, typer.Argument(help="families of records, or facts; none: show what is cleared")
    ] = None,
    audience: Annotated[
        str, typer.Option("--for", help="parties (truth for the nations), joint (the joint pack), or public")
    ] = "joint",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="take back what was cleared")] = False,
) -> None:
    """Clear records for the parties or the joint pack, or facts for the public; or take that back."""
    from tocsin.cli.clearances import clear_items, show_cleared

    if items:
        clear_items(journal, party, audience, items, withdraw)
    else:
        show_cleared(journal, party, audience)


@statement_app.command("draft")
def statement_draft(
    journal: Journal,
    facts: Annotated[list[str], typer.Argument(help="facts it is built from; a wrong one names them all")],
    nation: Nation,
    announce: Annotated[str, typer.Option(help="before (STARTEX) or after (ENDEX)")] = "after",
    statement: Annotated[str, typer.Option("--id", help="an own draft to be changed; a new one if not given")] = "",
) -> None:
    """Draft a statement, or draft it anew."""
    from tocsin.cli.statements import draft_statement

    draft_statement(journal, nation, announce, facts, statement)


@statement_app.command("show")
def statement_show(journal: Journal, as_json: Json = False) -> None:
    """Print the statements: the words of those that are out, and what the others wait for."""
    from tocsin.cli.statements import show_statements

    show_statements(journal, as_json)


@statement_app.command("release")
def statement_release(
    journal: Journal,
    statement: Annotated[str, typer.Argument(help="its id; may be left out where one is not out yet")] = "",
) -> None:
    """Let a statement out, and print its words; status 1 if it may not go out."""
    from tocsin.cli.statements import release_statement

    release_statement(journal, statement)


@lesson_app.command("add")
def lesson_add(
    journal: Journal,
    text: Annotated[str, typer.Argument(help="what was learnt")],
    party: Party,
    for_all: Annotated[bool, typer.Option("--for-all", help="everybody may read it, not only that party")] = False,
    owner: Annotated[str, typer.Option(help="who sees to it")] = "",
    at: Annotated[str, typer.Option(help="exercise time that it is about: seconds, MM:SS or HH:MM:SS")] = "",
) -> None:
    """Note a lesson."""
    from tocsin.cli.lessons import add_lesson

    add_lesson(journal, "" if for_all else party, party, text, (owner, at))


@lesson_app.command("set")
def lesson_set(
    journal: Journal,
    lesson: Annotated[str, typer.Argument(help="its id")],
    state: Annotated[str, typer.Option(help="open, accepted, done or rejected")] = "",
    owner: Annotated[str, typer.Option(help="who sees to it")] = "",
    text: Annotated[str, typer.Option(help="what was learnt, in other words")] = "",
) -> None:
    """Change a lesson's state, owner or words."""
    from tocsin.cli.lessons import change_lesson

    change_lesson(journal, lesson, state, owner, text)


@lesson_app.command("list")
def lesson_list(
    journal: Journal,
    reader: Reader = "control",
    only_open: Annotated[bool, typer.Option("--open", help="only those still to be done")] = False,
    out: Sheet = None,
    as_json: Json = False,
) -> None:
    """Print the lessons as they stand."""
    from tocsin.cli.lessons import list_lessons

    list_lessons(journal, reader, only_open, out, as_json)


@survey_app.command("questions")
def survey_questions(as_json: Json = False) -> None:
    """Print the questions in English, Chinese and Russian, and who is asked each."""
    from tocsin.cli.surveys import print_questions

    print_questions(as_json)


@survey_app.command("add")
def survey_add(
    journal: Journal,
    scores: Annotated[list[str], typer.Argument(help="QUESTION=SCORE, such as tempo=4; 1 to 5")],
    nation: Nation,
    remark: Annotated[str, typer.Option(help="others read it as it is written")] = "",
) -> None:
    """Enter one answer that was given on paper; whose it is is not kept."""
    from tocsin.cli.surveys import add_answer

    add_answer(journal, nation, scores, remark)


@survey_app.command("show")
def survey_show(journal: Journal, reader: Reader = "control", out: Sheet = None, as_json: Json = False) -> None:
    """Print what the answers come to: pooled, from three answers or more."""
    from tocsin.cli.surveys import show_survey

    show_survey(journal, reader, out, as_json)
