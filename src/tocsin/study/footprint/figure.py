"""The picture of a footprint: one map for every step of the ladder that changes anything, and what each step adds."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch

from tocsin.review.coverage_map import HATCH, path_of, shade
from tocsin.review.coverage_outline import Polygon
from tocsin.review.map_declared import spot
from tocsin.review.map_land import draw_land, draw_scale
from tocsin.review.map_view import LocalView, view_around
from tocsin.review.page_style import FAINT, HAIR, HALO, INK, Inches, nation_ink, new_figure, quiet
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.footprint import KINDS, Footprint
from tocsin.study.footprint.ground import ALIKE, LEVELS, Outliner, Row, land_of, rows_of, runs_of

WIDTH_IN: Inches = 12.0
SIDE_IN: Inches = 0.35
GAP_IN: Inches = 0.18
TOP_IN: Inches = 1.0  # for the marking and the title
HEAD_IN: Inches = 0.66  # above a row of maps: what it shows, and each map's rungs
BELOW_IN: Inches = 0.24  # between a row of maps and what comes next
CHART_HEAD_IN: Inches = 0.3
CHART_IN: Inches = 1.5
TICKS_IN: Inches = 0.5
FOOT_IN: Inches = 0.95  # for the legend, a line of words and the marking
FEWEST_COLUMNS = 3  # a map is no wider than a third of the figure
DECLARED_INK = "#444444"
NOTE = (
    "Shaded is what is warned or defended against at least that share of the declared launches that reach it; ground "
    "that none reaches is not counted. Triangles: radars; squares: batteries; rings: declared areas. All notional."
)


NOTHING_ADDED = f"No step of the ladder changes this by more than {100 * ALIKE:g} % of anybody's ground."


class Panel(NamedTuple):
    """A map: its kind, the first and the last rung it is true of, and the rung before (-1 for none)."""

    kind: str
    first: int
    last: int
    before: int


def panels_of(numbers: Sequence[Row], kind: str) -> list[Panel]:
    """Return the maps of a kind, one for each run of rungs on which nothing changes."""
    runs = runs_of(numbers, kind)
    return [Panel(kind, *run, runs[at - 1][1] if at else -1) for at, run in enumerate(runs)]


def footprint_figure(scenario: Scenario, found: Footprint, drawn: Outliner) -> Figure:
    """Return the picture of a footprint; EXERCISE is in its pixels, and no place that anything is launched from."""
    numbers = list(rows_of(found))
    rows = {kind: panels_of(numbers, kind) for kind in KINDS}
    columns = max(FEWEST_COLUMNS, *(len(panels) for panels in rows.values()))
    width_in = (WIDTH_IN - 2 * SIDE_IN - (columns - 1) * GAP_IN) / columns
    view = view_of(scenario, found)
    left, right, bottom, top = view.bounds_km
    map_in = width_in * (top - bottom) / (right - left)
    height_in = TOP_IN + 2 * (HEAD_IN + map_in + BELOW_IN) + CHART_HEAD_IN + CHART_IN + TICKS_IN + FOOT_IN
    figure = new_figure(WIDTH_IN, height_in)
    write_title(figure, scenario, found)
    y_in = height_in - TOP_IN
    for kind, panels in rows.items():
        write_at(figure, SIDE_IN, y_in, row_title(found, kind), fontsize=10.5, fontweight="bold")
        for column, panel in enumerate(panels):
            x_in = SIDE_IN + column * (width_in + GAP_IN)
            write_at(figure, x_in, y_in - 0.24, heading(found, panel), fontsize=8.5)
            write_at(figure, x_in, y_in - 0.42, shares_text(numbers, panel), fontsize=8, color=FAINT)
            axes = axes_at(figure, (x_in, y_in - HEAD_IN - map_in, width_in, map_in))
            draw_panel(axes, view, scenario, found, drawn, panel)
        if len(panels) == 1:
            x_in = SIDE_IN + width_in + 2 * GAP_IN
            write_at(figure, x_in, y_in - HEAD_IN - 0.5 * map_in, NOTHING_ADDED, fontsize=9, color=FAINT)
        y_in -= HEAD_IN + map_in + BELOW_IN
    draw_charts(figure, found, numbers, y_in)
    draw_legend(figure, found)
    return figure


def view_of(scenario: Scenario, found: Footprint) -> LocalView:
    """Return the view that holds all the parties' land."""
    lands = [land_of(scenario, nation).ring_rad for nation in found.nations]
    return view_around([(float(lat), float(lon)) for ring in lands for lat, lon in ring])


def write_at(figure: Figure, x_in: Inches, y_in: Inches, text: str, **style: Any) -> None:
    """Write a line with its upper left corner at a place, in inches from the lower left."""
    width_in, height_in = figure.get_size_inches()
    figure.text(x_in / width_in, y_in / height_in, text, va="top", **{"color": INK, **style})


def axes_at(figure: Figure, box_in: tuple[Inches, Inches, Inches, Inches]) -> Axes:
    """Return axes at left, bottom, width, height in inches."""
    width_in, height_in = figure.get_size_inches()
    x_in, y_in, wide_in, high_in = box_in
    return figure.add_axes((x_in / width_in, y_in / height_in, wide_in / width_in, high_in / height_in))


def write_title(figure: Figure, scenario: Scenario, found: Footprint) -> None:
    """Write what is shown, above all."""
    y_in = float(figure.get_size_inches()[1])
    write_at(figure, SIDE_IN, y_in - 0.3, "What sharing adds, step by step", fontsize=15, fontweight="bold")
    classes = ", ".join(found.classes)
    text = f"{scenario.title} ({scenario.name}), against its declared distribution of launches, class {classes}"
    write_at(figure, SIDE_IN, y_in - 0.62, text, fontsize=9, color=FAINT)


def row_title(found: Footprint, kind: str) -> str:
    """Return what a row of maps shows."""
    if kind == "warned":
        return f"Warned at least {found.warn_s / 60.0:g} minutes before impact"
    return "Defended: a battery that may fire can meet it at least once"


def heading(found: Footprint, panel: Panel) -> str:
    """Return which rungs a map is of, by number and by what the first of them is called."""
    names = [terms.name for terms in found.ladder]
    if panel.first == panel.last:
        return f"Rung {panel.first}: {names[panel.first]}"
    if panel.last - panel.first + 1 == len(names):
        return "Every rung alike"
    return f"Rungs {panel.first} to {panel.last}, from {names[panel.first]}"


def shares_text(numbers: Sequence[Row], panel: Panel) -> str:
    """Return each nation's share of own ground, at both levels, on a map's rungs."""
    shares = (
        " / ".join(f"{share_of(row, panel.kind, level):.0%}" for level in LEVELS) + f" {row.nation.capitalize()}"
        for row in numbers
        if row.rung == panel.first
    )
    return "own ground in reach:  " + ",   ".join(shares)


def share_of(row: Row, kind: str, share: float) -> float:
    """Return the share of a nation's ground, of what can be come down on, that has at least a share."""
    return row.km2[kind, share] / row.land_km2 if row.land_km2 else 0.0


def draw_panel(
    axes: Axes, view: LocalView, scenario: Scenario, found: Footprint, drawn: Outliner, panel: Panel
) -> None:
    """Draw one map: what is warned or defended, what the rungs before it had not, and who defends from where."""
    draw_land(axes, view, scenario.atlas)
    draw_scale(axes, view)
    for index, nation in enumerate(found.nations):
        ink = nation_ink(found.nations, nation)
        for level in LEVELS:
            shade(axes, view, drawn.at_least(panel.kind, panel.first, index, level), ink)
            if panel.before >= 0:
                mark_gain(axes, view, drawn.gained(panel.kind, (panel.before, panel.first), index, level), ink)
    draw_own(axes, view, scenario, panel.kind)


def mark_gain(axes: Axes, view: LocalView, polygons: Sequence[Polygon], ink: str) -> None:
    """Hatch what is new."""
    if polygons:
        path = path_of(view, polygons)
        axes.add_patch(PathPatch(path, facecolor="none", edgecolor=ink, hatch=HATCH, linewidth=0.9, zorder=2.2))


def draw_own(axes: Axes, view: LocalView, scenario: Scenario, kind: str) -> None:
    """Draw declared areas, and the radars that warn or the batteries that defend."""
    for area in scenario.geography.areas:
        ring = area.ring_rad
        x, y = view.project(ring[:, 0], ring[:, 1])
        axes.fill(x, y, facecolor="none", edgecolor=DECLARED_INK, linewidth=0.6, zorder=4)
    for node in scenario.nodes:
        ink = nation_ink(scenario.parties, node.name)
        marks = node.radars if kind == "warned" else node.batteries
        for mark in marks:
            x, y = spot(view, mark.lat_rad, mark.lon_rad)
            axes.plot(x, y, "^" if kind == "warned" else "s", markersize=3.2, color=ink, zorder=5)


def draw_charts(figure: Figure, found: Footprint, numbers: Sequence[Row], y_in: Inches) -> None:
    """Draw, by rung, each nation's minutes of warning and the ground that is warned and defended."""
    width_in = (WIDTH_IN - 2 * SIDE_IN - 2 * 3 * GAP_IN) / 3
    charts = (
        ("Mean minutes of warning", [[row.lead_min for row in numbers]]),
        (f"Own ground warned {found.warn_s / 60.0:g} min ahead, %", percents(numbers, "warned")),
        ("Own ground defended, %", percents(numbers, "defended")),
    )
    for column, (title, lines) in enumerate(charts):
        x_in = SIDE_IN + column * (width_in + 3 * GAP_IN)
        write_at(figure, x_in, y_in, title, fontsize=9, fontweight="bold")
        axes = axes_at(figure, (x_in, y_in - CHART_HEAD_IN - CHART_IN, width_in, CHART_IN))
        draw_steps(axes, found, lines)


def percents(numbers: Sequence[Row], kind: str) -> list[list[float]]:
    """Return, for each level, the share of own ground of every rung and nation, in percent."""
    return [[100.0 * share_of(row, kind, level) for row in numbers] for level in LEVELS]


def draw_steps(axes: Axes, found: Footprint, lines: Sequence[Sequence[float]]) -> None:
    """Draw numbers by rung and nation (in the order of ``rows_of``) as steps, each written where it changes.

    The first line is drawn full, the second thin: of a higher level.
    """
    quiet(axes)
    nations, rungs = found.nations, range(len(found.ladder))
    top = max([1e-9, *(value for values in lines for value in values)])
    said: list[tuple[int, float]] = []
    for values, width, style in zip(lines, (2.0, 1.0), ("-", "--"), strict=False):
        is_thin = bool(said)
        for index, nation in enumerate(nations):
            own, ink = list(values[index :: len(nations)]), nation_ink(nations, nation)
            axes.step([*rungs, len(own)], [*own, own[-1]], style, where="post", color=ink, linewidth=width)
            for rung, value in enumerate(own):
                is_near = is_thin and any(at == rung and abs(value - other) < 0.12 * top for at, other in said)
                if (rung == 0 or abs(value - own[rung - 1]) >= 0.01 * top) and not is_near:
                    said.append((rung, value))
                    others = values[rung * len(nations) :][: len(nations)]
                    is_under = any(value < other <= value + 0.2 * top for other in others)
                    y, side = (value - 0.04 * top, "top") if is_under else (value + 0.03 * top, "bottom")
                    axes.text(rung + 0.06, y, f"{value:.3g}", fontsize=8, color=ink, va=side, path_effects=HALO)
    axes.set_xlim(0, len(found.ladder))
    axes.set_ylim(-0.02 * top, 1.18 * top)
    axes.set_yticks([])
    axes.axhline(0.0, color=HAIR, linewidth=0.8, zorder=0)
    axes.set_xticks([rung + 0.5 for rung in rungs], [short_name(terms.name) for terms in found.ladder], fontsize=6.5)
    axes.tick_params(axis="x", colors=FAINT, pad=2)


def short_name(name: str) -> str:
    """Return a rung's name on several short lines."""
    return "\n".join(name.replace(", ", " ").split(" ")[:3])


def draw_legend(figure: Figure, found: Footprint) -> None:
    """Write below what the shades and signs mean."""
    handles: list[Artist] = []
    for nation in found.nations:
        ink, name = nation_ink(found.nations, nation), nation.capitalize()
        handles.append(Patch(facecolor=ink, alpha=0.34, label=f"{name}, of at least {LEVELS[0]:.0%} of the launches"))
        handles.append(Patch(facecolor=ink, alpha=0.56, label=f"{LEVELS[1]:.0%} (dashed)"))
    handles.append(Patch(facecolor="none", edgecolor=INK, hatch=HATCH, linewidth=0.9, label="new on this rung"))
    width_in, height_in = figure.get_size_inches()
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=((SIDE_IN - 0.08) / width_in, (FOOT_IN - 0.02) / height_in),
        ncols=len(handles),
        fontsize=8,
        frameon=False,
        columnspacing=1.4,
        labelcolor=INK,
    )
    figure.text(SIDE_IN / width_in, 0.3 / height_in, NOTE, fontsize=7.5, color=FAINT, va="bottom")
