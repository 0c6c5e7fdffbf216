"""Addresses, telephones, people met too often or before."""

from typing import Any

import pytest

from tests.builders import make_announcement, make_item, make_party
from tests.risk.cases import fired, said, why_not
from triage_app.model.item import Announcement, Context, PartyHistory, Sibling


def to(**changes: Any) -> Announcement:
    return make_announcement(recipient=make_party(**changes))


def test_a_post_office_box() -> None:
    answer = fired("po-box", to(address_lines=("P.O. Box 45",)))
    assert said("po-box", answer) == "Goods to a post office box (45)"
    assert "street address" in why_not("po-box", to())
    assert "no address" in why_not("po-box", to(address_lines=()))


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"address_lines": ()}, ["street", "number"]),
        ({"address_lines": ("Elm Street",)}, ["number"]),
        ({"city": " "}, ["place"]),
        ({"post_code": ""}, ["post code"]),
    ],
)
def test_an_incomplete_address_says_what_it_lacks(
    changes: dict[str, Any], lacking: list[str]
) -> None:
    assert fired("address-incomplete", to(**changes)).evidence["lacking"] == lacking


def test_a_whole_address() -> None:
    assert "post code" in why_not("address-incomplete", to())


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [("1234", "NJ", "no post code"), ("ABCDE", "", "no post code"), ("90210", "NJ", "lie in NJ")],
)
def test_an_impossible_address(code: str, state: str, reason: str) -> None:
    answer = fired("address-impossible", to(post_code=code, state=state))
    assert reason in said("address-impossible", answer)


@pytest.mark.parametrize(
    ("code", "state", "country"),
    [
        ("07102", "NJ", "US"),
        ("07102-1234", "NJ", "US"),
        ("90210", "New Jersey", "US"),
        ("SW1A 1AA", "", "GB"),
        ("", "NJ", "US"),
    ],
)
def test_a_possible_or_unknown_address(code: str, state: str, country: str) -> None:
    assert why_not("address-impossible", to(post_code=code, state=state, country=country))


@pytest.mark.parametrize(
    ("rule", "field", "enough", "few"),
    [
        ("names-at-address", "recipient_names_at_address", 7, 6),
        ("senders-at-address", "senders_at_address", 26, 25),
    ],
)
def test_many_names_or_senders_at_one_address(rule: str, field: str, enough: int, few: int) -> None:
    answer = fired(rule, make_item(context=Context(**{field: enough})))  # type: ignore[arg-type]
    assert str(enough) in said(rule, answer)
    assert why_not(rule, make_item(context=Context(**{field: few})))  # type: ignore[arg-type]


def sibling(name: str, phone: str = "973-555-0100") -> Sibling:
    return Sibling("b" * 32, "N1", make_party(name=name, phone=phone), "S", "toys", 100, "USD")


def test_one_telephone_under_many_names() -> None:
    names = ("Ann Lee", "Bob Ray", "Cy Poe", "Jane Doe", "DOE, Jane")
    item = make_item(context=Context(siblings=tuple(map(sibling, names))))
    assert fired("phone-shared", item).evidence["names"] == ["Ann Lee", "Bob Ray", "Cy Poe"]
    two = make_item(context=Context(siblings=tuple(map(sibling, names[:2]))))
    assert "no other name" in why_not("phone-shared", two)
    assert "no usable" in why_not("phone-shared", to(phone="n/a"))


def test_a_recipient_who_gets_many_items() -> None:
    busy = make_item(context=Context(recipient=PartyHistory(today=9, last_30_days=12)))
    assert "9 items today, 12 in 30 days" in said(
        "frequent-recipient", fired("frequent-recipient", busy)
    )
    steady = make_item(context=Context(recipient=PartyHistory(today=1, last_30_days=61)))
    assert fired("frequent-recipient", steady)
    assert "few items" in why_not("frequent-recipient", make_item())


def test_earlier_seizures_of_sender_or_recipient() -> None:
    met = Context(
        sender=PartyHistory(recorded=5, seized=1), recipient=PartyHistory(recorded=9, seized=3)
    )
    answer = fired("earlier-violations", make_item(context=met))
    assert said("earlier-violations", answer).startswith("Of the recipient, 3 items were seized")
    assert set(answer.evidence) == {"sender", "recipient"}
    clean = Context(sender=PartyHistory(recorded=5), recipient=PartyHistory(recorded=9))
    assert "no seizure" in why_not("earlier-violations", make_item(context=clean))
