"""The ``tocsin`` command: one function a verb; everything heavy is imported when its verb is used."""

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from tocsin.cli.agreement_app import agreement_app
from tocsin.cli.archive import countersign, seal, verify
from tocsin.cli.doctrine_app import doctrine_app
from tocsin.cli.hot_wash_app import clear, lesson_app, statement_app, survey_app
from tocsin.cli.journal_verbs import journal_verbs
from tocsin.cli.msel_app import msel_app
from tocsin.cli.pack_app import pack_app
from tocsin.cli.series_app import series
from tocsin.cli.study_app import study_app
from tocsin.cli.what_if import fork, futures, reopen
from tocsin.cli.world import world
from tocsin.errors import ScenarioError, TocsinError

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Exercises of shared missile early warning between notional nations.  EXERCISE only.",
)

app.add_typer(journal_verbs)
app.add_typer(pack_app, name="pack")
app.add_typer(agreement_app, name="agreement")
app.add_typer(doctrine_app, name="doctrine")
app.add_typer(msel_app, name="msel")
app.add_typer(study_app, name="study")
app.add_typer(statement_app, name="statement")
app.add_typer(lesson_app, name="lesson")
app.add_typer(survey_app, name="survey")

EXTRAS = {"pyarrow": "study", "duckdb": "study", "pandas": "study", "distributed": "cluster"}  # module -> extra

Scenario = Annotated[
    str, typer.Argument(help="a shipped scenario (see `tocsin scenarios`) or a path ending in .toml")
]
Seed = Annotated[int | None, typer.Option(help="luck, 0 to 2147483647; the scenario's own if not given")]
Out = Annotated[Path | None, typer.Option(help="folder for journals; nothing is kept if not given")]
Variant = Annotated[str, typer.Option(help="one of the scenario's variants, see `tocsin check`")]
Cast = Annotated[str, typer.Option(help="who plays whose part, such as alder=elm,birch=fir: names swap, land stays")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="change a value, such as link[alder-birch].loss=0.5; can be given again; not for launches",
    ),
]
Port = Annotated[int, typer.Option(help="where it listens, 0 for any that is free")]
Agreement = Annotated[str | None, typer.Option(help="a preset's name or a path ending in .toml")]
Msel = Annotated[str, typer.Option(help="a list of injects (.toml, .xlsx, .csv) in place of its own")]
Json = Annotated[bool, typer.Option("--json", help="print JSON for machines")]


@app.command()
def run(
    scenario: Scenario,
    agreement: Agreement = None,
    seed: Seed = None,
    out: Out = None,
    variant: Variant = "",
    cast: Cast = "",
    settings: Settings = None,
    msel: Msel = "",
    as_json: Json = False,
) -> None:
    """Play a scenario once, doctrine deciding for every cell, and print the measures."""
    from tocsin.cli.play import run_one
    from tocsin.cli.wanted import Wanted

    run_one(Wanted(scenario, variant, cast, settings or (), msel), agreement, seed, out, as_json)


@app.command()
def compare(
    scenario: Scenario,
    agreements: Annotated[
        str | None,
        typer.Option(
            help="presets, comma-separated, the first is the baseline; none,notify-only,full-picture if not given"
        ),
    ] = None,
    doctrines: Annotated[
        str | None,
        typer.Option(help="compare doctrines instead, comma-separated, under one agreement (the scenario's own)"),
    ] = None,
    nation: Annotated[str, typer.Option("--for", help="with --doctrines: the one nation that tries them")] = "",
    seed: Seed = None,
    out: Out = None,
    variant: Variant = "",
    cast: Cast = "",
    settings: Settings = None,
    as_json: Json = False,
) -> None:
    """Play a scenario under several agreements, or by several doctrines, with the same luck; say how they differ."""
    from tocsin.cli.compare_doctrines import Tried, compare_doctrines
    from tocsin.cli.play import compare_all
    from tocsin.cli.wanted import Wanted

    wanted = Wanted(scenario, variant, cast, settings or ())
    if doctrines is not None:
        compare_doctrines(wanted, Tried(doctrines, nation, agreements), seed, out, as_json)
    elif nation:
        raise ScenarioError(f"--for {nation!r}: goes with --doctrines; name some, such as --doctrines standard,salvo")
    else:
        compare_all(wanted, agreements or "none,notify-only,full-picture", seed, out, as_json)


@app.command()
def demo() -> None:
    """Play the main job: the flagship under three agreements, and its review page in out/."""
    from tocsin.cli.play import demonstrate

    demonstrate()


@app.command()
def check(scenario: Scenario, variant: Variant = "", cast: Cast = "", settings: Settings = None) -> None:
    """Check a scenario file; say what is wrong with it, or what is in it."""
    from tocsin.cli.files import check_scenario
    from tocsin.cli.wanted import Wanted

    check_scenario(Wanted(scenario, variant, cast, settings or ()))


@app.command()
def scenarios(as_json: Json = False) -> None:
    """List the shipped scenarios and what each rehearses."""
    from tocsin.cli.brief import list_scenarios

    list_scenarios(as_json)


@app.command()
def brief(
    scenario: Scenario,
    reader: Annotated[str, typer.Option("--for", help="players, control or truth")] = "players",
    variant: Variant = "",
    cast: Cast = "",
    settings: Settings = None,
) -> None:
    """Print what is told before the exercise: to players, to control, or the truth sheet."""
    from tocsin.cli.brief import print_brief
    from tocsin.cli.wanted import Wanted

    print_brief(Wanted(scenario, variant, cast, settings or ()), reader)


@app.command()
def serve(
    scenario: Annotated[
        str, typer.Argument(help="a shipped scenario or a path ending in .toml; none with --blind")
    ] = "",
    port: Port = 8000,
    journal: Annotated[
        Path | None, typer.Option(help="its journal; one that is there and not finished is gone on with")
    ] = None,
    host: Annotated[str, typer.Option(help="address it listens on; 0.0.0.0 for the whole network")] = "127.0.0.1",
    agreement: Agreement = None,
    seed: Seed = None,
    solo: Annotated[
        bool, typer.Option("--solo", help="one person may sit at several sides; the journal says so")
    ] = False,
    blind: Annotated[Path | None, typer.Option(help="a pool to draw the scenario from, see docs/live.md")] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="certificate for TLS, PEM")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="its key, PEM")] = None,
    msel: Msel = "",
    variant: Variant = "",
    cast: Cast = "",
) -> None:
    """Serve an exercise to staffs in browsers: one clock, a code for each group of cells, everything journaled."""
    from tocsin.cli.serve import ServeWanted, serve_exercise
    from tocsin.cli.wanted import Wanted
    from tocsin.web.serve import Place

    serve_exercise(
        ServeWanted(Wanted(scenario, variant, cast, (), msel), blind, agreement, seed, journal, solo),
        Place(host, port, tls_cert, tls_key),
    )


@app.command()
def play(
    scenario: Annotated[
        str, typer.Argument(help="a shipped scenario or a path ending in .toml; first-seen-by-partner if not given")
    ] = "",
    port: Port = 8000,
    journal: Annotated[
        Path | None,
        typer.Option(help="its journal, new or to go on with; in a temporary place if not given"),
    ] = None,
    host: Annotated[str, typer.Option(help="address it listens on, of this machine alone")] = "127.0.0.1",
    agreement: Agreement = None,
    seed: Seed = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="do not open a browser")] = False,
    msel: Msel = "",
    variant: Variant = "",
    cast: Cast = "",
) -> None:
    """Open an exercise on this machine to whoever sits before it: no codes, everybody runs the clock."""
    from tocsin.cli.serve import ServeWanted, open_house
    from tocsin.cli.wanted import Wanted
    from tocsin.web.serve import Place

    open_house(
        ServeWanted(Wanted(scenario, variant, cast, (), msel), None, agreement, seed, journal, is_solo=False),
        Place(host, port),
        not no_open,
    )


@app.command()
def new(path: Annotated[Path, typer.Argument(help="the file to write; must not exist")]) -> None:
    """Write a scenario to start from."""
    from tocsin.cli.files import write_new

    write_new(path)


for verb in (seal, countersign, verify, world, fork, reopen, futures, series, clear):
    app.command()(verb)


@app.command()
def show(
    scenario: Scenario,
    out: Annotated[Path | None, typer.Option(help="the picture; SCENARIO.EXERCISE.png if not given")] = None,
    variant: Variant = "",
    cast: Cast = "",
    settings: Settings = None,
) -> None:
    """Draw a scenario's map: land, sensors, areas, batteries, launches."""
    from tocsin.cli.look import draw_map
    from tocsin.cli.wanted import Wanted

    draw_map(Wanted(scenario, variant, cast, settings or ()), out)


@app.command()
def coverage(
    scenario: Scenario,
    out: Annotated[Path, typer.Option(help="folder for the maps and the GeoJSON file; new or empty")],
    vehicle_class: Annotated[str, typer.Option("--class", help="vehicle class that is looked for")] = "mrbm",
    phase: Annotated[str, typer.Option(help="boost: motor burning; coast: its payload alone")] = "boost",
    altitudes_km: Annotated[str, typer.Option(help="heights, comma-separated, 0 to 2000; one map each")] = "100",
    time_min: Annotated[float, typer.Option(help="exercise time: satellites move")] = 0.0,
    variant: Variant = "",
    cast: Cast = "",
    settings: Settings = None,
    as_json: Json = False,
) -> None:
    """Draw where each nation's sensors see a body of a class at a height, and write it as GeoJSON."""
    from tocsin.cli.coverage import write_coverage
    from tocsin.cli.wanted import Wanted

    write_coverage(
        Wanted(scenario, variant, cast, settings or ()), out, (vehicle_class, phase, altitudes_km), time_min, as_json
    )


@app.command()
def footprint(
    scenario: Scenario,
    out: Annotated[Path, typer.Option(help="folder for the map and the GeoJSON file; new or empty")],
    grid: Annotated[int, typer.Option(help="places a side over the parties' land, 10 to 400")] = 100,
    minutes: Annotated[float, typer.Option(help="warned means so long before impact, 0 to 60")] = 5.0,
    variant: Variant = "",
    cast: Cast = "",
    settings: Settings = None,
    as_json: Json = False,
) -> None:
    """Draw what of the parties' land is warned in time and can be defended, and what each rung of sharing adds."""
    from tocsin.cli.footprint import write_footprint
    from tocsin.cli.wanted import Wanted

    write_footprint(Wanted(scenario, variant, cast, settings or ()), out, grid, minutes, as_json)


@app.command()
def sky(
    scenario: Scenario,
    out: Annotated[Path, typer.Option(help="folder for the curve, the review page and the journal")],
    agreement: Agreement = None,
    seed: Seed = None,
    variant: Variant = "",
    cast: Cast = "",
    settings: Settings = None,
    as_json: Json = False,
) -> None:
    """Play a quiet sky at each of several sensor thresholds: reports a year of listed events.  Takes minutes."""
    from tocsin.cli.sky import write_sky
    from tocsin.cli.wanted import Wanted

    write_sky(Wanted(scenario, variant, cast, settings or ()), out, agreement, seed, as_json)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the scenario file."""
    from tocsin.cli.files import print_schema

    print_schema()


@app.command()
def cite() -> None:
    """Say how to cite this version: as text and as BibTeX."""
    from tocsin.cli.cite import print_citation

    print_citation()


@app.command()
def warm() -> None:
    """Compile the kernels, so that later commands start at once."""
    from tocsin.cli.play import warm_kernels

    warm_kernels()


def main() -> None:
    """Run a command; wrong input ends with status 2 and one line, Ctrl-C with 130 and one word."""
    signal.signal(signal.SIGINT, stop)
    try:
        app()
    except TocsinError as error:
        sys.stderr.write(f"tocsin: {error}\n")
        sys.exit(2)
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        extra = EXTRAS[error.name]
        sys.stderr.write(f"tocsin: {error.name} is not installed, and this needs it; pip install 'tocsin[{extra}]'\n")
        sys.exit(2)
    except OSError as error:  # what is left: a place that cannot be written
        sys.stderr.write(f"tocsin: {error.filename or 'file'}: {error.strerror}; choose another --out\n")
        sys.exit(2)
    except SystemError as error:  # how a kernel answers to being stopped in the middle
        if not was_stopped(error):
            raise
        sys.exit(130)


def was_stopped(error: BaseException | None) -> bool:
    """Return whether an error goes back to Ctrl-C."""
    while error is not None and not isinstance(error, SystemExit):
        error = error.__cause__ or error.__context__
    return error is not None


def stop(_signal: int, _frame: FrameType | None) -> None:
    """End at once; journals are closed on the way out."""
    sys.stderr.write("\nStopped.\n")
    sys.exit(130)
