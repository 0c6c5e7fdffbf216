"""Keys: the same party written another way has the same key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import make_party
from triage_app.model.item import Party
from triage_app.risk.names import _house, _plain_house, address_key, person_key, phone_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Doe", "DOE, Jane"),
        ("Jane Doe", "Ms. Jane A. Doe"),
        ("José Núñez", "Jose Nunez"),
        ("Владимир Петров", "Vladimir Petrov"),
        ("李伟", "李 伟"),
        ("Bright Trading Co., Ltd.", "BRIGHT TRADING"),
        ("深圳市光明贸易有限公司", "深圳市光明贸易"),
        ("Jane Doe", "Ja\u200bne\u202e Doe"),
        ("Pat O'Brien", "Pat OBrien"),
    ],
)
def test_one_person_written_two_ways_has_one_key(one: str, other: str) -> None:
    assert person_key(make_party(name=one)) == person_key(make_party(name=other)) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Jane Doe", "John Doe"), ("J Doe", "K Doe"), ("李伟", "李娜")]
)
def test_two_people_have_two_keys(one: str, other: str) -> None:
    assert person_key(make_party(name=one)) != person_key(make_party(name=other))


def test_a_name_of_nothing_but_legal_forms_keeps_them() -> None:
    assert person_key(make_party(name="Co Ltd")) == "co ltd"


ELM = make_party()


@pytest.mark.parametrize(
    "lines",
    [
        ("12 ELM ST",),
        ("12 Elm Street, Apt 4B",),
        ("Apt 4B", "12 Elm St."),
        ("Unit 5, 12 Elm Street",),
        ("12 N Elm St #9",),
        ("12 Elm Street", "2nd Floor"),
        ("Elm Street, 12",),
    ],
)
def test_flats_floors_and_abbreviations_make_no_other_address(lines: tuple[str, ...]) -> None:
    assert address_key(make_party(address_lines=lines)) == address_key(ELM) == "12 elm 07102"


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (("Hauptstr. 12",), "12 haupt 07102"),
        (("12 rue de la Paix",), "12 paix 07102"),
        (("Calle Mayor 5, piso 3",), "5 mayor 07102"),
        (("ул. Ленина, д. 5, кв. 12",), "5 lenina 07102"),
        (("北京市朝阳区建国路88号3单元1201室",), "88 建国路 07102"),
        (("350 Fifth Avenue",), "350 5th 07102"),
        (("12-34 31st Ave",), "1234 31st 07102"),
        (("P.O. Box 123",), "box 123 07102"),
        (("Rose Cottage",), ""),
        ((), ""),
    ],
)
def test_addresses_of_several_countries(lines: tuple[str, ...], key: str) -> None:
    assert address_key(make_party(address_lines=lines)) == key


def test_the_city_stands_in_for_a_post_code_and_the_long_code_is_cut() -> None:
    assert address_key(make_party(post_code="")) == "12 elm newark"
    assert address_key(make_party(post_code="07102-1234")) == "12 elm 07102"
    assert address_key(make_party(post_code="", city="")) == ""


@pytest.mark.parametrize("phone", ["(973) 555-0100", "9735550100", "973.555.0100 x12"])
def test_one_phone_written_several_ways(phone: str) -> None:
    assert phone_key(Party(phone=phone)) == phone_key(make_party()) == "735550100"


@pytest.mark.parametrize("phone", ["", "n/a", "12345", "000000000", "1111111"])
def test_a_placeholder_is_no_phone(phone: str) -> None:
    assert phone_key(Party(phone=phone)) == ""


def test_a_phone_in_other_digits_is_the_same_phone() -> None:
    assert phone_key(Party(phone="٠٦١٢٣٤٥٦٧٨")) == phone_key(Party(phone="+33 6 12 34 56 78"))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_keys(name: str, address: str) -> None:
    party = make_party(name=name, address_lines=(address,), phone=name)
    assert person_key(party) == person_key(make_party(name=name.upper().lower())) or name
    assert isinstance(address_key(party), str)
    assert phone_key(party) == "" or phone_key(party).isdecimal()


WORDS = st.sampled_from(
    [
        *("12", "5a", "Elm", "Street", "Hauptstrasse", "weg", "apt", "Apt3", "fl", "2", "po"),
        *("box", "bx", "a", "ya", "apartado", "the", "1st", "First", "-", "/", "|", ",", "#4"),
        *("北京路", "No.", "P.O."),
    ]
)


@given(st.lists(WORDS, max_size=6), st.sampled_from([" ", "  ", ", "]))
def test_a_plain_address_is_read_as_any_other(words: list[str], between: str) -> None:
    text = between.join(["12", *words])

    assert _plain_house(text) in ("", _house(text))
