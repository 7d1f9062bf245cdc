"""Why a sensor does, or does not, see a body."""

from enum import IntEnum


class Reason(IntEnum):
    """Why a sensor does, or does not, see a body; where several hold, the first in the sensor's own order.

    SEEN, TOO_FAINT and ABSORBED bodies can all be detected by luck: SEEN means with a probability of at least 0.5.
    """

    SEEN = 0
    BELOW_HORIZON = 1
    BELOW_BEAM = 2
    ABOVE_BEAM = 3
    OUTSIDE_SECTOR = 4
    BEYOND_RANGE = 5
    TOO_FAINT = 6
    NOT_BURNING = 7
    BEHIND_EARTH = 8
    OUTSIDE_FIELD = 9
    UNDER_CLOUD = 10
    TOO_CLOSE = 11
    OVER_CAPACITY = 12
    MASKED = 13
    ABOVE_LAYER = 14
    TOO_SLOW = 15
    LIMB_GLOW = 20
    SUN_BLINDED = 21
    ABSORBED = 22
    SWEPT_BEFORE = 23
    OUT_OF_ACTION = 30


REASON_WORDS = {
    Reason.SEEN: "seen",
    Reason.BELOW_HORIZON: "below the radar horizon",
    Reason.BELOW_BEAM: "below the lowest beam",
    Reason.ABOVE_BEAM: "above the highest beam",
    Reason.OUTSIDE_SECTOR: "outside the radar's sector",
    Reason.BEYOND_RANGE: "beyond the radar's range limit",
    Reason.TOO_FAINT: "in view but too faint",
    Reason.NOT_BURNING: "no motor burning",
    Reason.BEHIND_EARTH: "hidden by the Earth",
    Reason.OUTSIDE_FIELD: "outside the field of view",
    Reason.UNDER_CLOUD: "under cloud",
    Reason.TOO_CLOSE: "closer than the radar's shortest range",
    Reason.OVER_CAPACITY: "in view while the radar was busy with stronger echoes",
    Reason.MASKED: "behind the radar's masked skyline",
    Reason.ABOVE_LAYER: "above the layer that turns the waves back",
    Reason.TOO_SLOW: "too slow to stand out of the ground's echo",
    Reason.LIMB_GLOW: "lost in the glow of the Earth's limb",
    Reason.SUN_BLINDED: "too near the Sun",
    Reason.ABSORBED: "dimmed by the air above it",
    Reason.SWEPT_BEFORE: "lit after the sweep had passed",
    Reason.OUT_OF_ACTION: "out of action",
}
