"""Our own past output: what changed is seen, whether right or wrong.  `make golden` rewrites; review the difference.

Digests are promised for one machine and one set of versions only, so measures are compared, to tolerances: one
tick or report interval for times, 10 % for the rest (other processors round other ways, and a draw may flip).
"""

import json
from pathlib import Path

import pytest

from tocsin.review.measure import measure_rows

HERE = Path(__file__).parent
NAME = "first-seen-by-partner"


@pytest.mark.parametrize("agreement", ["none", "notify-only", "full-picture"])
def test_headlines_are_as_they_were(agreement, flagship, flagship_run):
    golden = json.loads((HERE / f"{NAME}.{agreement}.json").read_text(encoding="utf-8"))
    now = {}
    for row in measure_rows(flagship_run(agreement).log, flagship):
        if row.subject == "all":
            now.setdefault(row.nation, {})[row.measure] = row.status if row.value is None else row.value
    assert {nation: sorted(table) for nation, table in now.items()} == {n: sorted(t) for n, t in golden.items()}
    for nation, table in golden.items():
        for measure, value in table.items():
            if isinstance(value, str):
                assert now[nation][measure] == value, (nation, measure)
            else:
                slack = 6.0 if measure.endswith("_s") else max(0.1 * abs(value), 1e-6)
                assert now[nation][measure] == pytest.approx(value, abs=slack), (nation, measure)
