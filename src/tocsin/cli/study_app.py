"""The verbs of ``tocsin study``: one function each; everything heavy is imported when its verb is used."""

from pathlib import Path
from typing import Annotated, Literal

import typer

study_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Many runs with the same luck: what did sharing buy, with intervals.",
)

DesignName = Annotated[
    str, typer.Argument(help="a shipped study (see `tocsin study list`) or a path ending in .toml")
]
Folder = Annotated[Path, typer.Argument(help="the folder that `tocsin study run` wrote")]
StudyOut = Annotated[Path, typer.Option("--out", help="folder of the study: new, empty, or its own to go on")]
Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]
Replications = Annotated[int | None, typer.Option(help="runs of each point; the design's if not given")]


@study_app.command("list")
def study_list(as_json: Json = False) -> None:
    """List the shipped studies and what each asks."""
    from tocsin.cli.study import list_studies

    list_studies(as_json)


@study_app.command("check")
def study_check(design: DesignName, replications: Replications = None, pilot: bool = True) -> None:
    """Check a design; print its points, its number of runs, and how long they will take from a timed pilot."""
    from tocsin.cli.study import check_study

    check_study(design, replications, pilot)


@study_app.command("register")
def study_register(design: DesignName, out: StudyOut) -> None:
    """Write down a design's digest, the version and the time before its first run."""
    from tocsin.cli.study import register_study

    register_study(design, out)


@study_app.command("run")
def study_run(
    design: DesignName,
    out: StudyOut,
    replications: Replications = None,
    engine: Annotated[Literal["pool", "dask"], typer.Option(help="this machine's cores, or a Dask cluster")] = "pool",
    scheduler: Annotated[str, typer.Option(help="with dask: its address; one of this machine if not given")] = "",
    workers: Annotated[int, typer.Option(help="0: one a core", min=0, max=1024)] = 0,
) -> None:
    """Play a study, or go on with one: what is done stays.  Then write its report."""
    from tocsin.cli.study import run_study
    from tocsin.study.engines import Engine

    run_study(design, out, replications, Engine(engine, workers, scheduler))


@study_app.command("report")
def study_report(
    folder: Folder,
    out: Annotated[Path | None, typer.Option(help="the page; in the folder if not given")] = None,
) -> None:
    """Write the report of a study: one HTML page that needs nothing else."""
    from tocsin.cli.study import report_study

    report_study(folder, out)


@study_app.command("rerun")
def study_rerun(
    folder: Folder,
    point: Annotated[int, typer.Option(help="of the design, from 0", min=0)],
    run: Annotated[int, typer.Option(help="replication, from 0", min=0)],
    out: Annotated[Path, typer.Option(help="folder for the journal and the review")],
) -> None:
    """Play one run of a study again, with a journal, and write its review."""
    from tocsin.cli.study import rerun_study

    rerun_study(folder, point, run, out)


@study_app.command("query")
def study_query(
    folder: Folder,
    sql: Annotated[str, typer.Argument(help="over the tables rows, launches, runs, points; see docs/studies.md")],
    as_json: Json = False,
) -> None:
    """Ask a study's tables by SQL."""
    from tocsin.cli.study import query_study

    query_study(folder, sql, as_json)


@study_app.command("counterfactual")
def study_counterfactual(
    journal: Annotated[Path, typer.Argument(help="a finished exercise: played by people, by doctrine, or both")],
    out: Annotated[Path, typer.Option(help="folder for the journals")],
    agreements: Annotated[
        str, typer.Option(help="presets or paths ending in .toml, comma-separated; every preset if not given")
    ] = "",
    seeds: Annotated[
        int, typer.Option(help="other lucks, 0 to 1000, that say which differences are within luck")
    ] = 20,
    workers: Annotated[int, typer.Option(help="0: one a core", min=0, max=1024)] = 0,
) -> None:
    """Play an exercise again under other agreements, people's orders re-timed: one journal each, for the review."""
    from tocsin.cli.counterfactual import make_counterfactuals

    named = tuple(name for item in agreements.split(",") if (name := item.strip()))
    make_counterfactuals(journal, out, named, seeds, workers)
