"""What is no error of a pack and yet surely not meant is said, with its line."""

from datetime import date

import pytest

from tests.risk.cases import pack
from tests.risk.packs import LAW, TINY, own_pack
from triage_app.risk.pack_doubts import doubts

DAY = date(2026, 11, 24)


def said(*changed: tuple[str, str], tiny: str = TINY, more: str = "") -> list[str]:
    return [one.what for one in doubts(own_pack(*changed, tiny=tiny, more=more), DAY)]


def test_a_sound_pack_and_the_shipped_one_raise_no_doubt() -> None:
    assert said() == []
    assert doubts(pack(), DAY) == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("look_at = 300", "look_at = 900", "'look_at' is not below"),
        ("hold_at = 900", "hold_at = 1001", "over 1000"),
        ("points = 300", "points = 100", "all rules together add up to 800"),
        ("points = 300", "points = 900", "its 900 points hold an item alone"),
        ('family = "drugs"', 'family = "drugs"\non = false', "'words' is switched off"),
        ('family = "drugs"', 'family = "drugs"\nuntil = 2026-11-23', "no more, since 2026-11-23"),
        (
            'family = "drugs"',
            'family = "drugs"\norigins = ["CN"]\nexcept_origins = ["CN", "HK"]',
            "'words' is never in force",
        ),
        ("share_percent = 20", "share_percent = 0", "'price' can never fire"),
        ('citation = "21 CFR 1308"', 'citation = " "', "'words' has no citation"),
        ('citation = "19 CFR 10.151"', 'citation = ""', "'limit' has no citation"),
        (
            "limit_usd = 800",
            "limit_usd = 800\nwhen = { value_over_usd = 5, value_up_to_usd = 5 }",
            "for none",
        ),
    ],
)
def test_each_doubt_is_said(old: str, new: str, what: str) -> None:
    found = said((old, new))
    assert any(what in one for one in found), found


def test_a_rule_in_force_until_today_is_in_force() -> None:
    assert said(('family = "drugs"', 'family = "drugs"\nuntil = 2026-11-24')) == []


def test_a_lexicon_no_rule_uses_or_without_words_is_said() -> None:
    price = ('lexicons = ["tiny"]', 'lexicons = ["tiny", "vague"]')
    assert said(price) == ["the lexicon 'vague' is used by no rule"]
    assert any("has no words" in one for one in said(tiny='id = "tiny"\nversion = "1"\n'))


def test_rows_that_hold_on_the_same_day_are_said_unless_one_supersedes_the_other() -> None:
    later = LAW.replace('id = "limit"', 'id = "later"').replace("until = 2025-08-28\n", "")
    (doubt,) = said(more=later.replace("limit_usd", "from = 2025-08-28\nlimit_usd"))
    assert "'later' and 'limit' hold for the same items on the same days" in doubt
    assert said(more=later.replace("limit_usd", "from = 2025-08-29\nlimit_usd")) == []
    assert said(more=later + 'supersedes = ["limit"]\n') == []
    assert said(more=later + 'channel = "post"\n') != []


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ('origins = ["CN"]', 'origins = ["HK"]', False),
        ('origins = ["CN"]', 'except_origins = ["CN"]', False),
        ('origins = ["CN", "HK"]', 'except_origins = ["CN"]', True),
        ('origins = ["CN"]', "", True),
    ],
)
def test_rows_of_other_origins_do_not_meet(one: str, other: str, meet: bool) -> None:
    later = LAW.replace('id = "limit"', 'id = "later"') + other + "\n"
    found = said(("limit_usd = 800", f"limit_usd = 800\n{one}"), more=later)
    assert bool(found) is meet


def test_a_row_that_waits_for_rules_switched_off_is_said() -> None:
    off = ('family = "drugs"', 'family = "drugs"\non = false')
    waits = ("limit_usd = 800", 'limit_usd = 800\nwhen = { rules = ["words"] }')
    assert any("waits for rules that are all switched off" in one for one in said(off, waits))


def test_thousands_of_rows_of_one_kind_are_not_compared_with_each_other() -> None:
    rows = "".join(LAW.replace('"limit"', f'"limit-{n}"') for n in range(501))
    assert any("overlap unlooked" in one for one in said(more=rows))
