"""Every file is CAP 1.2, by our table and to another reader, and no argument takes EXERCISE out of it."""

import inspect
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import fields

import capparser
import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import JournalError
from tocsin.exchange.cap.armed import armed_cancel, sent
from tocsin.exchange.cap.texts import LANGUAGES
from tocsin.exchange.cap.writer import Issuer, cap_xml, identifier
from tocsin.exchange.payload import PublicWarning

Faults = Callable[[bytes], list[str]]
CAP = {"cap": "urn:oasis:names:tc:emergency:cap:1.2"}
HOSTILE = [
    "</sender><status>Actual</status>",
    "a b,c<d>&amp;\"'",
    "\x00\x0b\x1f\ufffe",
    "]]><!--",
    "演习 учения",
    "{nation}{clock}",
    "%2C:",
]
TEXTS = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
)
TIMES_MS = st.integers(-(10**10), 10**10)
ANGLES = st.tuples(st.floats(-np.pi / 2, np.pi / 2), st.floats(-np.pi, np.pi))
RINGS_RAD = st.lists(ANGLES, min_size=3, max_size=6).map(np.array)


@st.composite
def cases(draw: st.DrawFn) -> tuple[PublicWarning, dict[str, PublicWarning], Issuer]:
    """Return any warning, those before it and any issuer, whatever their names hold."""
    rings = draw(st.dictionaries(TEXTS, RINGS_RAD, max_size=3))
    issuer = Issuer(draw(TEXTS), draw(TEXTS), lambda time_ms: time_ms + 1_900_000_000_000, rings)
    names = draw(st.lists(TEXTS, unique=True, min_size=2, max_size=4))
    first, *rest = (
        PublicWarning(
            warning_id=name,
            step="alert",
            references=(),
            event_id=draw(TEXTS),
            areas=tuple(rings),
            sent_ms=draw(TIMES_MS),
            expires_ms=draw(TIMES_MS),
            impact_time_ms=draw(st.none() | TIMES_MS),
        )
        for name in names
    )
    earlier = {warning.warning_id: warning for warning in rest}
    if draw(st.booleans()):
        return first, earlier, issuer
    step = draw(st.sampled_from(["update", "cancel"]))
    return msgspec.structs.replace(first, step=step, references=tuple(earlier)), earlier, issuer


def all_steps(alert: PublicWarning, issuer: Issuer) -> list[bytes]:
    """Return an alert, its update and the cancel of both as files."""
    update = msgspec.structs.replace(
        alert, warning_id="w-8", step="update", references=(alert.warning_id,), sent_ms=260_000
    )
    cancel = sent(armed_cancel(update), 300_000)
    earlier = {alert.warning_id: alert, update.warning_id: update}
    return [cap_xml(warning, earlier, issuer) for warning in (alert, update, cancel)]


@given(cases())
def test_any_warning_is_cap_1_2_and_an_exercise(faults: Faults, case) -> None:
    content = cap_xml(*case)
    assert faults(content) == []
    root = ET.fromstring(content)
    for tag, said in (("status", "Exercise"), ("scope", "Restricted"), ("sender", "exercise.invalid")):
        assert [element.text for element in root.iter(f"{{{CAP['cap']}}}{tag}")] == [said]
    assert root.findtext("cap:note", None, CAP) == "EXERCISE EXERCISE EXERCISE"
    assert b"geocode" not in content
    for tag in ("event", "senderName", "headline", "description", "instruction", "areaDesc"):
        found = root.findall(f".//cap:{tag}", CAP)
        assert len(found) >= (0 if tag == "areaDesc" else 3)
        assert all("EXERCISE" in (element.text or "") for element in found), tag


@given(cases())
def test_another_reader_reads_the_same(case) -> None:
    content = cap_xml(*case)
    read = capparser.parse(stringXML=content.decode())
    root = ET.fromstring(content)
    assert (read.getIdentifier(), read.getSender()) == (
        root.findtext("cap:identifier", None, CAP),
        "exercise.invalid",
    )
    assert (read.getStatus(), read.getScope(), read.getMsgType()) == (
        "Exercise",
        "Restricted",
        {"alert": "Alert", "update": "Update", "cancel": "Cancel"}[case[0].step],
    )
    assert [info.getLanguage() for info in read.getInfos()] == ["en", "zh-Hans", "ru"]
    assert all(len(info.getAreas()) == len(case[0].areas) for info in read.getInfos())
    again = ET.fromstring(
        capparser.deparse(read).decode()
    )  # it writes elements in its own order, which is the standard's
    assert [(e.tag, (e.text or "").strip()) for e in again.iter()] == [
        (e.tag, (e.text or "").strip()) for e in root.iter()
    ]


def test_what_marks_an_exercise_is_no_argument() -> None:
    names = {*inspect.signature(cap_xml).parameters, *(field.name for field in fields(Issuer))}
    assert names == {"warning", "earlier", "issuer", "nation", "exercise_id", "utc_ms_at", "rings_rad"}
    assert not names & {"status", "scope", "sender", "note", "restriction", "marking"}
    assert not {"status", "scope", "sender", "note", "restriction", "marking"} & set(PublicWarning.__struct_fields__)


def test_an_alert_by_hand(alert: PublicWarning, issuer: Issuer) -> None:
    root = ET.fromstring(cap_xml(alert, {}, issuer))
    said = {element.tag.partition("}")[2]: element.text for element in root}
    assert said == {
        "identifier": "EXERCISE:exercise-17-0123456789ab:alder:w-7f3a",
        "sender": "exercise.invalid",
        "sent": "2030-03-17T17:50:00-00:00",  # 17:46:40 and 200.999 s, cut to the second
        "status": "Exercise",
        "msgType": "Alert",
        "scope": "Restricted",
        "restriction": "Exercise participants only. Not for the public. No real event, no real place.",
        "note": "EXERCISE EXERCISE EXERCISE",
        "info": "\n    ",
    }
    info = root.find("cap:info", CAP)
    assert info is not None
    told = {element.tag.partition("}")[2]: element.text for element in info}
    assert told["effective"] == said["sent"]
    assert (told["onset"], told["expires"]) == ("2030-03-17T17:57:00-00:00", "2030-03-17T18:50:00-00:00")
    assert (told["urgency"], told["severity"], told["certainty"], told["responseType"]) == (
        *("Immediate", "Extreme", "Likely"),
        "Shelter",
    )
    assert told["description"] == (
        "EXERCISE EXERCISE. A missile may come down in the areas named in this message. Expected at about 17:57 UTC."
    )
    assert [area.findtext("cap:areaDesc", None, CAP) for area in info.findall("cap:area", CAP)] == [
        "Oakport (EXERCISE)",
        "Northfield (EXERCISE)",
    ]
    assert info.findtext("cap:area/cap:polygon", None, CAP) == (
        "10.00000,20.00000 10.00000,21.00000 11.00000,21.00000 11.00000,20.00000 10.00000,20.00000"
    )


def test_a_cancel_refers_to_its_alert_and_gives_the_all_clear(alert: PublicWarning, issuer: Issuer) -> None:
    root = ET.fromstring(cap_xml(sent(armed_cancel(alert), 300_000), {alert.warning_id: alert}, issuer))
    first = ET.fromstring(cap_xml(alert, {}, issuer))
    triple = ",".join(str(first.findtext(f"cap:{tag}", None, CAP)) for tag in ("sender", "identifier", "sent"))
    assert root.findtext("cap:references", None, CAP) == triple
    assert root.findtext("cap:sent", None, CAP) == "2030-03-17T17:51:40-00:00"
    for info in root.findall("cap:info", CAP):
        assert info.findtext("cap:responseType", None, CAP) == "AllClear"
        assert info.findtext("cap:urgency", None, CAP) == "Past"
        assert info.find("cap:onset", CAP) is None


def test_a_warning_without_a_time_of_impact_tells_none(alert: PublicWarning, issuer: Issuer) -> None:
    content = cap_xml(msgspec.structs.replace(alert, impact_time_ms=None), {}, issuer)
    assert b"onset" not in content and b"UTC" not in content


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), unique=True, min_size=2, max_size=2))
def test_no_two_messages_have_one_identifier(pair) -> None:
    one, other = (identifier(name, Issuer(nation, run, int, {})) for run, nation, name in pair)
    assert one != other


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"step": "update"}, "references is empty"),
        ({"step": "cancel"}, "references is empty"),
        ({"step": "cancel", "references": ("w-0",)}, "names 'w-0', which alder did not send before it"),
        ({"areas": ("nowhere",)}, "names 'nowhere'; known: oakport, northfield"),
    ],
)
def test_what_cannot_be_written_is_named(alert: PublicWarning, issuer: Issuer, changes, said: str) -> None:
    with pytest.raises(JournalError, match=said) as caught:
        cap_xml(msgspec.structs.replace(alert, **changes), {}, issuer)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_every_text_begins_with_exercise_in_its_language_and_differs_from_the_others(
    alert: PublicWarning, issuer: Issuer, language
) -> None:
    word = {"en": "EXERCISE EXERCISE. ", "zh-Hans": "演习 EXERCISE。", "ru": "УЧЕНИЯ EXERCISE. "}[language.tag]
    letters = {"en": "a-z", "zh-Hans": "一-鿿", "ru": "а-я"}[language.tag]
    seen = set()
    for content in all_steps(alert, issuer):
        (info,) = (
            item
            for item in ET.fromstring(content).findall("cap:info", CAP)
            if item.findtext("cap:language", None, CAP) == language.tag
        )
        for tag in ("event", "senderName", "headline", "description", "instruction"):
            text = info.findtext(f"cap:{tag}", None, CAP)
            assert text is not None and text.startswith(word), tag
            low, high = letters.split("-")
            own = [c for c in text.removeprefix(word) if low <= c <= high]
            assert own and "{" not in text, tag
            seen.add((tag, text))
    assert len(seen) == 4 * 3 + 1  # four texts a step, one sender's name


BREAKS = [
    ("<status>Exercise</status>", "", "status 0 times"),
    ("<status>Exercise</status>", "<status>Drill</status>", "'Drill' is not allowed"),
    ("<status>Exercise</status>", "<status>Exercise</status><status>Actual</status>", "status 2 times"),
    ("<scope>Restricted</scope>", "<scope>Public</scope>", "restriction is there exactly"),
    ("<scope>Restricted</scope>", "<scope>Private</scope>", "addresses is there where"),
    ("<msgType>Alert</msgType>", "<msgType>Cancel</msgType>", "references is there where"),
    ("<identifier>EXERCISE:", "<identifier>EXER CISE:", "is no id"),
    ("<identifier>EXERCISE:", "<identifier>EXER,CISE:", "is no id"),
    ("<identifier>EXERCISE:", "<identifier>&lt;", "is no id"),
    ("<sent>2030-03-17T17:50:00-00:00", "<sent>2030-03-17T17:50:00Z", "is no time"),
    ("<sent>2030-03-17T17:50:00-00:00", "<sent>2030-03-17T17:50:00+00:00", "is no time"),
    ("<sent>2030-03-17T17:50:00-00:00", "<sent>2030-03-17T17:50:00.999-00:00", "is no time"),
    ("<sent>2030-03-17T17:50:00-00:00", "<sent>2030-02-30T17:50:00-00:00", "is no time"),
    ("<note>EXERCISE EXERCISE EXERCISE</note>", "<note/>", "note: empty"),
    ("<sender>exercise.invalid</sender>", "<sender>exercise.invalid</sender><colour>red</colour>", "unknown element"),
    ("<note>", '<note lang="en">', "attribute lang"),
    ("<language>en<", "<language>e n<", "is no language"),
    ("<category>Security</category>", "", "category 0 times"),
    ("<urgency>Immediate<", "<urgency>immediate<", "'immediate' is not allowed"),
    ("<certainty>Likely<", "<certainty>Very Likely<", "is not allowed"),
    ("<severity>Extreme</severity>", "<severity/>", "severity: empty"),
    ("<event>EXERCISE EXERCISE. Missile warning</event>", "", "event 0 times"),
    ("<headline>", "<headline>" + "x" * 160, "is no headline"),
    ("<info>\n    <language>en</language>", "<info>Fire!\n    <language>en</language>", "text between"),
    ("<polygon>10.00000,20.00000 ", "<polygon>", "is no polygon"),
    ("<polygon>10.00000,20.00000 ", "<polygon>91.0,20.0 ", "is no polygon"),
    ("<polygon>10.00000,20.00000 ", "<polygon>10.00000;20.00000 ", "is no polygon"),
    ("<areaDesc>Oakport (EXERCISE)</areaDesc>", "", "areaDesc 0 times"),
    ("</polygon>", "</polygon><ceiling>1</ceiling>", "ceiling is there only"),
    ("</polygon>", "</polygon><circle>10,20</circle>", "is no circle"),
    ("</polygon>", "</polygon><geocode><value>1</value></geocode>", "valueName 0 times"),
    ("<instruction>", "<contact>nobody</contact><instruction>", "out of order"),
    ("oasis:names:tc:emergency:cap:1.2", "oasis:names:tc:emergency:cap:1.1", "the root is"),
    ("</alert>", "", "no XML"),
]


@pytest.mark.parametrize(("good", "bad", "said"), BREAKS)
def test_a_broken_file_is_found_out(
    faults: Faults, alert: PublicWarning, issuer: Issuer, good: str, bad: str, said: str
) -> None:
    content = cap_xml(alert, {}, issuer).decode()
    assert good in content
    assert any(said in fault for fault in faults(content.replace(good, bad, 1).encode()))


@pytest.mark.parametrize("reference", ["exercise.invalid,id", "exercise.invalid, id,2030-03-17T17:50:00-00:00"])
def test_a_broken_reference_is_found_out(
    faults: Faults, alert: PublicWarning, issuer: Issuer, reference: str
) -> None:
    content = cap_xml(armed_cancel(alert), {alert.warning_id: alert}, issuer).decode()
    start, end = content.index("<references>"), content.index("</references>")
    broken = f"{content[:start]}<references>{reference}{content[end:]}"
    assert any("is no references" in fault for fault in faults(broken.encode()))
