"""A pack's text edited value by value: remarks and order stay, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.risk.packs import HEAD, LAW, PRICE, RULE, TINY, WHOLE, changed_text
from triage_app.assets import asset
from triage_app.model.ruling import PACK_ROW, RuleEdit
from triage_app.risk.pack import SHIPPED, PackRefused, load_pack, shipped_pack
from triage_app.risk.pack_delta import pack_delta
from triage_app.risk.pack_edit import edited, next_version

LEXICONS = {"tiny": TINY}


def made(*edits: RuleEdit, text: str = WHOLE) -> str:
    pack = load_pack(text, "own.toml", LEXICONS)
    return edited(pack, text, "own.toml", LEXICONS, edits, "2")


def said(*edits: RuleEdit, text: str = WHOLE) -> list[str]:
    before = load_pack(text, "own.toml", LEXICONS)
    after = load_pack(made(*edits, text=text), "own.toml", LEXICONS)
    return [str(one) for one in pack_delta(before, after)][1:]


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        (RuleEdit("words", "points", "350"), "rule words: points 300 -> 350"),
        (RuleEdit("words", "on", "off"), "rule words: on on -> off"),
        (RuleEdit("words", "from", "2026-01-01"), "rule words: from none -> 2026-01-01"),
        (RuleEdit("price", "share_percent", "25"), "rule price: share_percent 20 -> 25"),
        (RuleEdit(PACK_ROW, "hold_at", "800"), "pack: hold_at 900 -> 800"),
    ],
)
def test_one_edit_changes_one_value(edit: RuleEdit, change: str) -> None:
    assert said(edit) == [change]


def test_a_date_taken_out_and_a_rule_switched_on_again() -> None:
    text = changed_text(('family = "drugs"', 'family = "drugs"\non = false\nuntil = 2026-01-01'))
    edits = RuleEdit("words", "until", ""), RuleEdit("words", "on", "on")
    assert said(*edits, text=text) == [
        "rule words: on off -> on",
        "rule words: until 2026-01-01 -> none",
    ]


def test_remarks_and_the_order_of_lines_stay() -> None:
    text = "# ours\n" + changed_text(("points = 300", "points = 300  # weighed in May"))
    after = made(RuleEdit("words", "points", "310"), RuleEdit("price", "on", "off"), text=text)
    assert "points = 310  # weighed in May" in after
    assert after.startswith("# ours\n")
    kept = [line for line in after.splitlines() if line in text.splitlines()]
    assert len(kept) == len(text.splitlines()) - 2


def test_edits_of_many_rules_go_each_to_its_own() -> None:
    edits = [RuleEdit(rule, "from", "2026-02-02") for rule in ("words", "price")]
    edits += [RuleEdit("price", "points", "1"), RuleEdit("words", "points", "2")]
    assert said(*edits) == [
        "rule words: points 300 -> 2",
        "rule words: from none -> 2026-02-02",
        "rule price: points 700 -> 1",
        "rule price: from none -> 2026-02-02",
    ]


@pytest.mark.parametrize(
    "edit",
    [
        RuleEdit("words", "points", "1001"),
        RuleEdit("words", "points", "many"),
        RuleEdit("words", "on", "maybe"),
        RuleEdit("words", "until", "2026-02-30"),
        RuleEdit("words", "colour", "3"),
        RuleEdit("gone", "points", "3"),
        RuleEdit("words", "text", "3"),
    ],
)
def test_what_cannot_be_is_refused(edit: RuleEdit) -> None:
    with pytest.raises(PackRefused):
        made(edit)


def test_a_text_laid_out_otherwise_is_left_to_a_person() -> None:
    rule = RULE.replace('text = "{word} is named"', 'text = """{word}\\\n points = 3"""').replace(
        "points = 300\n", ""
    )
    text = HEAD + rule.replace("citation", "points = 300\ncitation") + PRICE + LAW
    with pytest.raises(PackRefused):
        made(RuleEdit("words", "points", "10"), text=text)


def test_every_number_of_the_shipped_pack_can_be_edited() -> None:
    text, pack = asset("rules", SHIPPED).read_text("utf-8"), shipped_pack()
    edits = [RuleEdit(rule.id, "points", "7") for rule in pack.rules]
    edits += [
        RuleEdit(rule.id, name, "11")
        for rule in pack.rules
        for name, value in rule.settings.items()
        if isinstance(value, int)
    ]
    after = load_pack(edited(pack, text, SHIPPED, {}, edits, "9"), SHIPPED)
    assert {rule.points_micro for rule in after.rules} == {7_000}
    assert {
        value for rule in after.rules for value in rule.settings.values() if isinstance(value, int)
    } == {11}


@pytest.mark.parametrize(
    ("version", "then"),
    [("2026.11.1", "2026.11.2"), ("9", "10"), ("1a", "1a.1"), ("2026.11.9", "2026.11.10")],
)
def test_the_next_version_is_one_higher(version: str, then: str) -> None:
    assert next_version(version) == then


@given(st.sampled_from(["points", "on", "from"]), st.text(max_size=20))
def test_any_text_typed_is_a_value_or_refused(field: str, value: str) -> None:
    try:
        made(RuleEdit("words", field, value))
    except PackRefused:
        return
    assert value.strip() == "" or value.strip().isascii() or value.strip().isnumeric()
