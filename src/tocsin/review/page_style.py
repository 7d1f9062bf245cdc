"""Ink and paper of every picture, and the marking that no picture can lose."""

import base64
import io

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

Inches = float  # lengths on paper
Points = float  # 1/72 inch: sizes of type and signs

MARKING = "EXERCISE EXERCISE EXERCISE"
MARKING_INK = "#8c1515"
PAPER = "#fffefa"
INK = "#222222"
FAINT = "#8a8a84"
HAIR = "#d9d7cf"
SEA = "#f4f7f8"
LAND = "#ebe6da"
COAST = "#b5ac99"
WATER_INK = "#7f99a3"
TRUTH_INK = "#3c3c3c"
# Okabe and Ito (2008): hues that people with any kind of colour blindness tell apart.
NATION_INKS = ("#0072b2", "#c8500a", "#007a5a", "#a8487f")
OWN_INK, RECEIVED_INK, FUSED_INK = "#0072b2", "#e08a00", "#007a5a"
DPI = 160
rcParams["text.parse_math"] = False  # a dollar in a name is a dollar
HALO = (withStroke(linewidth=2.2, foreground=PAPER),)


def new_figure(width_in: Inches, height_in: Inches) -> Figure:
    """Return an empty figure on this house's paper, its EXERCISE marking already set above and below."""
    figure = Figure(figsize=(width_in, height_in), facecolor=PAPER)
    FigureCanvasAgg(figure)
    for y, alignment, offset_in in ((1.0, "top", -0.05), (0.0, "bottom", 0.05)):
        figure.text(
            0.5,
            y + offset_in / height_in,
            MARKING,
            ha="center",
            va=alignment,
            fontsize=8,
            fontweight="bold",
            color=MARKING_INK,
        )
    return figure


def png_of(figure: Figure) -> bytes:
    """Return a figure as PNG."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, facecolor=PAPER, metadata={"Title": MARKING})
    return buffer.getvalue()


def data_uri_of(figure: Figure) -> str:
    """Return a figure as a PNG inside a data URI, so that a page needs no second file."""
    return "data:image/png;base64," + base64.b64encode(png_of(figure)).decode("ascii")


def quiet(axes: Axes) -> None:
    """Take away the box, the ticks and the background of a plot."""
    axes.set_facecolor("none")
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelsize=8, colors=INK)


def nation_ink(parties: tuple[str, ...], nation: str) -> str:
    """Return the colour of a party; grey for everyone else."""
    return NATION_INKS[parties.index(nation) % len(NATION_INKS)] if nation in parties else FAINT
