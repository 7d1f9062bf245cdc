"""The page makes its forms from the description of orders; its own tests read the copy that is checked here."""

import json
from pathlib import Path
from typing import Any

import msgspec

from tocsin.web.body import SCHEMAS
from tocsin.web.ordering import OrderGiven

COPY = Path(__file__).parents[2] / "page" / "tests" / "api" / "orders.json"


def described() -> dict[str, Any]:
    """Return the schemas of an order and of all that is in one, as ``/openapi.json`` has them."""
    _, schemas = msgspec.json.schema_components([OrderGiven], ref_template=SCHEMAS)
    found: dict[str, Any] = json.loads(msgspec.json.encode(schemas))
    return found


def test_page_copy_of_the_order_schemas_is_what_the_server_describes() -> None:
    assert json.loads(COPY.read_text(encoding="utf-8")) == described(), (
        f"orders have changed: write tests.web.test_order_forms.described() to {COPY} as JSON, indent 1"
    )
