"""A text -> the script it is written in, by Unicode's names of its letters."""

from collections import Counter
from unicodedata import name

_HAN = ("CJK", "KANGXI")
_JAPANESE = ("HIRAGANA", "KATAKANA")


def script_of(text: str) -> str:
    """The script of most letters: Latin, Cyrillic, Arabic, Han, Hangul, Devanagari ...; Japanese
    where any kana stands beside Han; "" without letters."""
    counts = Counter(_script(letter) for letter in text[:200] if letter.isalpha())
    if counts["Japanese"]:
        return "Japanese"
    return max(counts, key=lambda script: counts[script], default="")


def _script(letter: str) -> str:
    if letter.isascii():
        return "Latin"
    first = name(letter, "").split(" ")[0].split("-")[0]
    if first in _HAN:
        return "Han"
    return "Japanese" if first in _JAPANESE else first.title()
