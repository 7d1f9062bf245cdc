"""What each agreement changed, as a picture: each launch's milestones, one mark an agreement."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MultipleLocator

from tocsin.defence.battery import Shot
from tocsin.exchange.payload import CONFIDENCE_RANK
from tocsin.orders.record import Launch
from tocsin.review.facts import Facts, Held
from tocsin.review.opportunity import first_impact_ms, threatened_parties
from tocsin.review.page_story import launch_of_event
from tocsin.review.page_style import FAINT, HAIR, HALO, INK, TRUTH_INK, Inches, new_figure, quiet
from tocsin.review.page_words import clock, nation

WIDTH_IN = 10.0
LEFT_IN, RIGHT_IN, TOP_IN, BOTTOM_IN, GAP_IN, HEAD_IN = 1.75, 0.25, 0.30, 0.90, 0.35, 0.42
SUB_IN, PAD_IN = 0.14, 0.10
MOST_PANELS = 4
MOST_IN_KEY_LINE, KEY_LINE_IN = 5, 0.2
BASELINE_INK, BASELINE_MARKER = "#555555", "o"
AGREEMENT_INKS = ("#0072b2", "#c87800", "#007a5a", "#a8487f", "#c8500a")
AGREEMENT_MARKERS = ("D", "s", "^", "v", "P")

Milestones = dict[str, int | None]  # name -> exercise time (ms), None for never


def change_figure(logs: Mapping[str, Facts]) -> Figure | None:
    """Return small multiples, a panel for each threatened party and launch; None where nothing threatens anyone."""
    facts = next(iter(logs.values()))
    panels = [(launch, party) for launch in facts.launches for party in threatened_parties(facts, launch)][
        :MOST_PANELS
    ]
    if not panels or len(logs) < 2:
        return None
    rows = list(milestones(facts, *panels[0]))
    plot_in = (PAD_IN + SUB_IN * len(logs)) * len(rows)
    bottom_in = BOTTOM_IN + KEY_LINE_IN * ((len(logs) - 1) // MOST_IN_KEY_LINE)
    height_in = TOP_IN + HEAD_IN + plot_in + bottom_in
    wide_in = (WIDTH_IN - LEFT_IN - RIGHT_IN - (len(panels) - 1) * GAP_IN) / len(panels)
    figure = new_figure(WIDTH_IN, height_in)
    last_min = max((end_ms(launch, party) - launch.lift_off_ms) / 60_000.0 for launch, party in panels)
    for number, (launch, party) in enumerate(panels):
        left_in = LEFT_IN + number * (wide_in + GAP_IN)
        axes = figure.add_axes((left_in / WIDTH_IN, bottom_in / height_in, wide_in / WIDTH_IN, plot_in / height_in))
        quiet(axes)
        axes.set_xlim(0.0, last_min)
        axes.xaxis.set_major_locator(MultipleLocator(5 if last_min > 8 else 1))
        axes.set_xlabel("minutes after its lift-off", fontsize=8, color=INK)
        draw_panel(axes, logs, launch, party)
        axes.set_yticks([(i + 0.5) * plot_in / len(rows) for i in range(len(rows))], rows, fontsize=8)
        if number:
            axes.set_yticklabels([])
    write_key(figure, list(logs))
    return figure


def end_ms(launch: Launch, party: str) -> int:
    """Return when a launch's first payload would come down in a party."""
    impact_ms = first_impact_ms(launch, party)
    assert impact_ms is not None
    return impact_ms


def milestones(facts: Facts, launch: Launch, party: str) -> Milestones:
    """Return when a party reached each milestone about one launch."""
    key = party, launch.launch_id
    warned = facts.warnings.get(key, [])
    about = launch_of_event(facts, party)
    reports = [*facts.reports_issued.get(key, []), *facts.reports_received.get(key, [])]
    assessed = [
        time_ms
        for (name, event_id), given in facts.assessed.items()
        for time_ms, assessment in given
        if name == party and about.get(event_id) == launch.launch_id and assessment == "valid"
    ]
    away = [
        shot.launch_ms
        for _, name, shot in facts.of(Shot)
        if name == party and about.get(shot.event_id) == launch.launch_id
    ]
    return {
        "seen by own sensors": facts.detected_ms.get(key),
        "track in picture": facts.tracked_ms.get(key),
        "report held": earliest(reports),
        "launch warning": earliest([item for item in warned if item.impact_place is None]),
        "impact warning": earliest([item for item in warned if is_sure_impact(item)]),
        "assessed valid": min(assessed, default=None),
        "first interceptor away": min(away, default=None),
    }


def earliest(held: list[Held]) -> int | None:
    """Return the time (ms) of the first of what is held."""
    return min((item.time_ms for item in held), default=None)


def is_sure_impact(item: Held) -> bool:
    """Return whether something held is an impact warning of at least medium confidence."""
    return item.impact_place is not None and CONFIDENCE_RANK[item.confidence] >= CONFIDENCE_RANK["medium"]


def draw_panel(axes: Axes, logs: Mapping[str, Facts], launch: Launch, party: str) -> None:
    """Draw one launch's milestones for one party: a row each, a level for each agreement."""
    found = {name: milestones(facts, launch, party) for name, facts in logs.items()}
    rows = list(next(iter(found.values())))
    row_in = PAD_IN + SUB_IN * len(logs)
    axes.set_ylim(len(rows) * row_in, 0.0)
    axes.set_title(
        f"{launch.launch_id}, {nation(party)}", fontsize=9, fontweight="bold", loc="left", pad=14, color=INK
    )
    for i, row in enumerate(rows):
        axes.plot(axes.get_xlim(), [i * row_in] * 2, color=HAIR, linewidth=0.5, zorder=0.5, clip_on=False)
        for level, milestone in enumerate(found.values()):
            at_in = i * row_in + 0.5 * PAD_IN + (level + 0.5) * SUB_IN
            draw_milestone(axes, milestone[row], launch.lift_off_ms, at_in, ink_and_marker(list(logs), level))
    impact_min = (end_ms(launch, party) - launch.lift_off_ms) / 60_000.0
    axes.axvline(impact_min, color=TRUTH_INK, linewidth=0.8, clip_on=False)
    axes.text(
        impact_min,
        -0.03,
        f"undefended impact {clock(60.0 * impact_min)}",
        fontsize=7,
        color=TRUTH_INK,
        ha="right",
        va="bottom",
    )


def draw_milestone(axes: Axes, time_ms: int | None, zero_ms: int, at_in: Inches, style: tuple[str, str]) -> None:
    """Draw one milestone under one agreement with its time, or the word never."""
    ink, marker = style
    if time_ms is None:
        axes.text(0.05, at_in, "never", fontsize=6.5, fontstyle="italic", color=ink, va="center")
        return
    minute = (time_ms - zero_ms) / 60_000.0
    axes.plot([0.0, minute], [at_in] * 2, color=ink, linewidth=0.5, alpha=0.45, zorder=1)
    axes.plot([minute], [at_in], marker, markersize=4.2, color=ink, zorder=3, clip_on=False)
    axes.annotate(
        clock(60.0 * minute),
        (minute, at_in),
        (5, 0),
        textcoords="offset points",
        fontsize=6.5,
        color=ink,
        va="center",
        zorder=4,
        path_effects=HALO,
    )


def ink_and_marker(agreements: list[str], index: int) -> tuple[str, str]:
    """Return colour and sign of an agreement: grey circles for none, others in their order."""
    if agreements[index] == "none":
        return BASELINE_INK, BASELINE_MARKER
    place = sum(name != "none" for name in agreements[:index])
    again = place // len(AGREEMENT_INKS)  # a colour that comes again comes with another sign
    return AGREEMENT_INKS[place % len(AGREEMENT_INKS)], AGREEMENT_MARKERS[(place + again) % len(AGREEMENT_MARKERS)]


def write_key(figure: Figure, agreements: list[str]) -> None:
    """Say which mark is which agreement."""
    handles = [
        Line2D(
            [],
            [],
            color=ink_and_marker(agreements, i)[0],
            marker=ink_and_marker(agreements, i)[1],
            markersize=4.5,
            linewidth=0.5,
            label=name,
        )
        for i, name in enumerate(agreements)
    ]
    _, height = figure.get_size_inches()
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(LEFT_IN / WIDTH_IN, 0.26 / height),
        ncols=min(len(handles), MOST_IN_KEY_LINE),
        frameon=False,
        fontsize=8,
        labelcolor=FAINT,
        borderpad=0,
    )
