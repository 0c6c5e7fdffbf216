"""Any text at all gives an answer that can be shown, in time that grows with its length only."""

import string
import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage_app.flow.identify import identify
from triage_app.flow.identify.code import LONGEST
from triage_app.model.identity import Identity, Unidentified

PIECES = (
    "RR473124829US", "1Z879E930346834440", "420221539400111206206406260787", "(00)", "(01)", "00",
    "]C1", "]d2", "]Q3", "]J1", "]e0", "]E0", "]", "[)>", "\x1d", "\x1e", "\x04", "^", "{GS}",
    "<GS>", "\\x1d", "␝", "&#29;", "\\000026", "\\000003", "\x00", "\x7f", "\x9b", "\u202e",
    "\u2066", "\ud800", "\U0001f4e6", "٣", "１", "ß", "İ", "<b>", "&lt;", "%00", "%TRG", "TRB.",
    "JGB ", "HAWB", "http://", "https://id.gs1.org/01/", "javascript:", "../", "'; --", "=1+1",
    "|]e0", "JJD", "GM", "\u200b", "\u00ad", "\n", "\t", " ", "-", ".", "(", ")", "\\(", "DT",
    "LP", "CN",
)  # fmt: skip


def in_hand(text: str) -> None:
    answer = identify(text)
    assert answer.text == text
    assert answer.number.isprintable()
    assert len(answer.number) <= LONGEST
    assert str(answer.reason) if isinstance(answer, Unidentified) else answer.scheme
    if isinstance(answer, Identity):
        assert answer.valid == (not answer.reason)
        for other in answer.candidates:
            assert other.candidates == ()
            assert other.number.isprintable()
        assert all(value.isprintable() for _, value in answer.aliases)


@given(st.text(st.characters(), max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    in_hand(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_pieces_of_codes_have_an_answer(text: str) -> None:
    in_hand(text)


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=5), min_size=1, max_size=4).map("".join),
    st.sampled_from([1_000, 3_999, 4_001, 10_000]),
)
@settings(max_examples=40, deadline=None)
def test_ten_thousand_characters_have_an_answer(piece: str, length: int) -> None:
    in_hand((piece * length)[:length])


def lines_run(action: Callable[[], object]) -> int:
    """How many lines of Python the action runs: a measure of work no other load changes."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "A",
        "\x1d",
        "(01)1",
        "^01",
        "]C1",
        "[)>\x1e",
        "06\x1d1J\x1d",
        "/01",
        "\\(",
        "%41",
        "(",
        "\x1e",
    ],
)
@pytest.mark.parametrize(
    "start", ["", "]C1", "(00)", "[)>\x1e06", "[)>\x1e01\x1d", "https://a/01/", "^"]
)
def test_work_grows_no_faster_than_the_text(start: str, piece: str) -> None:
    short, long = ((start + piece * (size // len(piece)))[:size] for size in (1_900, 3_800))
    identify(short)  # tables are loaded
    work = lines_run(lambda: identify(long))
    assert work <= 2.2 * lines_run(lambda: identify(short)) + 2_000


@given(st.text(string.ascii_letters + string.digits, min_size=1, max_size=40))
def test_the_same_text_has_the_same_answer(text: str) -> None:
    assert identify(text) == identify(text)
