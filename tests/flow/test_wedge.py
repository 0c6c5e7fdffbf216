from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.flow.keyboard import FIRST_MS, Scanner, Station, click, typable
from triage_app.flow import keymaps
from triage_app.flow.burst import CERTAIN, FEWEST, FINGER_MS
from triage_app.flow.keys import GS, Key
from triage_app.flow.wedge import LONG, PASS, Wedge

GAP_MS = 120
STUTTER = st.lists(st.integers(0, 40), min_size=8, max_size=64)
PERSON = st.lists(st.integers(60, 400), min_size=8, max_size=64)
TEXTS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=24)
LAYOUTS = st.sampled_from(keymaps.LAYOUTS)
SEPARATORS = st.sampled_from(["control", "text", "f8", "alt"])


@st.composite
def codes(draw: st.DrawFn, layout: str = "us") -> str:
    """What a scanner of a layout may send: typable characters and, inside, separators."""
    alphabet = typable(layout)
    parts = draw(st.lists(st.text(alphabet, min_size=FEWEST, max_size=16), min_size=1, max_size=4))
    return GS.join(parts)


@given(codes(), STUTTER, LAYOUTS, st.booleans(), SEPARATORS)
def test_a_scan_is_whole_whatever_the_stations_layout_and_caps_lock(
    code: str, gaps: list[int], station: str, caps: bool, gs: str
) -> None:
    seen = Station(Wedge(layout="us"))
    seen.send(Scanner("us", station, caps, gs).keys(code, gaps))
    assert seen.scans == [code]
    assert seen.typed == ""


@given(st.data(), LAYOUTS, LAYOUTS, STUTTER, st.booleans())
def test_a_scanner_set_to_another_layout_is_read_by_that_layout(
    data: st.DataObject, layout: str, station: str, gaps: list[int], caps: bool
) -> None:
    code = data.draw(codes(layout))
    seen = Station(Wedge(layout=layout))
    seen.send(Scanner(layout, station, caps, "text").keys(code, gaps))
    assert seen.scans == [code]


@given(codes(), st.integers(0, 119), st.data())
def test_one_long_stutter_below_the_limit_breaks_nothing(
    code: str, stutter: int, data: st.DataObject
) -> None:
    gaps = [3] * (len(code) + 1)
    gaps[data.draw(st.integers(1, len(code)))] = stutter
    seen = Station(Wedge())
    seen.send(Scanner().keys(code, gaps))
    assert seen.scans == [code]
    assert seen.typed == ""


@given(codes(), st.integers(GAP_MS + 1, 5_000), st.data(), st.booleans())
def test_a_longer_gap_makes_no_scan_of_a_part(
    code: str, pause: int, data: st.DataObject, ticking: bool
) -> None:
    """The whole code, or none of it: a part is given back, or swallowed as torn."""
    at = data.draw(st.integers(1, len(code)))
    gaps = [3] * (len(code) + 1)
    gaps[at] = pause
    seen = Station(Wedge(whole=code.__eq__))
    seen.send(Scanner(gs="text").keys(code, gaps), ticking)
    seen.pass_to(1_000_000)  # an Enter alone waits a moment; in the end time passes for every key
    if pause <= LONG * GAP_MS:
        assert seen.scans in ([], [code])
        assert seen.scans or seen.torn or seen.typed == code + "\r"
    if not seen.scans and not seen.torn:
        assert (code + "\r").startswith(seen.typed)


@given(st.text(typable("us"), min_size=CERTAIN, max_size=30), st.integers(GAP_MS, LONG * GAP_MS))
def test_a_scanner_that_stops_amidst_a_number_has_it_whole(code: str, pause: int) -> None:
    gaps = [3] * CERTAIN + [pause] + [3] * len(code)
    seen = Station(Wedge(whole=code.__eq__))
    seen.send(Scanner().keys(code, gaps))
    assert (seen.scans, seen.typed) == ([code], "")


def test_what_follows_a_beginning_that_was_lost_is_torn_though_it_reads_as_a_number() -> None:
    seen = Station(Wedge())  # to whom anything is a whole number
    seen.send(Scanner().keys("HB0000000001", [3, 3, GAP_MS + 10, 3]))
    assert (seen.scans, seen.torn) == ([], True)


@given(TEXTS, PERSON, st.booleans())
def test_a_fast_typist_is_no_scanner_and_loses_nothing(
    text: str, gaps: list[int], ticking: bool
) -> None:
    seen = Station(Wedge())
    keys = list(Scanner().keys(text, gaps))
    seen.send(keys, ticking)
    seen.pass_to(FIRST_MS + 100_000)
    assert seen.scans == []
    assert seen.typed == text + "\r"
    assert [k for k in seen.reached if not k.modifier] == [k for k in keys if not k.modifier]


@given(TEXTS, st.lists(st.integers(0, 500), min_size=8, max_size=40))
def test_every_key_is_a_scans_or_the_persons_never_both_never_neither(
    text: str, gaps: list[int]
) -> None:
    seen = Station(Wedge())
    seen.send(Scanner().keys(text, gaps))
    if seen.scans:
        assert text.endswith(seen.scans[0])
        assert seen.typed == text[: len(text) - len(seen.scans[0])]
    elif seen.torn:
        assert text.startswith(seen.typed)
    else:
        assert seen.typed == text + "\r"


@given(codes(), PERSON, TEXTS, STUTTER)
def test_a_scan_after_typing_is_told_apart(
    code: str, pace: list[int], text: str, gaps: list[int]
) -> None:
    seen = Station(Wedge())
    seen.send(Scanner(end="").keys(text, pace))
    seen.send(Scanner().keys(code, gaps, FIRST_MS + 100_000))
    assert (seen.scans, seen.typed) == ([code], text)


@given(codes(), STUTTER)
def test_two_scans_at_once_are_two_in_order(code: str, gaps: list[int]) -> None:
    seen = Station(Wedge())
    first = list(Scanner().keys(code, gaps))
    seen.send([*first, *Scanner().keys("SECOND1", gaps, first[-1].at_ms + 1)])
    assert (seen.scans, seen.typed) == ([code, "SECOND1"], "")


@given(st.text(typable("us"), min_size=FEWEST, max_size=40), STUTTER, st.booleans())
def test_without_positions_the_text_is_taken_as_it_comes(
    code: str, gaps: list[int], ticking: bool
) -> None:
    seen = Station(Wedge())
    seen.send(Scanner(positions=False, gs="text").keys(code, gaps), ticking)
    assert seen.scans == [code]


def test_auto_prefers_the_reading_that_is_a_whole_number() -> None:
    """A scanner set to French, on a French station: read as US its positions are another text."""
    seen = Station(Wedge(whole=lambda text: text == "AQZ123"))
    seen.send(Scanner("fr", "fr").keys("AQZ123", [2]))
    assert seen.scans == ["AQZ123"]
    neither = Station(Wedge(whole=lambda text: False))
    neither.send(Scanner("us", "fr").keys("AQZ123", [2]))
    assert neither.scans == ["AQZ123"]


def test_line_feed_after_carriage_return_is_swallowed() -> None:
    seen = Station(Wedge(suffix="\r\n"))
    seen.send(Scanner(end="\r\n").keys("RR473124829US", [2]))
    assert (seen.scans, seen.typed) == (["RR473124829US"], "")


def test_tab_ends_a_scan_only_where_it_is_the_suffix() -> None:
    tabbed = Station(Wedge(suffix="\t"))
    tabbed.send(Scanner(end="\t").keys("RR473124829US", [2]))
    assert (tabbed.scans, tabbed.typed) == (["RR473124829US"], "")
    plain = Station(Wedge())
    plain.send(Scanner(end="\t").keys("ab12", [2]))
    assert (plain.scans, plain.typed) == ([], "ab12\t")


def test_a_scanner_without_terminator_ends_by_a_pause_when_set_so() -> None:
    seen = Station(Wedge(suffix=""))
    seen.send(Scanner(end="").keys("RR473124829US", [2]))
    assert (seen.scans, seen.typed) == (["RR473124829US"], "")
    set_otherwise = Station(Wedge())
    set_otherwise.send(Scanner(end="").keys("RR473124829US", [2]))
    assert (set_otherwise.scans, set_otherwise.typed) == ([], "RR473124829US")


@pytest.mark.parametrize(("prefix", "suffix"), [("~", "\r"), ("", "#\r"), ("<<", ">>\r")])
def test_prefix_and_suffix_are_taken_off(prefix: str, suffix: str) -> None:
    seen = Station(Wedge(prefix=prefix, suffix=suffix))
    seen.send(Scanner(end=suffix).keys(f"{prefix}RR473124829US", [2]))
    assert seen.scans == ["RR473124829US"]


def held_for(ms: int, text: str) -> list[Key]:
    """Keys 5 ms apart, each down for so long."""
    keys = list(Scanner().keys(text, [5]))
    return sorted(
        (replace(key, at_ms=key.at_ms + (0 if key.down else ms)) for key in keys),
        key=lambda key: key.at_ms,
    )


def test_a_short_burst_before_enter_is_a_persons_when_fingers_can_have_pressed_it() -> None:
    seen = Station(Wedge())
    seen.send(held_for(FINGER_MS, "abc"))
    assert (seen.scans, seen.typed) == ([], "abc\r")


@pytest.mark.parametrize("code", ["7", "A1", "abc"])
def test_a_code_of_a_few_characters_is_a_scan_when_no_finger_can_have_pressed_it(code: str) -> None:
    seen = Station(Wedge())
    seen.send(Scanner().keys(code, [5]))
    assert (seen.scans, seen.typed) == ([code], "")


def test_enter_alone_is_a_person_s_a_moment_later() -> None:
    wedge = Wedge()
    keys = list(click("\r", FIRST_MS, 28))
    assert all(wedge.feed(key).back == () for key in keys)
    assert wedge.wait_ms < GAP_MS // 2
    assert wedge.tick(FIRST_MS + wedge.wait_ms).back == tuple(keys)
    assert wedge.wait_ms == 0


def test_enter_that_a_finger_held_is_a_person_s_when_it_comes_up() -> None:
    wedge = Wedge()
    down, up = Key("\r", FIRST_MS, 28), Key("\r", FIRST_MS + FINGER_MS, 28, down=False)
    assert wedge.feed(down).back == ()
    assert wedge.feed(up).back == (down, up)


@pytest.mark.parametrize("again", [False, True])
def test_enter_held_goes_to_the_focus_before_the_person_s_next_key(again: bool) -> None:
    wedge = Wedge()
    enter = Key("\r", FIRST_MS, 28)
    after = Key("\r" if again else "", FIRST_MS + 30, 28 if again else 1, again=again)
    assert wedge.feed(enter).hold
    assert wedge.feed(Key("", FIRST_MS + 5, 42, modifier=True)) == PASS
    assert wedge.feed(Key("x", FIRST_MS + 6, 45, down=False)) == PASS
    assert wedge.feed(after).back == (enter, after)


def test_shortcuts_pass_and_end_what_was_held() -> None:
    seen = Station(Wedge())
    keys = [*click("a", FIRST_MS, 30), *click("\x13", FIRST_MS + 10, 31, control=True)]
    seen.send(keys)
    assert seen.reached == keys


def test_a_held_key_that_repeats_is_a_persons() -> None:
    seen = Station(Wedge())
    keys = [Key("1", FIRST_MS + 30 * n, 2, again=n > 0) for n in range(12)]
    seen.send([*keys, *click("\r", FIRST_MS + 370, 28)])
    assert (seen.scans, seen.typed) == ([], "1" * 12 + "\r")


def test_a_field_that_takes_raw_keys_gets_them_at_once() -> None:
    wedge = Wedge()
    keys = list(Scanner().keys("pass\x1dword", [1]))
    assert not any(wedge.feed(key, raw=True).hold for key in keys)
    assert wedge.wait_ms == 0


def test_releases_of_a_scans_keys_never_reach_the_focus() -> None:
    wedge = Wedge()
    seen = Station(wedge)
    downs = [key for key in Scanner().keys("RR473124829US", [2]) if key.down or key.modifier]
    seen.send(downs)
    ups = {k.name: k for k in downs if k.down and not k.modifier}
    late = [Key(k.text, k.at_ms + 500, k.position, down=False) for k in ups.values()]
    assert all(wedge.feed(key).hold for key in late)
    assert seen.scans == ["RR473124829US"]


def test_what_would_be_held_is_no_shortcut() -> None:
    wedge = Wedge()
    assert wedge.takes(Key("1", FIRST_MS, 2))
    assert wedge.takes(Key(GS, FIRST_MS, 27, control=True))
    assert not wedge.takes(Key("\r", FIRST_MS, 28))
    assert not wedge.takes(Key("", FIRST_MS, keymaps.F8))
    assert not wedge.takes(Key("\x13", FIRST_MS, 31, control=True))
    for digit in range(FEWEST):
        assert not wedge.takes(Key("\r", FIRST_MS + digit, 28))
        wedge.feed(Key("1", FIRST_MS + digit, 2))
    assert wedge.takes(Key("\r", FIRST_MS + 9, 28))
    assert wedge.takes(Key("", FIRST_MS + 9, keymaps.F8))
    wedge.feed(Key("\r", FIRST_MS + 10, 28))
    assert wedge.takes(Key("\n", FIRST_MS + 11, 28))
    assert not wedge.takes(Key("\n", FIRST_MS + 500, 28))


def test_a_clock_that_jumps_back_makes_no_scan_of_two_bursts() -> None:
    seen = Station(Wedge())
    seen.send(Scanner(end="").keys("ABCD", [2]), ticking=False)
    seen.send(Scanner().keys("EFGH", [2], 5), ticking=False)
    assert (seen.scans, seen.typed) == (["EFGH"], "ABCD")


def test_a_german_scanner_sends_some_characters_with_alt_gr() -> None:
    wedge = Wedge(layout="de")
    seen = Station(wedge)
    at_sign = [
        Key("@", FIRST_MS, 16, control=True, alt=True, alt_gr=True, down=d) for d in (True, False)
    ]
    seen.send([*at_sign, *Scanner("de", "de").keys("ABC", [2], FIRST_MS + 2)])
    assert seen.scans == ["@ABC"]


def test_alt_and_a_letter_is_a_persons() -> None:
    seen = Station(Wedge())
    alt = Key("", FIRST_MS + 20, keymaps.ALT, alt=True, modifier=True)
    keys = [*click("a", FIRST_MS, 30), alt, *click("r", FIRST_MS + 40, 19, alt=True)]
    seen.send(keys)
    assert seen.reached == keys
    assert seen.scans == []


def test_enter_with_alt_is_a_persons() -> None:
    seen = Station(Wedge())
    keys = [*click("a", FIRST_MS, 30), *click("\r", FIRST_MS + 5, 28, alt=True)]
    seen.send(keys)
    assert seen.reached == keys


def test_keys_held_go_to_a_field_that_takes_raw_keys_before_its_own() -> None:
    wedge = Wedge()
    first, second = Key("a", FIRST_MS, 30), Key("b", FIRST_MS + 5, 48)
    assert wedge.feed(first).hold
    assert wedge.feed(second, raw=True).back == (first, second)


def test_the_numeric_pad_types_digits_and_without_num_lock_moves() -> None:
    seen = Station(Wedge())
    pad = {digit: position for position, digit in keymaps.NUMPAD.items()}
    keys = [k for n, d in enumerate("5566") for k in click(d, FIRST_MS + n, pad[d])]
    seen.send([*keys, *click("\r", FIRST_MS + 5, 96)])
    assert seen.scans == ["5566"]
    assert not Wedge().feed(Key("", FIRST_MS, pad["4"])).hold


def test_an_endless_burst_is_given_back() -> None:
    seen = Station(Wedge())
    seen.send(Scanner(end="").keys("x" * 10_001, [1]))
    assert seen.typed == "x" * 10_001


@pytest.mark.parametrize(
    ("native", "platform", "position"),
    [(36, "linux", 28), (28, "win32", 28), (0x11C, "win32", 96), (0, "linux", 0), (7, "darwin", 0)],
)
def test_native_scan_codes_become_positions(native: int, platform: str, position: int) -> None:
    assert keymaps.position(native, platform) == position
