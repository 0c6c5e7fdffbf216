"""A description as somebody writes it who would rather not be found, or who types in haste."""

from collections.abc import Callable
from random import Random

SHORTEST = 6
"""Letters of a word that is worth a disguise: shorter ones stay as they are."""
_DIGITS = str.maketrans("oieas", "01345")
_LOOK_ALIKE = str.maketrans("aceopxy", "асеорху")
"""Cyrillic letters that look like Latin ones."""
_ACCENTS = str.maketrans("aeiou", "àéîöú")
ZERO_WIDTH = "\u200b"

BEFORE = ("new", "", "", "high quality", "1 pc", "wholesale", "genuine")
AFTER = ("", "", "for home use", "free shipping", "lot of 2", "2026 model", "as ordered")


def _as_is(word: str, _rng: Random) -> str:
    return word


def _shouted(word: str, _rng: Random) -> str:
    return word.upper()


def _digits(word: str, _rng: Random) -> str:
    return word.translate(_DIGITS)


def _accented(word: str, _rng: Random) -> str:
    return word.translate(_ACCENTS)


def _doubled(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return word[: at + 1] + word[at:]


def _zero_width(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + ZERO_WIDTH + word[at:]


def _spaced_out(word: str, _rng: Random) -> str:
    return " ".join(word)


def _look_alike(word: str, _rng: Random) -> str:
    """With letters of another alphabet; one Latin letter stays, or it would be another word."""
    other = word.translate(_LOOK_ALIKE)
    return other if any(letter.isascii() for letter in other) else word


WAYS: tuple[Callable[[str, Random], str], ...] = (
    _as_is,
    _as_is,
    _shouted,
    _digits,
    _accented,
    _doubled,
    _zero_width,
    _spaced_out,
    _look_alike,
)


def disguised(description: str, rng: Random) -> str:
    """The description with its longest plain Latin word written in one of `WAYS`, between words
    that say nothing of the goods."""
    plain = [w for w in description.split() if w.isascii() and w.isalpha() and len(w) >= SHORTEST]
    if plain:
        word = max(plain, key=len)
        description = description.replace(word, rng.choice(WAYS)(word.lower(), rng), 1)
    said = (rng.choice(BEFORE), description, rng.choice(AFTER))
    return " ".join(filter(None, said))
