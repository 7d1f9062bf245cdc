"""Draw the map of every shipped scenario for its page in ``docs/scenarios``, as ``tocsin show`` draws it.

``python scripts/make_scenario_pictures.py [SCENARIO ...]`` writes
``docs/images/scenarios/SCENARIO.EXERCISE.png``: the same map, 1,200 pixels wide and in few colours, so that a
page stays light.
"""

import io
import sys
from pathlib import Path

from PIL import Image

from tocsin.review.map import scenario_figure
from tocsin.review.page_style import png_of
from tocsin.scenario.build import load_scenario

DOCS = Path(__file__).parents[1] / "docs"
FOLDER = DOCS / "images" / "scenarios"
WIDTH = 1200
COLOURS = (160, 112, 80, 56, 40)  # as many as the largest picture allows
LARGEST = 150_000  # bytes


def write_picture(name: str) -> Path:
    """Draw one scenario's map and return where it lies."""
    image = Image.open(io.BytesIO(png_of(scenario_figure(load_scenario(name))))).convert("RGB")
    size = (WIDTH, round(image.height * WIDTH / image.width))
    small = image.resize(size, Image.Resampling.LANCZOS)
    path = FOLDER / f"{name}.EXERCISE.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    for colours in COLOURS:
        small.quantize(colours, kmeans=2, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            break
    return path


if __name__ == "__main__":
    for chosen in sys.argv[1:] or sorted(page.stem for page in (DOCS / "scenarios").glob("*.md")):
        sys.stdout.write(f"{write_picture(chosen).relative_to(DOCS)}\n")
