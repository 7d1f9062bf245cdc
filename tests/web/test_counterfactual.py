"""A journal that a live exercise left is played again: under its own agreement it is itself."""

from tests.web.conftest import Hall, Person
from tests.web.test_clock_http import clock, state, wait_until
from tocsin.exercise.world import World
from tocsin.journal.memory import DigestJournal
from tocsin.study.counterfactual.make import Unit, known, play_out, world_for

PLAYED_TICKS = 240


def step(director: Person, ticks: int) -> None:
    before_ms = state(director)["time_ms"]
    clock(director, do="step", ticks=ticks)
    wait_until(director, "time_ms", before_ms + 1000 * ticks)


def test_a_live_exercise_is_itself_and_another_agreement_keeps_its_orders(hall: Hall) -> None:
    director = hall.director()
    ann = hall.officer(director, "birch", "Ann", "commander", "watch_officer")
    director.http.post("/startex")
    clock(director, do="pause")
    step(director, 20)
    assert ann.order("commander", {"type": "SetAlert", "level": "raised"}).status_code == 200
    assert ann.order("commander", {"type": "Say", "to": "birch", "text": "Heads up."}).status_code == 200
    step(director, PLAYED_TICKS - 40)
    assert ann.http.delete("/roles/commander").status_code == 200
    step(director, 20)
    director.http.post("/endex")
    hall.stop()

    played = known(hall.journal)
    assert [answer.order.order_id for answer in played.answers] == [f"{ann.seat_id}/1", f"{ann.seat_id}/2"]
    assert ("birch", "commander") in played.held_at(20_000)
    assert ("birch", "commander") not in played.held_at(played.end_ms)

    def again(agreement: str) -> tuple[str, int]:
        world: World = world_for(played, Unit(hall.journal, agreement))
        outcome = play_out(played, world, DigestJournal())
        return outcome.digest, outcome.retimed.kept_count

    assert again(played.task.agreement) == (played.log.header.digest, 2)
    assert again("none")[1] == 2
