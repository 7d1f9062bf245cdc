"""Terms written back as a file come out as they went in, and what no file may say is named with its remedy."""

import math
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.exchange.agreement import PUBLIC_FACTS, Agreement, Coarsening, DirectionScope, MessageKind
from tocsin.exchange.payload import GenericClass
from tocsin.scenario.agreement_file import frozen, load_agreement, preset_names
from tocsin.scenario.agreement_filed import fault_in_terms, filed
from tocsin.scenario.agreement_schema import AgreementFile
from tocsin.scenario.agreement_terms import RELEASABLE

TWO = ("alder", "birch")
LAWFUL = Agreement(
    name="mine",
    version="1",
    rung=2,
    parties=TWO,
    classes=("mrbm", "unknown"),
    fields_released=("launch_time_ms", "launch_point"),
)


def thousandths(least: int, most: int) -> st.SearchStrategy[float]:
    """Return numbers as a person writes them: three decimals."""
    return st.integers(least * 1000, most * 1000).map(lambda number: number / 1000)


def some_of(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), unique=True).map(tuple)


classes = some_of(get_args(GenericClass))
files = st.builds(
    AgreementFile,
    name=st.sampled_from(("mine", "a-b-2")),
    version=st.just("7"),
    rung=st.integers(0, 6),
    documented=st.just({}),
    our_reading=st.just({}),
    classes=classes,
    min_range_km=thousandths(0, 20000),
    min_apogee_km=thousandths(0, 40000),
    direction_scope=st.lists(
        st.fixed_dictionaries(
            {
                "nation": st.sampled_from(TWO),
                "from_deg": thousandths(0, 360),
                "to_deg": thousandths(0, 360),
                "classes": classes,
            }
        ),
        max_size=3,
    ),
    third_state_rule=st.sampled_from(("none", "protect_third_state")),
    fields_released=some_of(RELEASABLE),
    messages=some_of(get_args(MessageKind)),
    coarsening=st.fixed_dictionaries(
        {
            "grid_deg": thousandths(0, 30),
            "time_round_s": st.integers(0, 3600),
            "class_generic_only": st.booleans(),
            "azimuth_step_deg": thousandths(0, 180),
        }
    ),
    min_delay_s=thousandths(0, 86400),
    notice_lead_h=st.none() | thousandths(0, 720),
    post_launch_h=st.none() | thousandths(0, 720),
    withhold_quota_per_year=st.integers(0, 1000),
    joint_cells=st.sampled_from(("none", "fusion")),
    engage_on_remote=st.booleans(),
    engagement_sharing=st.sampled_from(("none", "status")),
    sensors_withheld_by=some_of(TWO),
    batteries_withheld_by=some_of(TWO),
    report_interval_s=thousandths(1, 3600),
    may_suspend=st.booleans(),
    publicity=st.sampled_from(("none", "both")),
    public_facts=some_of(PUBLIC_FACTS),
    clear_within_min=thousandths(1, 10080),
    in_force_s=thousandths(0, 31622400),
    expiry_s=st.none() | thousandths(1, 31622400),
)


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_written_back_is_itself_and_has_no_fault(name: str) -> None:
    terms = load_agreement(name, TWO)
    assert frozen(filed(terms), TWO) == terms
    assert fault_in_terms(terms) == ""


@given(files)
def test_whatever_a_file_says_comes_back_as_it_was(file: AgreementFile) -> None:
    terms = frozen(file, TWO)
    assert frozen(filed(terms), TWO) == terms


@given(
    st.sampled_from(("min_range_m", "min_apogee_m")),
    st.floats(),
    st.sampled_from(("min_delay_ms", "in_force_ms", "notice_lead_ms", "report_interval_ms")),
    st.integers(),
)
def test_terms_without_a_fault_are_terms_that_a_file_can_hold(
    length: str, length_m: float, span: str, span_ms: int
) -> None:
    terms = replace(LAWFUL, **{length: length_m, span: span_ms})
    if not fault_in_terms(terms):
        assert frozen(filed(terms), TWO) == terms


SECTOR = DirectionScope("birch", 0.0, math.pi)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"min_range_m": math.nan}, ["min_range_km = nan", "finite", "change"]),
        ({"min_apogee_m": math.inf}, ["min_apogee_km = inf", "finite", "change"]),
        ({"coarsening": Coarsening(grid_rad=math.nan)}, ["coarsening.grid_deg = nan", "finite", "change"]),
        ({"min_range_m": -2e6}, ["min_range_km = -2000", "0", "change"]),
        ({"coarsening": Coarsening(grid_rad=-1e-12)}, ["coarsening", "-1e-12", "give"]),
        ({"min_range_m": 1234.56789012345}, ["min_range_m = 1234.56789012345", "1234.567890", "give"]),
        ({"coarsening": Coarsening(time_round_ms=1500)}, ["coarsening.time_round_s = 1.5", "integer", "change"]),
        ({"in_force_ms": 10**400}, ["in_force_s = inf", "finite", "change"]),
        ({"min_delay_ms": -(10**400)}, ["min_delay_s = -inf", "finite", "change"]),
        ({"report_interval_ms": 0}, ["report_interval_s = 0", "1", "change"]),
        ({"rung": 9}, ["rung = 9", "6", "change"]),
        ({"rung": 3}, ["rung = 3 (warning fused)", "fields_released is rung 2", "lower the rung"]),
        ({"rung": 1}, ["rung = 1", "needs rung 2", "raise the rung"]),
        ({"classes": ("slbm",)}, ["classes[1] = 'slbm'", "'icbm'", "change"]),
        ({"fields_released": ("launch_time_ms", "truth")}, ["fields_released has 'truth'", "known: "]),
        ({"messages": ("fire",)}, ["messages[1] = 'fire'", "comm_check", "change"]),
        ({"separate_command": False}, ["separate_command = False", "True", "change"]),
        ({"name": "Mine!"}, ["name = 'Mine!'", "pattern", "change"]),
        ({"direction_scope": (replace(SECTOR, nation="elm"),)}, ["nation = 'elm'", "no party", "alder, birch"]),
        ({"direction_scope": (replace(SECTOR, to_rad=7.0),)}, ["direction_scope[1].to_deg = 401", "360", "change"]),
        ({"coarsening": Coarsening(azimuth_step_rad=1.0)}, ["azimuth_step_deg = 57.2958", "divide 360"]),
        ({"expiry_ms": 5000, "in_force_ms": 6000}, ["expiry_s = 5", "above in_force_s = 6", "give a later end"]),
    ],
)
def test_what_no_file_may_say_is_named_with_value_bound_and_remedy(changes: dict[str, Any], words: list[str]) -> None:
    assert fault_in_terms(LAWFUL) == ""
    fault = fault_in_terms(replace(LAWFUL, **changes))
    assert "\n" not in fault
    for word in words:
        assert word in fault, fault
