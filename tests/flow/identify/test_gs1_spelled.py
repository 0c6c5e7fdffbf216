"""GS1 elements however a scanner, a shell or a person writes them."""

import pytest

from triage_app.flow.identify import identify
from triage_app.model.identity import Identity

SEPARATORS = [
    "\x1d", "^", "{GS}", "<GS>", "[GS]", "{FNC1}", "<FNC1>", "[FNC1]", "\\x1d", "\\X1D", "\\u001d",
    "\\035", "&#29;", "&#x1d;", "␝", "<0x1D>", "{0x1d}",
]  # fmt: skip
CARRIERS = {
    "]C1": "GS1-128",
    "]d2": "GS1 Data Matrix",
    "]Q3": "GS1 QR Code",
    "]e0": "GS1 DataBar",
    "]J1": "GS1 DotCode",
}


def known(text: str) -> Identity:
    identity = identify(text)
    assert isinstance(identity, Identity), identity
    return identity


@pytest.mark.parametrize("gs", SEPARATORS)
@pytest.mark.parametrize("aim", CARRIERS)
def test_every_carrier_and_separator_gives_the_same_elements(aim: str, gs: str) -> None:
    for leading in ("", gs):
        identity = known(f"{aim}{leading}011231231231233310ABC{gs}21XYZ{gs}17261231")
        assert [(e.ai, e.value) for e in identity.elements] == [
            ("01", "12312312312333"),
            ("10", "ABC"),
            ("21", "XYZ"),
            ("17", "261231"),
        ]
        assert (identity.symbology, identity.valid) == (CARRIERS[aim], True)
        assert identity.number == "(01)12312312312333(10)ABC(21)XYZ(17)261231"


@pytest.mark.parametrize("text", ["]Q2\\000026RR473124829US", "]d4\\000003RR473124829US"])
def test_a_character_set_named_in_front_is_no_part_of_the_code(text: str) -> None:
    assert known(text).number == "RR473124829US"


@pytest.mark.parametrize("gs", SEPARATORS)
def test_a_leading_separator_says_gs1_without_an_aim_identifier(gs: str) -> None:
    assert known(f"{gs}00006141411234567890{gs}4031").number == "006141411234567890"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("(17)261331", "no such date"),
        ("(01)12312312312334", "check digit is 4, by the number it should be 3"),
        ("(422)999", "the country is not known"),
        ("(8007)DE00370400440532013000", "IBAN"),
        ("(4321)2", "the answer is not known"),
        ("(8018)12312312312312312", "too short"),
        ("(4300)A%4G", "this percent encoding cannot be"),
        ("(3910)840ABC", "only digits may stand here"),
        ("(10)" + "A" * 21, "too long"),
    ],
)
def test_each_element_is_held_to_its_format(text: str, why: str) -> None:
    identity = known(text)
    assert not identity.valid
    assert why in str(identity.reason)


@pytest.mark.parametrize(
    "text",
    ["(8007)DE89370400440532013000", "(421)276D10115", "(3910)84012", "(4300)A%2BB", "(17)280229"],
)
def test_right_elements_are_right(text: str) -> None:
    assert known(text).valid


@pytest.mark.parametrize(
    "link",
    [
        "https://id.gs1.org/00/006141411234567890",
        "https://example.com/some/where/00/006141411234567890?linkType=all",
        "HTTPS://ID.GS1.ORG/00/006141411234567890",
    ],
)
def test_a_digital_link_of_a_logistic_unit_is_its_sscc(link: str) -> None:
    for text in (link, f"]Q1{link}"):
        assert (known(text).scheme, known(text).number) == ("sscc", "006141411234567890")


def test_a_trade_item_with_a_composite_part_is_read_as_one() -> None:
    identity = known("]E02112345678900|]e010ABC")
    assert [e.ai for e in identity.elements] == ["01", "10"]


def test_an_ean_is_a_trade_item_and_no_carriers_number() -> None:
    identity = known("]E02112345678900")
    assert {identity.scheme, *(c.scheme for c in identity.candidates)} == {"gs1"}


@pytest.mark.parametrize("text", ["()", "(01", "[)>(", "(01)1(x"])
def test_brackets_that_do_not_close_are_no_elements(text: str) -> None:
    answer = identify(text)
    assert not (isinstance(answer, Identity) and answer.valid)
