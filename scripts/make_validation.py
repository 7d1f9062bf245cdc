"""Write docs/models/validation.md from a test run: every published case, what was expected, and what we got.

Run ``make validation`` after changing a model or an oracle.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "models" / "validation.md"
TESTS = ("tests/earth", "tests/motion", "tests/sensing", "tests/defence", "tests/tracking", "tests/picture")
HEAD = """# Validation

Made by `make validation` from a run of the tests; do not edit by hand.

Every row is a number that was published, or answered by a program that is not ours, held against what the code
answers in the test run that made this page. {count} numbers of {cases} cases; all within their tolerance. A bound
such as "1.5 to 6" stands where the publication gives a range. Warning, exchange and defence have no rows: their
pages say what they were checked against. Where a case comes from, its licence, and which cases are not
held and why:
[tests/oracles](../../tests/oracles/README-earth-motion.md), [sensing](../../tests/oracles/README-sensing.md),
[tracking](../../tests/oracles/README-tracking.md).

| model | numbers | cases | of the tolerance used: median | worst | by |
| --- | ---: | ---: | ---: | ---: | --- |
"""

Row = Mapping[str, Any]


def measured_rows() -> list[Row]:
    """Run the tests that hold models to published numbers and return what they noted."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *TESTS]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"TOCSIN_VALIDATION": folder}, check=False)
        if done.returncode:
            sys.exit("a test failed: the page is left as it was")
        rows = [row for file in sorted(Path(folder).glob("*.json")) for row in json.loads(file.read_text("utf-8"))]
    unique = {(row["model"], row["case"], row["quantity"]): row for row in rows}
    return [unique[key] for key in sorted(unique)]


def page(rows: Sequence[Row]) -> str:
    """Return the page: a section a model, a table row a number, the sources below each table by number."""
    text = HEAD.format(count=len(rows), cases=len({(row["model"], row["case"]) for row in rows}))
    for model in dict.fromkeys(row["model"] for row in rows):
        mine = [row for row in rows if row["model"] == model]
        used = sorted((row["used"], row["case"]) for row in mine if row["used"] is not None)
        middle, (worst, case) = used[len(used) // 2][0], used[-1]
        cases = len({row["case"] for row in mine})
        text += f"| {model} | {len(mine)} | {cases} | {middle:.1%} | {worst:.1%} | {case} |\n"
    for model in dict.fromkeys(row["model"] for row in rows):
        mine = [row for row in rows if row["model"] == model]
        sources = list(dict.fromkeys(row["source"] for row in mine))
        text += f"\n## {model}\n\n| case | quantity | expected | got | tolerance | unit | source |\n"
        text += "| --- | --- | ---: | ---: | --- | --- | ---: |\n"
        for row in mine:
            cells = [row["case"], row["quantity"], row["expected"], row["got"], row["tolerance"], row["unit"]]
            text += "| " + " | ".join(str(cell) for cell in cells) + f" | {sources.index(row['source']) + 1} |\n"
        text += "\nSources:\n\n" + "".join(f"{n}. {source}\n" for n, source in enumerate(sources, start=1))
    return text


if __name__ == "__main__":
    PAGE.write_text(page(measured_rows()), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.relative_to(ROOT)}\n")
