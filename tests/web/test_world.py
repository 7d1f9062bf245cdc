"""The world's files over HTTP: anybody may have them, and a browser keeps them."""

import httpx
import pytest

from tests.web.conftest import Hall
from tocsin.scenario.world_files import PICTURE_FILES, VECTOR_FILES, world_bytes


def test_anybody_gets_coasts_and_pictures_with_their_types(hall: Hall) -> None:
    client = hall.client()
    for name in VECTOR_FILES:
        answer = client.get(f"/world/{name}.geojson")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/geo+json")
        assert answer.content == world_bytes("home", f"{name}.geojson")
        assert answer.json()["marking"] == "EXERCISE"
    for name in PICTURE_FILES:
        answer = client.get(f"/world/{name}.webp")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
        assert answer.content == world_bytes("home", f"{name}.webp")


def test_the_names_of_nations_come_with_their_places(hall: Hall) -> None:
    told = hall.client().get("/world/nations.geojson").json()
    assert told["marking"] == "EXERCISE"
    alder = next(each for each in told["features"] if each["properties"]["id"] == "alder")
    assert alder["properties"]["name"] == "Alder"
    assert alder["geometry"]["coordinates"] == [51.803, 47.315]  # world.geojson, label_lon and label_lat


def test_a_browser_keeps_them_and_is_told_when_nothing_changed(hall: Hall) -> None:
    client = hall.client()
    first = client.get("/world/seas.geojson")
    assert first.headers["cache-control"] == "no-cache"  # the same address may serve another world's exercise next
    again = client.get("/world/seas.geojson", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["x-exercise"] == "EXERCISE EXERCISE EXERCISE"
    assert client.get("/healthz").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/world/moon.geojson", "/world/day.geojson", "/world/land.webp"])
def test_nothing_else_is_served(hall: Hall, path: str) -> None:
    answer: httpx.Response = hall.client().get(path)
    assert answer.status_code == 422
    assert answer.json()["answer"] == "refused"


def test_no_path_leads_out(hall: Hall) -> None:
    assert hall.client().get("/world/..%2F..%2Fatlas.geojson").status_code in (404, 422)
