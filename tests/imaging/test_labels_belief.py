"""What is believed of what a reader says: weak codes need a second look."""

import numpy as np
import pytest

from tests.imaging.label_pictures import FORMATS, label_of, tall
from triage_app.imaging import labels_belief
from triage_app.imaging.labels_belief import believed
from triage_app.imaging.labels_code import LabelCode, has_itf14_check

BLANK = np.full((60, 60), 255, np.uint8)


@pytest.mark.parametrize(
    ("text", "whole"),
    [("30712345000010", True), ("30712345000011", False), ("3071234500001", False), ("", False)],
)
def test_the_check_digit_of_fourteen_digits(text: str, whole: bool) -> None:
    assert has_itf14_check(text) is whole


def code_of(text: str, symbology: str, top: int = 0, reader: str = "zxing") -> LabelCode:
    box = ((0, top), (90, top), (90, top + 40), (0, top + 40))
    return LabelCode(text, text.encode(), "]I0", symbology, box, reader)


def saying(monkeypatch: pytest.MonkeyPatch, *codes: LabelCode) -> None:
    monkeypatch.setattr(labels_belief, "_other_looks", lambda reader: (lambda page: codes,))


def test_an_unchecked_code_is_believed_only_when_another_look_agrees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = code_of("123456", "ITF")
    saying(monkeypatch)
    assert believed(BLANK, [seen]) == []
    assert believed(BLANK, [code_of("30712345000010", "ITF")]) != []
    saying(monkeypatch, seen)
    assert believed(BLANK, [seen]) == [seen]


def test_part_of_a_longer_code_is_not_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    part, entire = code_of("123456", "ITF"), code_of("1234567890", "ITF", top=300)
    saying(monkeypatch, part, entire)
    assert believed(BLANK, [part, entire]) == [entire]


def test_of_two_texts_on_the_same_bars_the_one_seen_again_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right, wrong = code_of("5030159003930", "EAN-13"), code_of("7034759003930", "EAN-13", top=4)
    saying(monkeypatch, right)
    assert believed(BLANK, [right, wrong]) == [right]


def test_an_itf_shorter_than_its_bars_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Digits in the middle of a longer code begin and end like a code of their own."""
    page = tall(FORMATS.ITF, "4075042988362173")
    left, right = 60, page.shape[1] // 2
    corners = ((left, 70), (right, 70), (right, 170), (left, 170))
    part = LabelCode("40750429", b"40750429", "]I0", "ITF", corners, "zxing")
    saying(monkeypatch, part)
    assert believed(page, [part]) == []
    assert believed(BLANK, [part]) == [part]


def test_a_code_seen_twice_is_one() -> None:
    page = label_of((FORMATS.Code128, "RR473124829US"))
    code = code_of("RR473124829US", "Code 128")
    assert believed(page, [code, code]) == [code]
