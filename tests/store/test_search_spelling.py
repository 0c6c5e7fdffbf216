"""What the index is given of an item are the words that are asked for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import make_announcement, make_line, make_party
from triage_app.model.plain import content_of
from triage_app.store import search_spelling
from triage_app.store.search_spelling import Spelling
from triage_app.store.search_text import FACET, FRAGMENT, NUMBER, RARE, worded_fields
from triage_app.store.search_words import MOST_CHARACTERS, words

MARKED = (FRAGMENT, FACET, NUMBER, RARE)


def split_as_fts5_does(text: str) -> list[str]:
    """FTS5's tokenizer "ascii": every other character belongs to its word (its manual, 4.3.2)."""
    return [word.lower() for word in re.split("[^0-9A-Za-z\x80-\U0010ffff]+", text) if word]


def plain_words(text: str) -> set[str]:
    return {word for word in split_as_fts5_does(text) if not word.startswith(MARKED)}


def spelled(spelling: Spelling, *descriptions: str, **party: str) -> tuple[str, set[str]]:
    """The text of an item, and the words it should hold."""
    made = make_announcement(
        number="123456",
        lines=tuple(make_line(description=text) for text in descriptions),
        recipient=make_party(**party),
    )
    content = content_of(made)
    wanted = {word for field in worded_fields(content) for word in words(field)}
    return spelling.text(made.number, content), wanted


@given(st.text(), st.text(alphabet="aB \0-_9é深ü\u0301.İ"))
def test_the_index_holds_the_words_of_every_field(description: str, name: str) -> None:
    text, wanted = spelled(Spelling(), description, name=name)

    assert plain_words(text) == wanted


@given(st.lists(st.text(alphabet="abC -é深", max_size=12), max_size=5))
def test_each_word_is_new_once(descriptions: list[str]) -> None:
    spelling, fresh, wanted = Spelling(), [], set()
    for description in descriptions:
        wanted |= spelled(spelling, description)[1]
        fresh += spelling.take_fresh()

    assert sorted(fresh) == sorted(wanted)


def test_a_field_too_long_is_cut_where_words_are() -> None:
    text, wanted = spelled(Spelling(), "candle " * MOST_CHARACTERS, "soap")

    assert plain_words(text) == wanted
    assert len(text) < 2 * MOST_CHARACTERS


def test_what_is_forgotten_is_spelled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    spelling = Spelling()
    before = [spelled(spelling, f"candle {n} é{n}", phone=f"+1 {n}23")[0] for n in range(9)]
    search_spelling_remembers(monkeypatch, 3)
    fresh = Spelling()

    after = [spelled(fresh, f"candle {n} é{n}", phone=f"+1 {n}23")[0] for n in range(9)]
    assert after == before


def search_spelling_remembers(monkeypatch: pytest.MonkeyPatch, several: int) -> None:
    monkeypatch.setattr(search_spelling, "REMEMBERED", several)


def test_a_number_is_there_whole_by_its_beginning_and_in_fragments() -> None:
    text, _ = spelled(Spelling(), "soap", phone="")
    marked = [word for word in split_as_fts5_does(text) if word.startswith((NUMBER, FRAGMENT))]

    assert marked[:6] == [
        *(f"{NUMBER}123456", f"{NUMBER}12"),
        *(f"{FRAGMENT}{part}" for part in ("1234", "2345", "3456", "456")),
    ]
