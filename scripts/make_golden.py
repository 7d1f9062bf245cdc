"""Write tests/golden/*.json anew: headline measures of the flagship under each agreement.  Read the difference."""

import json
from pathlib import Path

from tocsin.review.measure import measure_rows
from tocsin.scenario.build import load_scenario
from tocsin.study.run import run, task_of

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
AGREEMENTS = ("none", "notify-only", "full-picture")
NAME = "first-seen-by-partner"


def headlines(agreement: str) -> dict[str, dict[str, float | str]]:
    """Return nation -> measure -> headline value, or the word for why there is none."""
    scenario = load_scenario(NAME)
    found: dict[str, dict[str, float | str]] = {}
    for row in measure_rows(run(task_of(scenario, NAME, agreement, None)).log, scenario):
        if row.subject == "all":
            found.setdefault(row.nation, {})[row.measure] = row.status if row.value is None else round(row.value, 3)
    return found


def main() -> None:
    """Write one file an agreement."""
    GOLDEN.mkdir(exist_ok=True)
    for agreement in AGREEMENTS:
        path = GOLDEN / f"{NAME}.{agreement}.json"
        path.write_text(json.dumps(headlines(agreement), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
