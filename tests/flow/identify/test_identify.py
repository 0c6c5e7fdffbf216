import string
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage_app.flow.identify import checks, identify, near_numbers
from triage_app.flow.identify.code import escaped
from triage_app.flow.identify.form import BOTH, Form
from triage_app.flow.identify.reading import read_form
from triage_app.flow.identify.schemes import FORMS
from triage_app.model.identity import Identity, Unidentified

CHECKED = [form for form in FORMS if form.checks]


def known(text: str) -> Identity:
    identity = identify(text)
    assert isinstance(identity, Identity), identity
    return identity


@st.composite
def valid_numbers(draw: st.DrawFn, forms: list[Form]) -> tuple[Form, str]:
    """A number of one of the forms, its check character put right."""
    form = draw(st.sampled_from(forms))
    code = [draw(st.sampled_from(sorted(cell))) for cell in form.cells]
    for check in form.checks[:1]:
        code[check.at] = check.wanted("".join(code))
    return form, "".join(code)


@given(valid_numbers(list(FORMS)))
def test_a_whole_number_is_read_as_its_scheme_or_says_what_else_is_wrong(
    drawn: tuple[Form, str],
) -> None:
    form, code = drawn
    identity = known(code) if len(set(code)) > 1 else None
    if identity is not None:
        wanted = read_form(form, code)
        readings = (identity, *identity.candidates)
        if wanted.valid:
            found = [r for r in readings if (r.scheme, r.number) == (wanted.scheme, wanted.number)]
            assert found or len(identity.candidates) == 8
        assert identity.valid or identity.reason


@given(valid_numbers(CHECKED), st.data())
def test_a_wrong_check_digit_is_never_valid_for_that_form(
    drawn: tuple[Form, str], data: st.DataObject
) -> None:
    form, code = drawn
    right = {check.wanted(code) for check in form.checks}
    at = form.checks[0].at
    others = sorted(form.cells[at] - right)
    wrong = list(code)
    wrong[at] = data.draw(st.sampled_from(others))
    problem = str(form.problem("".join(wrong)))
    assert wrong[at] in problem
    assert form.checks[0].wanted(code) in problem


@given(valid_numbers(CHECKED), st.sampled_from([" ", "-", "  ", "\u2011", "\u00a0"]))
def test_spaces_hyphens_and_lower_case_change_nothing(drawn: tuple[Form, str], loose: str) -> None:
    _, code = drawn
    spread = loose.join(code[i : i + 4] for i in range(0, len(code), 4)).lower()
    plain, typed = identify(code), identify(f"  {spread} ")
    assert isinstance(plain, Identity) == isinstance(typed, Identity)
    if isinstance(plain, Identity) and isinstance(typed, Identity):
        assert (plain.scheme, plain.number, plain.valid) == (
            typed.scheme,
            typed.number,
            typed.valid,
        )


@given(st.text(max_size=300))
@example("\x00")
@example("]")
@example("]C")
@example("]C1")
@example("(")
@example("(0")
@example("^")
@example("http://")
@example("https://a/01/٠١٢٣٤٥٦٧٨٩٠١٢٣")
@example("٠٩٣٤٥٦٧٨٩٠١٢")
@example("ßß473124829US")
@example("\ud800")
def test_no_text_raises_or_loses_its_text(text: str) -> None:
    answer = identify(text)
    assert answer.text == text
    assert answer.number.isprintable()
    assert isinstance(answer, Identity) or answer.reason


@pytest.mark.parametrize(
    "text",
    [
        "A" * 10_000,
        "1" * 10_000,
        "\x1d" * 10_000,
        "(" * 10_000,
        "(01)" * 2_500,
        "^01" * 3_000,
        "]C1" + "00" * 5_000,
        "http://" + "/01" * 3_000,
        "<b>" * 3_000,
        "%" * 10_000,
        "\\(" * 5_000,
        "\x00" * 10_000,
        "TRB." * 2_500,
    ],
)
def test_hostile_length_is_answered_as_not_known(text: str) -> None:
    answer = identify(text)
    assert isinstance(answer, Unidentified)
    assert len(answer.number) < 200


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "http://example.com/RR473124829US",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "=HYPERLINK(1)",
        "'; DROP TABLE acts; --",
        "hello",
        "12345",
        "",
        "   ",
        "INSERT INTO ITEMS 1",
        "THE QUICK BROWN FOX 12",
    ],
)
def test_text_that_is_no_number_is_not_guessed_at(text: str) -> None:
    assert isinstance(identify(text), Unidentified)


def test_long_unknown_texts_with_one_beginning_stay_apart() -> None:
    one, two = identify("x" * 5000 + "a"), identify("x" * 5000 + "b")
    assert one.number != two.number


def test_the_reason_names_the_digit_found_and_the_digit_wanted() -> None:
    identity = known("RR473124828US")
    assert not identity.valid
    assert str(identity.reason) == "check digit is 8, by the number it should be 9"


@pytest.mark.parametrize(
    ("text", "symbology", "scheme"),
    [
        ("]C1420221539400111206206406260787", "GS1-128", "impb"),
        ("]C142022153\x1d9400111206206406260787", "GS1-128", "impb"),
        ("]C19400111206206406260787", "GS1-128", "impb"),
        ("]C100006141411234567890", "GS1-128", "sscc"),
        ("]C01Z879E930346834440", "Code 128", "ups"),
        ("]A0RR473124829US", "Code 39", "s10"),
        ("]E02112345678900", "EAN-13", "gs1"),
        ("]d2011231231231233310ABC{GS}99X", "GS1 Data Matrix", "gs1"),
    ],
)
def test_the_aim_identifier_is_kept_as_the_symbology(
    text: str, symbology: str, scheme: str
) -> None:
    identity = known(text)
    assert (identity.symbology, identity.scheme, identity.valid) == (symbology, scheme, True)


@pytest.mark.parametrize("gs", ["\x1d", "^", "{GS}", "{gs}", "<GS>", "\\x1d", "\u241d"])
def test_every_spelling_of_the_separator_is_one(gs: str) -> None:
    identity = known(f"{gs}0112312312312333" + f"10ABC{gs}21XYZ")
    assert [(e.ai, e.value) for e in identity.elements] == [
        ("01", "12312312312333"),
        ("10", "ABC"),
        ("21", "XYZ"),
    ]
    assert identity.number == "(01)12312312312333(10)ABC(21)XYZ"


def test_one_set_of_elements_has_one_number_whatever_carries_it() -> None:
    texts = ["(01)12312312312333(21)XYZ", "]C1011231231231233321XYZ"]
    texts.append("https://id.gs1.org/01/12312312312333/21/XYZ")
    assert {known(text).number for text in texts} == {"(01)12312312312333(21)XYZ"}


def test_an_sscc_among_elements_is_the_number() -> None:
    identity = known("(00)006141411234567890(403)1+1(401)HOUSE7")
    assert (identity.scheme, identity.number) == ("sscc", "006141411234567890")
    assert ("house", "HOUSE7") in identity.aliases
    assert known("006141411234567890").number == identity.number


def test_a_wrong_element_says_which_and_why() -> None:
    identity = known("(00)006141411234567891")
    assert not identity.valid
    assert "check digit is 1, by the number it should be 0" in str(identity.reason)


def test_routing_is_left_off_and_kept_as_an_alias() -> None:
    identity = known("420 22153 9400 1112 0620 6406 2607 87")
    assert identity.number == "9400111206206406260787"
    assert ("impb", "420221539400111206206406260787") in identity.aliases
    assert (identity.elements[0].ai, identity.elements[0].value) == ("420", "22153")
    assert known("(420)22153(94)00111206206406260787").number == identity.number


def test_a_long_fedex_label_names_the_tracking_number_inside() -> None:
    identity = known("1001921334250001000300779017972697")
    assert identity.number == "779017972697"
    assert known("779017972697").number == identity.number
    assert ("fedex", "1001921334250001000300779017972697") in identity.aliases


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("RR4731248Z9US", None),
        ("RR47312482QUS", None),
        ("RR473I24829US", "RR473124829US"),
        ("rr473l24829us", "RR473124829US"),
        ("TBAO1OOOOO00000", None),
        ("TBAO1O000000000", "TBA010000000000"),
        ("IZ879E930346834440", "1Z879E930346834440"),
        ("79953I274483", "799531274483"),
    ],
)
def test_look_alikes_are_mended_only_where_the_scheme_leaves_no_doubt(
    typed: str, number: str | None
) -> None:
    identity = identify(typed)
    valid = isinstance(identity, Identity) and identity.valid
    assert valid == (number is not None)
    assert number is None or identity.number == number


def test_a_scanned_code_is_never_mended() -> None:
    answer = identify("]C0RR473I24829US")
    assert isinstance(answer, Unidentified) or not answer.valid


def test_s10_knows_its_post_and_service() -> None:
    identity = known("LX473124829CN")
    assert (identity.carrier, identity.country) == ("China Post", "CN")
    assert identity.service == "tracked letter post"
    nowhere = known("RB123456785XX")
    assert not nowhere.valid
    assert "XX" in str(nowhere.reason)


def test_a_receptacle_names_its_dispatch() -> None:
    text = "CNBJSAUSJFKAAUN60123001110087"
    identity = known(text)
    assert (identity.scheme, identity.valid, identity.country) == ("s9", True, "CN")
    assert identity.aliases == (("s8", text[:20]),)
    assert {e.title: e.value for e in identity.elements}["weight_g"] == "8700"
    assert known(text[:20]).scheme == "s8"


def test_an_air_waybill_is_told_by_its_airline_and_check_digit() -> None:
    serial = "1234567"
    identity = known(f"784-{serial}{checks.mod7(serial)}")
    assert (identity.scheme, identity.carrier) == ("awb", "China Southern")


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("TRB.LI.W.ABCDEFGHABCDEFGH", "badge"),
        ("TRGBCLNPBCDFGHJKLN", "command"),
    ],
)
def test_the_desks_own_codes_are_kept_apart(text: str, scheme: str) -> None:
    identity = known(text.lower())
    assert (identity.scheme, identity.number, identity.candidates) == (scheme, text, ())


def test_no_carriers_form_can_hold_a_code_of_the_desk() -> None:
    assert all(cell <= BOTH for form in FORMS for cell in form.cells)
    assert "." not in BOTH


def test_pure_digits_show_all_they_may_be() -> None:
    identity = known("287809468872")
    assert {identity.scheme, *(c.scheme for c in identity.candidates)} >= {"fedex", "purolator"}
    assert all(c.valid and not c.candidates for c in identity.candidates)


@given(valid_numbers([f for f in FORMS if f.scheme == "s10"]), st.integers(2, 10), st.data())
def test_a_misread_digit_leads_back_to_the_number(
    drawn: tuple[Form, str], at: int, data: st.DataObject
) -> None:
    form, code = drawn
    if not read_form(form, code).valid:
        return
    other = data.draw(st.sampled_from(sorted(set(string.digits) - {code[at]})))
    wrong = code[:at] + other + code[at + 1 :]
    near = list(near_numbers(wrong))
    assert code in near
    assert len(near) == len(set(near)) <= 500
    assert all(known(n).valid for n in near)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("RR473128429US", "RR473124829US"),
        ("RR473124Z29US", "RR473124829US"),
        ("RR473l24829US", "RR473124829US"),
        ("799531274438", "799531274483"),
        ("1Z879E930346834404", "1Z879E930346834440"),
    ],
)
def test_slips_of_the_hand_are_near(wrong: str, right: str) -> None:
    assert right in near_numbers(wrong)


def test_near_numbers_of_nothing_are_none_and_never_too_many() -> None:
    assert list(near_numbers("hello")) == []
    assert list(near_numbers("")) == []
    assert len(list(near_numbers("TBA010000000000"))) <= 500
    assert len(list(near_numbers("9" * 34))) <= 500


@pytest.mark.parametrize(
    ("rule", "body", "digit"),
    [
        (checks.mod10, "10614141234567890", "8"),
        (checks.luhn, "7992739871", "3"),
        (checks.s10, "47312482", "9"),
        (checks.mod7, "1234567", "5"),
        (checks.ups, "999AA1012345678", "4"),
        (checks.fedex, "98657878885", "5"),
        (checks.mod37_36, "008182709980000020033350276", "C"),
    ],
)
def test_check_digits_of_published_examples(rule: object, body: str, digit: str) -> None:
    assert callable(rule)
    assert rule(body) == digit


def test_forms_of_one_length_and_scheme_differ() -> None:
    pictures = [(form.scheme, form.carrier, form.picture) for form in FORMS]
    assert len(pictures) == len(set(pictures))
    for one, two in product(FORMS, FORMS):
        if one is not two and one.scheme == two.scheme and one.cells == two.cells:
            assert one.service != two.service or one.checks != two.checks


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("(7258)1/2", ""),
        ("(7258)3/2", "no such place in a sequence"),
        ("(00)006141411234567890(1A)1", "1A begins no GS1 element"),
        ("(00)006141411234567890(403", "... begins no GS1 element"),
        ("^00006141411234567890^0512", "0512 begins no GS1 element"),
        ("(00)00614141123456789", "too short"),
        ("(00)006141411234567890(403)a#b", "a character that GS1 does not allow here"),
    ],
)
def test_an_element_says_what_is_wrong_with_it(text: str, why: str) -> None:
    identity = known(text)
    assert why in str(identity.reason)
    assert identity.valid == (not why)


@pytest.mark.parametrize("text", ["()", "(", "12|]e099X", "TRB.LI.SHORT", "TRGBC"])
def test_what_only_begins_like_a_grammar_is_not_known(text: str) -> None:
    assert isinstance(identify(text), Unidentified)


def test_long_outside_text_is_shown_cut_in_the_middle_and_escaped() -> None:
    shown = escaped("a" * 300 + "\x00\u202e" + "b" * 300)
    assert len(shown) <= 210
    assert shown.startswith("aaa")
    assert shown.endswith("bbb")
    assert escaped("a\x00b") == "a\\x00b"
