"""Split lots: one person, one day, one limit, several items, however the name is written."""

from datetime import date
from typing import Any

import pytest

from tests.builders import make_announcement, make_item, make_party
from tests.risk.cases import fired, said, why_not
from triage_app.model.item import Context, MailItem, Party, Sibling
from triage_app.risk.signals.splitting import same_person

WHILE_EXEMPT = date(2025, 4, 22)
SUSPENDED = date(2026, 3, 2)


def sibling(number: str, value: int | None, **changes: Any) -> Sibling:
    person = make_party(**changes)
    return Sibling(number * 8, number, person, "Shenzhen Bright", "watch", value, "USD")


def lot(*siblings: Sibling, value: int = 38_200, **changes: Any) -> MailItem:
    announced = make_announcement(value_minor=value, **changes)
    return make_item(announced, context=Context(siblings=siblings))


FOUR = (
    sibling("N2", 30_000, name="DOE, Jane"),
    sibling("N3", 23_200, name="Jane  Doe", address_lines=("12 Elm St, Apt 4",), phone=""),
    sibling("N4", 23_200, name="Jane Dœ", address_lines=("Elm Street 12",), phone="9735550100"),
)


def test_four_items_of_one_person_pass_the_limit_together() -> None:
    answer = fired("split-lot", lot(*FOUR), day=WHILE_EXEMPT)
    assert answer.evidence["total_usd_minor"] == 114_600
    assert answer.evidence["numbers"] == ["N2", "N3", "N4"]
    assert answer.evidence["siblings"][0] == {  # type: ignore[index]
        "number": "N2",
        "recipient": "DOE, Jane",
        "goods": "watch",
        "USD": "300.00",
    }
    assert answer.evidence["law"] == "exempt-800-cn-hk"
    text = said("split-lot", answer)
    assert text.startswith(
        "4 items, same person, same day, 1,146.00 USD together; the limit is 800.00"
    )


def test_when_the_exemption_is_gone_only_formal_entry_limits() -> None:
    assert "1,146.00 USD" in why_not("split-lot", lot(*FOUR), day=SUSPENDED)
    more = (*FOUR, sibling("N5", 90_000), sibling("N6", 90_000))
    answer = fired("split-lot", lot(*more), day=SUSPENDED)
    assert (answer.evidence["law"], answer.evidence["limit_usd_minor"]) == (
        "formal-entry-2500",
        250_000,
    )


def test_before_2016_the_limit_was_200() -> None:
    answer = fired("split-lot", lot(sibling("N2", 15_000), value=9_000), day=date(2015, 6, 1))
    assert answer.evidence["law"] == "exempt-200"


def test_gifts_have_a_limit_of_their_own() -> None:
    answer = fired("split-lot", lot(sibling("N2", 7_000), value=8_000, nature="31"))
    assert answer.evidence["law"] == "gifts-100"


def test_one_item_over_the_limit_alone_is_no_split() -> None:
    assert why_not("split-lot", lot(sibling("N2", 1_000), value=90_000), day=WHILE_EXEMPT)


@pytest.mark.parametrize(
    "other",
    [
        make_party(name="John Smith", address_lines=("9 Oak Road",), phone="2125550999"),
        make_party(name="John Smith"),
        make_party(name="Jane Doe", address_lines=("77 Oak Road",), phone="2125550999"),
        make_party(name="Jane Roe", phone=""),
    ],
)
def test_another_person_is_not_counted(other: Party) -> None:
    one = Sibling("b" * 32, "N2", other, "S", "watch", 70_000, "USD")
    assert "nothing else arrives" in why_not("split-lot", lot(one), day=WHILE_EXEMPT)


def test_two_far_spellings_are_joined_by_one_between() -> None:
    alone = sibling("N2", 70_000, name="Marocs Niño", phone="")
    between = sibling("N3", 1_000, name="Marcos Niño")
    item = lot(alone, between, recipient=make_party(name="Macos Niño"))
    assert fired("split-lot", item, day=WHILE_EXEMPT).evidence["numbers"] == ["N2", "N3"]


def test_an_unknown_value_is_counted_and_said() -> None:
    answer = fired("split-lot", lot(sibling("N2", 70_000), sibling("N3", None)), day=WHILE_EXEMPT)
    assert answer.evidence["values_unknown"] == 1
    unknown = make_announcement(value_minor=None, lines=())
    assert "no value" in why_not("split-lot", unknown)


def test_alone_is_alone_and_other_destinations_have_no_such_limit() -> None:
    assert "nothing else" in why_not("split-lot", lot())
    assert "no value limit" in why_not("split-lot", lot(*FOUR, destination="DE"))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (make_party(address_lines=()), True),
        (make_party(phone="", address_lines=()), True),
        (make_party(name="J. Doe"), True),
        (make_party(name="", phone="2125550000"), False),
        (make_party(address_lines=("77 Oak Road",)), True),
    ],
)
def test_who_is_one_person(other: Party, *, same: bool) -> None:
    assert same_person(make_party(), other, 75) is same
