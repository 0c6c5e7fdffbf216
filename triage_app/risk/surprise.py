"""A word -> how much its letters surprise, in bits a letter: text typed to fill a field surprises.

Learned from the pairs of letters in the pack's own words, which name goods in six languages. Words
of trade names and nomenclatures seldom pass 4.8 bits (1 in 40 of the HS nomenclature), letters hit
at random mostly do (14 in 15).
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log2

LETTERS = 28
"""A to Z, and where a word begins and ends."""
UNSEEN = 0.3
"""What a pair counts that no word has."""
SHORTEST = 4
"""Shorter words are sizes, units and abbreviations: their letters tell nothing."""
LONGEST = 40


class LetterPairs:
    """Which letter follows which in known words. Other scripts than Latin never surprise."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._pairs: Counter[str] = Counter()
        self._first: Counter[str] = Counter()
        for word in {word for text in texts for word in text.split() if _is_latin(word)}:
            for pair in _pairs_of(word):
                self._pairs[pair] += 1
                self._first[pair[0]] += 1
        self.bits = lru_cache(maxsize=16_384)(self._bits)

    def _bits(self, word: str) -> float:
        """Bits a letter of a folded word, its end counted as one; 0 where nothing can be said."""
        if not self._first or not _is_latin(word) or not SHORTEST <= len(word) <= LONGEST:
            return 0.0
        pairs, first = self._pairs, self._first
        likely = [
            (pairs[pair] + UNSEEN) / (first[pair[0]] + UNSEEN * LETTERS) for pair in _pairs_of(word)
        ]
        return -sum(map(log2, likely)) / len(likely)


def _is_latin(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _pairs_of(word: str) -> list[str]:
    marked = f"^{word}$"
    return [marked[at : at + 2] for at in range(len(word) + 1)]
