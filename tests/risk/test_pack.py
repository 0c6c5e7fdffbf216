"""A rule pack is taken whole or refused with file, line and reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.risk.cases import pack
from triage_app.risk.pack import PackRefused, load_pack
from triage_app.risk.signals.registry import SIGNALS

HEAD = """id = "own"
version = "1"
jurisdiction = "US"
hold_at = 900
look_at = 300
lexicons = ["tiny"]
[jurisdictions]
US = ["US"]
[rates]
as_of = 2026-06-30
source = "test"
[rates.usd]
EUR = "1.1"
"""
RULE = """
[[rule]]
id = "words"
family = "drugs"
signal = "lexicon-words"
severity = "look"
points = 300
lexicon = "tiny"
text = "{word} is named"
citation = "none"
"""
LAW = """
[[law]]
id = "limit"
jurisdiction = "US"
effect = "exempt-up-to"
limit_usd = 800
text = "Up to 800."
owed = "{value}: {stands}"
citation = "x"
"""
TINY = """id = "tiny"
version = "1"
[[concept]]
id = "bad"
en = ["bad stuff"]
"""
WHOLE = HEAD + RULE + LAW


def refused(text: str, lexicon: str = TINY) -> PackRefused:
    with pytest.raises(PackRefused) as error:
        load_pack(text, "own.toml", {"tiny": lexicon})
    return error.value


def line_with(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_a_whole_pack_is_read() -> None:
    own = load_pack(WHOLE, "own.toml", {"tiny": TINY})
    assert (own.name, own.look_at_micro, own.rules[0].points_micro) == ("own 1", 300_000, 300_000)
    assert own.rates.to_usd_minor(1000, "EUR") == 1100
    assert own.rules[0].line == line_with(WHOLE, "[[rule]]")
    assert "stays in use" in str(refused("x").next_step) or refused("x").next_step


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('signal = "lexicon-words"', 'signal = "crystal-ball"', "crystal-ball"),
        ('severity = "look"', 'severity = "shrug"', "shrug"),
        ("points = 300", "points = 3000", "between 0 and 1000"),
        ("points = 300", 'points = "many"', "a whole number"),
        ("points = 300", "points = true", "a whole number"),
        ('text = "{word} is named"', 'text = "{wrod} is named"', "{wrod}"),
        ('text = "{word} is named"', 'text = "{word is named"', "no template"),
        ('lexicon = "tiny"', 'lexicon = "huge"', "'huge' is not among"),
        ('lexicons = ["tiny"]', 'lexicons = ["tiny", "gone"]', "no lexicon 'gone'"),
        ('lexicons = ["tiny"]', 'lexicons = ["tiny", "../x"]', "no lexicon"),
        ('id = "words"', 'id = "Words!"', "lower case"),
        ('EUR = "1.1"', 'EUR = "1,1"', "price in USD"),
        ('EUR = "1.1"', 'Euro = "1.1"', "currency code"),
        ("as_of = 2026-06-30", 'as_of = "June"', "a date"),
        ("as_of = 2026-06-30", "as_of = 2026-06-30T10:00:00", "a date"),
        ('effect = "exempt-up-to"', 'effect = "none"', "not one of"),
        ('owed = "{value}: {stands}"', 'owed = "{duty}"', "{duty}"),
        ('US = ["US"]', "US = [1]", "list of texts"),
        ("limit_usd = 800", "limit_usd = -1", "between 0"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(old: str, new: str, reason: str) -> None:
    text = WHOLE.replace(old, new, 1)
    error = refused(text)
    assert (error.file, error.line) == ("own.toml", line_with(text, new))
    assert reason in error.reason
    assert f"own.toml, line {error.line}" in str(error)


@pytest.mark.parametrize(
    ("text", "marker", "reason"),
    [
        (WHOLE + RULE, "[[rule]]", "used twice"),
        (WHOLE + LAW, "[[law]]", "used twice"),
    ],
)
def test_an_id_used_twice_is_found_at_the_second(text: str, marker: str, reason: str) -> None:
    last = max(n for n, line in enumerate(text.splitlines(), 1) if line == marker)
    error = refused(text)
    assert reason in error.reason
    assert error.line == last


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        ('supersedes = ["nowhere"]\n', "'nowhere', which is no row"),
        ('when = { rules = ["nowhere"] }\n', "'nowhere', which is no rule"),
        ("from = 2026-01-02\nuntil = 2026-01-01\n", "before 'from'"),
        ('origins = ["China"]\n', "two-letter"),
        ('colour = "red"\n', "'colour' is not known"),
        ("when = { moon = 1 }\n", "'moon' is not known"),
        ("when = 3\n", "a table"),
    ],
)
def test_what_a_law_row_must_not_say(added: str, reason: str) -> None:
    assert reason in refused(WHOLE + added).reason


def test_missing_parts_are_named() -> None:
    assert "'id' is missing" in refused(WHOLE.replace('id = "own"\n', "", 1)).reason
    assert "no rule" in refused(HEAD).reason
    assert "'citation' is missing" in refused(HEAD + RULE.replace('citation = "none"\n', "")).reason
    assert "'as_of' is missing" in refused(WHOLE.replace("as_of = 2026-06-30\n", "")).reason
    assert (
        "not known"
        in refused(
            WHOLE.replace('jurisdiction = "US"\neffect', 'jurisdiction = "XX"\neffect')
        ).reason
    )


@pytest.mark.parametrize(
    ("text", "line"), [("id = \n", 1), ('id = "a"\nid = "b"\n', 2), ('id = "a"\n[[[x\n', 2)]
)
def test_broken_toml_has_a_line(text: str, line: int) -> None:
    error = refused(text)
    assert error.line == line
    assert "no TOML" in error.reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('id = "tiny"', 'id = "other"', "its file 'tiny'"),
        ('en = ["bad stuff"]', 'xx = ["bad stuff"]', "no words"),
        ('en = ["bad stuff"]', 'en = "bad stuff"', "a list of texts"),
    ],
)
def test_a_wrong_lexicon_is_refused_by_its_own_name(old: str, new: str, reason: str) -> None:
    error = refused(WHOLE, TINY.replace(old, new, 1))
    assert error.file == "tiny.toml"
    assert reason in error.reason


def test_a_list_of_words_may_be_limited() -> None:
    rule = RULE.replace('signal = "lexicon-words"', 'signal = "missing-data"').replace(
        'lexicon = "tiny"\ntext = "{word} is named"', 'fields = ["soul"]\ntext = "{missing}"'
    )
    assert "'soul', not one of" in refused(HEAD + rule).reason


def test_a_threshold_of_another_kind_is_a_bug_not_an_answer() -> None:
    rule = pack().rules[0]
    for ask in (rule.whole, rule.words):
        with pytest.raises(KeyError):
            ask("nothing")
    listed = next(one for one in pack().rules if one.id == "list-name")
    with pytest.raises(TypeError):
        listed.whole("lists")
    with pytest.raises(TypeError):
        listed.words("alike_percent")


def test_grams_are_checked() -> None:
    assert "least" in refused(WHOLE + '[[grams]]\nhs = "61"\nleast = 9\nmost = 1\n').reason
    assert "digits" in refused(WHOLE + '[[grams]]\nhs = "6"\nleast = 1\nmost = 2\n').reason


def test_the_digest_follows_pack_and_lexicons() -> None:
    one = load_pack(WHOLE, "own.toml", {"tiny": TINY})
    other = load_pack(WHOLE, "own.toml", {"tiny": TINY.replace("bad stuff", "worse stuff")})
    assert one.digest != other.digest


def test_the_shipped_pack_uses_every_signal_and_says_something() -> None:
    rules = pack().rules
    assert {rule.signal for rule in rules} == set(SIGNALS)
    assert all(rule.text and rule.citation and rule.family for rule in rules)
    assert {
        "split-lot", "undervalued", "list-name", "vague-text", "missing-data", "weight-mismatch",
        "number-reused", "pill-press", "precursor", "lithium-no-un", "forced-labour",
        "referral-open",
    } <= {rule.id for rule in rules}  # fmt: skip
    for lexicon in pack().lexicons.by_id.values():
        assert lexicon.version
        assert lexicon.concepts


@given(st.text(max_size=300))
def test_any_text_is_a_pack_or_refused(text: str) -> None:
    with pytest.raises(PackRefused):
        load_pack(text, "x.toml", {})
