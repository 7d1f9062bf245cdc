"""Tocsin: exercises of shared missile early warning between notional nations."""

from tocsin.kernel_cache import place_cache

__version__ = "0.1.0"

place_cache()  # the one thing that happens at import: numba reads its cache folder when it is first imported
