"""Two packs compared: what was added, removed and changed, old and new, in words."""

from dataclasses import fields

import pytest

from tests.risk.cases import pack
from tests.risk.packs import LAW, PRICE, RULE, TINY, own_pack
from triage_app.risk.pack_delta import pack_delta


def said(*changed: tuple[str, str], tiny: str = TINY, more: str = "") -> list[str]:
    return [str(one) for one in pack_delta(own_pack(), own_pack(*changed, tiny=tiny, more=more))]


def test_a_pack_judges_as_itself_whatever_line_its_rules_stand_on() -> None:
    assert pack_delta(pack(), pack()) == ()
    assert said(("[[rule]]", "# a remark\n\n[[rule]]")) == []


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("points = 300", "points = 350", "rule words: points 300 -> 350"),
        ('"look"', '"hold"', "rule words: severity look -> hold"),
        ("share_percent = 20", "share_percent = 25", "rule price: share_percent 20 -> 25"),
        ('family = "drugs"', 'family = "drugs"\non = false', "rule words: on on -> off"),
        (
            'family = "drugs"',
            'family = "drugs"\nfrom = 2026-01-01',
            "rule words: from none -> 2026-01-01",
        ),
        (
            'family = "drugs"',
            'family = "drugs"\norigins = ["HK", "CN"]',
            "rule words: origins all -> CN, HK",
        ),
        ("limit_usd = 800", "limit_usd = 700", "law limit: limit_usd 800 -> 700"),
        ("until = 2025-08-28", "until = 2025-08-27", "law limit: until 2025-08-28 -> 2025-08-27"),
        (
            "limit_usd = 800",
            "limit_usd = 800\nwhen = { value_over_usd = 5 }",
            "law limit: when value_over_usd none -> 5",
        ),
        ("hold_at = 900", "hold_at = 800", "pack: hold_at 900 -> 800"),
        ('EUR = "1.1"', 'EUR = "1.2"', "rate: EUR 1.100000 -> 1.200000"),
        ("as_of = 2026-06-30", "as_of = 2026-07-30", "rate: as_of 2026-06-30 -> 2026-07-30"),
        ('US = ["US"]', 'US = ["US", "PR"]', "pack: countries of US US -> PR, US"),
    ],
)
def test_each_change_is_said_old_and_new(old: str, new: str, change: str) -> None:
    assert said((old, new)) == [change]


def test_what_came_and_what_went_is_named() -> None:
    assert said((RULE, "")) == ["rule words removed"]
    assert said((LAW, "")) == ["law limit removed"]
    assert said(more=PRICE.replace('"price"', '"dear"')) == ["rule dear added"]
    assert said(more='[[grams]]\nhs = "61"\nleast = 1\nmost = 9\n') == [
        "weight: 61 none -> 1 to 9 g"
    ]


def test_handling_cards_are_compared() -> None:
    card = """[[card]]
id = "opioid"
title = "Suspected opioid"
steps = ["Do not open."]
source = "NIOSH"
brought_by = ["words"]
"""
    assert said(more=card) == ["card opioid added"]
    now = own_pack(more=card.replace("Do not open.", "Leave it."))
    assert [str(one) for one in pack_delta(own_pack(more=card), now)] == [
        "card opioid: steps Do not open. -> Leave it."
    ]


def test_the_words_of_lexicons_are_compared() -> None:
    assert said(tiny=TINY.replace("worse", "worst")) == [
        "lexicon tiny bad: words removed: worse stuff",
        "lexicon tiny bad: words added: worst stuff",
    ]
    assert said(tiny=TINY.replace("figure = 100", "figure = 90")) == [
        "lexicon tiny bad: figure 100 -> 90"
    ]
    assert said(tiny=TINY.replace('version = "1"', 'version = "2"')) == [
        "lexicon tiny: version 1 -> 2"
    ]
    assert said(tiny=TINY + '[[concept]]\nid = "more"\nen = ["other"]\n') == [
        "lexicon tiny more: words added: other"
    ]
    assert "lexicon vague added" in said(('lexicons = ["tiny"]', 'lexicons = ["tiny", "vague"]'))


def test_every_part_of_a_pack_is_compared() -> None:
    """A part that is new in RulePack is told of too: add it to pack_delta, then here."""
    told = {"id", "version", "jurisdiction", "hold_at_micro", "look_at_micro", "rates", "law"}
    told |= {"jurisdictions", "rules", "lexicons", "grams", "texts", "digest", "cards"}
    assert {one.name for one in fields(pack())} == told
