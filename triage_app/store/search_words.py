"""Text -> what the search index holds of it; one rule for what is stored and what is asked.

Letters are folded (NFKC, case, marks), words are runs of letters and digits. Scripts written
without spaces (Han, Kana, Thai, Lao, Khmer, Burmese) become pairs of neighbouring characters, so
that two characters of Chinese find what they stand in (TECHNOLOGY: trigrams do not).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

LONGEST_WORD: Final = 64
MOST_CHARACTERS: Final = 4_000
"""Of one announcement; a megabyte of text in one field must not fill the index."""
FACET: Final = "\ue000"
"""Begins what is asked for exactly and cannot be typed: a private character is in no word."""

_WORD: Final = re.compile(
    "(?:[^\\W_]|[\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])+"
)
"""Letters and digits; in the blocks of Indic and Thai writing vowels and tones as well, which are
no letters to Python."""
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
"""Marks on Latin, Greek, Cyrillic, Hebrew and Arabic letters, which people leave out."""


def fold(text: str) -> str:
    """Lower case, compatibility forms made one, marks on letters left out (ü is u)."""
    if text.isascii():
        return text.lower()
    return _fold(text)


def words(text: str) -> Iterator[str]:
    """The words of a text in order, each as the index holds it."""
    return _words(fold(text[:MOST_CHARACTERS]))


def asked_words(text: str) -> list[str]:
    """The words of a question; a lone character of a script without spaces begins a pair."""
    return list(dict.fromkeys(words(text)))


def facet(kind: str, value: str) -> str:
    """A word only a facet asks for, such as the origin; "" for a value that says nothing."""
    said = "".join(words(value))
    return f"{FACET}{kind}{said}" if said else ""


def digits(text: str) -> str:
    """A telephone number's digits alone."""
    return "".join(filter(str.isdecimal, fold(text)))


def joined(texts: Iterable[str]) -> str:
    """The words of many texts, each once, as one text of the index."""
    text = "\n".join([text[:MOST_CHARACTERS] for text in texts if text])
    return " ".join(dict.fromkeys(_words(fold(text))))


def _words(folded: str) -> Iterator[str]:
    for run in _WORD.findall(folded):
        if run.isascii():
            yield run[:LONGEST_WORD]
        else:
            yield from _split(run)


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKC", _MARKS.sub("", apart))


def _split(run: str) -> Iterator[str]:
    at = 0
    for unspaced in _UNSPACED.finditer(run):
        if unspaced.start() > at:
            yield run[at : unspaced.start()][:LONGEST_WORD]
        yield from _pairs(unspaced.group())
        at = unspaced.end()
    if at < len(run):
        yield run[at:][:LONGEST_WORD]


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for first, second in zip(run, run[1:], strict=False):
        yield first + second
