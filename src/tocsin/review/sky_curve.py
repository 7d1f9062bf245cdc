"""Reports a year against the sensors' thresholds, as a picture."""

from collections.abc import Sequence

import msgspec
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from tocsin.review.page_style import FAINT, HAIR, INK, PAPER, nation_ink, new_figure, quiet
from tocsin.review.page_words import nation
from tocsin.review.sky_rates import ALL_YEARS, FALSE_REPORTS, LAUNCHES_REPORTED, PHRASE, SEEN, SkyRow
from tocsin.review.sky_words import WHAT_WORDS

WIDTH_IN, HEIGHT_IN = 10.0, 6.2
DODGE = 0.012  # of the axis' length: nations stand so far apart, so that no interval hides another
AXES = {"threshold_nw_m2": "detection threshold, nW/m\u00b2", "min_duration_s": "least plume duration, s"}


class CurvePoint(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a quiet sky with one number of every satellite set to a value.

    Attributes
    ----------
    key : str
        The number of the satellites' class packs that was set.
    value : float
        In the unit of the key's name.
    duration_scale : float
        How many times longer than drawn fireballs lasted: 1 is nature, all else a check that can fail.
    is_own : bool
        Whether the scenario has this value of itself.
    rows : tuple of SkyRow
    """

    key: str
    value: float
    duration_scale: float
    is_own: bool
    rows: tuple[SkyRow, ...]


def row_at(point: CurvePoint, of: str, what: str) -> SkyRow:
    """Return a point's row of one nation and kind over the whole list."""
    return next(row for row in point.rows if (row.nation, row.what, row.period) == (of, what, ALL_YEARS))


def parties_of(points: Sequence[CurvePoint]) -> tuple[str, ...]:
    """Return the nations that points are about."""
    return tuple(dict.fromkeys(row.nation for point in points for row in point.rows))


def points_of(points: Sequence[CurvePoint], key: str, is_natural: bool) -> list[CurvePoint]:
    """Return the points of one curve, by rising value; nature's fireballs, or lengthened ones."""
    chosen = [point for point in points if point.key == key and (point.duration_scale == 1.0) == is_natural]
    return sorted(chosen, key=lambda point: point.value)


def curve_figure(points: Sequence[CurvePoint]) -> Figure:
    """Return a column for each number that was set: fireballs' rates above, space launches reported below."""
    figure = new_figure(WIDTH_IN, HEIGHT_IN)
    parties = parties_of(points)
    keys = [key for key in AXES if any(point.key == key for point in points)]
    for column, key in enumerate(keys):
        left, wide = 0.075 + column * 0.48, 0.43
        upper = figure.add_axes((left, 0.44, wide, 0.46))
        lower = figure.add_axes((left, 0.205, wide, 0.15))
        for axes in (upper, lower):
            set_axes(axes, points_of(points, key, True), key)
        upper.set_xticklabels([])
        lower.set_xlabel(AXES[key], fontsize=8.5, color=INK)
        for number, of in enumerate(parties):
            style = nation_ink(parties, of), shift_of(points_of(points, key, True), number)
            draw_rates(upper, points, key, of, style)
            draw_launches(lower, points_of(points, key, True), of, style)
        write_bound(upper, points_of(points, key, True))
        upper.set_ylim(0.0, 1.05 * most_rate(points))
        lower.set_ylim(bottom=0.0)
        upper.set_title("fireballs, a year, with exact 95 % intervals", loc="left", fontsize=9, color=INK)
        lower.set_title("space launches reported", loc="left", fontsize=9, color=INK)
    write_key(figure, parties, any(point.duration_scale != 1.0 for point in points))
    return figure


def shift_of(points: Sequence[CurvePoint], number: int) -> float:
    """Return the factor by which a nation stands to the right of the value, on a logarithmic axis."""
    values = [point.value for point in points]
    return float((max(values) / min(values)) ** (DODGE * number))


def most_rate(points: Sequence[CurvePoint]) -> float:
    """Return the upper end of the highest interval that is drawn, so that all columns share one scale."""
    found = [
        row_at(point, of, what).a_year
        for point in points
        for of in parties_of(points)
        for what in ((SEEN, FALSE_REPORTS) if point.duration_scale == 1.0 else (FALSE_REPORTS,))
    ]
    return max((rate[2] for rate in found if rate is not None), default=1.0)


def set_axes(axes: Axes, points: Sequence[CurvePoint], key: str) -> None:
    """Give axes the values of a curve as its ticks, logarithmic, and mark the scenario's own value."""
    quiet(axes)
    axes.set_xscale("log")
    values = [point.value for point in points]
    axes.set_xlim(min(values) / 1.25, max(values) * 1.35)
    axes.xaxis.set_major_locator(FixedLocator(values))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.grid(axis="y", color=HAIR, linewidth=0.5)
    for point in points:
        if point.is_own:
            axes.axvline(point.value, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0.5)


def draw_rates(axes: Axes, points: Sequence[CurvePoint], key: str, of: str, style: tuple[str, float]) -> None:
    """Draw how often a nation saw fireballs and took them for launches; where none was, the upper bound alone."""
    ink, shift = style
    for what, is_natural, marker, line in (
        (SEEN, True, "o", "-"),
        (FALSE_REPORTS, True, "v", "none"),
        (FALSE_REPORTS, False, "s", ":"),
    ):
        chosen = points_of(points, key, is_natural)
        rated = [(point.value * shift, found) for point in chosen if (found := row_at(point, of, what).a_year)]
        if not rated:
            continue
        x = [value for value, _ in rated]
        y = [found[0] or found[2] for _, found in rated]
        face = "none" if what == FALSE_REPORTS else ink
        axes.vlines(x, [f[1] for _, f in rated], [f[2] for _, f in rated], color=ink, linewidth=1.0)
        axes.plot(x, y, marker, color=ink, linestyle=line, linewidth=0.8, markersize=4.5, markerfacecolor=face)


def write_bound(axes: Axes, points: Sequence[CurvePoint]) -> None:
    """Say in words how much the years leave open, where no point of a curve has a false report."""
    rows = [row_at(point, of, FALSE_REPORTS) for point in points for of in parties_of(points)]
    rates = [row.a_year for row in rows if row.a_year is not None]
    if not rates or any(row.count for row in rows):
        return
    bound = max(rate[2] for rate in rates)
    words = f"no false report in {max(row.years for row in rows):.1f} years: at most {bound:.2f} a year"
    axes.annotate(
        words,
        (0.5, bound),
        (0.0, 5.0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="center",
        fontsize=7,
        color=INK,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0},
    )


def draw_launches(axes: Axes, points: Sequence[CurvePoint], of: str, style: tuple[str, float]) -> None:
    """Draw how many of the space launches a nation reported: counts, for their dates are invented."""
    ink, shift = style
    x, y = [p.value * shift for p in points], [row_at(p, of, LAUNCHES_REPORTED).count for p in points]
    axes.plot(x, y, "o", color=ink, linestyle="-", linewidth=0.8, markersize=4.0, clip_on=False)


def write_key(figure: Figure, parties: tuple[str, ...], has_check: bool) -> None:
    """Say which mark is what, which colour is whose, and what the numbers are not."""
    marks = [
        Line2D([], [], color=INK, marker="o", linewidth=0.8, markersize=4.5, label=WHAT_WORDS[SEEN]),
        Line2D(
            [],
            [],
            color=INK,
            marker="v",
            linestyle="none",
            markersize=4.5,
            markerfacecolor="none",
            label="false launch reports; where none, the upper bound",
        ),
    ]
    if has_check:
        label = "false launch reports if fireballs lasted ten times as long: a check that can fail, not nature"
        marks.append(
            Line2D([], [], color=INK, marker="s", linestyle=":", markersize=4.5, markerfacecolor="none", label=label)
        )
    inks = [Line2D([], [], color=nation_ink(parties, of), linewidth=3.0, label=nation(of)) for of in parties]
    own = Line2D([], [], color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)), label="the scenario\u2019s own value")
    for handles, y in (([*inks, own, *marks[:2]], 0.085), (marks[2:], 0.055)):
        figure.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0.06, y), ncols=5, frameon=False, fontsize=7.5
        )
    figure.text(0.068, 0.04, PHRASE, fontsize=8, color=INK, style="italic")
