"""What people are told of a scenario: players never its name, and no brief its history."""

import re

import pytest

from tocsin.cli.brief import print_brief
from tocsin.cli.files import check_scenario
from tocsin.cli.wanted import Wanted, cast_of, setting_of, wanted_text
from tocsin.errors import ScenarioError
from tocsin.scenario.build import build_scenario, scenario_names, scenario_text
from tocsin.scenario.parsed import parsed_scenario

HISTORY = re.compile(
    r"\b(19[6-9]\d|200\d|201[0-8]|norad|serpukhov|petrov|black brant|andoya|norway|norwegian|hawaii|thule|oko|yeltsin"
    r"|moscow|russia\w*|soviet|ussr|america\w*|united states|korea\w*|nato|cheyenne|minuteman|trident|moonrise)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_has_a_brief_that_gives_nothing_away(name: str) -> None:
    parsed = parsed_scenario(*scenario_text(name))
    head, brief = parsed.scenario, parsed.brief
    assert brief is not None
    told = {"players": brief.players, "title": head.title, "blind name": head.blind_name}
    for where, text in told.items():
        words = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
        assert head.name not in text.lower() and head.name.replace("-", " ") not in words, where
        assert not re.search(r"\d{4}", where + text) and not HISTORY.search(text), where
    for text in (brief.rehearses, brief.control, brief.truth, *brief.right, *brief.wrong):
        assert not HISTORY.search(text), text
    for item in brief.evidence:
        assert not HISTORY.search(f"{item.what} {item.ask}")


def test_no_two_scenarios_share_a_blind_name() -> None:
    heads = [parsed_scenario(*scenario_text(name)).scenario for name in scenario_names()]
    assert len({head.blind_name for head in heads}) == len(heads)
    assert len({head.name for head in heads}) == len(heads)


def test_players_read_the_blind_name_alone(capsys: pytest.CaptureFixture[str]) -> None:
    print_brief(Wanted("first-seen-by-partner"), "players")
    said = capsys.readouterr().out
    assert said.startswith("EXERCISE EXERCISE EXERCISE\nexercise-17: ")
    assert "first-seen" not in said and "accident" not in said and "ordinary morning" in said
    assert max(map(len, said.splitlines())) <= 100


def test_control_and_truth_sheet_read_more(capsys: pytest.CaptureFixture[str]) -> None:
    print_brief(Wanted("first-seen-by-partner"), "control")
    control = capsys.readouterr().out
    print_brief(Wanted("first-seen-by-partner"), "truth")
    truth = capsys.readouterr().out
    assert "first-seen-by-partner (exercise-17)" in control and "Wrong courses:\n- " in control
    assert "- minute 5.6: Alder's satellite" in truth


def test_a_brief_is_cast_like_everything_else(capsys: pytest.CaptureFixture[str]) -> None:
    print_brief(Wanted("first-seen-by-partner", cast="alder=elm"), "players")
    said = capsys.readouterr().out
    assert "Elm and Birch each keep" in said and "Alder" not in said


def test_an_unknown_reader_or_a_file_without_a_brief_is_named(tmp_path) -> None:
    with pytest.raises(ScenarioError, match="players, control, truth"):
        print_brief(Wanted("quiet-sky"), "press")
    text, _ = scenario_text("quiet-sky")
    bare = tmp_path / "bare.toml"
    bare.write_text(re.sub(r"\[brief\].*?\n# Alder", "# Alder", text, flags=re.DOTALL))
    with pytest.raises(ScenarioError, match=r"add a \[brief\] table"):
        print_brief(Wanted(str(bare)), "players")


def test_options_are_read_as_people_write_them() -> None:
    assert cast_of("alder=elm, birch = fir") == {"alder": "elm", "birch": "fir"}
    assert cast_of("") is None
    assert setting_of("link[alder-birch].loss=0.5") == ("link[alder-birch].loss", 0.5)
    assert setting_of("scenario.title = A = B") == ("scenario.title", "A = B")
    assert setting_of('scenario.parties=["elm"]') == ("scenario.parties", ["elm"])


def test_check_looks_at_every_variant(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    text, _ = scenario_text("quiet-sky")
    path = tmp_path / "mine.toml"
    good = '\n[variant.deaf]\nabout = "no link"\nset = { "link[alder-birch]" = "absent" }\n'
    path.write_text(text + good)
    check_scenario(Wanted(str(path)))
    assert "variant deaf: no link" in capsys.readouterr().out
    scenario = build_scenario(*wanted_text(Wanted(str(path), "deaf")))
    assert [link.link_id for link in scenario.links] == ["birch-alder"] and scenario.variant == "deaf"
    path.write_text(text + good.replace("alder-birch", "alder-cedar"))
    with pytest.raises(ScenarioError, match=r"variant\.deaf: link\[alder-cedar\]"):
        check_scenario(Wanted(str(path)))
