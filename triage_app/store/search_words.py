"""Text -> the words the search index holds of it; one rule for what is stored and what is asked.

Letters are folded (NFKC, case, marks), words are runs of letters and digits. Scripts that are
written without spaces between words (Han, Kana, Thai, Lao, Khmer, Burmese), and Hangul, whose
words take endings, become pairs of neighbouring characters, the last one alone: so two characters
find what they stand in, and one finds what it begins.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

MOST_CHARACTERS: Final = 4_000
"""Of one field; a megabyte of text in one must not fill the index."""

_WORD: Final = re.compile(
    "(?:[^\\W_]|[\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])+"
)
"""Letters and digits; in the blocks of Indic and Thai writing vowels and tones as well, which are
no letters to Python."""
_ASCII_WORD: Final = re.compile("[0-9a-z]+")
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
"""Marks on Latin, Greek, Cyrillic, Hebrew and Arabic letters, which people leave out."""

_NO_DIGITS: Final = bytes(set(range(128)) - set(b"0123456789"))


def fold(text: str) -> str:
    """Lower case, compatibility forms made one, marks on letters left out (ü is u)."""
    text = text[:MOST_CHARACTERS]
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKC", _MARKS.sub("", apart))


def pieces(text: str) -> Iterator[str]:
    """The words of a text in order; what is written without spaces as one piece."""
    folded = fold(text)
    if folded.isascii():
        yield from ascii_words(folded)
        return
    for run in _WORD.findall(folded):
        yield from _scripts(run)


def ascii_words(text: str) -> list[str]:
    """The words of a plain ASCII text, in order."""
    return _ASCII_WORD.findall(text.lower())


def words(text: str) -> Iterator[str]:
    """The words of a text in order, as the index holds them."""
    for piece in pieces(text):
        if is_unspaced(piece):
            yield from pairs(piece)
            yield piece[-1]
        else:
            yield piece


def is_unspaced(piece: str) -> bool:
    """Whether a piece is of a script that becomes pairs."""
    return not piece.isascii() and _UNSPACED.match(piece) is not None


def pairs(piece: str) -> list[str]:
    """Neighbouring characters, two and two."""
    return [piece[at : at + 2] for at in range(len(piece) - 1)]


def compact(text: str) -> str:
    """A number without what stands between its characters."""
    if text.isascii() and text.isalnum() and len(text) <= MOST_CHARACTERS:
        return text.lower()
    return "".join(pieces(text))


def digits(text: str) -> str:
    """A telephone number's digits alone."""
    if text.isascii():
        return text[:MOST_CHARACTERS].encode("ascii").translate(None, _NO_DIGITS).decode("ascii")
    return "".join(filter(str.isdecimal, fold(text)))


def _scripts(run: str) -> Iterator[str]:
    """A run cut where a script without spaces begins or ends."""
    at = 0
    for unspaced in _UNSPACED.finditer(run):
        if unspaced.start() > at:
            yield run[at : unspaced.start()]
        yield unspaced.group()
        at = unspaced.end()
    if at < len(run):
        yield run[at:]
