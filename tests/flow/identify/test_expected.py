"""What is said of a text that no scheme reads: what it comes near to, and where it differs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.flow.identify import choose, identify
from triage_app.flow.identify.form import DIGITS, LETTERS, Form
from triage_app.flow.identify.schemes import FORMS
from triage_app.flow.intake import name_number
from triage_app.model.identity import Identity, Unidentified
from triage_app.model.sentence import NOTHING


def why(text: str) -> str:
    answer = identify(text)
    assert isinstance(answer, Unidentified), answer
    return str(answer.reason)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("RR47312482ZUS", "13 characters as S10 has, but character 11 is Z where a digit belongs"),
        ("R9473124829US", "13 characters as S10 has, but character 2 is 9 where a letter belongs"),
        ("RR47312482US", "12 characters, 1 too few: S10 has 13"),
        ("RR4731248299US", "14 characters, 1 too many: S10 has 13"),
        ("1Z879E93034683444", "17 characters, 1 too few: UPS has 18"),
        ("1Y879E930346834440", "character 2 is Y where Z belongs"),
        ("TBA0100000000Z0", "15 characters as Amazon has, but character 14 is Z"),
        ("9400111206206406260", "19 characters, 3 too few: USPS IMpb has 22"),
        ("CNBJSAUSJFKAAUN6012300111008", "28 characters, 1 too few: S9 has 29"),
        ("]C0RR47312482OUS", "character 11 is O where a digit belongs"),
        ("hello", "no scheme has numbers of this shape"),
        ("12345", "no scheme has numbers of this shape"),
        ("A" * 4001, "longer than any code: 4001 characters"),
        ("  ", "nothing was read"),
        ("AAAAAAAAAAAA", "one character over and over, as on a sample label"),
        ("https://example.com/RR473124829US", "names no item; it is not opened"),
        ("https://id.gs1.org/ARgqVGUxAyCW", "may be a compressed GS1 Digital Link"),
        ("https://example.com/Zz9876543210", "names no item; it is not opened"),
    ],
)
def test_a_near_miss_says_what_was_expected(text: str, said: str) -> None:
    assert said in why(text)


@given(st.data())
def test_a_character_that_cannot_be_is_named_with_its_place(data: st.DataObject) -> None:
    form = next(f for f in FORMS if f.scheme == "s10")
    code = [data.draw(st.sampled_from(sorted(cell))) for cell in form.cells]
    at = data.draw(st.integers(2, 10))
    code[at] = data.draw(st.sampled_from("ACEFHJKMNPRTUVWXYZ"))  # none looks like a digit
    answer = identify("]C0" + "".join(code))
    if isinstance(answer, Unidentified):
        assert f"character {at + 1} is {code[at]} where a digit belongs" in str(answer.reason)


@given(st.sampled_from(FORMS), st.data())
def test_whatever_is_near_is_said_in_one_sentence(form: Form, data: st.DataObject) -> None:
    code = "".join(data.draw(st.sampled_from(sorted(cell))) for cell in form.cells)
    at = data.draw(st.integers(0, len(code) - 1))
    damaged = data.draw(
        st.sampled_from(
            [
                code[:at] + code[at + 1 :],
                code[:at] + "\u202e" + code[at:],
                code[:at] + "?" + code[at:],
            ]
        )
    )
    answer = identify(damaged)
    said = str(answer.reason)
    assert said.isprintable()
    assert said or (isinstance(answer, Identity) and answer.valid)


def test_what_a_cell_wants_is_said_in_words() -> None:
    assert DIGITS.isdisjoint(LETTERS)
    assert "where A/B/C/D belongs" in why("CNBJSAUSJFKAXUN60123001110087")


def test_what_nobody_will_read_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A courier's house waybills are unknown numbers by the million."""
    explained = identify("HB0000012345")
    assert isinstance(explained, Unidentified)
    monkeypatch.setattr(choose, "_why", None)

    quiet = identify("HB0000012345", why=False)

    assert quiet == replace(explained, reason=NOTHING)
    assert name_number("HB0000012345") == ("unknown", "HB0000012345", "", ())
