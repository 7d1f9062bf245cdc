"""The verb that plays a finished exercise again under other agreements."""

from pathlib import Path
from shlex import quote

from rich.box import SIMPLE
from rich.table import Table

from tocsin.cli.console import progress_bar, say
from tocsin.study.counterfactual.make import Made, counterfactuals
from tocsin.study.engines import Engine


def make_counterfactuals(journal: Path, out: Path, agreements: tuple[str, ...], seeds: int, workers: int) -> None:
    """Write the journals and say what became of people's orders; status 1 if the exercise is not reproduced."""
    with progress_bar(f"{journal.name} under other agreements") as report:
        made = counterfactuals(journal, out, agreements, seeds, Engine(workers=workers), report)
    told = made[0].retimed
    if told.kept_count or told.moved or told.dropped:
        say(orders_table(made))
    else:
        say(f"{len(made)} journals in {out}. No person gave an order in this exercise: doctrine plays every cell.")
    say("Mechanical replay, not a prediction of what people would have done.")
    others = " ".join(quote(str(item.path)) for item in made)
    say(f"Next: tocsin review {quote(str(journal))} {others}")
    own = made[0]
    if not own.is_as_played:
        say(f"Under {own.agreement} itself it does not come to the same digest: {own.path} says where it differs.")
        raise SystemExit(1)
    say(f"Under {own.agreement} itself it comes to the same digest as the exercise.")


def orders_table(made: list[Made]) -> Table:
    """Return what became of people's orders, a line an agreement."""
    table = Table(title="What became of the orders that people gave  (EXERCISE)", title_justify="left", box=SIMPLE)
    table.add_column("agreement")
    for heading in ("kept", "re-timed", "dropped", "refused there", "by doctrine"):
        table.add_column(heading, justify="right")
    for item in made:
        told = item.retimed
        counts = (told.kept_count, len(told.moved), len(told.dropped), len(told.refused), told.by_doctrine)
        table.add_row(item.agreement, *(str(count) for count in counts))
    return table
