"""Numbers of each carrier as its guides describe them, and what no carrier may claim."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from triage_app.flow.command_text import LETTERS, PREFIX, RESERVED, is_kept_apart
from triage_app.flow.identify import checks, identify
from triage_app.flow.identify.form import Form
from triage_app.flow.identify.reading import read_form
from triage_app.flow.identify.schemes import FORMS
from triage_app.model.identity import Identity, Unidentified

STATION = {"badge", "command"}
EVERY_DIGIT_COUNTS = (checks.mod10, checks.luhn, checks.mod7, checks.mod37_36)
"""Rules whose weights share no factor with the modulus: any one wrong digit changes the result. Not
so those of UPS and Deutsche Post (weights 2 and 4 under 10) and S10 (two remainders give 5)."""
PROMISING = [f for f in FORMS if len(f.checks) == 1 and f.checks[0].rule in EVERY_DIGIT_COUNTS]


def known(text: str) -> Identity:
    identity = identify(text)
    assert isinstance(identity, Identity), identity
    return identity


def readings(text: str) -> list[Identity]:
    answer = identify(text)
    return [answer, *answer.candidates] if isinstance(answer, Identity) else []


@st.composite
def whole_numbers(draw: st.DrawFn, form: Form) -> str:
    code = [draw(st.sampled_from(sorted(cell))) for cell in form.cells]
    for check in form.checks[:1]:
        code[check.at] = check.wanted("".join(code))
    return "".join(code)


@pytest.mark.parametrize(
    ("text", "scheme", "number", "carrier"),
    [
        ("123 456 789", "ups", "123456789", "UPS"),
        ("MI 123456 AB12C3", "ups", "MI123456AB12C3", "UPS"),
        ("K2479825491", "ups", "K2479825491", "UPS"),
        ("3SBCC000123456", "dhl", "3SBCC000123456", "DHL Parcel"),
        ("JVGL0123456789", "dhl", "JVGL0123456789", "DHL Express"),
        ("JVGL01234567890", "dhl", "JVGL01234567890", "DHL Parcel"),
        ("JD01 4600 0038 3812 3456", "dhl", "JD014600003838123456", "DHL"),
        ("(J) JD01 4600 0038 3812 3456", "dhl", "JJD014600003838123456", "DHL"),
        ("5631 0243 0313", "dhl", "563102430313", "DHL Paket"),
        ("3SABCD123456789", "postnl", "3SABCD123456789", "PostNL"),
        ("FBA15DXYZABU000012", "amazon", "FBA15DXYZABU000012", "Amazon"),
        ("LP001234567890123", "cainiao", "LP001234567890123", "Cainiao"),
        ("YT1234567890123", "yto", "YT1234567890123", "YTO Express"),
        ("UG123456785YP", "yanwen", "UG123456785YP", "Yanwen"),
        ("DT123456789012", "fedex", "DT123456789012", "FedEx"),
        ("6129 2700 7687 1194 8021", "fedex", "61292700768711948021", "FedEx"),
        ("HAWB: ABC-12345", "hawb", "ABC12345", ""),
        ("MAWB 784-1234 5675", "awb", "78412345675", "China Southern"),
        ("7841234567500012", "awb", "78412345675", "China Southern"),
    ],
)
def test_numbers_of_published_shapes(text: str, scheme: str, number: str, carrier: str) -> None:
    identity = known(text)
    assert (identity.scheme, identity.number, identity.carrier) == (scheme, number, carrier)
    assert identity.valid


def test_a_label_of_an_air_waybill_says_which_piece_it_is() -> None:
    assert {e.title: e.value for e in known("7841234567500012").elements}["piece"] == "12"


def test_a_plate_with_and_without_its_data_identifier_is_one_item() -> None:
    with_j, without = known("JJD014600003838123456"), known("JD014600003838123456")
    assert (without.scheme, without.number) in with_j.aliases
    assert (with_j.scheme, with_j.number) in without.aliases


def test_smartpost_with_and_without_its_92_is_one_item() -> None:
    postal, fedex = known("9261292700768711948021"), known("61292700768711948021")
    assert ("fedex", fedex.number) in postal.aliases
    assert ("impb", postal.number) in fedex.aliases


def test_a_dpd_bar_code_is_the_number_printed_beneath_it() -> None:
    body = "008182709980000020033350276"
    printed, scanned = known(f"{body}C"), known(f"]C0%{body}")
    assert (scanned.scheme, scanned.number) == (printed.scheme, printed.number)
    assert ("dpd", f"{body}C") in scanned.aliases
    assert isinstance(identify(f"%{body}C9"), Unidentified)


def test_a_mailmark_in_two_dimensions_names_its_item() -> None:
    identity = known("]d1JGB 011123456712345678SW1A1AA1A0EC1A1AA      ")
    assert (identity.scheme, identity.number) == ("royal_mail", "123456712345678")
    assert {e.title: e.value for e in identity.elements}["post code"] == "SW1A1AA1A"


@pytest.mark.parametrize("text", ["HAWB", "HAWB NUMBER", "AWB 12", "HAWB <b>", "JGB ", "%12"])
def test_a_word_alone_is_no_number(text: str) -> None:
    assert not any(r.valid and r.scheme in {"awb", "hawb", "dpd"} for r in readings(text))


@pytest.mark.parametrize("zip_code", ["22153", "221530001"])
@pytest.mark.parametrize(
    "number",
    ["9400111206206406260787", "9261292700768711948021", "9101026837331000039521"],
)
def test_routing_changes_nothing_about_the_number(zip_code: str, number: str) -> None:
    routed = known(f"420{zip_code}{number}")
    assert (routed.number, routed.valid) == (number, True)
    assert routed.elements[0].value == zip_code


@given(st.sampled_from(PROMISING), st.data())
def test_one_wrong_digit_is_always_found(form: Form, data: st.DataObject) -> None:
    code = data.draw(whole_numbers(form))
    (check,) = form.checks
    places = [i for i in range(len(code))[check.body] if code[i] in string.digits]
    at = data.draw(st.sampled_from(places))
    others = (form.cells[at] & set(string.digits)) - {code[at]}
    if check.rule is checks.mod7:  # 0 and 7, 1 and 8, 2 and 9 are the same to a modulus of 7
        others = {c for c in others if (int(c) - int(code[at])) % 7}
    if others:
        wrong = code[:at] + data.draw(st.sampled_from(sorted(others))) + code[at + 1 :]
        assert form.problem(wrong)


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 7), st.integers(1, 9))
def test_s10_finds_a_wrong_digit_unless_both_remainders_are_written_5(
    serial: str, at: int, by: int
) -> None:
    wrong = serial[:at] + str((int(serial[at]) + by) % 10) + serial[at + 1 :]
    pair = {checks.s10(serial), checks.s10(wrong)}
    assert len(pair) == 2 or pair == {"5"}


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 6))
def test_s10_finds_neighbours_that_changed_places_unless_both_are_written_5(
    serial: str, at: int
) -> None:
    swapped = serial[:at] + serial[at + 1] + serial[at] + serial[at + 2 :]
    pair = {checks.s10(serial), checks.s10(swapped)}
    assert len(pair) == 2 or pair == {"5"} or serial[at] == serial[at + 1]


@given(st.text(string.digits, min_size=11, max_size=13), st.integers(0, 11), st.integers(1, 9))
def test_fedex_finds_slips_unless_both_remainders_are_written_0(
    body: str, at: int, by: int
) -> None:
    at %= len(body) - 1
    swapped = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
    wrong = body[:at] + str((int(body[at]) + by) % 10) + body[at + 1 :]
    for other in {swapped, wrong} - {body}:
        pair = {checks.fedex(body), checks.fedex(other)}
        assert len(pair) == 2 or pair == {"0"}


@given(st.text(string.digits, min_size=7, max_size=21), st.integers(0, 20))
def test_mod_10_finds_neighbours_that_changed_places_unless_five_apart(body: str, at: int) -> None:
    at %= len(body) - 1
    swapped = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
    same = abs(int(body[at]) - int(body[at + 1])) in (0, 5)
    assert (checks.mod10(body) == checks.mod10(swapped)) == same


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.scheme}-{form.picture}")
def test_every_form_reads_what_it_makes(form: Form) -> None:
    number = "".join(sorted(cell)[(7 * i + 3) % len(cell)] for i, cell in enumerate(form.cells))
    for check in form.checks[:1]:
        at = check.at % len(number)
        number = number[:at] + check.wanted(number) + number[at + 1 :]
    wanted = read_form(form, number)
    found = [r for r in readings(number) if (r.scheme, r.number) == (wanted.scheme, wanted.number)]
    assert found or not wanted.valid


RESTS = st.text(max_size=60) | st.text(string.digits, max_size=40)
RESTS |= st.text(LETTERS, min_size=10, max_size=30)


@given(
    st.sampled_from(["%TRG", "%trg", *RESERVED, PREFIX]),
    RESTS,
    st.sampled_from(["", " ", "]C0", "]C1", "]Q3", "]L0", "]d2", "]Z0"]),
)
@example("%TRG", "12345678901234567890123", "]C0")
@example("%TRG", "1234" + "5" * 20, "")
def test_no_carrier_claims_what_is_kept_for_commands(begin: str, rest: str, aim: str) -> None:
    text = f"{aim}{begin}{rest}"
    if begin.startswith("%") or is_kept_apart(text):
        assert all(reading.scheme in STATION for reading in readings(text))


@given(st.sampled_from(FORMS), st.data())
def test_no_number_of_a_carrier_is_kept_for_commands(form: Form, data: st.DataObject) -> None:
    assert not is_kept_apart(data.draw(whole_numbers(form)))
