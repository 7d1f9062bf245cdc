"""Write frames of the flagship, as a seat is sent them, into the page's tests: `python scripts/make_frames.py`."""

from pathlib import Path

import msgspec

from tocsin.exercise.doctrine.cells import DoctrineCells
from tocsin.exercise.play import play
from tocsin.exercise.staff.audience import Audience
from tocsin.exercise.staff.seen import seen_by
from tocsin.journal.memory import DigestJournal
from tocsin.scenario.build import load_scenario
from tocsin.study.run import task_of, world_of

NAME = "first-seen-by-partner"
AT_S = (300, 540, 900)
CONCERTED = "deconflicted"  # a third, under which partners tell what they mean to engage
COARSE = "jdec-3"  # another agreement, under which much is withheld or rough: its name is in the file's
OUT = Path(__file__).parents[1] / "page" / "tests" / "frames"


def main() -> None:
    """Write one file an audience and moment."""
    OUT.mkdir(parents=True, exist_ok=True)
    everyone = {"alder": Audience("node", "alder"), "birch": Audience("node", "birch"), "truth": Audience("truth")}
    write("full-picture", everyone)
    write(CONCERTED, {f"alder.{CONCERTED}": everyone["alder"]})
    write(COARSE, {f"birch.{COARSE}": everyone["birch"]})


def write(agreement: str, audiences: dict[str, Audience]) -> None:
    """Write what audiences, by the name of their file, see under one agreement."""
    world = world_of(task_of(load_scenario(NAME), NAME, agreement, None))
    for time_ms in play(world, DoctrineCells(world.scenario.staged.script), DigestJournal()):
        if time_ms // 1000 in AT_S and time_ms % 1000 == 0:
            for name, audience in audiences.items():
                (OUT / f"{name}.{time_ms // 1000}s.json").write_bytes(
                    msgspec.json.format(msgspec.json.encode(seen_by(world, audience)), indent=1) + b"\n"
                )


if __name__ == "__main__":
    main()
