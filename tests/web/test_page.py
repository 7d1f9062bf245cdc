"""The page over HTTP: one HTML file at every address of a screen, its files, and nothing besides them."""

import gzip
import socket
from pathlib import Path

import pytest

from tests.web.conftest import Hall
from tocsin.web import built

SCREENS = ["/", "/room", "/watch", "/officer", "/replay", "/wall", "/wall/control", "/wall/alder", "/wall/joint"]
FILES = {
    "index.html": "<!doctype html><title>EXERCISE</title>",
    "assets/index-abc123.js": "export const a = 1;" * 100,
    "cesium/Workers/w.js": "self.a = 1;",
    "cesium/a.mjs": "export {};",
    "cesium/a.wasm": "\0asm",
    "world.geojson": "{}",
    "world.webp": "RIFF",
    "cesium/Assets/a.json": "{}",
}

MEDIA_TYPES = {
    "assets/index-abc123.js": "text/javascript; charset=utf-8",
    "cesium/a.mjs": "text/javascript; charset=utf-8",
    "cesium/a.wasm": "application/wasm",
    "cesium/Assets/a.json": "application/json",
    "world.geojson": "application/geo+json",
    "world.webp": "image/webp",
}
OUTSIDE = [
    "../secret.txt",
    "%2e%2e/secret.txt",
    "..%2fsecret.txt",
    "assets/../../secret.txt",
    "assets/%2e%2e/%2e%2e/secret.txt",
    "%2fetc%2fpasswd",
    "/etc/passwd",
    "..%5csecret.txt",
    "assets",
    "",
    ".",
    "a%00b",
    "x" * 5000,
]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a page that is built; beside it lies what is nobody's."""
    folder = tmp_path / "page"
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "secret.txt").write_text("secret")
    packed = gzip.compress((folder / "assets/index-abc123.js").read_bytes(), mtime=0)
    (folder / "assets/index-abc123.js.gz").write_bytes(packed)
    monkeypatch.setattr(built, "folder", lambda: folder)
    return folder


def test_every_screen_is_the_same_page_and_is_not_kept(hall: Hall, page: Path) -> None:
    client = hall.client()
    for path in SCREENS:
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, FILES["index.html"]), path
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"


def test_every_file_has_its_media_type(hall: Hall, page: Path) -> None:
    client = hall.client()
    for path, media_type in MEDIA_TYPES.items():
        answer = client.get(f"/page/{path}")
        assert (answer.text, answer.headers["content-type"]) == (FILES[path], media_type)


def test_what_has_its_digest_in_its_name_is_kept_for_good_and_the_rest_is_asked_for(hall: Hall, page: Path) -> None:
    client = hall.client()
    assert "immutable" in client.get("/page/assets/index-abc123.js").headers["cache-control"]
    answer = client.get("/page/cesium/Workers/w.js")
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get("/page/cesium/Workers/w.js", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    (page / "cesium/Workers/w.js").write_text("self.a = 2;")
    anew = client.get("/page/cesium/Workers/w.js", headers={"if-none-match": answer.headers["etag"]})
    assert (anew.status_code, anew.text) == (200, "self.a = 2;")


def test_what_is_packed_is_sent_packed_to_whoever_takes_it(hall: Hall, page: Path) -> None:
    client = hall.client()
    for taken, is_packed in (("gzip, br", True), ("identity", False), ("gzip;q=0", False)):
        answer = client.get("/page/assets/index-abc123.js", headers={"accept-encoding": taken})
        assert ("content-encoding" in answer.headers) == is_packed
        assert answer.text == FILES["assets/index-abc123.js"]
        assert (int(answer.headers["content-length"]) < len(answer.text)) == is_packed


def test_no_path_leads_out_of_the_page(hall: Hall, page: Path) -> None:
    for path in OUTSIDE:
        request = f"GET /page/{path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"
        answer = raw(hall, request.encode())
        assert answer.split(b"\r\n")[0].split()[1] in (b"404", b"400"), path
        assert b"\r\n\r\nsecret" not in answer
        assert b"root:" not in answer
    assert hall.client().get("/page/index.html").status_code == 200


def raw(hall: Hall, request: bytes) -> bytes:
    """Return the answer to a request that no client has tidied up."""
    found = b""
    with socket.create_connection(hall.found.socket.getsockname()[:2]) as line:
        line.sendall(request)
        while part := line.recv(65536):
            found += part
    return found


def test_where_it_is_not_built_that_is_said_with_the_remedy(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built, "folder", lambda: tmp_path / "none")
    answer = hall.client().get("/")
    assert answer.status_code == 503
    assert "make page" in answer.text
    assert answer.text.count("EXERCISE EXERCISE EXERCISE") == 2


def test_scripts_come_from_here_alone_and_no_text_becomes_one(hall: Hall) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in hall.client().get("/").headers["content-security-policy"].split(";")
    )
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["connect-src"] == "'self'"
    assert policy["worker-src"] == "'self' blob:"
    assert "unsafe-inline" not in str(policy)
    assert "http" not in str(policy)


def test_a_person_who_goes_astray_reads_why_and_a_program_gets_json(hall: Hall) -> None:
    for_people = hall.client().get("/nothing", headers={"accept": "text/html,*/*;q=0.8"})
    assert (for_people.status_code, for_people.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert "EXERCISE EXERCISE EXERCISE" in for_people.text
    assert hall.client().get("/nothing").json()["answer"] == "refused"


def test_what_people_write_is_never_a_page(hall: Hall) -> None:
    name = "<script>alert(1)</script>"
    hall.join("alder", name)
    answer = hall.director().http.get("/control/roster", headers={"accept": "text/html"})
    assert name in [seat["name"] for seat in answer.json()["seats"]]
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    fault = hall.client().post("/join", json={"code": "<b>x", "name": "y"}, headers={"accept": "text/html"})
    assert fault.headers["content-type"].startswith("text/plain")
