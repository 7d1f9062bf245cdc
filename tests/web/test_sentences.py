"""What the server says is said in three languages: the page's own tests read the copy that is checked here."""

import json
from pathlib import Path

from tests.web.sentences import SOURCES, codes, read, said_in, sentences

API = Path(__file__).parents[2] / "page" / "tests" / "api"
COPY, COPY_OF_CODES = API / "sentences.json", API / "codes.json"


def test_page_copy_of_the_sentences_is_what_the_server_says() -> None:
    assert json.loads(COPY.read_text(encoding="utf-8")) == sentences(), (
        f"the server says something else: write tests.web.sentences.sentences() to {COPY} as JSON, indent 1, "
        "not ASCII alone, and put what is new into page/src/words/said in three languages"
    )


def test_page_copy_of_the_codes_is_what_records_may_hold() -> None:
    assert json.loads(COPY_OF_CODES.read_text(encoding="utf-8")) == codes(), (
        f"records hold other codes: write tests.web.sentences.codes() to {COPY_OF_CODES} as JSON, indent 1, "
        "and put what is new into page/src/words/terms.ts in three languages"
    )


def test_what_the_engine_and_the_door_refuse_is_among_them() -> None:
    """The reading of the sources sees f-strings, parts of conditions and plain texts, and no docstring."""
    assert {
        "{} has no interceptors left",
        "no session: join with your code first",
        "any battery",
        "{} of {} displays show {}; {}",
    } <= set(sentences())
    apply = SOURCES / "exercise" / "stages" / "apply.py"
    assert apply in set(read())
    assert not any("Obey the orders" in said for said in said_in(apply))
