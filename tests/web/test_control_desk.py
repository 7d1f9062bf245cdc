"""What exercise control's desk asks for: a draft checked before it is ordered, the score as it stands."""

from tests.web.conftest import Hall

OUTAGE = {"type": "SensorOutage", "sensor_id": "no-such-radar", "for_ms": 60_000}


def test_a_draft_is_told_what_is_wrong_with_it_by_field(hall: Hall) -> None:
    director = hall.director()

    def wrong(**fields: object) -> str:
        answer = director.http.post("/control/drafts", json={"inject": {"inject_id": "new", **fields}})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["wrong"])

    assert wrong(trigger="first(LaunchWarning, alder) + 2 min", to=["alder/commander"]) == ""
    assert wrong(trigger="first(LaunchWarnin, alder)").startswith("trigger: ")
    assert wrong(to=["nowhere"]).startswith("to: ")
    assert wrong(effects=[OUTAGE]).startswith("SensorOutage.sensor_id: ")


def test_a_draft_and_the_score_are_not_a_nations(hall: Hall) -> None:
    ann = hall.join("alder", "Ann")
    assert ann.http.post("/control/drafts", json={"inject": {"inject_id": "new"}}).status_code == 403
    assert ann.http.get("/score").status_code == 403


def test_the_score_is_told_of_the_journal_so_far(hall: Hall) -> None:
    director = hall.director()
    assert director.http.post("/startex").status_code == 200
    answer = director.http.get("/score", timeout=120)
    assert answer.status_code == 200, answer.text
    assert {"criteria", "responses", "teams"} <= answer.json().keys()
