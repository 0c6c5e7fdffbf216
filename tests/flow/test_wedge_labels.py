"""What a label bids the scanner press: no key of it opens, records or undoes anything.

Scanners send a code's control characters as keys: F1 to F12, Home, Tab, Enter (the "control + ASCII
off" table of one maker) or Ctrl and a letter (another's). The label is the sender's.
"""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.flow.keyboard import FIRST_MS, Scanner, Station, click
from tests.flow.test_wedge_people import CODE
from triage_app.flow import keymaps
from triage_app.flow.burst import FINGER_MS
from triage_app.flow.keys import Key
from triage_app.flow.wedge import Wedge

F1, HOME, ENTER, SPACE, Z = 59, 102, 28, 57, 44
FOREIGN = {"F1": ("", F1), "Home": ("", HOME), "Tab": ("\t", keymaps.TAB), "Esc": ("\x1b", 1)}
PACE = st.lists(st.integers(1, 20), min_size=3, max_size=12)


def pressed(names: list[str], gaps: list[int], at: int = FIRST_MS) -> Iterator[Key]:
    """Keys as a scanner presses them: down and up at once."""
    for place, name in enumerate(names):
        at += gaps[place % len(gaps)]
        if name == "Undo":
            yield from click("\x1a", at, Z, control=True)
        elif name == "Enter":
            yield from click("\r", at, ENTER)
        elif name == "Space":
            yield from click(" ", at, SPACE)
        else:
            text, position = FOREIGN[name]
            yield from click(text, at, position)


def names(keys: list[Key]) -> list[int]:
    return [key.position for key in keys if key.down and not key.modifier]


@given(st.lists(st.sampled_from([*FOREIGN, "Undo", "Enter"]), min_size=1, max_size=80), PACE)
def test_nothing_that_follows_a_code_reaches_the_focus_or_a_shortcut(
    keys: list[str], gaps: list[int]
) -> None:
    wedge = Wedge()
    seen = Station(wedge)
    scan = list(Scanner().keys(CODE, [3]))
    seen.send(scan, ticking=False)
    for key in pressed(keys, gaps, scan[-1].at_ms):
        assert not key.down or wedge.takes(key)
        seen.send([key], ticking=False)
    assert (seen.scans, names(seen.reached)) == ([CODE], [])


@given(st.lists(st.sampled_from(list(FOREIGN)), min_size=1, max_size=80), PACE)
def test_enter_at_another_key_s_heels_is_nobody_s(keys: list[str], gaps: list[int]) -> None:
    seen = Station(Wedge())
    seen.send(pressed([*keys, "Enter"], gaps), ticking=False)
    assert ENTER not in names(seen.reached)
    assert (seen.scans, seen.torn) == ([], 1)


@given(st.sampled_from(list(FOREIGN)), st.integers(1, 3), PACE)
def test_spaces_and_enter_after_a_key_press_no_button(
    key: str, spaces: int, gaps: list[int]
) -> None:
    seen = Station(Wedge())
    seen.send(pressed([key, *["Space"] * spaces, "Enter"], gaps), ticking=False)
    assert names(seen.reached) == [FOREIGN[key][1]]
    assert (seen.scans, seen.torn) == ([], 1)


@pytest.mark.parametrize("broken_by", ["Tab", "Esc"])
def test_what_no_finger_pressed_is_said_to_be_so_when_it_is_broken_off(broken_by: str) -> None:
    wedge = Wedge()
    answers = [wedge.feed(key) for key in pressed(["Space", "Space", broken_by], [4])]
    (back,) = [answer for answer in answers if answer.back]
    assert back.no_hand


def test_what_no_finger_pressed_is_said_to_be_so_when_it_ends_in_a_pause() -> None:
    wedge = Wedge()
    for key in pressed(["Space", "Space"], [4]):
        wedge.feed(key)
    assert wedge.tick(FIRST_MS + 1_000).no_hand


def test_one_short_press_is_a_person_s() -> None:
    wedge = Wedge()
    for key in click(" ", FIRST_MS, SPACE):
        wedge.feed(key)
    answer = wedge.tick(FIRST_MS + 1_000)
    assert answer.back
    assert not answer.no_hand


@pytest.mark.parametrize(("gap", "dwell"), [(FINGER_MS + 2, FINGER_MS), (30, 70), (60, 20)])
def test_an_outcome_key_and_enter_by_two_hands_record(gap: int, dwell: int) -> None:
    down, up = click("", FIRST_MS, F1)
    enter = list(click("\r", FIRST_MS + gap, ENTER))
    up = Key("", FIRST_MS + dwell, F1, down=False)
    seen = Station(Wedge())
    seen.send(sorted([down, up, *enter], key=lambda key: key.at_ms))
    assert names(seen.reached) == [F1, ENTER]


def test_several_keys_in_one_report_are_a_machine_s() -> None:
    keys = [Key("", FIRST_MS, F1), Key("\r", FIRST_MS, ENTER)]
    seen = Station(Wedge())
    seen.send(keys, ticking=False)
    assert names(seen.reached) == [F1]


def test_a_tab_within_a_code_is_part_of_it() -> None:
    seen = Station(Wedge())
    first = list(Scanner(end="").keys("RR473124", [3]))
    tab = list(click("\t", first[-1].at_ms + 3, keymaps.TAB))
    seen.send([*first, *tab, *Scanner().keys("829US", [3], tab[-1].at_ms + 3)])
    assert (seen.scans, seen.typed) == (["RR473124\t829US"], "")


def test_an_enter_told_of_as_a_shortcut_first_does_not_tread_on_its_own_heels() -> None:
    wedge = Wedge()
    for key in click("", FIRST_MS, F1):
        assert wedge.interrupt(key).back == ()
        wedge.feed(key)
    enter, up = click("\r", FIRST_MS + 80, ENTER)
    assert wedge.interrupt(enter).back == ()
    assert not wedge.is_hurried(enter)
    wedge.feed(enter)
    wedge.feed(up)
    assert wedge.tick(FIRST_MS + 1_000).back == (enter, up)


@given(st.lists(st.sampled_from([*FOREIGN, "Enter"]), min_size=1, max_size=9), PACE)
def test_an_enter_a_label_begins_with_is_nobody_s(keys: list[str], gaps: list[int]) -> None:
    """Told of each key as the window is: shortcuts are asked first."""
    wedge = Wedge()
    seen = Station(wedge)
    for key in pressed(["Enter", *keys, "Enter"], gaps):
        if key.down and not key.modifier:
            assert wedge.interrupt(key).back == ()
        seen.send([key], ticking=False)
    seen.pass_to(FIRST_MS + 100_000)
    assert ENTER not in names(seen.reached)


def test_a_code_behind_an_enter_is_the_code() -> None:
    seen = Station(Wedge())
    enter = list(click("\r", FIRST_MS - 4, ENTER))
    seen.send([*enter, *Scanner().keys(CODE, [3])])
    assert (seen.scans, names(seen.reached), seen.torn) == ([CODE], [], 0)


def test_an_enter_still_down_when_the_next_key_comes_in_one_report_is_nobody_s() -> None:
    seen = Station(Wedge())
    keys = [Key("\r", FIRST_MS, ENTER), Key("", FIRST_MS, F1)]
    ups = [Key("", FIRST_MS + 8, key.position, down=False) for key in keys]
    seen.send([*keys, *ups], ticking=False)
    assert [key.position for key in seen.reached] == [F1, F1]
