"""Numbers made by each courier definition of the shared data, checked as its notes say, are read.

The oracle is the definitions' own: their regular expressions make the numbers, and the algorithms
of their notes, written here a second time, put the check digit right.
"""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage_app.flow.identify import identify
from triage_app.model.identity import Identity

LEFT_OUT = {
    "USPS IMpb N": "looks ahead in its expression; made below by its constructs",
    "USPS IMpb C": "looks ahead in its expression; made below by its constructs",
    "DHL E-Commerce": "allows any 10 to 39 letters and digits behind a country's two letters, which"
    " would claim S9, S10 and half of everything; numbers of DHL's published shape are made below",
}
ONLY_LISTED = {
    "FedEx Ground (SSCC-18)": {"ShippingContainerType": ("00", "01", "02", "04")},
}
"""Where any digits fit but only the listed ones are in use: the others would make one in ten SSCCs
with a wrong digit a FedEx number."""
NAMES_ANOTHER = {"S10": re.compile("[A-Z]{2}[0-9]{9}YP")}
"""Numbers the definition allows though they are another carrier's: YP issues no S10, Yanwen's end
so."""
SCHEMES = {"usps": {"usps", "impb"}, "fedex": {"fedex", "sscc"}}
LUHN = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def value(character: str) -> int:
    return int(character) if character.isdigit() else (ord(character) - 3) % 10


def mod10(sequence: str, digit: str, how: dict[str, Any]) -> bool:
    characters = sequence[::-1] if how.get("reverse") else sequence
    total = 0
    for i, character in enumerate(characters):
        times = how.get("odds_multiplier" if i % 2 else "evens_multiplier") or 1
        total += value(character) * int(times)
    return -total % 10 == int(digit)


def mod7(sequence: str, digit: str, _how: dict[str, Any]) -> bool:
    return int(sequence) % 7 == int(digit)


def luhn(sequence: str, digit: str, _how: dict[str, Any]) -> bool:
    total = sum(LUHN[int(c)] if i % 2 == 0 else int(c) for i, c in enumerate(sequence[::-1]))
    return (total + int(digit)) % 10 == 0


def s10(sequence: str, digit: str, how: dict[str, Any]) -> bool:
    total = sum(int(c) * w for c, w in zip(sequence, how["weightings"], strict=True))
    return {0: 5, 1: 0}.get(total % 11, 11 - total % 11) == int(digit)


def weighted(sequence: str, digit: str, how: dict[str, Any]) -> bool:
    total = sum(int(c) * w for c, w in zip(sequence, how["weightings"], strict=True))
    return total % how["modulo1"] % how["modulo2"] == int(digit)


def mod_37_36(sequence: str, digit: str, how: dict[str, Any]) -> bool:
    alphabet, carry = how["alphabet"], 36
    for character in sequence:
        carry += alphabet.index(character)
        carry = carry - 36 if carry > 36 else carry
        carry = carry * 2 - 37 if carry * 2 > 36 else carry * 2
    return alphabet[(37 - carry) % 36] == digit


RULES: dict[str, Callable[[str, str, dict[str, Any]], bool]] = {
    "mod10": mod10,
    "mod7": mod7,
    "luhn": luhn,
    "s10": s10,
    "sum_product_with_weightings_and_modulo": weighted,
    "mod_37_36": mod_37_36,
}


def expression(definition: dict[str, Any]) -> re.Pattern[str]:
    parts = definition["regex"]
    text = parts if isinstance(parts, str) else "".join(parts)
    text = text.replace("\\s*", "").replace("\\b", "").replace("(?<", "(?P<")
    return re.compile(text.replace("(?P<=", "(?<=").replace("(?P<!", "(?<!"))


def checked(definition: dict[str, Any], number: str) -> list[str]:
    """The number with every check character that its definition allows."""
    found = expression(definition).fullmatch(number)
    assert found
    how = definition.get("validation", {}).get("checksum")
    if not how:
        return [number]
    serial, at = found["SerialNumber"], found.start("CheckDigit")
    prepend = definition["validation"].get("serial_number_format", {}).get("prepend_if")
    if prepend and re.search(re.sub(r"\\s\*", "", prepend["matches_regex"]), serial):
        serial = prepend["content"] + serial
    holds = partial(RULES[how["name"]], serial)
    alphabet = how.get("alphabet", "0123456789")
    return [number[:at] + c + number[at + 1 :] for c in alphabet if holds(c, how)]


@pytest.fixture(scope="module")
def definitions(shared_data: Path) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for file in sorted((shared_data / "tracking" / "couriers").glob("*.json")):
        courier = json.loads(file.read_text("utf-8"))
        found += [(courier["courier_code"], one) for one in courier["tracking_numbers"]]
    assert len(found) == 39
    return found


def readings(number: str, schemes: set[str]) -> list[Identity]:
    answer = identify(number)
    found = [answer, *answer.candidates] if isinstance(answer, Identity) else []
    return [reading for reading in found if reading.scheme in schemes]


def listed(definition: dict[str, Any], number: str) -> bool:
    found = expression(definition).fullmatch(number)
    assert found
    only = ONLY_LISTED.get(definition["name"], {})
    another = NAMES_ANOTHER.get(definition["name"])
    if another and another.fullmatch(number):
        return False
    return all(found[group] in allowed for group, allowed in only.items())


def numbers_are_read(definition: dict[str, Any], schemes: set[str]) -> None:
    @settings(max_examples=12, database=None, deadline=None)
    @given(st.from_regex(expression(definition), fullmatch=True))
    def is_read(drawn: str) -> None:
        for number in checked(definition, drawn.strip()):
            if len(set(number)) == 1 or not listed(definition, number):
                continue
            found = readings(number, schemes)
            assert found, (definition["name"], number)
            assert any(r.valid or "country" in str(r.reason) for r in found), number

    is_read()


def test_numbers_of_every_definition_are_read_as_its_courier(
    definitions: list[tuple[str, dict[str, Any]]],
) -> None:
    usable = [one for one in definitions if one[1]["name"] not in LEFT_OUT]
    assert len(usable) == 39 - len(LEFT_OUT)
    for courier, definition in usable:
        numbers_are_read(definition, SCHEMES.get(courier, {courier}))


@given(
    st.sampled_from(["92###9", "93###0", "94###0", "94###9", "95###0", "95###9"]),
    st.sampled_from([22, 26]),
    st.sampled_from(["", "42022153", "420221530001"]),
    st.data(),
)
def test_numbers_of_every_impb_construct_are_read(
    head: str, length: int, routing: str, data: st.DataObject
) -> None:
    digits = st.sampled_from("0123456789")
    body = "".join(data.draw(digits) if c == "#" else c for c in head.ljust(length - 1, "#"))
    how = {"evens_multiplier": 3, "odds_multiplier": 1, "reverse": True}
    number = next(body + c for c in "0123456789" if mod10(body, c, how))
    (found,) = readings(routing + number, {"impb"})
    assert (found.number, found.valid) == (number, True)


@given(
    st.sampled_from(["GM", "LX", "RX", "UV", "SG", "TH", "HK", "MY", "GMABC", "INX"]),
    st.text("0123456789", min_size=10, max_size=30),
)
def test_numbers_of_dhl_ecommerces_published_shape_are_read(prefix: str, digits: str) -> None:
    assert any(found.valid for found in readings(prefix + digits, {"dhl"}))
