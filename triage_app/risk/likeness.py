"""Two words of names -> how likely they are one word written twice, 0 to 1, and why.

The blend is our own: spelling, sound across transliterations, scrambled letters, what a script
without vowels keeps, pet forms.
"""

import re
from collections.abc import Callable
from enum import Enum
from functools import cache, lru_cache

from triage_app.risk.folding import is_han
from triage_app.risk.readings import bones
from triage_app.risk.short_names import one_name

MATCH_AT = 0.75
"""From this likeness on two names are taken as one."""

CACHED = 65_536


class How(Enum):
    """Why two words are taken as one; the value is said to people."""

    SAME = "the same"
    SPELLING = "spelled nearly so"
    SOUND = "sounds the same"
    NEARLY = "sounds nearly so"
    SCRAMBLED = "the same letters"
    SHORT = "a form of the name"
    CONSONANTS = "the same consonants, read from another script"
    INITIAL = "an initial"
    OTHER = "another word"


Likeness = tuple[float, How]
ANOTHER: Likeness = (0.0, How.OTHER)
ARTICLES = ("al", "el")

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sch|sh", "s"),
        ("tch|tsch|ch|kh|ck|q", "k"),
        ("x", "ks"),
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


_HARD = str.maketrans("gdbv", "ktpf")
_HUSHED = re.compile("tch|tsch|ch|zh|dj|dzh|j")


@lru_cache(maxsize=CACHED)
def hard_sound(word: str) -> str:
    """As `sound`, of languages that do not tell voiced from voiceless (Korean Jo is Cho), and of
    sounds that Latin letters have no letter for (Gaddafi, Qadhafi)."""
    return sound(_HUSHED.sub("c", word).replace("c", "7")).translate(_HARD)


@lru_cache(maxsize=CACHED)
def word_likeness(one: str, other: str) -> Likeness:
    """How likely two words are one word written twice: 1 the same, 0 another word."""
    if one == other:
        return 1.0, How.SAME
    if is_han(one) or is_han(other):
        return _han_likeness(one, other)
    if one_name(one, other):
        return 0.9, How.SHORT
    if min(len(one), len(other)) < 3:
        return _hard(one, other)
    best = _better(_spelled(one, other), _heard(one, other))
    if best[0] < 0.9:
        best = _better(_better(best, _hard(one, other)), _with_article(one, other))
    return best


def _better(one: Likeness, other: Likeness) -> Likeness:
    return other if other[0] > one[0] else one


def _spelled(one: str, other: str) -> Likeness:
    long = max(len(one), len(other))
    if long >= 5 and len(one) == len(other) and sorted(one) == sorted(other):
        return 0.84, How.SCRAMBLED
    likeness = _edits(one, other, long)
    return (likeness, How.SPELLING) if likeness else ANOTHER


def _heard(one: str, other: str) -> Likeness:
    one, other = sound(one), sound(other)
    if one == other and len(one) > 1:
        return 0.94, How.SOUND
    length = max(len(one), len(other))
    if length < 5:
        return ANOTHER
    likeness = _edits(one, other, length) if length >= 8 else _one_edit(one, other, length)
    return (likeness * 0.97, How.NEARLY) if likeness else ANOTHER


def _hard(one: str, other: str) -> Likeness:
    one, other = hard_sound(one), hard_sound(other)
    return (0.88, How.SOUND) if one == other and len(one) > 1 else ANOTHER


def _with_article(one: str, other: str) -> Likeness:
    """The Arabic article may be written to the word (Elkaddafi) or left out."""
    if not (one.startswith(ARTICLES) or other.startswith(ARTICLES)):
        return ANOTHER
    bare, whole = sorted((one, other), key=_starts_with_article)
    if not _starts_with_article(whole) or _starts_with_article(bare):
        return ANOTHER
    likeness, how = word_likeness(whole[2:], bare)
    return likeness * 0.95, how


def _starts_with_article(word: str) -> bool:
    return word.startswith(ARTICLES) and len(word) > 6


def _han_likeness(one: str, other: str) -> Likeness:
    """Of words written in syllables one too many or too few is a slip, another one another name."""
    if len(one) == len(other):
        return (0.8, How.SCRAMBLED) if sorted(one) == sorted(other) else ANOTHER
    slipped = min(len(one), len(other)) > 1 and edits_within(1, one, other) == 1
    return (0.8, How.SPELLING) if slipped else ANOTHER


@lru_cache(maxsize=CACHED)
def bone_likeness(one: str, other: str) -> Likeness:
    """As `word_likeness`, of two words one of which comes from a script that writes no vowels, or
    by way of a reading: equal consonants count, the fewer the less."""
    written = word_likeness(one, other)
    left, right = bones(one), bones(other)
    if left != right or not left:
        return written
    return _better(written, ((0.78, 0.84, 0.9)[min(len(left), 3) - 1], How.CONSONANTS))


def edits_within(most: int, one: str, other: str) -> int:
    """Letters to change, neighbours swapped counting once; more than `most` is `most` + 1."""
    return _osa_distance()(one, other, score_cutoff=most)


@cache
def _osa_distance() -> Callable[..., int]:
    """Importing it costs milliseconds, and asking for it in each comparison a microsecond."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def _edits(one: str, other: str, length: int) -> float:
    """1 minus the share of letters changed, while few enough changed; else 0."""
    if length < 7:
        return _one_edit(one, other, length) if length >= 4 else 0.0
    return _within(2, one, other, length)


def _one_edit(one: str, other: str, length: int) -> float:
    return _within(1, one, other, length)


def _within(allowed: int, one: str, other: str, length: int) -> float:
    if abs(len(one) - len(other)) > allowed:
        return 0.0
    distance = edits_within(allowed, one, other)
    first_differs = one[:1] != other[:1]
    if distance > allowed or (first_differs and length < 5):  # Song is not Yong
        return 0.0
    return 1 - (distance + 0.5 * first_differs) / length
