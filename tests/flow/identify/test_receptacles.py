"""S9 receptacles and S8 dispatches, part by part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage_app.flow.identify import identify
from triage_app.flow.identify.countries import postal_countries
from triage_app.flow.identify.receptacle import CATEGORIES
from triage_app.model.identity import Identity

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
offices = st.builds(
    lambda country, place, kind: country + place + kind,
    st.sampled_from(sorted(postal_countries())),
    st.text(LETTERS, min_size=3, max_size=3),
    st.sampled_from(LETTERS + "0123456789"),
)


@settings(max_examples=30, deadline=None)
@given(
    offices,
    offices,
    st.sampled_from("ABCD"),
    st.sampled_from("UCET"),
    st.sampled_from(LETTERS),
    st.integers(0, 9),
    st.integers(0, 9999),
    st.integers(1, 999),
    st.booleans(),
    st.booleans(),
    st.integers(0, 9999),
)
def test_every_part_of_a_receptacle_is_said(
    origin: str, destination: str, category: str, kind: str, sub: str, year: int, dispatch: int,
    number: int, last: bool, insured: bool, weight: int,
) -> None:  # fmt: skip
    s8 = f"{origin}{destination}{category}{kind}{sub}{year}{dispatch:04}"
    text = f"{s8}{number:03}{last:d}{insured:d}{weight:04}"
    identity = identify(text)
    assert isinstance(identity, Identity)
    assert (identity.scheme, identity.number, identity.valid) == ("s9", text, True)
    assert identity.country == origin[:2]
    assert ("s8", s8) in identity.aliases
    said = {element.title: element.value for element in identity.elements}
    assert said == {
        "origin": origin,
        "destination": destination,
        "category": CATEGORIES[category],
        "subclass": kind + sub,
        "year": str(year),
        "dispatch": f"{dispatch:04}",
        "receptacle": f"{number:03}",
        "last of dispatch": "yes" if last else "no",
        "registered or insured": "yes" if insured else "no",
        "weight_g": str(weight * 100),
    }
    alone = identify(s8)
    assert isinstance(alone, Identity)
    assert (alone.scheme, alone.number, alone.valid) == ("s8", s8, True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("XQBJSAUSJFKAAUN60123001110087", "XQ is no country code"),
        ("CNBJSAXQJFKAAUN60123", "XQ is no country code"),
    ],
)
def test_an_office_of_no_country_is_refused(text: str, why: str) -> None:
    answer = identify(text)
    assert isinstance(answer, Identity)
    assert not answer.valid
    assert why in str(answer.reason)


def test_the_service_says_class_and_category() -> None:
    answer = identify("CN BJS A US JFK A A CN 6 0123 001 1 0 0087")
    assert isinstance(answer, Identity)
    assert answer.service == "parcels, airmail"
    assert answer.carrier == "China Post"
