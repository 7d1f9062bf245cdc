"""Every key of an agreement file reaches the frozen agreement, and every wrong one gets its own clear error."""

import math
from dataclasses import fields
from typing import Any

import msgspec
import pytest

from tocsin.errors import ScenarioError
from tocsin.exchange.agreement import Agreement, Coarsening, DirectionScope
from tocsin.exchange.payload import LaunchReport
from tocsin.scenario.agreement_file import agreement_file, checked_agreement, load_agreement, preset_names
from tocsin.scenario.agreement_terms import RELEASABLE, count_of, endorsement, pairs_of, terms_of

TWO, THREE = ("alder", "birch"), ("alder", "birch", "cedar")
PLAIN: dict[str, Any] = {"name": "mine", "version": "1", "rung": 0, "classes": [], "fields_released": []}
NOTICES = {**PLAIN, "rung": 1, "classes": ["mrbm"], "notice_lead_h": 24}
REPORTS = {**PLAIN, "rung": 2, "classes": ["mrbm", "unknown"], "fields_released": ["launch_time_ms", "launch_point"]}
FUSED = {
    **REPORTS,
    "rung": 3,
    "joint_cells": "fusion",
    "fields_released": [*REPORTS["fields_released"], "impact_area"],
}
EVERY_CLASS = ["srbm", "mrbm", "irbm", "icbm", "slv", "sounding", "glide", "cruise", "interceptor", "unknown"]
TRACKS = {**FUSED, "rung": 4, "classes": EVERY_CLASS, "fields_released": [*FUSED["fields_released"], "track"]}
SHARED = {**TRACKS, "rung": 5, "engagement_sharing": "intentions", "messages": ["interceptor_notice"]}
PLANNED = {**SHARED, "rung": 6, "engagement_sharing": "status", "joint_cells": "plan_ops"}
SECTOR = {"party": 2, "from_deg": 90, "to_deg": 180}


def toml(table: dict[str, Any]) -> str:
    """Return a table of plain values, lists and one level of tables as TOML."""
    plain = [f"{key} = {value_toml(value)}" for key, value in table.items()]
    return "\n".join(plain) + "\n"


def value_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {value_toml(inner)}' for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(value_toml, value)) + "]"
    return msgspec.json.encode(value).decode()


def loaded(tmp_path, table: dict[str, Any], parties=TWO) -> Agreement:
    file = tmp_path / "mine.toml"
    file.write_text(toml(table))
    return load_agreement(str(file), parties)


# agreement field -> (where it stands in a file, what it is frozen to); None: not a key of the file
REACHED: dict[str, tuple[dict[str, Any], Any]] = {
    "name": ({**PLAIN, "name": "other"}, "other"),
    "version": ({**PLAIN, "version": "7"}, "7"),
    "rung": (NOTICES, 1),
    "in_force_ms": ({**PLAIN, "in_force_s": 90}, 90_000),
    "expiry_ms": ({**PLAIN, "expiry_s": 1200.5}, 1_200_500),
    "classes": (NOTICES, ("mrbm",)),
    "min_range_m": ({**PLAIN, "min_range_km": 2000}, 2e6),
    "min_apogee_m": ({**PLAIN, "min_apogee_km": 500}, 5e5),
    "direction_scope": (
        {**PLAIN, "direction_scope": [SECTOR]},
        (DirectionScope("birch", math.pi / 2, math.pi),),
    ),
    "third_state_rule": ({**PLAIN, "third_state_rule": "notify_overflown"}, "notify_overflown"),
    "fields_released": (REPORTS, ("launch_time_ms", "launch_point")),
    "messages": ({**PLAIN, "rung": 1, "messages": ["comm_check"]}, ("comm_check",)),
    "coarsening": ({**PLAIN, "coarsening": {"grid_deg": 1}}, Coarsening(grid_rad=math.radians(1))),
    "min_delay_ms": ({**PLAIN, "min_delay_s": 0.5}, 500),
    "notice_lead_ms": (NOTICES, 86_400_000),
    "post_launch_ms": ({**NOTICES, "post_launch_h": 0.5}, 1_800_000),
    "withhold_quota_per_year": ({**NOTICES, "withhold_quota_per_year": 2}, 2),
    "joint_cells": (FUSED, "fusion"),
    "engage_on_remote": ({**TRACKS, "engage_on_remote": True}, True),
    "relay": ({**REPORTS, "relay": True}, True),
    "engagement_sharing": (SHARED, "intentions"),
    "sensors_withheld_by": ({**PLAIN, "sensors_withheld_by": [2, "alder"]}, ("birch", "alder")),
    "batteries_withheld_by": ({**PLAIN, "batteries_withheld_by": ["birch"]}, ("birch",)),
    "report_interval_ms": ({**PLAIN, "report_interval_s": 7.5}, 7_500),
    "may_suspend": ({**PLAIN, "may_suspend": False}, False),
    "publicity": ({**PLAIN, "publicity": "announce_after"}, "announce_after"),
    "public_facts": ({**PLAIN, "public_facts": ["dates"]}, ("dates",)),
    "clear_within_ms": ({**PLAIN, "clear_within_min": 90}, 5_400_000),
}
NOT_IN_FILES = {"parties": "the scenario names them", "separate_command": "may be written, but only as true"}


@pytest.mark.parametrize("field", [field.name for field in fields(Agreement) if field.name not in NOT_IN_FILES])
def test_every_field_of_an_agreement_is_reached_by_a_key(field, tmp_path):
    table, value = REACHED[field]
    assert getattr(loaded(tmp_path, table), field) == value
    assert getattr(loaded(tmp_path, PLAIN), field) != value


def test_separate_command_may_be_written_but_only_as_true(tmp_path):
    assert loaded(tmp_path, {**PLAIN, "separate_command": True}).separate_command is True
    with pytest.raises(ScenarioError, match="separate_command = False: input should be True; change the value"):
        loaded(tmp_path, {**PLAIN, "separate_command": False})


@pytest.mark.parametrize(
    ("key", "written", "field", "value"),
    [
        ("grid_deg", 2, "grid_rad", math.radians(2)),
        ("time_round_s", 10, "time_round_ms", 10_000),
        ("class_generic_only", True, "class_generic_only", True),
        ("azimuth_step_deg", 90, "azimuth_step_rad", math.pi / 2),
    ],
)
def test_every_field_of_coarsening_is_reached_by_a_key(key, written, field, value, tmp_path):
    assert len(fields(Coarsening)) == 4  # one row above for each
    assert getattr(loaded(tmp_path, {**PLAIN, "coarsening": {key: written}}).coarsening, field) == value


def test_every_field_of_a_sector_is_reached_by_a_key(tmp_path):
    by_name = {"nation": "birch", "from_deg": 350, "to_deg": 10, "classes": ["mrbm"]}
    (scope,) = loaded(tmp_path, {**NOTICES, "direction_scope": [by_name]}).direction_scope
    assert scope == DirectionScope("birch", math.radians(350), math.radians(10), ("mrbm",))
    assert len(fields(DirectionScope)) == 4


@pytest.mark.parametrize(
    ("table", "words"),
    [
        # keys: type and bounds
        ({**PLAIN, "name": "Mine"}, ["name", "'Mine'"]),
        ({**PLAIN, "version": ""}, ["version", "at least 1"]),
        ({**PLAIN, "rung": 7}, ["rung = 7", "6"]),
        ({**PLAIN, "follows": 1}, ["follows = 1", "string"]),
        ({**PLAIN, "documented": "all"}, ["documented = 'all'", "dictionary"]),
        ({**PLAIN, "our_reading": {"classes": 1}}, ["our_reading.classes = 1", "string"]),
        ({**PLAIN, "classes": ["slbm"]}, ["classes[1] = 'slbm'", "'icbm'"]),
        ({**PLAIN, "min_range_km": -1}, ["min_range_km = -1", "0"]),
        ({**PLAIN, "min_apogee_km": 50000}, ["min_apogee_km = 50000", "40000"]),
        ({**PLAIN, "third_state_rule": "all"}, ["third_state_rule = 'all'", "notify_overflown"]),
        ({**PLAIN, "messages": ["hello"]}, ["messages[1] = 'hello'", "comm_check"]),
        ({**PLAIN, "coarsening": {"grid_deg": 31}}, ["coarsening.grid_deg = 31", "30"]),
        ({**PLAIN, "coarsening": {"time_round_s": 1.5}}, ["coarsening.time_round_s = 1.5", "integer"]),
        ({**PLAIN, "coarsening": {"class_generic_only": "no way"}}, ["coarsening.class_generic_only", "boolean"]),
        ({**PLAIN, "coarsening": {"azimuth_step_deg": 181}}, ["coarsening.azimuth_step_deg = 181", "180"]),
        ({**PLAIN, "coarsening": {"azimuth_step_deg": 50}}, ["azimuth_step_deg = 50", "divide 360"]),
        ({**PLAIN, "min_delay_s": 90000}, ["min_delay_s = 90000", "86400"]),
        ({**PLAIN, "notice_lead_h": -1}, ["notice_lead_h = -1", "0"]),
        ({**PLAIN, "post_launch_h": 721}, ["post_launch_h = 721", "720"]),
        ({**PLAIN, "withhold_quota_per_year": 0.5}, ["withhold_quota_per_year = 0.5", "integer"]),
        ({**PLAIN, "joint_cells": "all"}, ["joint_cells = 'all'", "plan_ops"]),
        ({**PLAIN, "engage_on_remote": 3}, ["engage_on_remote = 3", "boolean"]),
        ({**PLAIN, "engagement_sharing": "all"}, ["engagement_sharing = 'all'", "intentions"]),
        ({**PLAIN, "report_interval_s": 0}, ["report_interval_s = 0", "1"]),
        ({**PLAIN, "may_suspend": 3}, ["may_suspend = 3", "boolean"]),
        ({**PLAIN, "publicity": "loud"}, ["publicity = 'loud'", "announce_before"]),
        ({**PLAIN, "in_force_s": -1}, ["in_force_s = -1", "0"]),
        ({**PLAIN, "expiry_s": 0}, ["expiry_s = 0", "0"]),
        ({**PLAIN, "min_rang_km": 1}, ["min_rang_km", "unknown key", "min_range_km"]),
        ({key: value for key, value in PLAIN.items() if key != "classes"}, ["classes", "missing"]),
        # names
        ({**PLAIN, "rung": 2, "fields_released": ["impact"]}, ["fields_released", "'impact'", "impact_area"]),
        ({**PLAIN, "documented": {"min_range": "x"}}, ["documented", "'min_range'", "no term"]),
        ({**PLAIN, "documented": {"messages": "x"}}, ["documented", "'messages'", "no term"]),
        ({**PLAIN, "our_reading": {"min_range": "x"}}, ["our_reading", "'min_range'", "no term"]),
        # sectors
        ({**PLAIN, "direction_scope": [{"from_deg": 0, "to_deg": 9}]}, ["direction_scope[1]", "exactly one"]),
        ({**PLAIN, "direction_scope": [{**SECTOR, "nation": "birch"}]}, ["direction_scope[1]", "exactly one"]),
        ({**PLAIN, "direction_scope": [{**SECTOR, "to_deg": 361}]}, ["direction_scope[1].to_deg = 361", "360"]),
        ({**PLAIN, "direction_scope": [{**SECTOR, "party": 3}]}, ["party = 3", "2 (alder, birch)"]),
        (
            {**PLAIN, "direction_scope": [{"nation": "elm", "from_deg": 0, "to_deg": 9}]},
            ["'elm'", "no party", "alder, birch"],
        ),
        ({**NOTICES, "direction_scope": [{**SECTOR, "classes": ["icbm"]}]}, ["classes has icbm", "out of scope"]),
        # who withholds
        ({**PLAIN, "sensors_withheld_by": ["elm"]}, ["sensors_withheld_by has 'elm'", "alder, birch", "1 to 2"]),
        ({**PLAIN, "batteries_withheld_by": [3]}, ["batteries_withheld_by has 3", "alder, birch", "1 to 2"]),
        ({**PLAIN, "sensors_withheld_by": [0]}, ["sensors_withheld_by has 0", "1 to 2"]),
        ({**PLAIN, "sensors_withheld_by": [1, "alder"]}, ["sensors_withheld_by names alder twice", "remove"]),
        # the ladder: too low, too high
        ({**NOTICES, "rung": 0}, ["rung = 0 (none)", "notice_lead_h needs rung 1 (notification)"]),
        ({**PLAIN, "classes": ["mrbm"], "post_launch_h": 1}, ["post_launch_h needs rung 1"]),
        ({**PLAIN, "messages": ["comm_check"]}, ["messages needs rung 1"]),
        ({**REPORTS, "rung": 1}, ["fields_released needs rung 2 (warning side by side)"]),
        ({**REPORTS, "rung": 1, "joint_cells": "side_by_side"}, ["needs rung 2"]),
        ({**FUSED, "rung": 2}, ["joint_cells = 'fusion' needs rung 3 (warning fused)"]),
        ({**TRACKS, "rung": 3}, ["fields_released with 'track' needs rung 4 (tracks shared"]),
        ({**SHARED, "rung": 4}, ["engagement_sharing = 'intentions' needs rung 5 (intentions deconflicted)"]),
        ({**PLANNED, "rung": 5}, ["joint_cells = 'plan_ops' needs rung 6 (joint plan"]),
        ({**PLAIN, "rung": 1}, ["rung = 1", "granting nothing is rung 0 (none)", "lower the rung"]),
        ({**REPORTS, "rung": 3}, ["rung = 3 (warning fused)", "fields_released is rung 2"]),
        # what does not fit together
        ({**NOTICES, "classes": []}, ["classes = []", "no launch in scope"]),
        ({**PLAIN, "in_force_s": 60, "expiry_s": 60}, ["expiry_s = 60", "above in_force_s = 60"]),
        ({**PLAIN, "withhold_quota_per_year": 2}, ["withhold_quota_per_year = 2", "no notice is owed"]),
        ({**REPORTS, "fields_released": ["azimuth_sigma_rad"]}, ["'azimuth_sigma_rad' without 'azimuth_rad'"]),
        ({**PLAIN, "rung": 2, "joint_cells": "side_by_side"}, ["joint_cells = 'side_by_side'", "nothing to show"]),
        ({**REPORTS, "rung": 3, "joint_cells": "fusion"}, ["joint_cells = 'fusion' needs impact_area", "provenance"]),
        ({**REPORTS, "rung": 4, "engage_on_remote": True}, ["engage_on_remote = true needs 'track'"]),
        ({**PLAIN, "relay": True}, ["relay = true but nothing that is passed on"]),
        ({**SHARED, "fields_released": ["track"], "joint_cells": "none"}, ["needs launch reports"]),
        ({**SHARED, "messages": []}, ["engagement_sharing = 'intentions' needs 'interceptor_notice'"]),
        ({**PLANNED, "engagement_sharing": "intentions"}, ["needs engagement_sharing = 'status', not 'intentions'"]),
        ({**PLANNED, "fields_released": FUSED["fields_released"]}, ["joint_cells = 'plan_ops' needs 'track'"]),
        ({**TRACKS, "coarsening": {"grid_deg": 1}}, ["grants 'track' but coarsening bounds"]),
        ({**TRACKS, "min_range_km": 1}, ["grants 'track' but min_range_km bounds"]),
        ({**TRACKS, "min_apogee_km": 1}, ["grants 'track' but min_apogee_km bounds"]),
        ({**TRACKS, "direction_scope": [SECTOR]}, ["grants 'track' but direction_scope bounds"]),
        ({**TRACKS, "third_state_rule": "none"}, ["grants 'track' but third_state_rule bounds"]),
        ({**TRACKS, "classes": ["mrbm"]}, ["grants 'track' but classes bounds"]),
    ],
)
def test_each_mistake_is_named_with_its_remedy(table, words, tmp_path):
    with pytest.raises(ScenarioError) as caught:
        loaded(tmp_path, table)
    message = str(caught.value)
    assert "\n" not in message and message.endswith(message.strip())
    for word in words:
        assert word in message, message


@pytest.mark.parametrize("table", [PLAIN, NOTICES, REPORTS, FUSED, TRACKS, SHARED, PLANNED])
def test_what_the_mistakes_are_made_in_is_right_itself(table, tmp_path):
    assert loaded(tmp_path, table).rung == table["rung"]


# Presets


def test_there_is_a_preset_for_every_rung_and_each_is_named_after_its_file():
    files = [agreement_file(name) for name in preset_names()]
    assert [file.name for file in files] == preset_names()
    assert {file.rung for file in files} == set(range(7))
    named = "none notify-only jdec-1 jdec-3 quadrant-2009 trilateral-2023 full-picture deconflicted integrated"
    assert set(preset_names()) == set(named.split())


@pytest.mark.parametrize("parties", [TWO, THREE], ids=len)
@pytest.mark.parametrize("name", preset_names())
def test_each_preset_loads_for_two_and_three_parties(name, parties):
    agreement = load_agreement(name, parties)
    assert agreement.parties == parties and agreement.separate_command
    assert {scope.nation for scope in agreement.direction_scope} <= set(parties)


@pytest.mark.parametrize("name", preset_names())
def test_documented_fields_and_our_readings_add_up(name):
    file = checked_agreement(name)
    terms = terms_of(file)
    counts = [count_of(terms, standing) for standing in ("documented", "in part", "our reading")]
    assert sum(counts) == len(terms) == len({term.key for term in terms})
    assert counts[0] + counts[1] == len(file.documented)
    assert endorsement(file).startswith(f"{counts[0]} of {len(terms)} fields documented")
    assert endorsement(file).endswith("the rest our reading; no party endorses this")
    assert file.follows and all(term.why for term in terms)


@pytest.mark.parametrize("name", preset_names())
def test_whatever_a_preset_sets_is_documented_or_explained(name):
    file = checked_agreement(name)
    ours = {"name", "version", "rung", "follows", "documented", "our_reading"}
    said = {key.partition(".")[0] for key in (*file.documented, *file.our_reading)}
    assert file.model_fields_set - ours - said == set()


def test_every_field_of_a_report_but_its_name_may_be_released():
    assert set(RELEASABLE) == set(LaunchReport.__struct_fields__) - {"event_id"} | {"track"}


def test_the_terms_cover_every_key_that_a_file_may_have():
    keys = {term.key.partition(".")[0] for term in terms_of(agreement_file("none"))}
    ours = {"name", "version", "rung", "follows", "documented", "our_reading"}
    assert keys == set(type(agreement_file("none")).model_fields) - ours
    parts = {term.key.partition(".")[2] for term in terms_of(agreement_file("none")) if "coarsening" in term.key}
    assert parts == set(type(agreement_file("none").coarsening).model_fields)


@pytest.mark.parametrize("a", preset_names())
def test_a_difference_is_the_same_from_either_side(a):
    for b in preset_names():
        there = {(x.key, x.value, y.value) for x, y in pairs_of(agreement_file(a), agreement_file(b))}
        back = {(x.key, y.value, x.value) for x, y in pairs_of(agreement_file(b), agreement_file(a))}
        assert there == back
        assert all(left == right for _, left, right in there) == (a == b)


def test_the_upper_presets_differ_in_what_they_are_there_to_compare():
    def unlike(a, b):
        pairs = pairs_of(agreement_file(a), agreement_file(b))
        return {x.key for x, y in pairs if x.value != y.value}

    assert unlike("full-picture", "deconflicted") == {"rung", "engagement_sharing"}
    assert unlike("deconflicted", "integrated") == {"rung", "engagement_sharing", "joint_cells"}
