"""Structured messages of ISO/IEC 15434: whose number, whatever became of the separators."""

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from triage_app.flow.identify import checks, identify
from triage_app.flow.identify.code import EOT, GS, RS
from triage_app.model.identity import Identity, Unidentified

# The example of printers' manuals for UPS's label guide, whose check digit holds with class 001.
MAXICODE = (
    f"[)>{RS}01{GS}96841706672{GS}840{GS}001{GS}1Z12345675{GS}UPSN{GS}12345E{GS}089{GS}{GS}1/1"
    f"{GS}10.1{GS}Y{GS}{GS}SALT LAKE CITY{GS}UT{RS}{EOT}"
)
WHOLE = "1Z12345E0112345675"
FEDEX = (
    f"[)>{RS}01{GS}0238019{GS}840{GS}05{GS}7995312744830201{GS}FDE{GS}510087020{GS}015{GS}{GS}1/1"
    f"{GS}1.00LB{GS}N{GS}1 MAIN ST{GS}MEMPHIS{GS}TN{GS}J DOE{RS}"
    f"06{GS}10ZGD009{GS}12Z9012633035{GS}31Z1001921334250001000300799531274483{RS}{EOT}"
)
SPELLINGS = {
    "raw": (GS, RS, EOT),
    "words": ("{GS}", "{RS}", "{EOT}"),
    "angles": ("<GS>", "<RS>", "<EOT>"),
    "square": ("[GS]", "[RS]", "[EOT]"),
    "escapes": ("\\x1d", "\\x1e", "\\x04"),
    "unicode escapes": ("\\u001D", "\\u001E", "\\u0004"),
    "octal": ("\\035", "\\036", "\\004"),
    "entities": ("&#29;", "&#x1E;", "&#4;"),
    "pictures": ("\u241d", "\u241e", "\u2404"),
    "hexadecimal": ("<0x1D>", "<0x1E>", "<0x04>"),
    "carets": ("^", "^", "^"),
    "only GS came through": (GS, "", ""),
    "lost": ("", "", ""),
}


def known(text: str) -> Identity:
    identity = identify(text)
    assert isinstance(identity, Identity), identity
    return identity


def spelled(message: str, name: str) -> str:
    for separator, said in zip((GS, RS, EOT), SPELLINGS[name], strict=True):
        message = message.replace(separator, said)
    return message


def said(identity: Identity) -> dict[str, str]:
    return {element.title: element.value for element in identity.elements}


@pytest.mark.parametrize("aim", ["", "]U1", "]L0"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_maxicode_names_the_whole_tracking_number(spelling: str, aim: str) -> None:
    identity = known(aim + spelled(MAXICODE, spelling))
    assert (identity.scheme, identity.number, identity.valid) == ("ups", WHOLE, True)
    elements = said(identity)
    assert (elements["postal code"], elements["country"]) == ("841706672", "US")
    assert (elements["carrier"], elements["class of service"]) == ("UPSN", "001")
    assert identity.candidates == ()


@settings(deadline=None)  # the first message loads the grammars
@given(
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=6, max_size=6),
    st.sampled_from(["001", "002", "003", "012", "013", "066", "068"]),
    st.text("0123456789", min_size=7, max_size=7),
    st.sampled_from([("841706672", "840"), ("V6C3E2", "124"), ("D10115", "276")]),
    st.sampled_from(sorted(SPELLINGS)),
)
def test_any_shortened_number_is_made_whole_again(
    shipper: str, service: str, package: str, to: tuple[str, str], spelling: str
) -> None:
    body = f"{shipper}{service[-2:]}{package}"
    digit = checks.ups(body)
    fields = (f"96{to[0]}", to[1], service, f"1Z{package}{digit}", "UPSN", shipper, "123")
    identity = known(spelled(f"[)>{RS}01{GS}{GS.join(fields)}{RS}{EOT}", spelling))
    assert (identity.number, identity.valid) == (f"1Z{body}{digit}", True)


def test_what_a_reader_makes_of_mode_2_without_a_header_is_read_as_well() -> None:
    assert known(f"841706672{GS}840{GS}001{GS}1Z12345675{GS}UPSN{GS}12345E{GS}089").number == WHOLE


def test_a_whole_1z_number_in_the_message_is_taken_as_it_stands() -> None:
    text = MAXICODE.replace("1Z12345675", "1Z879E930346834440")
    assert known(text).number == "1Z879E930346834440"


def test_a_shortened_number_that_does_not_come_out_is_not_guessed() -> None:
    identity = known(MAXICODE.replace("12345E", "12345F"))
    assert (identity.scheme, identity.number, identity.valid) == ("ups", "1Z12345675", False)
    assert "scan the long bar code" in str(identity.reason)


@pytest.mark.parametrize("spelling", [s for s in SPELLINGS if s not in {"carets"}])
def test_a_fedex_pdf417_names_its_tracking_number(spelling: str) -> None:
    identity = known(spelled(FEDEX, spelling))
    assert (identity.scheme, identity.number, identity.valid) == ("fedex", "799531274483", True)
    assert said(identity)["carrier"] == "FDE"


def test_a_ground_message_names_the_ground_number() -> None:
    body = "04144176022896"
    number = body + checks.mod10(body)
    for spelling in ("raw", "lost"):
        text = f"[)>{RS}01{GS}0238019{GS}840{GS}019{GS}{number}{GS}FDEG{GS}5100870{RS}{EOT}"
        assert known(spelled(text, spelling)).number == number


def test_a_carriers_wrong_number_says_so() -> None:
    identity = known(f"[)>{RS}01{GS}0238019{GS}840{GS}05{GS}7995312744840201{GS}FDE{RS}{EOT}")
    assert (identity.scheme, identity.valid) == ("fedex", False)
    assert "check digit" in str(identity.reason)
    other = known(f"[)>{RS}01{GS}0238019{GS}840{GS}05{GS}ABC{GS}XYZW{RS}{EOT}")
    assert (other.number, other.valid) == ("ABC", False)
    assert "XYZW" in str(other.reason)


@pytest.mark.parametrize("di", ["J", "1J", "2J", "3J", "4J", "5J", "6J"])
def test_a_licence_plate_is_the_number(di: str) -> None:
    text = f"[)>{RS}06{GS}{di}UN123456789A1234{GS}Q10{GS}7Q5.2KG{GS}SAB12{GS}2Q14{RS}{EOT}"
    identity = known(text)
    assert (identity.scheme, identity.number) == ("licence_plate", "UN123456789A1234")
    assert identity.valid
    assert ("licence_plate", f"{di}UN123456789A1234") in identity.aliases
    assert ("serial", "AB12") in identity.aliases
    assert [e.ai for e in identity.elements] == [di, "Q", "7Q", "S", "2Q"]
    assert said(identity)["ACTUAL WEIGHT"] == "14"


def test_a_bare_plate_of_a_known_agency_is_the_same_number() -> None:
    assert known("1JUN123456789A1234").number == "UN123456789A1234"
    assert isinstance(identify("1JZZ1"), Unidentified)


def test_a_plate_of_digits_is_an_sscc_and_one_of_dhl_is_dhls() -> None:
    sscc = known(f"[)>{RS}06{GS}J006141411234567890{RS}{EOT}")
    assert (sscc.scheme, sscc.number) == ("sscc", "006141411234567890")
    plate = known(f"[)>{RS}06{GS}JJD014600003838123456{RS}{EOT}")
    assert (plate.scheme, plate.number) == ("dhl", "JJD014600003838123456")


def test_a_waybill_among_data_identifiers_is_the_number_where_no_plate_is() -> None:
    identity = known(f"[)>{RS}06{GS}3K799531274483{GS}Q1{RS}{EOT}")
    assert (identity.scheme, identity.number) == ("fedex", "799531274483")


def test_elements_of_gs1_stand_in_format_05() -> None:
    identity = known(f"[)>{RS}05{GS}00006141411234567890{GS}10ABC{GS}21XYZ{RS}{EOT}")
    assert (identity.scheme, identity.number) == ("sscc", "006141411234567890")
    assert [e.ai for e in identity.elements] == ["00", "10", "21"]


def test_goods_alone_are_read_and_name_no_item() -> None:
    identity = known(f"[)>{RS}06{GS}P123-4{GS}Q10{RS}{EOT}")
    assert (identity.scheme, identity.number, identity.valid) == ("iso15434", "(P)123-4(Q)10", True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"[)>{RS}06{GS}1JUN1234567{GS}Qten{RS}{EOT}", "(Q) QUANTITY cannot be ten"),
        (f"[)>{RS}06{GS}J!{RS}{EOT}", "(J) LICENCE PLATE cannot be !"),
        (f"[)>{RS}06{GS}.{RS}{EOT}", ". begins with no data identifier"),
        ("[)>06P123Q10", "the separators were lost"),
        ("[)>01ABC", "the separators were lost"),
        ("[)>", "nothing in it"),
        ("[)>(", "( is no format of such a message"),
    ],
)
def test_a_message_says_what_is_wrong_with_it(text: str, why: str) -> None:
    identity = known(text)
    assert not identity.valid
    assert why in str(identity.reason)


def test_other_formats_are_shown_and_name_nothing() -> None:
    identity = known(f"[)>{RS}07{GS}HELLO{RS}12{GS}SER 1{RS}{EOT}")
    assert [(e.ai, e.value) for e in identity.elements] == [("07", "HELLO"), ("12", "SER 1")]
    assert identity.scheme == "iso15434"


PARTS = ["[)>", RS, GS, EOT, "01", "05", "06", "96", "02", "12", "1Z12345675", "UPSN", "FDE", "840"]
PARTS += ["1J", "UN12345", "7995312744830201", "\x00", "\u202e", "<b>", " ", "00", "(", "]C1", "^"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=8), max_size=40).map("".join))
@example("1JUN\x00" + "A" * 30)
@example("0101")
@example(f"[)>{RS}06{GS}1J\x00{GS}")
@example(f"[)>{RS}01{GS}96{GS}{GS}{GS}\x00\x01")
def test_no_message_raises_or_has_a_number_that_cannot_be_shown(text: str) -> None:
    for answer in (identify(text), identify("[)>" + RS + text)):
        assert answer.number.isprintable()
        assert len(answer.number) <= 150
        aliases = answer.aliases if isinstance(answer, Identity) else ()
        assert all(value.isprintable() for _, value in aliases)


def test_a_long_message_is_answered() -> None:
    for body in (GS * 3990, ("1J" + GS) * 1300, "01" + "0" * 3900 + "FDE", (RS + "06") * 1300):
        assert identify("[)>" + RS + body).text.startswith("[)>")


@pytest.mark.parametrize(
    ("symbology", "message", "number"),
    [
        (zxingcpp.BarcodeFormat.MaxiCode, MAXICODE, WHOLE),
        (zxingcpp.BarcodeFormat.PDF417, FEDEX, "799531274483"),
        (
            zxingcpp.BarcodeFormat.DataMatrix,
            f"[)>{RS}06{GS}1JUN123456789A{RS}{EOT}",
            "UN123456789A",
        ),
    ],
)
def test_codes_that_were_printed_and_read_name_their_item(
    symbology: zxingcpp.BarcodeFormat, message: str, number: str
) -> None:
    picture = zxingcpp.create_barcode(message, symbology).to_image(scale=6)
    (code,) = zxingcpp.read_barcodes(picture)
    for text in (code.text, code.symbology_identifier + code.text, code.bytes.decode("latin-1")):
        assert known(text).number == number
    elements = said(known(code.text))
    assert symbology != zxingcpp.BarcodeFormat.PDF417 or elements["street"] == "1 MAIN ST"


def test_a_plate_of_other_digits_stays_a_plate() -> None:
    identity = known(f"[)>{RS}06{GS}J799531274483{RS}{EOT}")
    assert (identity.scheme, identity.number) == ("licence_plate", "799531274483")


def test_fields_beyond_the_known_ones_are_shown() -> None:
    text = MAXICODE.replace(f"UT{RS}", f"UT{GS}J DOE{GS}{GS}MORE{RS}")
    assert said(known(text))["further"] == "MORE"


@pytest.mark.parametrize("digits", ["3801984005799531274484", "999999999999999999999999", "1" * 22])
def test_lost_separators_are_not_guessed_where_no_check_digit_agrees(digits: str) -> None:
    identity = known(f"[)>0102{digits}0201FDE5100870")
    assert not identity.valid
    assert "the separators were lost" in str(identity.reason)
