"""Scorecards of data: each check counted once an item, each group for itself, memory bounded."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import make_announcement, make_identity, make_line, make_party
from tests.risk.cases import pack
from triage_app.assets import asset
from triage_app.model.item import Announcement, Channel
from triage_app.model.quality import KINDS, Shortfall
from triage_app.risk.intervals import share
from triage_app.risk.quality import Checks, Tally, group_of, load_checks, shortfalls

DAY = date(2026, 3, 2)
VAGUE = Shortfall("vague", "description", "said nothing")


@pytest.fixture(scope="module")
def checks() -> Checks:
    return load_checks(asset("quality.toml").read_text("utf-8"), pack())


def wrong(
    checks: Checks, announced: Announcement, previous: Announcement | None = None
) -> dict[tuple[str, str], Shortfall]:
    identity = make_identity(announced.number, country="CN")
    found = shortfalls(announced, identity, previous, checks, DAY)
    return {(one.kind, one.field): one for one in found}


def goods(**changes: Any) -> Announcement:
    return make_announcement(number="RR473124829CN", lines=(make_line(**changes),))


def test_a_complete_plain_announcement_lacks_nothing(checks: Checks) -> None:
    assert wrong(checks, goods()) == {}


@pytest.mark.parametrize(
    ("announced", "told"),
    [
        (goods(description="gift"), ("vague", "description")),
        (goods(description=""), ("missing", "description")),
        (goods(net_weight_g=5_000), ("contradicted", "weight")),
        (goods(hs="870899"), ("contradicted", "HS code")),
        (
            make_announcement(recipient=make_party(address_lines=())),
            ("missing", "recipient address"),
        ),
    ],
)
def test_each_kind_of_shortfall_names_its_field(
    checks: Checks, announced: Announcement, told: tuple[str, str]
) -> None:
    found = wrong(checks, announced)
    assert told in found
    assert found[told].reason
    assert found[told].ask


def test_what_was_edited_is_counted_but_nobody_is_asked_to_mend_it(checks: Checks) -> None:
    edited = wrong(checks, goods(value_minor=9_900), goods())
    assert [one.ask for key, one in edited.items() if key[0] == "edited"] == [False]


def test_only_checks_that_the_pack_has_switched_on_count(checks: Checks) -> None:
    assert set(checks.of_rule) == {rule.id for rule in checks.pack.rules}
    assert all(rule.on for rule in checks.pack.rules)
    assert {one.kind for one in checks.of_rule.values()} == set(KINDS)


@pytest.mark.parametrize(
    "row",
    [
        'kind = "odd"\nsignal = "late-data"',
        'kind = "late"\nsignal = "no-signal"',
        'kind = "late"\nsignal = "late-data"\nmore = 1',
    ],
)
def test_a_check_that_cannot_be_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="no check"):
        load_checks(f"[[check]]\n{row}\n", pack())


def test_an_item_counts_for_its_number_s_post_its_carrier_and_its_sender() -> None:
    one = make_announcement(number="RR473124829DE", origin="CN", carrier="Deutsche Post")
    assert group_of(one, "post")[1] == "DE"
    assert group_of(one, "carrier")[1] == "Deutsche Post"
    assert group_of(one, "seller")[1] == one.sender.name
    express = make_announcement(channel=Channel.EXPRESS, scheme="ups")
    assert group_of(express, "post") == ("", "")
    assert group_of(make_announcement(scheme="unknown"), "post")[1] == "CN"


def test_two_spellings_of_a_seller_are_one() -> None:
    one = make_announcement(sender=make_party(name="Bright Trading"))
    other = make_announcement(sender=make_party(name="BRIGHT  TRADING"))
    assert group_of(one, "seller")[0] == group_of(other, "seller")[0]


def test_shares_are_of_all_items_of_the_group() -> None:
    tally = Tally("carrier")
    for wrongs in ((), (VAGUE, VAGUE), (Shortfall("late", "", ""),)):
        tally.add(make_announcement(carrier="A"), wrongs)
    tally.add(make_announcement(carrier="B"), ())
    tally.add(make_announcement(carrier=""), (VAGUE,))
    made = tally.scorecards()
    first, second = made.cards
    assert (first.name, first.items, second.name) == ("A", 3, "B")
    assert (first.kinds["vague"], first.anything) == (share(1, 3), share(2, 3))
    assert (made.items, made.nameless, made.let_go) == (5, 1, 0)
    assert [one.name for one in tally.scorecards(fewest=2).cards] == ["A"]


def test_of_too_many_groups_those_with_few_items_are_let_go_and_it_is_said() -> None:
    tally = Tally("carrier", most_groups=10)
    for _ in range(5):
        tally.add(make_announcement(carrier="Large"), ())
    for n in range(200):
        tally.add(make_announcement(carrier=f"Small {n}"), ())
    made = tally.scorecards()
    assert len(made.cards) <= 10
    assert (made.cards[0].name, made.cards[0].items, made.cards[0].part) == ("Large", 5, True)
    assert made.let_go + sum(one.items for one in made.cards) == made.items == 205


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.booleans()), max_size=40))
def test_no_item_is_lost_or_counted_twice(told: list[tuple[str, bool]]) -> None:
    tally = Tally("carrier", most_groups=2)
    for carrier, vague in told:
        tally.add(make_announcement(carrier=carrier), (VAGUE,) if vague else ())
    made = tally.scorecards()
    assert made.let_go + sum(one.items for one in made.cards) == len(told)
    for card in made.cards:
        assert card.kinds["vague"].part <= card.anything.part <= card.items
