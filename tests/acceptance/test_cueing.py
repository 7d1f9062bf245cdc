"""Why sharing helps a radar: told where to look, it sees a faint body sooner; without cues it sees the same."""

from functools import cache

import pytest

from tocsin.orders.record import Pairing
from tocsin.scenario.build import scenario_text
from tocsin.study.run import Task, run

pytestmark = pytest.mark.slow  # four runs of the flagship

WEAK = """
[party.birch.pack.early-warning]
power_kw = {{ value = 50, unit = "kW", notional = true }}
max_cue_gain_db = {{ value = {gain_db}, unit = "dB", notional = true }}
[party.cedar.pack.mrbm]
payload_rcs_m2 = {{ value = 0.02, unit = "m^2", notional = true }}

"""
PAYLOADS = ("l1-payload", "l2-payload", "l3-payload")


@cache
def first_seen_s(agreement: str, gain_db: float) -> dict[str, float]:
    """Return when Birch's approach radar, weak and its sky faint, first measured each payload, exercise time."""
    text, file = scenario_text("first-seen-by-partner")
    played = text.replace("# Cedar's accident", WEAK.format(gain_db=gain_db) + "# Cedar's accident")
    assert played != text
    first: dict[str, float] = {}
    for entry in run(Task(played, file, agreement, 7)).log.entries:
        if isinstance(entry.body, Pairing) and entry.body.sensor_id == "birch-approach":
            for body_id in entry.body.body_ids:
                first.setdefault(body_id, entry.time_ms / 1000.0)
    return {body_id: first[body_id] for body_id in PAYLOADS}


def test_a_cue_from_the_partners_track_shows_a_faint_body_sooner() -> None:
    alone, told = first_seen_s("none", 10), first_seen_s("full-picture", 10)
    sooner_s = [alone[body_id] - told[body_id] for body_id in PAYLOADS]
    # half of the search on a cone of 2 to 10 degrees gains 10 dB, 1.8 times the reach
    assert min(sooner_s) >= 0.0 and max(sooner_s) > 20.0


def test_without_cues_the_same_looks_see_the_same() -> None:
    assert first_seen_s("none", 0) == first_seen_s("full-picture", 0)
