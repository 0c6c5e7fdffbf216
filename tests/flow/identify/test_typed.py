"""Codes typed by hand: however spaced and cased; look-alikes are mended and marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.flow.identify import identify
from triage_app.flow.identify.form import Form
from triage_app.flow.identify.lookalike import repaired
from triage_app.flow.identify.schemes import FORMS
from triage_app.model.identity import Identity

WIDE = {0x21 + n: 0xFF01 + n for n in range(94)} | {0x20: 0x3000}
NUMBERS = ("RR473124829US", "1Z879E930346834440", "799531274483", "CNBJSAUSJFKAAUN60123001110087")


def known(text: str) -> Identity:
    identity = identify(text)
    assert isinstance(identity, Identity), identity
    return identity


@given(
    st.sampled_from(NUMBERS),
    st.sampled_from([" ", "-", ".", " . ", "\u2013", "\u00a0", "\u3000", "\u200b", "\u00ad"]),
    st.integers(1, 6),
    st.booleans(),
)
def test_spaces_hyphens_dots_and_case_change_nothing(
    number: str, between: str, every: int, lower: bool
) -> None:
    typed = between.join(number[i : i + every] for i in range(0, len(number), every))
    identity = known(f" {typed.lower() if lower else typed} ")
    assert (identity.number, identity.valid, identity.typed) == (number, True, "")


@pytest.mark.parametrize("number", [*NUMBERS, "(00)006141411234567890"])
def test_wide_characters_are_the_same_characters(number: str) -> None:
    identity = known(number.lower().translate(WIDE))
    assert (identity.number, identity.typed) == (known(number).number, "")


def test_digits_of_other_scripts_are_not_taken_for_digits() -> None:
    assert not isinstance(identify("٧٩٩٥٣١٢٧٤٤٨٣"), Identity)


@pytest.mark.parametrize("text", ["10.12.2024", "3.14", "v1.2.3", "192.168.0.1"])
def test_what_people_write_with_dots_is_no_number(text: str) -> None:
    answer = identify(text)
    assert not (isinstance(answer, Identity) and answer.valid)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("rr473i24829us", "RR473124829US"),
        ("RR47312482 9U5", "RR473124829US"),
        ("RR4731248Z9US", None),
        ("IZ879E930346834440", "1Z879E930346834440"),
        ("7995312744B3", "799531274483"),
        ("7995312744B4", None),
        ("79953I274483", "799531274483"),
        ("TBAO1O000000000", "TBA010000000000"),
        ("TBA0S0000000000", None),
        ("LX473I24829CN", "LX473124829CN"),
        ("1Z999AA1O123456784", "1Z999AA10123456784"),
        ("IZ999AAI0I23456784", "1Z999AA10123456784"),
        ("1Z999AA1O123456785", None),
        ("94OO11O2OO881234567896", "9400110200881234567896"),
        ("C11O315OOOO1879", "C11031500001879"),
        ("TBAOOOOO1OOOOOO", None),
    ],
)
def test_look_alikes_are_mended_where_the_scheme_leaves_no_doubt(
    typed: str, number: str | None
) -> None:
    identity = identify(typed)
    if number is None:
        assert not (isinstance(identity, Identity) and identity.valid)
        return
    assert isinstance(identity, Identity)
    assert (identity.number, identity.valid) == (number, True)
    assert identity.typed == typed.upper().replace(" ", "")


@given(st.sampled_from([f for f in FORMS if f.checks]), st.data())
def test_nothing_is_mended_without_a_mark(form: Form, data: st.DataObject) -> None:
    code = [data.draw(st.sampled_from(sorted(cell))) for cell in form.cells]
    for check in form.checks[:1]:
        code[check.at] = check.wanted("".join(code))
    number = "".join(code)
    alike = {"0": "OQ", "1": "IL", "5": "S", "8": "B", "O": "0", "I": "1", "S": "5", "B": "8"}
    places = [i for i, c in enumerate(number) if c in alike]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    typed = number[:at] + data.draw(st.sampled_from(alike[number[at]])) + number[at + 1 :]
    answer = identify(typed)
    if isinstance(answer, Identity):
        for reading in (answer, *answer.candidates):
            labels = {reading.number, *(value for _, value in reading.aliases)}
            mended = reading.typed == typed
            assert mended or any(value in typed for value in labels)
    assert repaired(form, number) == ""


@pytest.mark.parametrize("aim", ["]C0", "]A0", "]Q0"])
def test_what_a_scanner_sent_is_never_mended(aim: str) -> None:
    answer = identify(f"{aim}RR473I24829US")
    assert not (isinstance(answer, Identity) and answer.valid)
