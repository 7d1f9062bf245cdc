"""Draw the figure of every model's page in ``docs/models``, from what tests measured or from runs of the engine.

``python scripts/make_model_figures.py [MODEL ...]`` writes ``docs/images/models/MODEL.EXERCISE.png``.  Three kinds:

- published numbers held against the code's, from ``docs/models/validation.md`` (which a run of the tests makes);
- a table of the page itself, which a test or a bench measured;
- records of whole runs along exercise time, played here with doctrine at every desk.
"""

import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tocsin.review.page_style import FAINT, HAIR, INK, NATION_INKS, new_figure, png_of
from tocsin.scenario.build import load_scenario
from tocsin.study.run import run, task_of

DOCS = Path(__file__).parents[1] / "docs"
FOLDER = DOCS / "images" / "models"
WIDTH_IN, HEIGHT_IN = 8.6, 3.9
MIN_MS = 60_000.0
GOOD, LIMIT = NATION_INKS[0], "#8b1a1a"
Rows = list[list[str]]


def blank(title: str, note: str) -> tuple[Figure, Axes]:
    """Return an empty figure in the house's style with a title, a note beneath, and one plot."""
    figure = new_figure(WIDTH_IN, HEIGHT_IN)
    figure.text(0.03, 0.955, title, fontsize=11, fontweight="bold", color=INK, va="top")
    figure.text(0.03, 0.045, note, fontsize=7, color=FAINT, va="bottom")
    axes = figure.add_axes((0.09, 0.2, 0.88, 0.64))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8, colors=FAINT)
    return figure, axes


def tables(page: str) -> list[Rows]:
    """Return every table of a page: lists of rows of cells, heads first, without marks of emphasis."""
    found: list[Rows] = []
    for block in re.findall(r"(?:^\|.*\n)+", (DOCS / "models" / page).read_text(encoding="utf-8"), re.MULTILINE):
        rows = [
            [re.sub(r"[*`]", "", cell).strip() for cell in line.strip("|").split("|")] for line in block.splitlines()
        ]
        found.append([row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)])
    return found


def table_with(page: str, *heads: str) -> Rows:
    """Return the first table of a page whose head has these words."""
    return next(rows for rows in tables(page) if all(any(head in cell for cell in rows[0]) for head in heads))


# Published numbers


@cache
def published() -> dict[str, list[tuple[str, float]]]:
    """Return, by section of the validation page, each case with its error as a share of its tolerance."""
    text = (DOCS / "models" / "validation.md").read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, float]]] = {}
    for part in text.split("\n## ")[1:]:
        name, _, body = part.partition("\n")
        for line in body.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            share = share_of(cells) if len(cells) == 7 else None
            if share is not None:
                found.setdefault(name, []).append((cells[0], share))
    return found


def share_of(cells: Sequence[str]) -> float | None:
    """Return a row's error as a share of its tolerance, with its sign; None for bounds and heads."""
    match = re.fullmatch(r"(abs|rel) (\S+)", cells[4])
    try:
        expected, got = float(cells[2]), float(cells[3])
    except ValueError:
        return None
    if match is None:
        return None
    allowed = float(match[2]) * (abs(expected) if match[1] == "rel" else 1.0)
    return (got - expected) / allowed if allowed else None


def held(section: str, title: str, *prefixes: str) -> Figure:
    """Return how far each published number is from the code's, as a share of its tolerance."""
    rows = [row for row in published()[section] if not prefixes or row[0].startswith(prefixes)]
    families = dict.fromkeys(re.sub(r"[-.\d].*", "", case) or case for case, _ in rows)
    figure, axes = blank(
        title,
        f"{len(rows)} published numbers; 0: the code gives it, 1: as far off as is allowed. "
        "From docs/models/validation.md, which a run of the tests makes.",
    )
    names = list(families)
    rng = np.random.default_rng(1)  # only spreads dots that lie on each other
    places = [names.index(re.sub(r"[-.\d].*", "", case) or case) + 0.5 * (rng.random() - 0.5) for case, _ in rows]
    axes.scatter(places, [share for _, share in rows], s=14, color=GOOD, alpha=0.7, linewidths=0)
    axes.axhspan(-1, 1, color=GOOD, alpha=0.06)
    for bound in (-1, 1):
        axes.axhline(bound, color=LIMIT, linewidth=1)
    axes.axhline(0, color=HAIR, linewidth=0.8)
    axes.set(xticks=range(len(names)), ylim=(-1.25, 1.25), xlim=(-0.6, len(names) - 0.4))
    axes.set_xticklabels(names, rotation=30 if len(names) > 8 else 0, ha="right" if len(names) > 8 else "center")
    axes.set_ylabel("error / tolerance", fontsize=8, color=FAINT)
    return figure


# Tables of the page


def ascents() -> Figure:
    """Return how far one generic launcher is from 23 recorded ascents."""
    rows = table_with("motion.md", "ascent", "cut-off s")[1:]
    figure, axes = blank(
        "One generic launcher against 23 recorded ascents",
        "Speed (dots) within 10 %, altitude (squares) within 15 % is met; at 60 s, 120 s, cut-off. "
        "tests/motion/test_ascents.py measures it.",
    )
    for number, row in enumerate(rows):
        met = row[11] == "yes"
        for mark, columns in (("o", (5, 6, 7)), ("s", (8, 9, 10))):
            values = [float(row[column]) for column in columns]
            axes.plot(
                [number + 0.22 * (k - 1) for k in range(3)],
                values,
                mark,
                markersize=3.4,
                color=GOOD if met else LIMIT,
                alpha=0.8,
            )
    axes.axhspan(-10, 10, color=GOOD, alpha=0.08)
    axes.axhspan(-15, 15, color=GOOD, alpha=0.05)
    axes.set(xticks=range(len(rows)), xlim=(-0.7, len(rows) - 0.3))
    axes.set_xticklabels([row[0] for row in rows])
    axes.set_ylabel("off, %", fontsize=8, color=FAINT)
    axes.set_xlabel("ascent; red: not met", fontsize=8, color=FAINT)
    return figure


def bars(
    title: str,
    note: str,
    names: Sequence[str],
    sets: dict[str, Sequence[float]],
    axis: str,
    line: float | None = None,
) -> Figure:
    """Return bars side by side, a group a name."""
    figure, axes = blank(title, note)
    width = 0.8 / len(sets)
    for number, (label, values) in enumerate(sets.items()):
        places = [place - 0.4 + (number + 0.5) * width for place in range(len(names))]
        axes.bar(places, values, width * 0.92, label=label, color=NATION_INKS[number % len(NATION_INKS)], alpha=0.85)
    if line is not None:
        axes.axhline(line, color=LIMIT, linewidth=1)
    axes.set(xticks=range(len(names)))
    axes.set_xticklabels(names, fontsize=7.5)
    axes.set_ylabel(axis, fontsize=8, color=FAINT)
    if len(sets) > 1:
        axes.legend(fontsize=7.5, frameon=False, ncols=len(sets), loc="lower left", bbox_to_anchor=(0, 0.99))
    return figure


def coverage_of_intervals() -> Figure:
    """Return how often 95 % intervals held, by kind of difference and by method."""
    rows = table_with("statistics.md", "differences", "BCa")
    names = [
        f"{rows[k][0] if rows[k][0] != 'the same' else rows[k - 1][0]}\nn = {rows[k][1]}" for k in range(1, len(rows))
    ]
    sets = {head: [number(row[column]) for row in rows[1:]] for column, head in enumerate(rows[0]) if column > 1}
    names = [name.replace(", ", ",\n") for name in names]
    figure = bars(
        "How often a 95 % interval held the truth",
        "1,000 studies each; red: 95 %. Measured by tests/study/statistics; the last method is the one used.",
        names,
        sets,
        "held, %",
        95.0,
    )
    figure.axes[0].set_ylim(75, 100)
    figure.axes[0].tick_params(axis="x", labelsize=5.5)
    return figure


def number(text: str) -> float:
    """Return the first number of a cell, or nothing as NaN."""
    match = re.search(r"-?\d[\d,]*\.?\d*", text)
    return float(match[0].replace(",", "")) if match else np.nan


def allocation() -> Figure:
    """Return by how much the greedy allocation leaks more than the best, and by how much the bound lies below."""
    rows = table_with("allocation.md", "greedy over exact")[1:]
    names = [row[0].split(",")[0] for row in rows]
    pair = {
        "greedy above exact, mean": [number(row[5].split(",")[0]) for row in rows],
        "worst": [number(row[5].split(",")[1]) for row in rows],
        "bound below exact, mean": [number(row[6].split(",")[0]) for row in rows],
    }
    return bars(
        "What the quick allocation loses against the best",
        "Seeded problems, batteries x threats; HiGHS proved all "
        "optimum. Red: the 3 % asked for. tests/defence/test_allocation_greedy.py.",
        names,
        pair,
        "%",
        3.0,
    )


def launch_ellipses() -> Figure:
    """Return how many launches lay in their 90 % ellipse."""
    rows = table_with("infrared_tracks.md", "launches", "satellites")[1:]
    sets = {
        f"{head} looks": [number(row[2 + k]) for row in rows] for k, head in enumerate(("4", "8", "16", "30 or 40"))
    }
    names = [
        f"{kind}\n{row[1]} satellite{'s' if row[1] == '2' else ''}"
        for row, kind in zip(
            rows, ("drawn", "drawn", "recorded", "recorded", "class packs", "class packs"), strict=False
        )
    ]
    figure = bars(
        "Share of launches inside the fit's 90 % ellipse",
        "Geostationary, 30 microradians, a look each 5 s. Red: 0.90. Measured by tests/statistics.",
        names,
        sets,
        "share",
        0.9,
    )
    figure.axes[0].set_ylim(0.7, 1.0)
    return figure


def called() -> Figure:
    """Return what share of each class was called by its name."""
    rows = table_with("classification.md", "drawn", "called")[1:]
    counts = [[float(word) for word in re.findall(r"\b\d+\b", row[1])] for row in rows]
    shares = [found[0] / sum(found) for found in counts]
    names = [row[0].split(",")[0] for row in rows]
    return bars(
        "Share of drawn flights called by their class",
        "20 draws a class at 1 km and 10 m/s of track error. tests/tracking/test_classify.py.",
        names,
        {"called by its name": shares},
        "share",
    )


def rules_of_association() -> Figure:
    """Return which share of tracks ended with the body they began with, by rule and crowding."""
    rows = table_with("association.md", "noise, spacing")[1:]
    sets: dict[str, list[float]] = {"nearest": [], "joint": [], "mixed": []}
    names, where = [], ""
    for row in rows:
        where = row[0] or where
        if row[1]:
            names.append(f"{where}\nclutter {row[1]}")
        for rule in row[2].split(", "):
            sets[rule].append(number(row[5]))
    return bars(
        "Tracks that end with the body they began with",
        "Six bodies abreast at 2 km/s, 20 raids of 60 scans. tests/tracking/test_association_tracks.py.",
        names,
        sets,
        "share kept",
    )


# Runs


@cache
def played(name: str, agreement: str) -> list[tuple[int, str, str]]:
    """Play a shipped scenario once, with its own seed; return time, node and kind of each record of its journal."""
    with tempfile.TemporaryDirectory() as folder:
        finished = run(task_of(load_scenario(name), f"{name}.toml", agreement, None), Path(folder))
        with closing(sqlite3.connect(finished.path)) as journal:
            return list(journal.execute("SELECT time_ms, node, kind FROM record ORDER BY seq"))


def lanes(title: str, name: str, agreement: str, kinds: Sequence[str]) -> Figure:
    """Return records of one run along exercise time: a lane a kind, a colour a nation."""
    records = played(name, agreement)
    figure, axes = blank(
        title,
        f"{name} under {agreement}, doctrine at every desk: each stroke is a record of the run's journal "
        "(scripts/make_model_figures.py).",
    )
    nodes = sorted({node for _, node, found in records if found in kinds}, key=lambda node: (node == "truth", node))
    for lane, kind in enumerate(reversed(kinds)):
        for place, node in enumerate(nodes):
            times = [time_ms / MIN_MS for time_ms, whose, found in records if found == kind and whose == node]
            height = lane + (0.5 - place / max(len(nodes), 1)) * 0.6
            ink = NATION_INKS[place % len(NATION_INKS)] if node != "truth" else INK
            axes.plot(times, [height] * len(times), "|", color=ink, markersize=9)
    axes.set(yticks=range(len(kinds)), ylim=(-0.7, len(kinds) - 0.3))
    axes.set_yticklabels(list(reversed(kinds)), fontsize=7.5)
    axes.set_xlabel("exercise time, min", fontsize=8, color=FAINT)
    axes.grid(axis="x", color=HAIR, linewidth=0.5)
    axes.set_position((0.19, 0.2, 0.78, 0.64))
    handles = [
        axes.plot(
            [], [], "|", color=INK if node == "truth" else NATION_INKS[k % len(NATION_INKS)], markersize=9, label=node
        )[0]
        for k, node in enumerate(nodes)
    ]
    axes.legend(handles, nodes, fontsize=7.5, frameon=False, ncols=6, loc="lower left", bbox_to_anchor=(0, 0.99))
    return figure


FLAGSHIP = "first-seen-by-partner"
FIGURES: dict[str, Callable[[], Figure]] = {
    "earth": partial(held, "earth", "The planet: published numbers and ours"),
    "glide": partial(held, "glide", "Gliders: an independent program and ours"),
    "motion": ascents,
    "routes": partial(
        lanes,
        "Cruise missiles and an airliner in a run: seen, tracked, warned of",
        "mixed-raid",
        "full-picture",
        ("Launch", "Measured", "TrackConfirmed", "ImpactWarning", "BodyEnded"),
    ),
    "sensing": partial(held, "sensing", "Sensors: published numbers and ours"),
    "radar": partial(
        held,
        "sensing",
        "Detection by radar: published numbers and ours",
        "albersheim",
        "shnidman",
        "swerling",
        "radar",
        "matlab",
        "coherent",
        "textbook",
    ),
    "infrared": partial(
        lanes,
        "A plume's looks, and what is made of them",
        FLAGSHIP,
        "full-picture",
        ("Launch", "Measured", "LaunchWarning", "LaunchReportIssued"),
    ),
    "tracking": partial(held, "tracking", "Filters and bounds: published numbers and ours", "alpha", "pcrb", "nees"),
    "tracking_metrics": partial(
        held, "tracking", "Distances between sets: published numbers and ours", "ospa", "gospa", "nees"
    ),
    "association": rules_of_association,
    "infrared_tracks": launch_ellipses,
    "classification": called,
    "picture": partial(held, "picture", "Fusion: published numbers and ours"),
    "courses": partial(
        lanes,
        "What does not fall: followed, warned of, engaged",
        "mixed-raid",
        "full-picture",
        ("TrackConfirmed", "LaunchWarning", "ImpactWarning", "PublicWarning", "EventClosed"),
    ),
    "exchange": partial(
        lanes,
        "What passes the gate, and what does not",
        FLAGSHIP,
        "jdec-3",
        ("LaunchReportIssued", "Refusal", "Envelope", "Delivery"),
    ),
    "warning": partial(
        lanes,
        "From launch to warning",
        FLAGSHIP,
        "full-picture",
        ("Launch", "TrackConfirmed", "LaunchWarning", "ImpactWarning", "WarningWithdrawn", "EventClosed"),
    ),
    "consultation": partial(
        lanes,
        "Questions, answers, a joint word",
        FLAGSHIP,
        "full-picture",
        ("Order", "Delivery", "JointAssessment", "ConsultationExpired"),
    ),
    "register": partial(
        lanes,
        "An announced launch: filed, forwarded, matched",
        "sounding-rocket-1995",
        "full-picture",
        ("NoticeFiled", "NoticeForwarded", "NoticeAtDesk", "Launch", "NoticeMatched"),
    ),
    "decisions": partial(
        lanes,
        "What the desks order, and what follows",
        FLAGSHIP,
        "full-picture",
        ("LaunchWarning", "Answered", "Order", "AlertChanged", "PublicWarning"),
    ),
    "public_warning": partial(
        lanes,
        "The public is warned, and told when it is over",
        FLAGSHIP,
        "full-picture",
        ("ImpactWarning", "PublicWarning", "BodyEnded", "EventClosed"),
    ),
    "staff": partial(
        lanes,
        "Injects arrive; what the desks order is doctrine's until people take them",
        "partner-accident",
        "full-picture",
        ("InjectFired", "InjectDelivered", "Order", "AlertChanged", "PublicWarning"),
    ),
    "defence": partial(
        lanes,
        "Plans, shots, and what became of them",
        FLAGSHIP,
        "full-picture",
        ("EngagementPlan", "Shot", "InterceptorLaunched", "ShotOutcome", "ShotAssessed"),
    ),
    "engagement": partial(
        lanes,
        "Who shoots at what: plans and allocations",
        "mixed-raid",
        "full-picture",
        ("EngagementPlan", "AllocationMade", "Shot", "ShotAssessed"),
    ),
    "allocation": allocation,
    "statistics": coverage_of_intervals,
}


def write(name: str) -> Path:
    """Draw one model's figure and return where it lies."""
    path = FOLDER / f"{name}.EXERCISE.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png_of(FIGURES[name]()))
    return path


def main(chosen: Sequence[str]) -> Any:
    """Draw the figures of these models, or of all."""
    for name in chosen or FIGURES:
        sys.stdout.write(f"{write(name).relative_to(DOCS)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
