"""Two names -> how likely they name one party, 0 to 1, by aligning their words.

The blend is our own: each word finds its best partner in the other name (spelling, sound across
transliterations, initials, scrambled letters), then what is left over on the sides decides. A name
that only says less is like; one that says something else instead is not.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from triage_app.model.noun import noun
from triage_app.risk.folding import is_han, words

MATCH_AT = 0.75
"""From this likeness on two names are taken as one."""

MOST_WORDS = 12
SHORTEST_TOGETHER = 10
CACHED = 65_536

_DIGITS_AS_LETTERS = str.maketrans("0134579", "oieastg")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sch|sh", "s"),
        ("tch|tsch|ch|kh|ck|q|x", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("ph", "f"),
        ("gh|dj", "g"),
        ("th|dh", "t"),
        ("ou|oo|o|w(?=[^aeiou]|$)", "u"),
        ("ee|ie|ei|ey|ay|ai|y|j|e", "i"),
        ("w", "v"),
        ("z", "s"),
        (r"(.)\1+", r"\1"),
        ("(?<=.)h", ""),
    )
)


@lru_cache(maxsize=CACHED)
def sound(word: str) -> str:
    """A word's sound, roughly, the same across the usual transliterations."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=CACHED)
def word_likeness(one: str, other: str) -> float:
    """How likely two words are one word written twice: 1 the same, 0 another word."""
    if one == other:
        return 1.0
    if is_han(one) or is_han(other):
        return _han_likeness(one, other)
    short, long = sorted((len(one), len(other)))
    if short < 3:
        return 0.0
    spelled = _edits(one, other, long)
    heard_one, heard_other = sound(one), sound(other)
    if heard_one == heard_other and len(heard_one) > 1:
        return max(spelled, 0.94)
    heard = _edits(heard_one, heard_other, max(len(heard_one), len(heard_other))) * 0.97
    if long >= 5 and short == long and sorted(one) == sorted(other):
        return max(spelled, heard, 0.84)
    return max(spelled, heard)


def _han_likeness(one: str, other: str) -> float:
    """Of words written in syllables one too many or too few is a slip, another one another name."""
    if len(one) == len(other):
        return 0.8 if sorted(one) == sorted(other) else 0.0
    slipped = min(len(one), len(other)) > 1 and _edits_within(1, one, other) == 1
    return 0.8 if slipped else 0.0


def _edits_within(most: int, one: str, other: str) -> int:
    """Letters to change, neighbours swapped counting once; more than `most` is `most` + 1."""
    return _osa_distance()(one, other, score_cutoff=most)


@cache
def _osa_distance() -> Callable[..., int]:
    """Importing it costs milliseconds, and asking for it in each comparison a microsecond."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def _edits(one: str, other: str, length: int) -> float:
    """1 minus the share of letters changed, while few enough changed; else 0."""
    allowed = 0 if length < 4 else 1 if length < 7 else 2
    distance = _edits_within(allowed, one, other)
    if distance > allowed:
        return 0.0
    first_differs = one[:1] != other[:1]
    return 1 - (distance + 0.5 * first_differs) / length


_SMALL = frozenset(
    words("al el bin ben ibn bint abu de da del della der den van von la le dos y e")
)
"""Particles: they tell nobody from anybody."""


@noun(frozen=True, slots=True)
class Alignment:
    """Which words found a partner. Weights are letters; `pairs` counts partners that are more than
    an initial; `left` and `right` are the words without one."""

    likeness: float
    weight: int
    pairs: int
    left: tuple[str, ...]
    right: tuple[str, ...]


def align(one: Sequence[str], other: Sequence[str]) -> Alignment:
    """Pair the words of two names, best partners first."""
    one, other = list(one[:MOST_WORDS]), list(other[:MOST_WORDS])
    found = sorted(
        (
            (-likeness, abs(i - j), i, j)
            for i, a in enumerate(one)
            for j, b in enumerate(other)
            if (likeness := _partner(a, b)) > 0
        ),
    )
    left, right = set(range(len(one))), set(range(len(other)))
    total, weight, pairs = 0.0, 0, 0
    for negative, _, i, j in found:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            letters = len(one[i]) + len(other[j])
            total -= negative * letters
            weight += letters
            pairs += min(len(one[i]), len(other[j])) > 1 and one[i] not in _SMALL
    return Alignment(
        total / weight if weight else 0.0,
        weight,
        pairs,
        tuple(one[i] for i in sorted(left)),
        tuple(other[j] for j in sorted(right)),
    )


def _partner(one: str, other: str) -> float:
    if len(one) == 1 or len(other) == 1:
        return 1.0 if one == other else 0.8 if one[0] == other[0] else 0.0
    return word_likeness(one, other)


def join_initials(one: list[str], other: list[str]) -> list[str]:
    """Words of `one` that are the initials of neighbours in `other` ("jc", jean claude) become
    single letters."""
    starts = "".join(word[0] for word in other)
    spread: list[str] = []
    for word in one:
        if 2 <= len(word) <= 3 and word not in other and word in starts:
            spread.extend(word)
        else:
            spread.append(word)
    return spread


def join_neighbours(one: list[str], other: list[str]) -> list[str]:
    """Neighbouring words of `one` that `other` writes as one ("al sabah", alsabah) become one."""
    joined = list(one)
    for i in range(len(one) - 1):
        if one[i] + one[i + 1] in other:
            joined[i : i + 2] = [one[i] + one[i + 1]]
            return joined
    return joined


def read_digits(tokens: Sequence[str]) -> list[str]:
    """Digits inside words read as the letters they stand for ("sech1n")."""
    return [
        token.translate(_DIGITS_AS_LETTERS)
        if not token.isalpha() and any(map(str.isalpha, token)) and any(map(str.isdecimal, token))
        else token
        for token in tokens
    ]


_NUMERAL = re.compile(r"\d+|ii|iii|iv|vi{1,3}|ix")


def numerals(tokens: Sequence[str]) -> frozenset[str]:
    """The numbers among the words: fund II is not fund III, nor the fund without a number."""
    return frozenset(filter(_NUMERAL.fullmatch, tokens))


def written_together(one: Sequence[str], other: Sequence[str]) -> float:
    """Likeness of the names with all spaces gone, for names run together. Short names of as many
    words are not: in "Jane Doe" one letter is another person."""
    a, b = "".join(one)[:200], "".join(other)[:200]
    longest = max(len(a), len(b), 1)
    if (len(one) == len(other) and longest < SHORTEST_TOGETHER) or numerals(one) != numerals(other):
        return 0.0
    allowed = min(longest // 6, 2)
    distance = _edits_within(allowed, a, b)
    return 0.0 if distance > allowed else 1 - distance / longest


_GENERIC = frozenset(
    words(
        """and group holding holdings enterprise enterprises trading international the industries
        industry co company services service"""
    )
)


def persons(one: list[str], other: list[str]) -> float:
    """Likeness of two persons' words: fewer names are alike, other names are not."""
    aligned = align(join_initials(one, other), join_initials(other, one))
    left = [word for word in aligned.left if word not in _SMALL]
    right = [word for word in aligned.right if word not in _SMALL]
    if not aligned.pairs:
        return 0.0
    if left and right:
        rest = sum(map(len, left)) + sum(map(len, right))
        return min(0.65, aligned.likeness * aligned.weight / (aligned.weight + rest))
    extra = len(left) + len(right)
    if aligned.pairs < 2 and (extra or len(one) + len(other) > 2):
        return aligned.likeness * (0.6 if extra else 0.85)
    return aligned.likeness * max(0.8, 1 - 0.04 * extra)


def organizations(one: list[str], other: list[str]) -> float:
    """Likeness of two organizations' words: each word counts, generic ones little."""
    aligned = align(one, other)
    left = [word for word in aligned.left if word not in _GENERIC]
    right = [word for word in aligned.right if word not in _GENERIC]
    if not aligned.pairs and not aligned.weight:
        return 0.0
    if left and right:
        return min(0.6, aligned.likeness * 0.6)
    rest = left or right
    if numerals(rest):
        return aligned.likeness * 0.7
    generic = len(aligned.left) + len(aligned.right) - len(rest)
    share = aligned.weight / (aligned.weight + 2 * sum(map(len, rest)))
    return aligned.likeness * (1 - 0.04 * generic) * (share if rest else 1.0)
