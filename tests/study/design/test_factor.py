"""Levels of factors: what they set, and where in a range a share lies."""

import pytest

from tocsin.errors import StudyError
from tocsin.scenario.build import scenario_text
from tocsin.scenario.pack import shipped_pack
from tocsin.scenario.parsed import parsed_scenario
from tocsin.study.design.factor import Factor, factor_of, valued
from tocsin.study.design.notional import OWN_KINDS, notional_factors
from tocsin.study.design.schema import FactorPart


def test_a_range_is_sampled_evenly_or_by_its_logarithm() -> None:
    even = Factor("loss", (), ("a", "b"), 0.0, 0.5)
    assert even.at(0.5) == valued(("a", "b"), 0.25)
    assert even.at(0.5).settings == {"a": 0.25, "b": 0.25}
    decades = Factor("threshold", (), ("a",), 0.01, 100.0)
    assert decades.at(0.5).number_value == pytest.approx(1.0)
    assert decades.at(0.0).number_value == 0.01


def test_different_numbers_have_different_names() -> None:
    part = FactorPart(name="lat", path="a", levels=(36.80001, 36.80004, 5, 0.25))
    assert [level.name for level in factor_of(part, (), "x").levels] == ["36.80001", "36.80004", "5", "0.25"]
    with pytest.raises(StudyError, match="two levels '5'"):
        factor_of(FactorPart(name="lat", path="a", levels=(5, 5.0)), (), "x")


def test_notional_numbers_are_the_parties_own_and_never_of_what_is_launched() -> None:
    parsed = parsed_scenario(*scenario_text("first-seen-by-partner"))
    factors = {factor.name: factor for factor in notional_factors(parsed)}
    packs = {factor.group for factor in factors.values()}
    assert packs == {"early-warning", "staring", "engagement", "upper-tier", "lower-tier", "doctrine-standard"}
    assert all(shipped_pack(pack).kind in OWN_KINDS for pack in packs)
    both = factors["early-warning: power_kw"]
    assert both.paths == tuple(f"party.{n}.pack.early-warning.power_kw.value" for n in ("alder", "birch"))
    shipped = shipped_pack("early-warning").numbers["power_kw"]
    assert (both.low, both.high) == (shipped.low, shipped.high)
    assert factors["upper-tier: stock"].paths == ("party.birch.pack.upper-tier.stock.value",)
    assert not any(shipped_pack(factor.group).numbers[name.split(": ")[1]].source for name, factor in factors.items())


def test_a_scan_period_is_drawn_in_whole_seconds() -> None:
    drawn = Factor("scan", (), ("party.alder.pack.staring.scan_period_s.value",), 1.0, 10.0)
    assert [drawn.at(share).number_value for share in (0.0, 0.25, 0.5, 1.0)] == [1.0, 3.0, 6.0, 10.0]


@pytest.mark.parametrize(
    ("path", "drawn"),
    [
        ("link[alder-birch].capacity_per_min", 3.0),
        ("radar[birch-approach].scan_offset_s", 3.0),
        ("scenario.members", 3.0),
        ("party.birch.doctrine.salvo.upper", 3.0),
        ("agreement.withhold_quota_per_year", 3.0),
        ("link[alder-birch].loss", 3.25),
        ("radar[birch-approach].outage[1].from_s", 3.25),
        ("party.alder.pack.early-warning.power_kw.value", 3.25),
        ("agreement.min_delay_s", 3.25),
        ("no such path", 3.25),
    ],
)
def test_what_is_a_whole_number_in_its_file_is_drawn_as_one(path: str, drawn: float) -> None:
    assert Factor("x", (), (path,), 1.0, 10.0).at(0.25).number_value == drawn
