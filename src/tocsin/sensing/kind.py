"""What a body is, as far as a radar can tell from its echo."""

from enum import IntEnum

KIND_COUNT = 3
KIND_BLOCK_MS = 30_000  # ms, notional: so long a radar says the same of a body; what errs once errs again


class Kind(IntEnum):
    """The kinds that a radar tells apart; rows and columns of a confusion matrix come in this order.

    NONE: nothing was said.  OTHER: a true kind alone, of what is none of the three (aircraft, birds, weather, the
    Moon); a radar, asked which of the three it is, says any of them as often.
    """

    NONE = -1
    PAYLOAD = 0
    STAGE = 1
    DEBRIS = 2
    OTHER = 3
