"""The self-test finds what is wrong with a scanner, whatever came of its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.flow.keyboard import Scanner
from triage_app.flow import keymaps
from triage_app.flow.garbling import Case, Way, ways
from triage_app.flow.identify import identify
from triage_app.flow.keys import Key
from triage_app.flow.selftest_code import (
    SENT,
    Diagnosis,
    Wrong,
    diagnose,
    is_selftest,
)
from triage_app.model.identity import Identity

LATIN = [way for way in ways() if way.station not in ("ru", "gr")]


def found(text: str, *, ended: bool = True) -> list[Wrong]:
    return [finding.wrong for finding in diagnosis(text, ended=ended).findings]


def diagnosis(text: str, *, ended: bool = True) -> Diagnosis:
    said = diagnose(text, ended=ended)
    assert said is not None
    return said


def test_a_scanner_set_up_right_has_nothing_wrong() -> None:
    assert diagnosis(SENT).right
    assert diagnosis(f"]C0{SENT}\r\n").right


def test_another_text_is_no_selftest() -> None:
    assert diagnose("RR473124829US") is None
    assert not is_selftest("END")


@pytest.mark.parametrize("way", LATIN, ids=lambda way: f"{way.scanner}-{way.station}-{way.case}")
def test_every_garbling_is_known_and_says_the_layout(way: Way) -> None:
    said = diagnosis(way.typed(SENT))
    kinds = {finding.wrong for finding in said.findings}

    right = [Way(one, one, way.case).typed(SENT) for one in keymaps.LAYOUTS]
    assert (Wrong.LAYOUT in kinds) == (way.typed(SENT) not in right)
    assert bool(kinds & {Wrong.CAPS_LOCK, Wrong.CASE}) == (way.case is not Case.KEPT)
    assert all(finding.next_step for finding in said.findings)


@pytest.mark.parametrize(
    ("way", "name"),
    [
        (Way("us", "fr"), "French (AZERTY)"),
        (Way("us", "be"), "Belgian (AZERTY)"),
        (Way("us", "de"), "German (QWERTZ)"),
        (Way("us", "ch"), "Swiss German (QWERTZ)"),
        (Way("us", "es"), "Spanish (QWERTY)"),
        (Way("us", "gb"), "British (QWERTY)"),
        (Way("us", "ru"), "Russian"),
        (Way("us", "gr"), "Greek"),
        (Way("fr", "us"), "French (AZERTY)"),
    ],
)
def test_the_layout_is_named(way: Way, name: str) -> None:
    (finding,) = diagnosis(way.typed(SENT)).findings

    assert finding.wrong is Wrong.LAYOUT
    assert name in str(finding.what)
    assert f'layout = "{way.scanner}"' in str(finding.next_step)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (Way("us", "us", Case.CAPS).typed(SENT), Wrong.CAPS_LOCK),
        (SENT.swapcase(), Wrong.CAPS_LOCK),
        (SENT.upper(), Wrong.CASE),
        (SENT.lower(), Wrong.CASE),
        (SENT.replace("\x1d", ""), Wrong.SEPARATOR),
        (SENT.replace("\x1d", "^]"), Wrong.SEPARATOR),
        (SENT.replace("\x1d", "|"), Wrong.SEPARATOR),
        (f"~{SENT}", Wrong.PREFIX),
        (f"{SENT}\t", Wrong.SUFFIX),
        (f"{SENT}XY", Wrong.SUFFIX),
        (SENT[:-3], Wrong.CUT),
        (SENT[:-4], Wrong.CUT),
        (SENT[:12], Wrong.CUT),
        ("".join(f"{ord(c):03d}" for c in SENT), Wrong.KEYPAD),
        ("".join(f"{ord(c):04d}" for c in SENT), Wrong.KEYPAD),
        (SENT.replace("a", "").replace("7", "#"), Wrong.GARBLED),
    ],
)
def test_each_fault_is_found_alone(text: str, wrong: Wrong) -> None:
    assert found(text) == [wrong]


def test_faults_are_found_together() -> None:
    text = "~" + Way("us", "fr", Case.CAPS).typed(SENT).replace("\x1d", "") + "\t"

    assert found(text, ended=False) == [
        Wrong.LAYOUT,
        Wrong.CAPS_LOCK,
        Wrong.SEPARATOR,
        Wrong.PREFIX,
        Wrong.SUFFIX,
        Wrong.TERMINATOR,
    ]


def test_a_code_without_enter_is_found_by_its_pause() -> None:
    assert found(SENT, ended=False) == [Wrong.TERMINATOR]


def typed(scanner: Scanner) -> list[Key]:
    return list(scanner.keys(SENT, [5]))


@pytest.mark.parametrize("station", keymaps.LAYOUTS)
def test_keys_as_they_came_are_diagnosed_too(station: str) -> None:
    said = diagnose(typed(Scanner(station=station)))

    assert said is not None
    assert [f.wrong for f in said.findings] == ([] if station == "us" else [Wrong.LAYOUT])


def test_keys_say_whether_enter_came() -> None:
    said = diagnose(typed(Scanner(end="")))

    assert said is not None
    assert [f.wrong for f in said.findings] == [Wrong.TERMINATOR]


@pytest.mark.parametrize("gs", ["control", "text", "f8"])
def test_the_separator_may_come_in_any_way_the_station_takes(gs: str) -> None:
    said = diagnose(typed(Scanner(gs=gs)))

    assert said is not None
    assert said.right


def alt_numbers() -> list[Key]:
    """What a scanner in ALT mode sends for the whole code."""
    position = {face: at for at, face in keymaps.NUMPAD.items()}
    keys: list[Key] = []
    for place, character in enumerate(SENT):
        at = 1000 + 40 * place
        keys.append(Key("", at, keymaps.ALT, alt=True, modifier=True))
        for digit in f"{ord(character):04d}":
            for down in (True, False):
                keys.append(Key("", at, position[digit], alt=True, down=down))  # noqa: PERF401
        keys.append(Key("", at, keymaps.ALT, alt=True, modifier=True, down=False))
    return [*keys, Key("\r", 9000, 28)]


def test_alt_mode_is_named() -> None:
    said = diagnose(alt_numbers())

    assert said is not None
    assert said.text == SENT
    assert [f.wrong for f in said.findings] == [Wrong.KEYPAD]


@given(st.text(max_size=80))
def test_whatever_came_with_the_mark_is_diagnosed(rest: str) -> None:
    said = diagnose("TRGTEST" + rest)

    assert said is not None
    assert all(str(f.what) and str(f.next_step) for f in said.findings)


@pytest.mark.parametrize("text", [SENT, SENT.lower(), SENT[:-5], Way("us", "fr").typed(SENT)])
def test_identify_calls_it_a_command(text: str) -> None:
    answer = identify(text)

    assert isinstance(answer, Identity)
    assert (answer.scheme, answer.valid) == ("command", text == SENT)
