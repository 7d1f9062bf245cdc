"""The verb about how much a quiet sky depends on the sensors' thresholds."""

from pathlib import Path

import msgspec

from tocsin.cli.console import progress_bar, say, say_all, write_line
from tocsin.cli.folder import check_folder
from tocsin.cli.play import played
from tocsin.cli.sky_table import curve_table
from tocsin.cli.wanted import Wanted, wanted_text
from tocsin.review.page import write_review
from tocsin.review.page_style import png_of
from tocsin.review.sky_curve import curve_figure
from tocsin.scenario.build import build_scenario
from tocsin.scenario.declared import stem_of
from tocsin.study.run import task_of
from tocsin.study.sky_sweep import sky_curve


def write_sky(wanted: Wanted, out: Path, agreement: str | None, seed: int | None, as_json: bool) -> None:
    """Run a quiet sky at every setting; write the curve as PNG and JSON and the review page that shows it."""
    check_folder(out)
    text, file = wanted_text(wanted)
    scenario = build_scenario(text, file)
    task = task_of(scenario, file, agreement, seed)
    stem = f"{stem_of(scenario)}.{task.seed}"
    page = out / f"{stem}.EXERCISE.html"
    with progress_bar(f"{scenario.name} at each threshold") as report:
        points = sky_curve(task, progress=report)
    finished, _ = played(scenario, file, task.agreement, task.seed, out)
    (out / f"{stem}.curve.EXERCISE.png").write_bytes(png_of(curve_figure(points)))
    curve = msgspec.json.encode({"marking": finished.log.header.meta["marking"], "points": points})
    (out / f"{stem}.curve.EXERCISE.json").write_bytes(curve)
    write_review({finished.log.header.agreement: finished.log}, scenario, page, points=points)
    if as_json:
        write_line(curve.decode())
        return
    say_all(curve_table(scenario.title, points))
    say(f"The review: open {page} in a browser; its curve is beside it as PNG and JSON.")
