"""Descriptions: vague ones, and those that do not go with their HS code."""

import csv
import json
from pathlib import Path
from random import Random

import pytest

from tests.builders import make_line
from tests.risk.cases import fired, goods, lines, pack, said, why_not
from triage_app.risk.folding import fold
from triage_app.risk.signals import wording
from triage_app.risk.surprise import LetterPairs


@pytest.mark.parametrize(
    "text",
    [
        "gift", "GIFTS", "Gift for friend", "daily necessities", "accessories", "parts",
        "consolidated shipment", "goods", "personal effects", "new samples, 3 pcs", "toys", "xxx",
        "12345", "礼品", "日用品", "regalo para amigo", "Geschenk", "marchandises diverses divers",
        "подарок", "личные вещи", "Ersatzteile", "misc items", "-",
    ],
)  # fmt: skip
def test_words_that_say_nothing_are_vague(text: str) -> None:
    assert f'"{text}"' in said("vague-text", fired("vague-text", goods(text)))


@pytest.mark.parametrize(
    "text",
    [
        "gift candle", "blue shoes size 47", "toy building blocks", "parts of motors", "女士连衣裙",
        "Duftkerzen im Glas", "хлопковая футболка", "cartes postales", "USB cable", "phone case",
        "livre imprimé", "vitamin C supplement", "礼品 香薰蜡烛",
    ],
)  # fmt: skip
def test_a_word_for_goods_is_enough(text: str) -> None:
    assert "names goods" in why_not("vague-text", goods(text))


@pytest.mark.parametrize("text", ["sdfkjh wqeriu", "qwertz", "zxcvbn gift", "aghjkq item"])
def test_letters_hit_at_random_name_no_goods(text: str) -> None:
    assert fired("vague-text", goods(text)).evidence["descriptions"] == [text]


def test_words_of_the_nomenclature_seldom_surprise(shared_data: Path) -> None:
    """1 in 40 of its words passes 4.8 bits a letter; of letters hit at random 9 in 10 do."""
    letters, chance = pack().lexicons.letters, Random(7)
    rows = (shared_data / "customs" / "harmonized-system.csv").read_text("utf-8").splitlines()
    words = {w for row in rows for w in fold(row).split() if w.isascii() and w.isalpha()}
    words = {word for word in words if len(word) > 3}
    assert len(words) > 5_000
    hit = ["".join(chance.choices("asdfghjklqwertyuiopzxcvbnm", k=7)) for _ in range(1_000)]
    assert sum(letters.bits(word) > 4.8 for word in words) < 0.03 * len(words)
    assert sum(letters.bits(word) > 4.8 for word in hit) > 0.9 * len(hit)


def test_no_description_of_the_nomenclature_is_taken_for_nonsense(shared_data: Path) -> None:
    lexicons = pack().lexicons
    empty = lexicons.by_id["vague"].words
    path = shared_data / "customs" / "harmonized-system.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        texts = [row["description"][:1_000] for row in csv.DictReader(rows)]
    for text in texts:
        if wording.informative_words(text, empty, lexicons.letters, 99.0):
            assert wording.informative_words(text, empty, lexicons.letters, 4.8), text


def test_short_words_other_scripts_and_numbers_never_surprise() -> None:
    letters = pack().lexicons.letters
    assert {letters.bits(word) for word in ("xql", "свитер", "礼品", "x1z9q", "", "q" * 50)} == {0}
    assert LetterPairs(()).bits("zxqwv") == 0


def test_the_published_examples(shared_data: Path) -> None:
    """A brand's name alone is beyond a word list; everything else is told apart."""
    table = json.loads((shared_data / "substances" / "vague_descriptions.json").read_text("utf-8"))
    unacceptable = [row[0] if isinstance(row, list) else row for row in table["unacceptable"]]
    acceptable = [row[0] if isinstance(row, list) else row for row in table["acceptable"]]
    for text in unacceptable:
        if "brand name" not in text:
            assert fired("vague-text", goods(text)), text
    for text in acceptable:
        assert why_not("vague-text", goods(text)), text


def test_one_vague_line_among_good_ones_is_found() -> None:
    announced = lines(make_line(index=1), make_line(index=2, description="stuff"))
    assert fired("vague-text", announced).evidence == {"descriptions": ["stuff"], "lines": [2]}


def test_no_description_is_missing_not_vague() -> None:
    assert "no description" in why_not("vague-text", goods("  "))


@pytest.mark.parametrize(
    ("text", "hs"), [("running shoes", "850760"), ("锂电池", "640411"), ("Kerzen", "620443")]
)
def test_a_word_of_another_chapter_is_flagged(text: str, hs: str) -> None:
    answer = fired("hs-mismatch", goods(text, hs=hs))
    assert answer.evidence["hs"] == hs
    assert "expected chapter" in said("hs-mismatch", answer)


@pytest.mark.parametrize(
    ("text", "hs", "reason"),
    [
        ("running shoes", "640411", "agree"),
        ("phone case with candle print", "392690", "agree"),
        ("spare flange", "850760", "no word"),
        ("running shoes", "", "no HS"),
        ("shoe rack, steel", "940320", "no word"),
    ],
)
def test_a_fitting_or_unknown_word_is_not(text: str, hs: str, reason: str) -> None:
    assert reason in why_not("hs-mismatch", goods(text, hs=hs))


@pytest.mark.parametrize(
    "description",
    [
        "gift sample parts",
        "parts of 礼物 sample",
        "ab样品cd gift",
        "free gift items, personal effects",
        "candles gifts and samples 样品礼物",
    ],
)
def test_words_that_say_nothing_are_taken_out_one_after_the_other(description: str) -> None:
    """As if every phrase were tried in its order, longest first."""
    empty = pack().lexicons.by_id["vague"].words
    text = f" {' '.join(fold(description).split())} "
    for phrase in wording._folded_phrases(empty):
        text = text.replace(phrase, "  " if phrase[0] == " " else " ")
    letters = pack().lexicons.letters
    kept = sum(wording._weight(word, letters, 4.8) for word in set(wording._WORD.findall(text)))

    assert wording.informative_words(description, empty, letters, 4.8) == kept
