"""A person at the keyboard before, after and while the scanner types."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.flow.keyboard import FIRST_MS, SHIFT_AT, Scanner, Station, click, where
from triage_app.flow import keymaps
from triage_app.flow.keys import GS, Key
from triage_app.flow.wedge import Answer, Wedge

CODE = "RR473124829US"
STEADY = st.lists(st.integers(1, 12), min_size=13, max_size=40)
WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=24)
NAMED = {"\r": 28, "\t": keymaps.TAB, "\x1b": 1, "\x08": 14}


def typed_by_hand(text: str, gaps: list[int], dwells: list[int]) -> list[Key]:
    """Keys that stay down for `dwells`, past the next ones' coming down where that is longer."""
    events, at = [], FIRST_MS
    for place, character in enumerate(text):
        at += gaps[place % len(gaps)] if place else 0
        position, shift = NAMED.get(character), False
        if position is None:
            position, shift = where("us", character)
        down, up = click(character, at, position, shift=shift)
        events.append((at, place, down))
        up_ms = at + dwells[place % len(dwells)]
        events.append((up_ms, place, Key(up.text, up_ms, position, shift, down=False)))
    return [key for _, _, key in sorted(events, key=lambda event: event[:2])]


def amidst(scan: Iterator[Key], *others: Key) -> list[Key]:
    """Two keyboards at once, as the system mixes them: by time."""
    return sorted((*scan, *others), key=lambda key: key.at_ms)


@given(
    WORDS,
    st.lists(st.integers(15, 200), min_size=1, max_size=24),
    st.lists(st.integers(75, 180), min_size=1, max_size=24),
)
@example("1234", [15], [75])
def test_rolling_fingers_are_no_scanner_however_fast(
    text: str, gaps: list[int], dwells: list[int]
) -> None:
    seen = Station(Wedge())
    before = [Key("", 1, SHIFT_AT, down=down, modifier=True) for down in (True, False)]
    keys = [*before, *typed_by_hand(text + "\r", gaps, dwells)]
    seen.send(keys)
    assert seen.scans == []
    assert seen.typed == text + "\r"
    assert sorted(map(id, seen.reached)) == sorted(map(id, keys))


@given(
    st.text(st.sampled_from("ab1-\r\t\x1b\x08"), min_size=1, max_size=30),
    st.lists(st.integers(60, 500), min_size=1, max_size=30),
    st.lists(st.integers(20, 180), min_size=1, max_size=30),
    st.booleans(),
)
def test_all_a_person_types_arrives_whole_and_in_order(
    text: str, gaps: list[int], dwells: list[int], ticking: bool
) -> None:
    """Bursts, Enter, Tab, Esc and Backspace included."""
    seen = Station(Wedge())
    seen.send(typed_by_hand(text, gaps, dwells), ticking)
    seen.pass_to(FIRST_MS + 100_000)
    assert (seen.scans, seen.typed) == ([], text)


def test_a_person_s_keys_are_soon_let_go() -> None:
    """At 100 ms a key nothing is kept for longer than four keys, then none longer than a gap."""
    wedge, late = Wedge(), []
    for key in typed_by_hand("handbags, leather", [100], [70]):
        answer = wedge.feed(key)
        late += [key.at_ms - back.at_ms for back in answer.back if back.down]
    assert max(late[:4]) <= 300
    assert max(late[4:]) <= 100


@given(st.integers(0, 11), st.integers(60, 160), STEADY)
def test_a_person_s_key_amidst_a_scan_is_theirs_and_the_scan_is_whole(
    after: int, dwell: int, gaps: list[int]
) -> None:
    scan = list(Scanner().keys(CODE, gaps))
    downs = [key.at_ms for key in scan if key.down and not key.modifier]
    press = Key("x", downs[after], 45)
    release = Key("x", press.at_ms + dwell, 45, down=False)
    seen = Station(Wedge(whole=CODE.__eq__))
    seen.send(amidst(iter(scan), press, release))
    assert (seen.scans, seen.typed) == ([CODE], "x")
    assert release in seen.reached


@given(
    st.text(st.sampled_from("xyz7"), min_size=1, max_size=9),
    st.lists(st.integers(60, 119), min_size=1, max_size=9),
    STEADY,
    st.booleans(),
)
def test_a_scan_close_upon_typing_loses_no_character(
    text: str, pace: list[int], gaps: list[int], ticking: bool
) -> None:
    seen = Station(Wedge(whole=CODE.__eq__))
    hand = list(Scanner(end="").keys(text, pace))
    scan = Scanner().keys(CODE, gaps, hand[-1].at_ms + pace[0])
    seen.send([*hand, *scan], ticking)
    assert (seen.scans, seen.typed) == ([CODE], text)


@given(st.integers(0, 13), STEADY, st.sampled_from([SHIFT_AT, 29, 58, 125, keymaps.ALT]))
def test_a_modifier_tapped_amidst_a_scan_changes_nothing(
    after: int, gaps: list[int], position: int
) -> None:
    scan = list(Scanner().keys(CODE, gaps))
    downs = [key.at_ms for key in scan if key.down and not key.modifier]
    taps = [Key("", downs[after], position, down=d, modifier=True) for d in (True, False)]
    seen = Station(Wedge())
    seen.send(amidst(iter(scan), *taps))
    assert (seen.scans, seen.typed) == ([CODE], "")


@pytest.mark.parametrize("held", ["control", "alt"])
def test_leaning_on_ctrl_or_alt_amidst_a_scan_makes_no_shortcut_of_it(held: str) -> None:
    scan = list(Scanner().keys(CODE, [3]))
    chord = [
        Key("", k.at_ms, k.position, k.shift, held == "control", held == "alt", down=k.down)
        if k.at_ms >= FIRST_MS + 21 and k.position != 28
        else k
        for k in scan
        if not k.modifier
    ]
    wedge = Wedge()
    for key in chord:
        assert not key.down or wedge.takes(key)
        answer = wedge.feed(key)
        assert answer.hold
        assert answer.back == ()
    assert answer.scan == "" or answer.scan == CODE
    assert wedge.wait_ms == 0


def test_ctrl_held_as_a_scan_begins_leaves_no_part_of_it() -> None:
    keys = [k for k in Scanner().keys(CODE, [3]) if not k.modifier]
    lost = [Key("", k.at_ms, k.position, k.shift, True, down=k.down) for k in keys[:8]]
    wedge = Wedge()
    answers = [wedge.feed(key) for key in (*lost, *keys[8:])]
    assert [a.scan for a in answers if a.scan] == []
    assert sum(a.torn for a in answers) == 1
    assert all(a.hold and a.back == () for a in answers[8:])


def test_a_shortcut_just_before_a_scan_costs_nothing_of_it() -> None:
    seen = Station(Wedge())
    paste = list(click("\x16", FIRST_MS - 5, 47, control=True))
    seen.send([*paste, *Scanner().keys(CODE, [3])])
    assert (seen.scans, seen.torn) == ([CODE], 0)


def test_leaning_on_shift_reads_the_number_that_is_right() -> None:
    keys = [
        Key("", k.at_ms, k.position, shift=True, down=k.down)
        for k in Scanner(station="us").keys(CODE, [3])
        if not k.modifier and k.position != 28
    ]
    wedge = Wedge(whole=lambda text: text.upper() == CODE)
    seen = Station(wedge)
    seen.send([*keys, *click("\r", FIRST_MS + 40, 28)])
    assert [scan.upper() for scan in seen.scans] == [CODE]


@pytest.mark.parametrize(("position", "text"), [(1, "\x1b"), (14, "\x08"), (103, ""), (59, "")])
def test_a_key_that_types_nothing_does_not_tear_a_scan(position: int, text: str) -> None:
    scan = list(Scanner().keys(CODE, [3]))
    other = list(click(text, FIRST_MS + 25, position))
    seen = Station(Wedge())
    seen.send(amidst(iter(scan), *other))
    assert seen.scans == [CODE]
    assert [k for k in seen.reached if not k.modifier] == other


def test_a_scanner_that_sends_several_keys_in_one_report_is_a_scanner() -> None:
    keys: list[Key] = []
    for at, part in enumerate(("RR473", "1248", "29US", "\r")):
        ms = FIRST_MS + 30 * at
        downs = [key for c in part for key in Scanner(end="").keys(c, [0], ms) if key.down]
        keys += [k for k in downs if not k.modifier]
        keys += [Key("", ms + 30, k.position, down=False) for k in downs if not k.modifier]
    keys = [Key("\r", k.at_ms, 28, down=k.down) if not k.position else k for k in keys]
    seen = Station(Wedge())
    seen.send([*sorted(keys, key=lambda k: (k.at_ms, k.down)), *click("\r", FIRST_MS + 95, 28)])
    assert seen.typed in ("", "\r")
    assert [scan.upper() for scan in seen.scans] == [CODE]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=4, max_size=20))
def test_a_code_sent_by_alt_and_numbers_alone_is_read(code: str) -> None:
    """Some scanners type every character by its number, so that no layout matters."""
    pad = {digit: position for position, digit in keymaps.NUMPAD.items()}
    keys, at = [], FIRST_MS
    for character in code:
        keys.append(Key("", at, keymaps.ALT, alt=True, modifier=True))
        for digit in f"0{ord(character):03d}":
            at += 2
            keys += click("", at, pad[digit], alt=True)
        keys.append(Key("", at, keymaps.ALT, down=False, modifier=True))
    wedge = Wedge()
    for key in keys:
        assert key.modifier or not key.down or wedge.takes(key)
        assert wedge.feed(key).hold
    answers = [wedge.feed(key) for key in click("\r", at + 2, 28)]
    assert answers[0] == Answer(hold=True, scan=code)


def test_alt_alone_and_alt_with_a_letter_reach_the_focus() -> None:
    seen = Station(Wedge())
    alone = [Key("", FIRST_MS, keymaps.ALT, alt=d, down=d, modifier=True) for d in (True, False)]
    seen.send(alone)
    assert seen.reached == alone
    wedge = Wedge()
    wedge.feed(alone[0])
    letter = Key("r", FIRST_MS + 40, 19, alt=True)
    assert not wedge.takes(letter)
    assert wedge.interrupt(letter).back == (alone[0],)
    assert not wedge.feed(letter).hold


def test_a_lost_separator_leaves_the_rest_of_the_code() -> None:
    code = f"]C1010950600013435210ABC{GS}17261231"
    seen = Station(Wedge())
    seen.send(Scanner().keys(code.replace(GS, ""), [3]))
    assert seen.scans == [code.replace(GS, "")]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t", ""])
@pytest.mark.parametrize(("prefix", "tail"), [("", ""), ("~", ""), ("]", "#"), ("<<", ">>")])
def test_every_prefix_and_suffix_a_scanner_may_be_set_to(prefix: str, tail: str, end: str) -> None:
    seen = Station(Wedge(prefix=prefix, suffix=tail + end, whole=CODE.__eq__))
    seen.send(Scanner(end=tail + end).keys(prefix + CODE, [3]))
    assert (seen.scans, seen.typed) == ([CODE], "")
