"""One rule splits what is stored and what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.store.search_text import FACET, FRAGMENT, NUMBER, RARE
from triage_app.store.search_words import MOST_CHARACTERS, compact, digits, fold, pieces, words


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Shenzhen Bright Trading Co., Ltd", ["shenzhen", "bright", "trading", "co", "ltd"]),
        ("MÜLLER Straße 12", ["muller", "strasse", "12"]),
        ("Ёлкина ул.", ["елкина", "ул"]),
        ("深圳市", ["深圳", "圳市", "市"]),
        ("深圳tech 市", ["深圳", "圳", "tech", "市"]),
        ("カメラ", ["カメ", "メラ", "ラ"]),
        ("ｶﾒﾗ", ["カメ", "メラ", "ラ"]),
        ("성지연", ["성지", "지연", "연"]),
        ("ที่อยู่", ["ที", "ี่", "่อ", "อย", "ยู", "ู่", "่"]),
        ("شركة النُّور", ["شركة", "النور"]),
        ("हिन्दी", ["हिन्दी"]),
        ("a_b", ["a", "b"]),
        ("", []),
    ],
)
def test_words_of_every_script(text: str, held: list[str]) -> None:
    assert list(words(text)) == held


@given(st.text())
def test_no_word_begins_as_what_only_the_index_may_write(text: str) -> None:
    assert not {FRAGMENT, FACET, NUMBER, RARE, '"', " ", "\0"} & set("".join(words(text)))


@given(st.text(alphabet="Ab深圳ー1é ."))
def test_a_text_taken_apart_twice_is_the_same(text: str) -> None:
    said = list(pieces(text))
    assert list(pieces(" ".join(said))) == said


@given(st.text())
def test_a_number_s_spelling_does_not_matter(text: str) -> None:
    assert compact(f" {text}-") == compact(text)


def test_a_telephone_is_its_digits() -> None:
    assert digits("+1 (973) 555-0100") == "19735550100"
    assert digits("＋81 ８0") == "8180"


def test_a_megabyte_in_one_field_is_cut() -> None:
    assert len(fold("x" * 1_000_000)) == MOST_CHARACTERS
