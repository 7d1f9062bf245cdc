"""The rules of confidence and class, in one place.  Notional: no real system's rules are known or claimed."""

from tocsin.exchange.ellipse import Ellipse, major_90_m
from tocsin.exchange.payload import Confidence, GenericClass, Phenomenology

COAST_PROBABILITY = 0.9  # below this a body may still be under thrust, and its impact is anyone's guess
MEDIUM_MAJOR_AXIS_M = 300e3  # m, notional: a 90 % ellipse longer than this names too much ground to act on
HOLD_MS = 20_000  # an impact must have named one area for so long before anyone should act on it
CLASS_REACH_M: tuple[tuple[GenericClass, float], ...] = (
    # Upper bounds of range by class, as commonly tabulated in open textbooks
    ("srbm", 1000e3),
    ("mrbm", 3000e3),
    ("irbm", 5500e3),
    ("icbm", 20_000e3),
)


def launch_confidence(phenomenology: Phenomenology) -> Confidence:
    """Return the confidence while no impact is known: two phenomenologies are medium, one is low."""
    return "medium" if phenomenology == "both" else "low"


def is_settled(coast_probability: float, place: Ellipse) -> bool:
    """Return whether an impact may be acted on: hardly still under thrust, 90 % ellipse at most 300 km long."""
    return coast_probability >= COAST_PROBABILITY and major_90_m(place) <= MEDIUM_MAJOR_AXIS_M


def impact_confidence(phenomenology: Phenomenology, held_ms: int) -> Confidence:
    """Return the confidence of an impact prediction that has been settled on one area for so long.

    ``low`` below 20 s (negative: not settled); then ``medium`` on one phenomenology, ``high`` only when two agree.
    Nothing reaches ``high`` on one radar, and one sensor heard twice is one.
    """
    if held_ms < HOLD_MS:
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
    return kinds if set(parts).issubset(kinds) else tuple(sorted({*kinds, *parts}))


def phenomenology_of(kinds: tuple[Phenomenology, ...]) -> Phenomenology:
    """Return one word for the kinds of evidence: the same kind seen by two nations is still one kind."""
    return "both" if len(set(kinds)) > 1 else kinds[0]
