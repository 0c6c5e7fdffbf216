from hypothesis import given
from hypothesis import strategies as st

from triage_app.flow.wedge import Answer, GivenBack, Held, Key, Passed, Scanned, Wedge

CODES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=48)
JITTER = st.lists(st.integers(1, 45), min_size=64, max_size=64)


def send(wedge: Wedge, text: str, gaps: list[int], start: int = 1_000) -> list[Answer]:
    """Press each character, then Enter; `gaps` before each but the first."""
    at, answers = start, []
    for place, character in enumerate(text + "\r"):
        at += gaps[place % len(gaps)] if place else 0
        answers.append(wedge.press(Key(character, at)))
    return answers


@given(CODES, JITTER)
def test_a_scan_is_whole_and_nothing_of_it_reaches_a_field(code: str, gaps: list[int]) -> None:
    answers = send(Wedge(), code, gaps)

    assert answers[-1] == Scanned(code)
    assert set(answers[:-1]) == {Held()}


def test_a_group_separator_is_kept_however_it_comes() -> None:
    wedge = Wedge()
    for at, key in enumerate(
        [Key("0", 0), Key("1", 4), Key("\x1d", 8), Key("1", 12), Key("]", 16, 27, control=True)]
    ):
        assert wedge.press(key) == Held(), at

    assert wedge.press(Key("\r", 20)) == Scanned("01\x1d1\x1d")


@given(CODES)
def test_caps_lock_and_the_stations_layout_do_not_matter(code: str) -> None:
    """The station's layout makes other characters of the same positions."""
    positions = {"q": (16, False), "A": (30, True), "1": (2, False), "Z": (44, True)}
    wedge = Wedge()
    for at, (_, (position, shift)) in enumerate(positions.items()):
        wedge.press(Key("?", at * 5, position, shift))

    assert wedge.press(Key("\r", 25)) == Scanned("qA1Z")


@given(CODES, st.lists(st.integers(90, 119), min_size=64, max_size=64))
def test_a_fast_typist_is_no_scanner(text: str, gaps: list[int]) -> None:
    wedge = Wedge()
    answers = send(wedge, text, gaps)
    back = [key.text for a in answers if isinstance(a, GivenBack) for key in a.keys]
    back += ["\r"] if answers[-1] == Passed() else []

    assert not any(isinstance(answer, Scanned) for answer in answers)
    assert "".join(back) == text + "\r"


def test_a_gap_gives_the_keys_back_in_order() -> None:
    wedge = Wedge()
    first = Key("a", 0)
    second = Key("b", 500)
    wedge.press(first)

    assert wedge.press(second) == GivenBack((first, second))
    assert not wedge.holds


def test_a_single_key_is_given_back_when_nothing_follows() -> None:
    wedge = Wedge()
    key = Key("7", 0)
    wedge.press(key)

    assert wedge.expire() == GivenBack((key,))


def test_enter_alone_is_a_persons() -> None:
    assert Wedge().press(Key("\r", 0)) == Passed()


def test_a_key_that_types_nothing_passes_and_does_not_end_a_scan() -> None:
    wedge = Wedge()
    assert [wedge.press(Key("R", 0)), wedge.press(Key("", 2)), wedge.press(Key("X", 4))] == [
        Held(),
        Passed(),
        Held(),
    ]


def test_prefix_is_taken_off() -> None:
    wedge = Wedge(prefix="~")

    assert send(wedge, "~RR473124829US", [5])[-1] == Scanned("RR473124829US")
