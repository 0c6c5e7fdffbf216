"""The words of two names -> which is whose partner, and what is left over on each side.

What is left decides: a name that only says less is like; one that says something else instead is
not.
"""

import re
from collections.abc import Callable, Sequence

from triage_app.model.noun import noun
from triage_app.risk.folding import words
from triage_app.risk.likeness import ANOTHER, How, Likeness, edits_within, sound, word_likeness

MOST_WORDS = 12
MOST_JOINED = 4
SHORTEST_TOGETHER = 10

SMALL = frozenset(
    words(
        "al el ul ad ar as at az an bin ben ibn bint binti abu de da do dos das di du del della "
        "den der des van von zu zur la le los las y e i ter ten st bar ap mac"
    )
)
"""Particles: they tell nobody from anybody."""

HONOURS = frozenset(
    words(
        """president prasident presidente presidentti prezident chairman chairwoman minister
        ministr ambassador senator general gen colonel col lieutenant lt captain capt major maj
        sergeant sgt admiral adm commander cmdr brigadier marshal sheikh shaikh sheik shaykh
        sheikha mullah mawlawi maulavi maulvi mufti ayatollah hojatoleslam imam hajji haji hajj
        qari kari hafiz sayyid sayed sayyed syed prince princess prinz king queen emir amir sultan
        lord lady baron graf count countess duke bishop archbishop cardinal father pastor rabbi
        reverend rev judge justice engineer eng ing doctor doktor magister mag dipl jr sr junior
        senior esq phd md mba late widow comrade"""
    )
)
"""Honours, ranks and callings: said of a person, seldom the name."""

LIGHT = SMALL | HONOURS

Partner = Callable[[str, str], Likeness]


@noun(frozen=True, slots=True)
class WordPair:
    """A word of the one name, its partner in the other, how like they are and why."""

    one: str
    other: str
    likeness: float
    how: How


@noun(frozen=True, slots=True)
class Alignment:
    """Which words found a partner. Weights are letters; `pairs` counts partners that are more than
    an initial; `left` and `right` are the words without one."""

    partners: tuple[WordPair, ...]
    likeness: float
    weight: int
    pairs: int
    left: tuple[str, ...]
    right: tuple[str, ...]


def align(one: Sequence[str], other: Sequence[str], partner: Partner = word_likeness) -> Alignment:
    """Pair the words of two names: those that are the same, then the others, best partners
    first."""
    left, right = dict(enumerate(one[:MOST_WORDS])), dict(enumerate(other[:MOST_WORDS]))
    pairs = _same(left, right)
    found = sorted(
        (
            (-likeness, abs(i - j), i, j, how)
            for i, a in left.items()
            for j, b in right.items()
            for likeness, how in (_partner(a, b, partner),)
            if likeness > 0
        ),
        key=_best_first,
    )
    for negative, _, i, j, how in found:
        if i in left and j in right:
            pairs.append(WordPair(left.pop(i), right.pop(j), -negative, how))
    return _alignment(pairs, tuple(left.values()), tuple(right.values()))


def _same(left: dict[int, str], right: dict[int, str]) -> list[WordPair]:
    """The words both names have, taken out of them."""
    places: dict[str, list[int]] = {}
    for j, word in right.items():
        places.setdefault(word, []).append(j)
    pairs: list[WordPair] = []
    for i, word in list(left.items()):
        if places.get(word):
            pairs.append(WordPair(left.pop(i), right.pop(places[word].pop(0)), 1.0, How.SAME))
    return pairs


def _best_first(found: tuple[float, int, int, int, How]) -> tuple[float, int, int, int]:
    return found[:4]


def _alignment(
    pairs: Sequence[WordPair], left: tuple[str, ...], right: tuple[str, ...]
) -> Alignment:
    total, weight, counted = 0.0, 0, 0
    for pair in pairs:
        letters = len(pair.one) + len(pair.other)
        light = pair.one in LIGHT and pair.other in LIGHT
        letters = 1 if light else letters
        total += pair.likeness * letters
        weight += letters
        counted += min(len(pair.one), len(pair.other)) > 1 and not light
    return Alignment(tuple(pairs), total / weight if weight else 0.0, weight, counted, left, right)


def _partner(one: str, other: str, partner: Partner) -> Likeness:
    if len(one) > 1 and len(other) > 1:
        return partner(one, other)
    return (0.8, How.INITIAL) if one[0] == other[0] else ANOTHER


def join_initials(one: list[str], other: list[str]) -> list[str]:
    """Words of `one` that are the initials of neighbours in `other` ("jc", jean claude) become
    single letters."""
    if not any(2 <= len(word) <= 3 and word not in other for word in one):
        return one
    starts = "".join(word[0] for word in other)
    spread: list[str] = []
    for word in one:
        if 2 <= len(word) <= 3 and word not in other and word in starts:
            spread.extend(word)
        else:
            spread.append(word)
    return spread


def join_neighbours(one: list[str], other: list[str]) -> list[str]:
    """Neighbouring words of `one` that `other` writes as one ("al sabah", alsabah) become one; so
    do fragments of a word that was torn ("plat ono vich"), a slip in it notwithstanding."""
    long = [word for word in other if len(word) > 3 and word not in one]
    if not long:
        return one
    starts = {word[0] for word in long}
    joined = list(one)
    at = 0
    while at < len(joined) - 1:
        if joined[at][:1] not in starts:
            at += 1
            continue
        for size in range(min(MOST_JOINED, len(joined) - at), 1, -1):
            parts = joined[at : at + size]
            if _written_so("".join(parts), parts, long):
                joined[at : at + size] = ["".join(parts)]
                break
        at += 1
    return joined


def _written_so(together: str, parts: Sequence[str], long: Sequence[str]) -> bool:
    if together in long:
        return True
    longest = max(map(len, parts))
    if len(together) < 7 or not 3 <= longest <= len(together) - 2:
        return False
    return any(
        edits_within(1, together, word) <= 1 or edits_within(1, sound(together), sound(word)) <= 1
        for word in long
        if longest + 2 <= len(word) <= len(together) + 3 and word[0] == together[0]
    )


_NUMERAL = re.compile(r"\d+|ii|iii|iv|vi{1,3}|ix")


def numerals(tokens: Sequence[str]) -> frozenset[str]:
    """The numbers among the words: fund II is not fund III, nor the fund without a number."""
    return frozenset(filter(_NUMERAL.fullmatch, tokens))


def written_together(one: Sequence[str], other: Sequence[str]) -> float:
    """Likeness of the names with all spaces gone, for names run together. Of names of as many words
    one slip is forgiven where they are long enough for it: in "Jane Doe" one letter is another
    person, and where each word is a syllable each letter counts."""
    a, b = "".join(one)[:200], "".join(other)[:200]
    longest = max(len(a), len(b), 1)
    allowed = min(longest // 6, 2)
    if len(one) == len(other):
        syllables = max(map(len, (*one, *other)), default=0) < 5
        allowed = 0 if longest < SHORTEST_TOGETHER or syllables else 1
    if abs(len(a) - len(b)) > allowed:
        return 0.0
    distance = edits_within(allowed, a, b)
    if distance > allowed or numerals(one) != numerals(other):
        return 0.0
    return 1 - distance / longest


GENERIC = frozenset(
    words(
        """and group holding holdings enterprise enterprises trading international the industries
        industry co company services service of for in und et y e i de du des la le fur al
        foundation society association organization organisation institute center centre agency
        bureau office branch corporation complex enterprise general"""
    )
)
"""Words that many organizations have in their names."""


def without_own_acronym(tokens: list[str]) -> list[str]:
    """A name without its own first letters behind it ("Safety Equipment Procurement (SEP)")."""
    *before, last = tokens or [""]
    telling = (word for word in before if word not in GENERIC)
    starts = {"".join(word[0] for word in before), "".join(word[0] for word in telling)}
    return before if len(before) > 1 and last in starts else tokens


ACRONYM = 0.8
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 6


def acronym(one: Sequence[str], other: Sequence[str]) -> float:
    """Whether the one name is put together of the first letters of the other's words, small ones
    left out or not."""
    short, long = sorted((one, other), key=len)
    if not short or len(long) < SHORTEST_ACRONYM:
        return 0.0
    letters = short[0]
    if not SHORTEST_ACRONYM <= len(letters) <= LONGEST_ACRONYM or set(short[1:]) - set(long):
        return 0.0
    long = [word for word in long if word not in short[1:]]
    telling = [word for word in long if word not in GENERIC]
    starts = {"".join(word[0] for word in each) for each in (long, telling)}
    return ACRONYM if letters in starts else 0.0


def persons(aligned: Alignment, words_in_all: int) -> float:
    """Likeness of two persons by their words: fewer names are alike, other names are not."""
    left = [word for word in aligned.left if word not in LIGHT]
    right = [word for word in aligned.right if word not in LIGHT]
    if not aligned.pairs:
        return 0.0
    if left and right:
        rest = sum(map(len, left)) + sum(map(len, right))
        return min(0.65, aligned.likeness * aligned.weight / (aligned.weight + rest))
    extra = len(left) + len(right)
    if aligned.pairs < 2 and (extra or words_in_all > 2):
        return aligned.likeness * (0.6 if extra else 0.85)
    return aligned.likeness * max(0.8, 1 - 0.04 * extra)


def organizations(aligned: Alignment) -> float:
    """Likeness of two organizations by their words: each word counts, generic ones little."""
    left = [word for word in aligned.left if word not in GENERIC]
    right = [word for word in aligned.right if word not in GENERIC]
    if not aligned.weight:
        return 0.0
    if left and right:
        return min(0.6, aligned.likeness * 0.6)
    rest = left or right
    if numerals(rest):
        return aligned.likeness * 0.7
    generic = len(aligned.left) + len(aligned.right) - len(rest)
    share = aligned.weight / (aligned.weight + 2 * sum(map(len, rest)))
    return aligned.likeness * (1 - 0.04 * generic) * (share if rest else 1.0)
