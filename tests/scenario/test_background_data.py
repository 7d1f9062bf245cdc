"""Real events in windows of exercise time."""

from collections import Counter

from tocsin.scenario.background_data import listed_rows, utc_ms_of, utc_of
from tocsin.scenario.build import load_scenario
from tocsin.scenario.declared import utc_ms_at


def test_each_located_fireball_begins_at_its_listed_time():
    scenario = load_scenario("quiet-sky")
    fireballs = [flight for flight in scenario.flights if flight.flight_id.startswith("fireball")]
    listed = [utc_ms_of(utc_of(row)) for row in listed_rows() if row["Latitude (deg.)"]]
    assert [utc_ms_at(scenario, flight.start_ms) for flight in fireballs] == listed


def test_events_meet_a_scan_of_five_seconds_at_every_phase():
    scenario = load_scenario("quiet-sky")
    phases = Counter(flight.start_ms % 5_000 // 1_000 for flight in scenario.flights)
    fair = len(scenario.flights) / 5
    assert all(abs(phases[phase] - fair) < 4 * fair**0.5 for phase in range(5)), phases
