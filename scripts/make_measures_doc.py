"""Write docs/measures.md from the definitions that the measures themselves are computed by.

Run ``.venv/bin/python scripts/make_measures_doc.py`` after changing a definition.
"""

from pathlib import Path

from tocsin.review.answer import Definition
from tocsin.review.measure import DEFINITIONS, Row

DOCUMENT = Path(__file__).parents[1] / "docs" / "measures.md"

OPENING = """# Measures

Made by `scripts/make_measures_doc.py` from `tocsin.review.measure.DEFINITIONS`; do not edit by hand.

`run`, `compare`, `study` and `review` all call one function, `measure_rows`, which gives exactly one row for each
(agreement, seed, run, nation, subject, measure).

## A row

{fields}

- `nation` is a party's id, or `all`: the union of the parties, computed from subjects, never the mean of nations.
- `subject` names one case (a launch, a launch and an area, a layer); `all` is the headline row.
- `status` is `observed`, `never` (there was an opportunity, and what was waited for had not come by its deadline),
  `pending` (the run or its journal ended first) or `not_applicable` (there was no opportunity). `value` is null
  unless observed. Never warned is not 0 s warned.
- `n` counts the cases behind the value, `n_never` those in which what was waited for never came.
- `decided_by` is `doctrine`, `human` or `mixed`, from the orders of the run.

## Rules

- All times are exercise time, recorded in ms and given in s.
- A launch threatens a nation if the undefended impact of one of its payloads, fixed at lift-off, lies in the nation's
  territory; an area is at risk if it lies in the area. The time of that impact counts also when the body was
  intercepted.
- A report, track or warning belongs to the launch that most measurements in its provenance pair with; a tie goes to
  the earliest measurement; where most pair with no launch it is from a false source. Only review, which reads truth,
  can say so.
- The headline of a time, an area or an error is the median with never ranked worst; it is null, status `never`, if
  half or more are never. Of a share it is the sum of successes over the sum of cases, of a ratio the ratio of sums.
- Pending cases leave the numerator and the denominator.

## Definitions
"""


def document() -> str:
    """Return the whole document."""
    fields = ", ".join(f"`{name}`" for name in Row.__struct_fields__)
    return OPENING.format(fields=fields) + "".join(section(item) for item in DEFINITIONS)


def section(definition: Definition) -> str:
    """Return what is said of one measure."""
    return (
        f"\n### `{definition.name}`\n\n{definition.text}\n\n"
        f"| | |\n|---|---|\n"
        f"| unit | {definition.unit} |\n"
        f"| per | {definition.per} |\n"
        f"| start to stop record | {definition.span} |\n"
        f"| never, none | {definition.never} |\n"
        f"| headline | {definition.summary} |\n"
    )


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
