"""The table of agreements side by side: what was gained, what went wrong, what it cost."""

from rich.console import Console

from tocsin.cli.tables import comparison_table
from tocsin.review.measure import Row
from tocsin.scenario.declared import Scenario
from tocsin.study.run import rows_of, task_of


def lines_of(flagship: Scenario, rows: dict[str, list[Row]]) -> list[str]:
    console = Console(width=120)
    with console.capture() as captured:
        console.print(comparison_table(flagship, rows))
    return captured.get().splitlines()


def test_costs_and_false_alarms_stand_beside_the_gain(flagship: Scenario) -> None:
    _, found = rows_of(task_of(flagship, "first-seen-by-partner", "notify-only", None))
    lines = [line.split() for line in lines_of(flagship, {"notify-only": found})]
    told = {(row.nation, row.measure): row.value for row in found if row.subject == "all"}
    held_back = [line for line in lines if line[:4] == ["Alder:", "messages", "held", "back,"]]
    assert [float(line[-1].replace(",", "")) for line in held_back] == [told["alder", "refusals"]]
    assert any(line[:3] == ["Birch:", "alert", "raised,"] and line[-1] == "1.00" for line in lines)
    said = [" ".join(line) for line in lines]
    assert not any("notices withheld" in line or "false launch reports" in line for line in said), "nothing to say"
    assert "Birch: upper layer, fired, count 3" in said
    assert not any("midcourse" in line or "third states" in line for line in said), "nobody has one, none was hit"
