"""The other program for the sky, cut off from the network."""

from collections.abc import Iterator
from types import ModuleType

import pytest
from astropy.utils import iers


@pytest.fixture(scope="module")
def sky_of_astropy() -> Iterator[ModuleType]:
    """Yield ``astropy.coordinates`` set to nothing but what is installed with it, whatever its age."""
    offline = {"auto_download": False, "auto_max_age": None, "iers_degraded_accuracy": "ignore"}
    was = {name: getattr(iers.conf, name) for name in offline}
    for name, value in offline.items():
        setattr(iers.conf, name, value)
    # Only now: astropy looks for newer leap seconds when its first time is made.
    yield pytest.importorskip("astropy.coordinates")
    for name, value in was.items():
        setattr(iers.conf, name, value)
