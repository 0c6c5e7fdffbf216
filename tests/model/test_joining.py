"""What tells only where an item lies, and what it joins."""

from dataclasses import replace

import pytest

from tests.builders import make_announcement
from triage_app.model.item import Announcement, Party
from triage_app.model.joining import (
    MESSAGE,
    PLACING,
    bag_of,
    meant,
    only_beside,
    placed,
    tells_beside,
)
from triage_app.model.plain import content_of

LYING = Announcement("", "f", "s10", "RR473124829US", bag="B1", flight="CA981")


def test_a_bag_is_named_by_its_field_or_by_another_number() -> None:
    assert bag_of(" B1 ", (("bag", "B2"),)) == "B1"
    assert bag_of("", (("receptacle", "B3"), ("bag", "B2"))) == "B2"
    assert bag_of("", (("master", "M1"),)) == bag_of("", ()) == ""


def test_a_row_that_names_a_bag_and_nothing_more_tells_a_place() -> None:
    assert only_beside(LYING)
    assert only_beside(replace(LYING, bag="", flight="", aliases=(("receptacle", "B1"),)))
    assert not only_beside(replace(LYING, bag="", flight=""))


@pytest.mark.parametrize(
    "said",
    [
        {"lines": make_announcement().lines},
        {"sender": Party(name="Bo")},
        {"recipient": Party(city="Newark")},
        {"value_minor": 0},
        {"nature": "11"},
        {"documents": ("D1",)},
        {"url": "https://example.org/1"},
        {"gross_weight_g": 0},
        {"extra": ((MESSAGE, "ITMATT"),)},
    ],
)
def test_whoever_says_what_it_is_tells_more_than_a_place(said: dict[str, object]) -> None:
    told = replace(LYING, **said)  # type: ignore[arg-type]  # a field each

    assert not only_beside(told)
    assert not tells_beside(content_of(told))


def test_a_message_of_places_may_weigh_its_items() -> None:
    assert only_beside(replace(LYING, extra=((MESSAGE, PLACING),), gross_weight_g=90))


def test_a_table_s_item_whose_bag_a_message_told_is_more_than_a_place() -> None:
    said = placed(make_announcement(), replace(LYING, extra=((MESSAGE, PLACING),)))

    assert not only_beside(said)
    assert meant(LYING, [said]) is said
