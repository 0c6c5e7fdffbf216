"""Two names -> how likely they name one party, 0 to 1, with the words it rests on."""

import re
from collections.abc import Sequence
from functools import lru_cache

from triage_app.model.noun import noun
from triage_app.risk.aligning import (
    GENERIC,
    LIGHT,
    MOST_WORDS,
    Alignment,
    WordPair,
    acronym,
    align,
    join_initials,
    join_neighbours,
    organizations,
    persons,
    without_own_acronym,
    written_together,
)
from triage_app.risk.folding import is_without_vowels
from triage_app.risk.legal_forms import folded_words, form_kinds
from triage_app.risk.likeness import How, bone_likeness, word_likeness
from triage_app.risk.names import MAX_NAME, said_of_any, undotted
from triage_app.risk.readings import is_foreign, latin_words

CACHED = 65_536
ORGANIZATIONS = frozenset({"company", "organization", "legalentity", "publicbody"})
OTHER_FORM = 0.72
"""What is left of a likeness where two legal forms are of different kinds: two companies."""

_SHIP = re.compile(r"^(?:m ?[vt]|s ?[sy]|f ?v|vessel|ship|tanker) ")
_DIGITS_AS_LETTERS = str.maketrans("0134579", "oieastg")


@noun(frozen=True, slots=True)
class Comparison:
    """How like two names are and what that rests on. `one` and `other` are the words without a
    partner. `why` is "words", "written together", "acronym" or "" where nothing is alike."""

    likeness: float
    why: str = ""
    pairs: tuple[WordPair, ...] = ()
    one: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    other_form: bool = False


NOTHING_ALIKE = Comparison(0.0)
SHORTEST_TELLING = 4
_TELLS_NOBODY = LIGHT | GENERIC


def compare(a: str, b: str, schema: str = "") -> float:
    """How likely two names name one party, 0 to 1 (`likeness.MATCH_AT` on: taken as one).
    `schema` is Person, Company, Organization, LegalEntity, Vessel ... or "" where unknown."""
    return compared(a, b, schema).likeness


def told_apart(key: str, other: str) -> bool:
    """Whether two names' keys (`names.name_key`) rule out one party without a full comparison: each
    has a telling word that is like none of the other's. Most names an index brings are such. Only
    names of as many words are told apart, two or more, without digits; no short word tells, nor one
    that another holds: initials, torn and joined words are for `compare`, and so are names whose
    keys come from another script."""
    one, two = key.split(), other.split()
    if not 2 <= len(one) <= MOST_WORDS or len(one) != len(two) or not _plain(key + other):
        return False
    return _has_no_partner(one, two) and _has_no_partner(two, one)


def _plain(text: str) -> bool:
    return text.replace(" ", "").isalpha() and text.isascii()


def _has_no_partner(words: Sequence[str], others: Sequence[str]) -> bool:
    return any(
        len(word) >= SHORTEST_TELLING
        and word not in _TELLS_NOBODY
        and not any(_may_be_one(word, other) for other in others)
        for word in words
    )


def _may_be_one(word: str, other: str) -> bool:
    return word in other or other in word or word_likeness(word, other)[0] > 0


@lru_cache(maxsize=CACHED)
def compared(a: str, b: str, schema: str = "") -> Comparison:
    """As `compare`, with the words it rests on."""
    one, other = _words_of(a[:MAX_NAME]), _words_of(b[:MAX_NAME])
    if not one.bare or not other.bare:
        return NOTHING_ALIKE
    kind = schema.lower()
    left, right = _kept(one.bare, kind), _kept(other.bare, kind)
    forms = one.forms | other.forms if kind != "person" else ()
    read = one.foreign != other.foreign
    if read:
        left, right = latin_words(left), latin_words(right)
    if sorted(left) == sorted(right):
        same = tuple(WordPair(word, word, 1.0, How.SAME) for word in left)
        return _with_forms(Comparison(1.0, "words", same), one, other)
    if kind in ORGANIZATIONS or forms:
        found = _organizations(left, right, read=read)
    else:
        found = _persons(left, right, read=read)
    return _with_forms(found, one, other)


@noun(frozen=True, slots=True)
class _Words:
    """A name's words as they are compared, the kinds of its legal forms, and whether it is written
    in another way than with consonants and vowels."""

    bare: tuple[str, ...]
    forms: frozenset[str]
    foreign: bool


@lru_cache(maxsize=CACHED)
def _words_of(name: str) -> _Words:
    """Kept: one name is compared with a dozen, and listed names with every item's."""
    full = read_digits(folded_words(undotted(name)))
    bare = [word for word in said_of_any(full) if word]
    if is_without_vowels(name):
        bare = [part for word in bare for part in _without_article(word)]
    return _Words(tuple(bare), form_kinds(full), is_foreign(name))


def _without_article(word: str) -> tuple[str, ...]:
    """The Arabic article stands apart from the word, as most Latin spellings have it."""
    return ("al", word[2:]) if word.startswith("al") and len(word) > 4 else (word,)


def _kept(bare: Sequence[str], kind: str) -> list[str]:
    """The words; of a ship without what kind of ship it is."""
    if kind in ("vessel", "aircraft"):
        return _SHIP.sub("", " ".join(bare)).split()
    return list(bare)


def _persons(one: list[str], other: list[str], *, read: bool) -> Comparison:
    one, other = join_neighbours(one, other), join_neighbours(other, one)
    count = len(one) + len(other)
    aligned = _aligned(join_initials(one, other), join_initials(other, one), read=read)
    return _better(persons(aligned, count), aligned, written_together(one, other))


def _organizations(one: list[str], other: list[str], *, read: bool) -> Comparison:
    one, other = without_own_acronym(one), without_own_acronym(other)
    one, other = join_neighbours(one, other), join_neighbours(other, one)
    aligned = _aligned(one, other, read=read)
    found = _better(organizations(aligned), aligned, written_together(one, other))
    short = acronym(one, other)
    return Comparison(short, "acronym") if short > found.likeness else found


def _aligned(one: list[str], other: list[str], *, read: bool) -> Alignment:
    return align(one, other, bone_likeness if read else word_likeness)


def _better(by_words: float, aligned: Alignment, together: float) -> Comparison:
    if together > by_words:
        return Comparison(together, "written together")
    return Comparison(by_words, "words", aligned.partners, aligned.left, aligned.right)


def _with_forms(found: Comparison, one: _Words, other: _Words) -> Comparison:
    """Two legal forms of different kinds are two companies of one name."""
    if not one.forms or not other.forms or one.forms & other.forms:
        return found
    return Comparison(
        found.likeness * OTHER_FORM, found.why, found.pairs, found.one, found.other, True
    )


def read_digits(tokens: Sequence[str]) -> list[str]:
    """Digits inside words read as the letters they stand for ("sech1n")."""
    return [
        token.translate(_DIGITS_AS_LETTERS)
        if not token.isalpha() and any(map(str.isalpha, token)) and any(map(str.isdecimal, token))
        else token
        for token in tokens
    ]
