"""Real key events of a real X server: XTEST keys into a small window under Xvfb."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.ui.xserver import CAPS, CONTROL, F8, NUMBER_LOCK, SHIFT, Screen, run_screen
from triage_app.flow import keymaps
from triage_app.flow.keys import GS

pytestmark = pytest.mark.display

CODE = "RR473124829US"
GS1 = f"]C1010950600013435210AB-7{GS}21x/9{GS}400X-1"
LINK = "https://id.gs1.org/01/09506000134352?17=261231&10=[a]`^'~"
HOME = 102
PLACES = ["focus edit", "focus button", "combo", "menu", "dialog", "cell", "second", "focus secret"]


@pytest.fixture(scope="module")
def running() -> Iterator[Screen]:
    with run_screen() as screen:
        yield screen


@pytest.fixture
def screen(running: Screen) -> Iterator[Screen]:
    running.tell("close")
    running.tell("clear")
    yield running
    running.tell("close")


def is_untouched(state: dict[str, Any]) -> bool:
    fields = ("edit", "secret", "inner", "other", "cell", "editor")
    quiet = state["clicks"] == [] and state["torn"] == 0 and state["combo"] == "one"
    return quiet and not any(state[field] for field in fields)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("layout", ["us", "fr"])
def test_a_scan_arrives_whole_and_touches_nothing(screen: Screen, place: str, layout: str) -> None:
    with screen.layout(layout):
        was_open = screen.tell(place)["open"]
        state = screen.scan(CODE)
    assert state["scans"] == [CODE]
    assert is_untouched(state)
    assert state["open"] == was_open == (place in ("combo", "menu", "dialog"))


@pytest.mark.parametrize("layout", keymaps.LAYOUTS)
def test_every_layout_reads_the_same_codes_dead_keys_included(screen: Screen, layout: str) -> None:
    with screen.layout(layout):
        screen.tell("focus edit")
        state = screen.scan(GS1, LINK)
    assert state["scans"] == [GS1, LINK]
    assert is_untouched(state)


@pytest.mark.parametrize("layout", keymaps.LAYOUTS)
def test_our_layouts_are_the_system_s(screen: Screen, layout: str) -> None:
    """Where the system has a character of its own on a key; its dead keys have none."""
    ours = keymaps.layout(layout)
    with screen.layout(layout):
        theirs = screen.characters(tuple(ours))
    differ = {
        (at, mine, other)
        for at in ours
        for mine, other in zip(ours[at], theirs[at], strict=False)
        if mine and other and mine.isascii() and other.isascii() and mine != other
    }
    # The system has a key more than the US keyboard, and calls its characters others.
    assert {one for one in differ if one[0] != 86} == set()


@pytest.mark.parametrize("gs", ["control", "f8", "alt"])
@pytest.mark.parametrize("place", ["focus edit", "focus button", "menu"])
def test_every_way_to_send_a_separator_is_one(screen: Screen, place: str, gs: str) -> None:
    screen.tell(place)
    state = screen.scan(GS1, gs=gs)
    assert state["scans"] == [GS1]
    assert is_untouched(state)


@pytest.mark.parametrize("layout", ["us", "fr", "de"])
def test_caps_lock_changes_nothing(screen: Screen, layout: str) -> None:
    with screen.layout(layout):
        screen.tell("focus edit")
        screen.tap(CAPS)
        state = screen.scan("]C1" + CODE + "Zaqy")
        screen.tap(CAPS)
    assert state["scans"] == ["]C1" + CODE + "Zaqy"]
    assert is_untouched(state)


def test_the_numeric_pad_types_digits(screen: Screen) -> None:
    pad = {digit: position for position, digit in keymaps.NUMPAD.items()}
    screen.tell("focus button")
    screen.tap(NUMBER_LOCK)
    for digit in "708575995350":
        screen.tap(pad[digit])
    screen.tap(96)
    screen.tap(NUMBER_LOCK)
    state = screen.seen()
    assert state["scans"] == ["708575995350"]
    assert is_untouched(state)


def test_a_person_types_as_ever(screen: Screen) -> None:
    screen.tell("focus edit")
    screen.type("4 pcs Li", wait_ms=65)
    state = screen.seen()
    assert (state["scans"], state["edit"]) == ([], "4 pcs Li")


def test_a_person_composes_an_accent_by_a_dead_key(screen: Screen) -> None:
    with screen.layout("fr"):
        screen.tell("focus edit")
        for position in (25, 26, 18, 20):  # p ^ e t
            screen.tap(position, wait_ms=65)
        state = screen.seen()
    assert (state["scans"], state["edit"]) == ([], "pêt")


def test_a_person_s_enter_presses_the_focused_button(screen: Screen) -> None:
    screen.tell("focus button")
    screen.tap(57, wait_ms=150)
    assert screen.seen()["clicks"] == ["QPushButton"]


@pytest.mark.parametrize("held", [(), (CONTROL,)])
def test_no_key_that_a_label_bids_the_scanner_press_is_obeyed(
    screen: Screen, held: tuple[int, ...]
) -> None:
    """Home, Tab, Space, F8 and Enter behind a code, and each before Enter alone."""
    screen.tell("focus button")
    screen.type(CODE + "\r")
    for position in (F8, HOME, HOME, F8, 28, HOME, 57):
        screen.tap(position, *held)
    screen.tap(28)
    state = screen.seen()
    assert state["scans"][:1] == [CODE]
    assert state["clicks"] == []


@pytest.mark.parametrize("first", [[HOME], [57], [57, 57, 57], [HOME, 57]])
def test_enter_and_space_close_upon_another_key_press_nothing(
    screen: Screen, first: list[int]
) -> None:
    screen.tell("focus button")
    for position in (*first, 28):
        screen.tap(position)
    assert screen.seen()["clicks"] == []


def test_half_a_code_with_spaces_presses_no_button(screen: Screen) -> None:
    screen.tell("focus button")
    screen.type("RR 473 124")
    state = screen.seen()
    assert (state["clicks"], state["torn"]) == ([], 1)


def test_a_shortcut_right_after_typing_acts_after_what_was_typed(screen: Screen) -> None:
    screen.tell("focus edit")
    screen.type("ab", wait_ms=60)
    screen.tap(30, CONTROL, wait_ms=60)
    screen.type("c", wait_ms=60)
    assert screen.seen()["edit"] == "c"


def test_f8_after_a_word_is_the_shortcut_it_is(screen: Screen) -> None:
    screen.tell("focus edit")
    screen.type("seal 7", wait_ms=65)
    screen.tap(66, wait_ms=65)
    state = screen.seen()
    assert (state["edit"], state["clicks"]) == ("seal 7", ["QShortcut"])


def test_a_password_holds_any_character_at_any_speed(screen: Screen) -> None:
    screen.tell("focus secret")
    screen.type("]C1~^'\\{4}x Y")
    assert screen.seen()["secret"] == "]C1~^'\\{4}x Y"
    screen.type(CODE + "\r")
    state = screen.seen()
    assert (state["scans"], state["secret"]) == ([CODE], "]C1~^'\\{4}x Y")


def test_a_busy_window_reads_the_scan_all_the_same(screen: Screen) -> None:
    screen.tell("focus edit")
    screen.tell("busy 400")
    state = screen.scan(CODE, GS1)
    assert state["scans"] == [CODE, GS1]
    assert is_untouched(state)


def test_a_scan_while_another_program_has_the_focus_is_that_program_s(screen: Screen) -> None:
    other = screen.x.screen().root.create_window(0, 0, 10, 10, 0, 24)
    focused = screen.x.get_input_focus().focus
    screen.tell("focus edit")
    other.map()
    screen.x.sync()
    try:
        screen.focus(other)
        screen.tell("inactive")
        screen.type(CODE[:6], wait_ms=30)
        screen.focus(focused)
        screen.type(CODE[6:] + "\r")
        state = screen.seen()
        assert (state["scans"], state["edit"], state["torn"]) == ([], "", 1)
    finally:
        screen.focus(focused)
        other.destroy()
        screen.x.sync()


def test_a_finger_on_ctrl_amidst_a_scan_makes_no_shortcut_of_it(screen: Screen) -> None:
    screen.tell("focus edit")
    screen.type(CODE[:8])
    screen.key(CONTROL, True)
    screen.type(CODE[8:11])
    screen.key(CONTROL, False)
    screen.type(CODE[11:] + "\r")
    state = screen.seen()
    assert state["scans"] == [CODE]
    assert is_untouched(state)


def test_a_finger_on_shift_changes_no_number(screen: Screen) -> None:
    screen.tell("focus edit")
    screen.key(SHIFT, True)
    for position in (8, 9, 6, 8, 6, 10, 10, 6, 4, 6, 1 + 10, 28):
        screen.tap(position)
    screen.key(SHIFT, False)
    state = screen.seen()
    assert len(state["scans"]) == 1
    assert is_untouched(state)
