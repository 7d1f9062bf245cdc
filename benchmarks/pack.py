"""Speed of hot wash packs: seconds of one process on one core, from a journal on disk to the page.

``python -m benchmarks.pack``.  The flagship under full sharing; a pack is wanted in under a minute.  Beside each, in
the same run, what it takes to read the journal back and check its chain: the least that any reader of it does.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from tocsin.review.log import read_log
from tocsin.review.pack.pack import write_pack
from tocsin.review.party import readers_of, view_of
from tocsin.scenario.build import load_scenario
from tocsin.study.run import run, task_of

FLAGSHIP, AGREEMENT, SEED = "first-seen-by-partner", "full-picture", 7


def measured() -> dict[str, float]:
    """Return the time of reading a journal, and of each reader's pack of it, also as a multiple of that."""
    scenario = load_scenario(FLAGSHIP)
    with tempfile.TemporaryDirectory() as folder:
        path = run(task_of(scenario, FLAGSHIP, AGREEMENT, SEED), Path(folder)).path
        assert path is not None
        began_s = time.process_time()
        log = read_log(path)
        read_s = time.process_time() - began_s
        found = {"read_and_verify_s": round(read_s, 2)}
        for party in readers_of(scenario):
            began_s = time.process_time()
            write_pack(view_of(log, scenario, party), Path(folder) / f"{party}.EXERCISE.html")
            pack_s = read_s + time.process_time() - began_s
            found[f"{party}_s"] = round(pack_s, 2)
            found[f"{party}_to_read_ratio"] = round(pack_s / read_s, 2)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(), indent=2) + "\n")
