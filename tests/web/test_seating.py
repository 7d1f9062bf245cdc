"""Seats without a server: what a grant changes in who sees what."""

from pathlib import Path

from tocsin.web.roster import Grant, Roster
from tocsin.web.seating import Seating


def test_a_liaison_officer_who_is_sent_to_another_host_sees_the_first_no_longer(tmp_path: Path) -> None:
    groups = ("alder", "birch", "cedar", "control", "observer")
    seating = Seating(Roster(tmp_path / "roster"), groups, False, lambda body, node: None, set())
    seat = seating.join("alder", "Ann", None, set())
    seating.grant(seat.seat_id, (Grant(role="liaison_officer", host="birch"),))
    assert seating.take(seat, "liaison_officer").host == "birch"
    assert seating.grant(seat.seat_id, (Grant(role="liaison_officer", host="cedar"),)).host == "cedar"
    assert seating.seats[seat.seat_id].host == "cedar"
