"""What no word of anyone's explains away: an impact that sensors of two kinds agree on."""

from types import ModuleType

import msgspec
import pytest

from tocsin.exchange.payload import AnomalyAdvisory
from tocsin.exercise.doctrine.finding import finding, is_confirmed

IR, RADAR, NONE = ("ir",), ("radar",), ()


@pytest.mark.parametrize(
    ("confidence", "own_kinds", "partner_kinds", "expected"),
    [
        ("high", ("ir", "radar"), NONE, True),
        ("high", NONE, ("ir", "radar"), True),
        ("high", IR, RADAR, True),  # each side saw it in its own way
        ("high", RADAR, IR, True),
        ("high", RADAR, RADAR, False),  # two sensors, one phenomenology: a glint, or the Moon, deceives both
        ("high", IR, IR, False),
        ("high", RADAR, NONE, False),
        ("high", NONE, NONE, False),  # a system's own word, that no sensor stands behind
        ("medium", ("ir", "radar"), NONE, False),  # seen in two ways, but not where it comes down
        ("low", IR, RADAR, False),
    ],
)
def test_confirmed_is_high_on_two_phenomenologies_whoever_has_them(
    bench: ModuleType, confidence: str, own_kinds: tuple, partner_kinds: tuple, expected: bool
) -> None:
    event = msgspec.structs.replace(
        bench.event(), confidence=confidence, own_kinds=own_kinds, partner_kinds=partner_kinds
    )
    assert is_confirmed(event) is expected


def test_an_advisory_explains_what_one_kind_of_sensor_sees_and_not_what_two_confirm(bench: ModuleType) -> None:
    advisory = AnomalyAdvisory(advisory_id="a", cause="a re-entry", from_ms=0, to_ms=600_000)
    one = msgspec.structs.replace(bench.event(), confidence="high", own_kinds=RADAR)
    for event, expected in ((one, "anomalous"), (msgspec.structs.replace(one, partner_kinds=IR), "valid")):
        view = bench.view(500_000, events=(event,), advisories=(advisory,))
        assert finding(view, event)[0] == expected
