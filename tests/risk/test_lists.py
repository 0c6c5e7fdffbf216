"""A name against many lists: found through slips, fast, the nearest first."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.model.listing import ListEntry, Tier
from triage_app.risk.lists import ScreeningLists

ENTRIES = (
    ListEntry(
        "un",
        "1",
        "Abdul Rahman Zarqi",
        "Person",
        ("Abu Zarqi", "ABU ZARQI", "?", "عبد الرحمن زرقي"),
    ),
    ListEntry("ofac", "2", "PETROVA KUZNETSOVA, Svetlana", "Person"),
    ListEntry(
        "ofac", "3", "Golden Lotus Chemicals Co., Ltd.", "Organization", ("金莲化工有限公司",)
    ),
    ListEntry("ofac", "4", "ILICH", "Person", (), ("Cub",)),
    ListEntry("ofac", "5", "OCEAN LARK", "Vessel"),
    ListEntry("ofac", "6", "王小明", "Person", ("김정호", "محمود الصباغ")),
)
LISTS = ScreeningLists(ENTRIES, {"un": "2026-02-27", "other": "x"})


@pytest.mark.parametrize(
    ("name", "uid"),
    [
        ("Abdul Rahman Zarqi", "1"),
        ("Abdurahman Zarqi", "1"),
        ("ZARQI Abdul Rahman", "1"),
        ("Svetlana Petrova Kuznetsova", "2"),
        ("Светлана Петрова Кузнецова", "2"),
        ("Svetlena Petrova Kuznetsova", "2"),
        ("GOLDEN LOTUS CHEMICALS", "3"),
        ("金莲化工", "3"),
        ("Ilich", "4"),
        ("Wang Xiaoming", "6"),
        ("Kim Jong Ho", "6"),
        ("Mahmoud al-Sabbagh", "6"),
        ("عبدالرحمن زرقي", "1"),
        ("MV Ocean Lark", "5"),
    ],
)
def test_a_listed_name_is_found(name: str, uid: str) -> None:
    assert LISTS.match(name)[0].entry.uid == uid


@pytest.mark.parametrize(
    "name", ["", "  ", "Svetlana Ivanova", "Golden Gate", "Cub", "x", "\u202e"]
)
def test_others_are_not(name: str) -> None:
    assert LISTS.match(name) == ()


def test_an_entry_is_named_once_with_its_nearest_name() -> None:
    (match,) = LISTS.match("Abu Zarqi")
    assert (match.matched, match.score_micro) == ("Abu Zarqi", 1_000_000)


def test_a_weak_name_is_said_only_where_it_is_asked_for() -> None:
    (match,) = LISTS.match("Cub", weak=True)
    assert (match.entry.uid, match.tier) == ("4", Tier.WEAK_ALIAS)
    assert LISTS.match("Cubb", weak=True) == ()
    assert [m.tier for m in LISTS.match("Abu Zarqi")] == [Tier.ALIAS]
    assert [m.tier for m in LISTS.match("Ilich", weak=True)] == [Tier.NAME]


@pytest.mark.parametrize(
    ("schema", "uids"),
    [("", ["5"]), ("Vessel", ["5"]), ("Person", []), ("LegalEntity", ["5"]), ("Company", [])],
)
def test_an_entry_of_another_kind_is_left_out(schema: str, uids: list[str]) -> None:
    assert [match.entry.uid for match in LISTS.match("Ocean Lark", schema)] == uids


def test_lists_are_known_by_their_version_or_size() -> None:
    assert LISTS.versions == {"un": "2026-02-27", "ofac": "5 entries", "other": "x"}
    assert len(LISTS) == 6
    assert ScreeningLists().match("Anna") == ()


def test_slips_are_found_among_thousands() -> None:
    rng = random.Random(7)
    syllables = ["ka", "ro", "min", "del", "tos", "vi", "lan", "ber", "shu", "gra", "no", "pel"]
    word = lambda: "".join(rng.choices(syllables, k=3)).title()  # noqa: E731
    entries = [ListEntry("x", str(n), f"{word()} {word()} {word()}", "Person") for n in range(4000)]
    lists = ScreeningLists(entries)
    lists.prepare()
    found = 0
    for entry in rng.sample(entries, 200):
        at = rng.randrange(1, len(entry.name) - 1)
        slipped = entry.name[:at] + entry.name[at + 1 :]
        found += any(match.entry is entry for match in lists.match(slipped))
    assert found >= 190


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    for match in LISTS.match(text):
        assert 800_000 <= match.score_micro <= 1_000_000
