"""Handling cards: whole or refused, and brought by the flags that need them."""

from dataclasses import replace

import pytest

from tests.builders import make_announcement, make_item
from tests.risk.cases import DAY, NO_LISTS, goods, pack
from triage_app.assets import asset
from triage_app.flow.shown import plain
from triage_app.model.item import Announcement
from triage_app.model.risk import Assessment, Severity
from triage_app.risk.judge import judge
from triage_app.risk.kept_pack import kept_pack, pack_text
from triage_app.risk.pack import load_pack
from triage_app.risk.sampling import RandomSlice
from triage_app.risk.toml_table import PackRefused

SOURCE = asset("rules", "us-2026.toml").read_text("utf-8")
NOBODY = RandomSlice("none", b"k" * 32, 0.0)


def judged(announced: Announcement) -> Assessment:
    return judge(make_item(announced), pack(), NO_LISTS, NOBODY, DAY)


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("fentanyl citrate", "suspected-opioid"),
        ("4-anpp powder", "suspected-opioid"),
        ("brorphine", "suspected-opioid"),
        ("ketamine", "suspected-drug"),
        ("pmk powder", "drug-precursor"),
        ("TDP-5 tablet press", "pill-press"),
        ("power bank 20000 mAh", "lithium"),
        ("Blutprobe", "biological"),
        ("烟花", "explosive"),
        ("mineral de uranio", "radioactive"),
        ("acetone 1 l", "chemical"),
        ("pistol slide", "firearm"),
        ("butterfly knife", "needles-and-blades"),
        ("vegetable seeds", "farm-goods"),
    ],
)
def test_what_is_suspected_brings_its_card(text: str, card: str) -> None:
    assessment = judged(goods(text))
    assert next(one.id for one in assessment.cards) == card
    assert card in assessment.flags[0].cards


def test_an_innocent_item_brings_none() -> None:
    assert judged(make_announcement()).cards == ()


def test_every_flag_that_holds_an_item_for_its_goods_has_a_card() -> None:
    """A hold by someone else and a do-not-load say what to do themselves."""
    dangerous = {"drugs", "weapons", "hazmat", "agriculture"}
    brought = {entry.split()[0] for card in pack().cards for entry in card.brought_by}
    rules = [rule for rule in pack().rules if rule.family in dangerous]
    assert {rule.id for rule in rules} <= brought
    assert any(rule.severity is Severity.HOLD for rule in rules)


def test_every_concept_of_dangerous_goods_has_a_card() -> None:
    brought = {entry for card in pack().cards for entry in card.brought_by}
    for concept in pack().lexicons.by_id["hazmat"].concepts:
        if concept.id not in ("magnet", "dry-ice"):
            assert f"hazmat-no-un {concept.id}" in brought


def test_what_was_shown_goes_into_the_act() -> None:
    kept = plain(judged(goods("fentanyl")))
    card = kept["cards"][0]
    assert card["title"] == "Suspected opioid: do not open"
    assert card["steps"]
    assert kept["flags"][0]["cards"] == ["suspected-opioid"]
    assert kept["flags"][0]["would_change"].startswith("goods that are no")
    assert kept["without"]


def test_a_kept_pack_keeps_its_cards() -> None:
    again = kept_pack(pack_text(pack()), SOURCE)
    assert again is not None
    assert again.cards == pack().cards


CARD = """
[[card]]
id = "extra"
title = "Title"
steps = ["Step"]
source = "Source"
brought_by = ["pill-press"]
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('["pill-press"]', "[]", "no rule brings this card"),
        ('["pill-press"]', '["nothing"]', "'nothing' is no rule"),
        ('["pill-press"]', '["pill-press unicorn"]', "'unicorn' is no concept"),
        ('["pill-press"]', '["po-box anything"]', "'anything' is no concept"),
        ('["Step"]', "[]", "published steps"),
        ('"Source"', '" "', "published steps"),
        ('"Title"', '"Title"\ncolour = "red"', "'colour' is not known"),
    ],
)
def test_a_card_that_says_nothing_true_is_refused(old: str, new: str, reason: str) -> None:
    with pytest.raises(PackRefused, match=reason):
        load_pack(SOURCE + CARD.replace(old, new), "pack.toml")


def test_a_pack_without_cards_brings_none() -> None:
    bare = replace(pack(), cards=())
    assessment = judge(make_item(goods("fentanyl")), bare, NO_LISTS, NOBODY, DAY)
    assert assessment.cards == ()
    assert assessment.flags[0].cards == ()
