"""A pack brings its sentences in other languages; what it lacks stays English."""

import pytest

from tests.risk.packs import HEAD, LAW, PRICE, RULE, TINY, own_pack
from triage_app.risk.kept_pack import kept_pack, pack_text
from triage_app.risk.pack import PackRefused, load_pack
from triage_app.risk.pack_delta import pack_delta

SAID = 'texts = { es = "se nombra {word}", de = "{word} wird genannt" }\n'
OWED = 'owed_texts = { es = "{value} USD: {stands}" }\n'
LIMIT = 'texts.es = "Hasta 800."\n'
SPOKEN = HEAD + RULE + SAID + PRICE + LAW + LIMIT + OWED


def test_each_text_has_its_translations() -> None:
    texts = load_pack(SPOKEN, "own.toml", {"tiny": TINY}).texts
    assert texts["es"]["{word} is named"] == "se nombra {word}"
    assert texts["de"] == {"{word} is named": "{word} wird genannt"}
    assert texts["es"]["Up to 800."] == "Hasta 800."
    assert texts["es"]["Up to 800. {value}: {stands}"] == "Hasta 800. {value} USD: {stands}"
    assert texts["es"]["{value}: {stands}"] == "{value} USD: {stands}"
    assert "{brand} at {unit}" not in texts["es"]


def test_facts_that_are_not_confirmed_follow_the_translation() -> None:
    doubt = 'unconfirmed = ["the day"]\n'
    texts = load_pack(HEAD + RULE + LAW + doubt + LIMIT, "own.toml", {"tiny": TINY}).texts
    assert texts["es"]["Up to 800. (Not confirmed: the day.)"] == (
        "Hasta 800. (Not confirmed: the day.)"
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('texts = { es = "{wrod}" }\n', "uses {wrod}"),
        ('texts = { es = "{word:>99}" }\n', "only as it is"),
        ('texts = { Spanish = "x" }\n', "no language of two letters"),
        ("texts = { es = 3 }\n", "must be a text"),
        ('texts = "x"\n', "must be a table"),
        ('texts = { es = "\\u202Ex" }\n', "nobody sees"),
    ],
)
def test_a_translation_is_checked_as_the_text_is(line: str, reason: str) -> None:
    with pytest.raises(PackRefused) as refused:
        load_pack(HEAD + RULE + line + PRICE + LAW, "own.toml", {"tiny": TINY})
    assert reason in refused.value.reason
    assert refused.value.line > 13


def test_translations_are_kept_and_compared() -> None:
    spoken = load_pack(SPOKEN, "own.toml", {"tiny": TINY})
    kept = kept_pack(pack_text(spoken), SPOKEN, {"tiny": TINY})
    assert kept is not None
    assert kept.texts == spoken.texts
    (change, *_) = (one for one in pack_delta(own_pack(), spoken) if one.id == "de")
    assert (change.part, change.field, change.new) == (
        "text", "{word} is named", "{word} wird genannt",
    )  # fmt: skip
