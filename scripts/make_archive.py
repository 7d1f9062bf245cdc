"""Write a small journal and its bundles as this version makes them: every later version is held to opening them.

Run ``.venv/bin/python scripts/make_archive.py`` once a release, and keep what earlier versions wrote: a bundle of an
older version is never written anew.  ``tests/review/archive/test_older.py`` opens every one.
"""

import gzip
import sys
import tempfile
from pathlib import Path

from tocsin import __version__
from tocsin.review.archive.seal import sealed
from tocsin.scenario.build import build_scenario, load_scenario
from tocsin.study.run import run, task_of

FLAGSHIP = "first-seen-by-partner"
FOLDER = Path(__file__).parents[1] / "tests" / "data" / "archive"
MINUTES = ("duration_min = 40", "duration_min = 8")  # the last launch is at 7 minutes: first reports and tracks


def main() -> None:
    """Write the journal of a short run, and its bundles for control, both together and one nation."""
    folder = FOLDER / __version__
    if folder.exists():
        sys.exit(f"{folder} is there: remove it first if this version is not released yet")
    scenario = build_scenario(load_scenario(FLAGSHIP).text.replace(*MINUTES), FLAGSHIP)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        path = run(task_of(scenario, FLAGSHIP, "full-picture", 7), Path(place)).path
        assert path is not None
        for reader in ("control", "joint", "birch"):
            bundle = gzip.compress(sealed(path, scenario, reader, {}), mtime=0)
            (folder / f"{reader}.EXERCISE.tar.gz").write_bytes(bundle)


if __name__ == "__main__":
    main()
