"""Footprints of the flagship: what must hold whatever the numbers, and single cases counted by hand."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from tocsin.defence.plan import MARGIN_S
from tocsin.earth.kernels import ecef_rows
from tocsin.errors import ScenarioError
from tocsin.motion.interceptor import flyout_time_s
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.arcs import arcs_to
from tocsin.study.footprint.footprint import KINDS, Footprint, footprint
from tocsin.study.footprint.ground import SLACK, rows_of
from tocsin.study.footprint.knowledge import can_meet, flown_to, knowledge
from tocsin.study.footprint.reach import last_order_s
from tocsin.study.footprint.terms import (
    RUNG_PRESETS,
    ladder,
    link_between,
    may_tell,
    message_s,
    track_delay_s,
    word_delay_s,
)

Variation = Callable[[Callable[[str], str]], Scenario]


def test_every_rung_of_the_ladder_has_its_preset(flagship: Scenario) -> None:
    assert [terms.rung for terms in ladder(flagship)] == list(range(7))
    assert [terms.agreement.name for terms in ladder(flagship)] == list(RUNG_PRESETS)


def test_no_step_of_the_ladder_takes_anything_away(found: Footprint) -> None:
    for kind in KINDS:
        assert (np.diff(found.shares[kind], axis=0) >= -SLACK).all()
    assert (np.diff(found.lead_s, axis=0) >= -1e-6).all()


def test_shares_are_shares_and_lie_on_own_ground(found: Footprint) -> None:
    for kind in KINDS:
        assert found.shares[kind].min() >= 0.0
        assert found.shares[kind].max() <= 1.0 + SLACK
        assert (found.shares[kind][:, :, found.reached == 0.0] == 0.0).all()
    assert found.reached.max() <= 1.0 + SLACK


def test_sharing_gives_birch_earlier_warning(found: Footprint) -> None:
    # the flagship's whole point, by other means than the engine's
    lead_min = {(row.rung, row.nation): row.lead_min for row in rows_of(found)}
    assert lead_min[3, "birch"] > lead_min[0, "birch"] + 1.0
    assert lead_min[4, "birch"] > lead_min[3, "birch"]
    assert lead_min[6, "alder"] == pytest.approx(lead_min[0, "alder"], abs=0.2)  # it sees first


def test_who_has_no_battery_is_not_defended_unless_a_partner_does(found: Footprint, varied: Variation) -> None:
    alder = found.nations.index("alder")
    assert not found.shares["defended"][:, alder].any()  # Birch's batteries stand too far off

    def on_alders_ground(text: str) -> str:
        place = 'nation = "birch"\npack = "{}"\nlat_deg = 45.0\nlon_deg = 52.0\n'
        stands = '[[battery]]\nid = "far-upper"\n' + place.format("upper-tier")
        looks = '[[radar]]\nid = "far-radar"\n' + place.format("engagement") + "boresight_deg = 180\n"
        return text.replace("# Links", f"{stands}\n{looks}\n# Links")

    scenario = varied(on_alders_ground)
    assert not footprint(scenario, 16, 300.0).shares["defended"][:, alder].any()  # Birch fights for itself alone
    shares = footprint(doctrined(scenario, defends="parties"), 16, 300.0).shares["defended"]
    assert not shares[:4, alder].any()  # until the agreement lets it fire for a partner
    assert shares[4:, alder].any(axis=(1, 2)).all()


def doctrined(scenario: Scenario, **fire: str) -> Scenario:
    """Return a scenario in which every party fights by the standard doctrine, but for some terms."""
    nodes = tuple(
        replace(node, doctrine=replace(node.doctrine, fire=replace(node.doctrine.fire, **fire)))  # type: ignore[arg-type]
        for node in scenario.nodes
    )
    return replace(scenario, nodes=nodes)


def test_weapons_control_says_what_is_met(flagship: Scenario) -> None:
    area, at = flagship.launch_areas[0], np.radians([[32.3, 83.5], [40.0, 82.0]])  # in a declared area, and in none
    met = {}
    for control in ("hold", "self_defence", "tight", "free"):
        scenario = doctrined(flagship, weapons_control=control)
        birch = next(node for node in scenario.nodes if node.name == "birch")
        flown = flown_to(scenario, area.vehicle, arcs_to(area.vehicle, (area.lat_rad, area.lon_rad), at), at)
        met[control] = can_meet(birch, knowledge(scenario, ladder(scenario)[0], flown, birch, {}), flown).tolist()
    assert met == {"hold": [False] * 2, "self_defence": [True, False], "tight": [True] * 2, "free": [True] * 2}


def place(lat_deg: float, lon_deg: float) -> np.ndarray:
    return np.radians([[lat_deg, lon_deg]])


def test_a_battery_can_be_ordered_until_its_last_launch_less_its_reaction(flagship: Scenario) -> None:
    # a body that falls straight down on the battery from 200 km, 2 km/s: met at the least altitude, as late as can be
    birch = next(node for node in flagship.nodes if node.name == "birch")
    battery = next(item for item in birch.batteries if item.layer == "upper")
    limits = battery.flyout.interceptor
    times_s = np.arange(0.0, 100.0, 1.0)[None]
    altitude_m = 200e3 - 2000.0 * times_s
    lat, lon = np.full(100, battery.lat_rad), np.full(100, battery.lon_rad)
    rows = ecef_rows(lat, lon, altitude_m[0])[None]
    latest = max(
        t - flyout_time_s(battery.flyout, 0.0, h)
        for t, h in zip(times_s[0], altitude_m[0], strict=True)
        if limits.min_altitude_m <= h <= limits.max_altitude_m
    )
    expected_s = latest - battery.reaction_ms / 1000.0 - MARGIN_S
    assert last_order_s(battery, times_s, rows)[0] == pytest.approx(expected_s, abs=0.05)
    far = ecef_rows(lat + 0.1, lon, altitude_m[0])[None]  # 600 km away
    assert np.isneginf(last_order_s(battery, times_s, far)[0])


def test_delays_are_the_agreements_and_the_links(flagship: Scenario) -> None:
    rungs, link = ladder(flagship), link_between(flagship, "alder", "birch")
    assert link is not None
    assert message_s(rungs[3].agreement, link, 1000) == 1.0 + 30.0 + 3.0  # a tick, the delay agreed, 2 s and 1 s more
    assert [word_delay_s(rung, flagship, "alder", "birch") for rung in rungs[:4]] == [np.inf, np.inf, 44.0, 44.0]
    assert [track_delay_s(rung, flagship, "alder", "birch") for rung in rungs[3:5]] == [np.inf, 5.0 + 1.0 + 3.0]
    assert np.isinf(track_delay_s(rungs[4], flagship, "alder", "cedar"))  # no link


def test_what_may_be_told_is_asked_of_the_gate(flagship: Scenario) -> None:
    area, rungs = flagship.launch_areas[0], ladder(flagship)
    arcs = arcs_to(area.vehicle, (area.lat_rad, area.lon_rad), place(32.3, 83.5))
    ways = {"from": "alder", "to": "birch"}
    told = [bool(may_tell(terms, flagship, arcs, ways)[0]) for terms in rungs]
    assert told == [False, False, False, True, True, True, True]  # rung 2 tells nothing of third states' launches
    at_home = arcs_to(area.vehicle, tuple(np.radians([45.0, 50.0])), place(38.8, 85.0))  # from Alder's own ground
    assert may_tell(rungs[2], flagship, at_home, ways)[0]


def test_areas_and_ground_are_counted_on_the_sphere(found: Footprint, flagship: Scenario) -> None:
    ring = np.degrees(next(t.ring_rad for t in flagship.geography.territories if t.nation == "birch"))
    polygon = Geodesic.WGS84.Polygon()
    for lat, lon in ring:
        polygon.AddPoint(lat, lon)
    true_km2 = abs(polygon.Compute()[2]) / 1e6
    counted = float((found.places.cell_km2 * found.places.is_land["birch"]).sum())
    assert counted == pytest.approx(true_km2, rel=0.05)  # 24 by 24 places


def test_what_cannot_be_counted_is_refused(varied: Variation, flagship: Scenario) -> None:
    with pytest.raises(ScenarioError, match="--grid 5: must be within 10 and 400"):
        footprint(flagship, 5)
    with pytest.raises(ScenarioError, match="launches nothing ballistic"):
        footprint(varied(lambda text: text[: text.index("# Cedar's accident")]), 10)
    glide = '\n[[footprint.launch_area]]\npack = "glide"\nlat_deg = 28.0\nlon_deg = 53.0\n'
    with pytest.raises(ScenarioError, match="flies no ballistic arc"):
        varied(lambda text: text + glide)


@pytest.mark.slow
def test_a_declared_distribution_stands_in_for_the_launches(varied: Variation) -> None:
    table = "\n[[footprint.launch_area]]\npack = 'mrbm'\nlat_deg = {}\nlon_deg = 53.5\nweight = {}\nradius_km = {}\n"
    one = footprint(varied(lambda text: text + table.format(28.5, 1, 0)), 12)
    same = footprint(varied(lambda text: text + table.format(28.5, 7, 0) + table.format(28.5, 2, 0)), 12)
    for kind in KINDS:
        assert np.allclose(one.shares[kind], same.shares[kind], atol=1e-12)  # weights count beside each other alone
    wide = footprint(varied(lambda text: text + table.format(28.5, 1, 300)), 12)
    assert not np.allclose(one.reached, wide.reached)
