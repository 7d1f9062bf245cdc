"""The rules of confidence and class, in one place.  Notional: no real system's rules are known or claimed."""

from tocsin.exchange.ellipse import Ellipse, axes_90_m
from tocsin.exchange.payload import Confidence, GenericClass, Phenomenology

COAST_PROBABILITY = 0.9  # below this a body may still be under thrust, and its impact is anyone's guess
MEDIUM_MAJOR_AXIS_M = 300e3  # m, notional: a 90 % ellipse longer than this names too much ground to act on
CLASS_REACH_M: tuple[tuple[GenericClass, float], ...] = (
    # Upper bounds of range by class, as commonly tabulated in open textbooks
    ("srbm", 1000e3),
    ("mrbm", 3000e3),
    ("irbm", 5500e3),
    ("icbm", 20_000e3),
)


def launch_confidence(phenomenology: Phenomenology, has_track: bool) -> Confidence:
    """Return the confidence that a launch happened: two phenomenologies are high, a track is medium."""
    if phenomenology == "both":
        return "high"
    return "medium" if has_track else "low"


def impact_confidence(phenomenology: Phenomenology, coast_probability: float, place: Ellipse) -> Confidence:
    """Return the confidence of an impact prediction.

    ``low`` while the body may still be under thrust or the 90 % ellipse is longer than 300 km; ``high`` only
    when two phenomenologies agree; else ``medium``.  Nothing reaches ``high`` on one radar.
    """
    if coast_probability < COAST_PROBABILITY or axes_90_m(place)[0] > MEDIUM_MAJOR_AXIS_M:
        return "low"
    return "high" if phenomenology == "both" else "medium"


def class_by_range(range_m: float) -> GenericClass:
    """Return the generic class of a ballistic flight of this range; negative (unknown) gives ``unknown``."""
    if range_m < 0.0:
        return "unknown"
    for generic_class, bound_m in CLASS_REACH_M:
        if range_m <= bound_m:
            return generic_class
    return "unknown"


def with_kind(kinds: tuple[Phenomenology, ...], kind: Phenomenology) -> tuple[Phenomenology, ...]:
    """Return the kinds of evidence with one more, each named once; ``both`` counts as its two parts."""
    parts: tuple[Phenomenology, ...] = ("ir", "radar") if kind == "both" else (kind,)
    return tuple(sorted({*kinds, *parts}))


def phenomenology_of(kinds: tuple[Phenomenology, ...]) -> Phenomenology:
    """Return one word for the kinds of evidence: the same kind seen by two nations is still one kind."""
    return "both" if len(set(kinds)) > 1 else kinds[0]
