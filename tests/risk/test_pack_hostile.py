"""Packs that are meant to hurt are refused with a line, soon, and never run anything."""

import pytest

from tests.risk.packs import HEAD, LAW, PRICE, RULE, TINY, WHOLE, changed_text
from triage_app.risk.pack import PackRefused, load_pack
from triage_app.risk.toml_table import LONGEST_TEXT


def refused(text: str, tiny: str = TINY) -> PackRefused:
    with pytest.raises(PackRefused) as error:
        load_pack(text, "own.toml", {"tiny": tiny})
    return error.value


def test_every_error_is_found_in_the_order_of_lines() -> None:
    text = changed_text(
        ("points = 300", "points = 3000"),
        ("share_percent = 20", 'share_percent = "x"'),
        ("limit_usd = 800", "limit_usd = -1"),
    )
    every = refused(text + '[[grams]]\nhs = "6"\nleast = 1\nmost = 2\n').every
    said = [(one.line, one.reason) for one in every]
    assert [line for line, _ in said] == sorted(line for line, _ in said)
    words = ("points", "share_percent", "limit_usd", "digits")
    assert [word in reason for word, (_, reason) in zip(words, said, strict=True)] == [True] * 4


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("{word} is named", "{0.__class__}", "uses {0.__class__}"),
        ("{word} is named", "{word.__class__.__mro__}", "{word.__class__.__mro__}"),
        ("{word} is named", "{word[0]}", "{word[0]}"),
        ("{word} is named", "{}", "uses {}"),
        ("{word} is named", "{word:>999999999}", "only as it is"),
        ("{word} is named", "{word!r}", "only as it is"),
        ("{word} is named", "{word:{word}}", "only as it is"),
        ("{word} is named", "\\u202E{word}", "U+202E, which nobody sees"),
        ("{word} is named", "{word}\\u0000", "U+0000"),
        ("{word} is named", "{word}\\u200B", "U+200B"),
        ('"21 CFR 1308"', '"\\u001b[2J"', "U+001B"),
        ("points = 300", f"points = {10**30}", "between 0 and 1000"),
        ("points = 300", f"points = 1{'0' * 5000}", "no TOML"),
        ("points = 300", "points = 300.0", "a whole number"),
        ("points = 300", "points = inf", "a whole number"),
        ("points = 300", "points = nan", "a whole number"),
        ("share_percent = 20", f"share_percent = {2**70}", "between 0 and"),
        ("limit_usd = 800", f"limit_usd = {2**70}", "between 0 and"),
        ("limit_usd = 800", 'limit_usd = 800\nunconfirmed = ["{x}"]', "uses {x}"),
        ('version = "1"', 'version = "../../1"', "letters, digits, dots"),
        ('version = "1"', f'version = "{"1" * 41}"', "at most 40"),
        ('id = "own"', 'id = "../own"', "lower case words"),
        ("until = 2025-08-28", "until = 2025-02-30", "no TOML"),
        ("until = 2025-08-28", "from = 2025-08-29\nuntil = 2025-08-28", "before 'from'"),
        ('EUR = "1.1"', 'EUR = "١.١"', "price in USD"),
        ('"exempt-up-to"', '["exempt-up-to"]', "must be a text"),
    ],
)
def test_what_would_run_hide_or_overflow_is_refused(old: str, new: str, reason: str) -> None:
    error = refused(changed_text((old, new)))
    assert reason in error.reason
    assert error.line > 0


def test_a_concept_that_stands_twice_is_refused() -> None:
    twice = TINY + '[[concept]]\nid = "bad"\nen = ["x"]\n'
    error = refused(WHOLE, twice)
    assert (error.file, "twice" in error.reason) == ("tiny.toml", True)


@pytest.mark.parametrize(
    "deep",
    [
        "[" * 3_000,
        "x = " + "{a=" * 900,
        "a" + ".a" * 100_000 + " = 1",
        "x = { a" + ".a" * 100_000 + " = 1 }",
        "[a" + " . a" * 100_000 + "]",
    ],
)
def test_what_nests_too_deep_is_no_pack(deep: str) -> None:
    refused(f"{HEAD}\n{deep}\n")


def test_dots_in_a_text_or_a_remark_are_no_keys() -> None:
    dots = "." * 99
    load_pack(
        changed_text(("{word} is named", f"{{word}} {dots}")) + f"# x{dots}\n",
        "own.toml",
        {"tiny": TINY},
    )


def test_ten_million_characters_are_refused_unread() -> None:
    long = "#" * (LONGEST_TEXT + 1)
    assert "longer than" in refused(long).reason
    assert "longer than" in refused(WHOLE, long).reason


def test_ten_thousand_rules_are_read_with_each_its_line() -> None:
    rules = "".join(RULE.replace('"words"', f'"words-{n}"') for n in range(10_000))
    read = load_pack(HEAD + rules + LAW, "own.toml", {"tiny": TINY})
    assert len(read.rules) == 10_000
    assert read.rules[-1].line > 90_000


def test_ten_thousand_wrong_rules_are_all_told() -> None:
    wrong = RULE.replace("points = 300", "points = 3000")
    text = HEAD + "".join(wrong.replace('"words"', f'"words-{n}"') for n in range(10_000))
    assert len(refused(text + PRICE).every) == 10_000
