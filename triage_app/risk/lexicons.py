"""Text -> the lexicon words in it, whatever their spelling, script, digits or spacing.

All lexicons of a pack share one Aho-Corasick automaton; a distinct text is searched once.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate

from triage_app.model.noun import noun
from triage_app.risk.folding import MAX_TEXT, fold, in_latin_looks, is_han, visible
from triage_app.risk.surprise import LetterPairs

CACHED_TEXTS = 65_536
LONGEST_CACHED = 1_000
SHORTEST_SQUEEZED = 6
"""Doubled letters are ignored in words this long; in shorter ones they tell words apart."""


@noun(frozen=True, slots=True)
class Concept:
    """One thing with its words by language. `chapters` are HS prefixes it belongs under; `origins`
    where it matters; `valid_from` since when; `figure` a number that goes with it (list price in
    USD ...); `unless` words beside which it means something else, folded; `un` the UN numbers such
    goods may be declared under, four digits each."""

    id: str
    words: tuple[str, ...]
    chapters: tuple[str, ...] = ()
    origins: frozenset[str] = frozenset()
    valid_from: date | None = None
    figure: int = 0
    unless: tuple[str, ...] = ()
    un: tuple[str, ...] = ()


@noun(frozen=True, slots=True)
class Lexicon:
    id: str
    version: str
    concepts: tuple[Concept, ...]
    words: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        words = frozenset(word for concept in self.concepts for word in concept.words)
        object.__setattr__(self, "words", words)


@noun(frozen=True, slots=True)
class Hit:
    """A concept found in a text, and the lexicon's word that was found."""

    concept: Concept
    word: str


@noun(frozen=True, slots=True)
class Forms:
    """What is searched for. `texts` are first the `within` ones that are found inside words
    (Chinese, Japanese, Korean), then those found as whole words. `places` (in `Lexicons.entries`)
    are of the words a text stands for; those of the text before end at its `ends`."""

    texts: tuple[str, ...]
    within: int
    ends: tuple[int, ...]
    places: tuple[int, ...]

    def places_of(self, text: int) -> tuple[int, ...]:
        """The places of the `text`-th text."""
        return self.places[self.ends[text - 1] if text else 0 : self.ends[text]]


class Lexicons:
    """The lexicons of one pack. Nothing is built before the first text is searched (or `prepare`).

    `forms` are those worked out before from the same lexicons.
    """

    def __init__(self, lexicons: Iterable[Lexicon] = (), forms: Forms | None = None) -> None:
        self.by_id: Mapping[str, Lexicon] = {lexicon.id: lexicon for lexicon in lexicons}
        self._given = forms
        self._cached = lru_cache(maxsize=CACHED_TEXTS)(self._search)

    def hits(self, text: str) -> Mapping[str, tuple[Hit, ...]]:
        """The concepts found, by lexicon id, each once, in the lexicon's order."""
        if len(text) <= LONGEST_CACHED:
            return self._cached(text)
        return self._search(text[:MAX_TEXT])

    def prepare(self) -> None:
        """Build the automaton and the letter pairs now, so that no scan waits for them."""
        _ = self._automaton, self.letters

    @cached_property
    def entries(self) -> Sequence[tuple[str, Hit]]:
        """Every word as it is told when found, with its lexicon's id, in the lexicons' order."""
        return [
            (lexicon.id, Hit(concept, word))
            for lexicon in self.by_id.values()
            for concept in lexicon.concepts
            for word in concept.words
        ]

    @cached_property
    def forms(self) -> Forms:
        """What is searched for; worked out anew where it was not given."""
        if self._given is not None:
            return self._given
        table: dict[str, list[int]] = {}
        for place, (_, hit) in enumerate(self.entries):
            for form in sorted(_word_forms(hit.word)):
                table.setdefault(form, []).append(place)
        texts = sorted(table, key=lambda form: not is_han(form))
        return Forms(
            texts=tuple(texts),
            within=sum(map(is_han, texts)),
            ends=tuple(accumulate(len(table[text]) for text in texts)),
            places=tuple(place for text in texts for place in table[text]),
        )

    @cached_property
    def letters(self) -> LetterPairs:
        """Which letters follow each other in the lexicons' words."""
        return LetterPairs(self.forms.texts)

    @cached_property
    def _automaton(self) -> "_Automaton":
        return _Automaton(self.forms)

    def _search(self, text: str) -> Mapping[str, tuple[Hit, ...]]:
        found: dict[str, dict[str, Hit]] = {}
        read = text_forms(text)
        forms = self._automaton.found_in(read)
        for place in sorted({place for form in forms for place in self.forms.places_of(form)}):
            lexicon, hit = self.entries[place]
            found.setdefault(lexicon, {}).setdefault(hit.concept.id, hit)
        return {
            lexicon: tuple(hit for hit in hits.values() if not _excused(hit.concept, read))
            for lexicon, hits in found.items()
        }


def _excused(concept: Concept, forms: Iterable[str]) -> bool:
    """Whether a word beside it, in any reading of the text, says that something else is meant
    ("seed beads")."""
    if not concept.unless:
        return False
    words = [word if is_han(word) else f" {word} " for word in concept.unless]
    return any(word in form for form in forms for word in words)


class _Automaton:
    def __init__(self, forms: Forms) -> None:
        from ahocorasick_rs import AhoCorasick

        self._within = forms.within
        self._search = AhoCorasick(forms.texts) if forms.texts else None

    def found_in(self, texts: Iterable[str]) -> set[int]:
        """Which of the forms stand in any of the texts."""
        if self._search is None:
            return set()
        found, within = set(), self._within
        for text in texts:
            for index, start, end in self._search.find_matches_as_indexes(text, overlapping=True):
                if index < within or (text[start - 1] == " " and text[end] == " "):
                    found.add(index)
        return found


_DOUBLED = re.compile(r"([a-z])\1+")
_SPACED_OUT = re.compile(r"(?<!\S)(?:[a-z0-9] ){3,}[a-z0-9](?!\S)")
_LONG_WORD = re.compile(rf"[a-z]{{{SHORTEST_SQUEEZED},}}")
_MIXED = re.compile(r"(?<!\S)(?=\S*[a-z])(?=\S*[0-9])[a-z0-9]{4,24}(?!\S)")
_DIGIT_LETTERS = dict(
    zip("0123456789", ("o", "il", "z", "e", "a", "s", "g", "t", "b", "g"), strict=True)
)
_SIGNS = str.maketrans({"@": "a", "$": "s", "€": "e", "|": "l", "!": "i"})


def text_forms(text: str) -> tuple[str, ...]:
    """The readings of a text that are searched: as folded, look-alikes of other alphabets as the
    Latin letters they look like, spaced-out letters joined, digits read as letters, doubled letters
    single. Each begins and ends with a space. Linear in the text."""
    shown, _ = visible(text[:MAX_TEXT])
    plain = f" {' '.join(fold(shown).split())} "
    forms = {plain: None}
    if not shown.isascii() and (latin := in_latin_looks(shown)) != shown:
        forms[f" {' '.join(fold(latin).split())} "] = None
    if "@" in shown or "$" in shown or "€" in shown or "|" in shown or "!" in shown:
        forms[f" {' '.join(fold(shown.translate(_SIGNS)).split())} "] = None
    for form in tuple(forms):
        for joined in _joined(form):
            forms[joined] = None
            for reading in _read_digits(joined):
                forms[reading] = None
    for form in tuple(forms):
        forms[_squeezed(form)] = None
    return tuple(forms)


def _joined(form: str) -> tuple[str, ...]:
    """The form with spaced-out letters joined; where there are any, also without the first and
    without the last letter of each run, which may be a word of its own ("c o t t o n t shirt")."""
    whole = _SPACED_OUT.sub(lambda run: run[0].replace(" ", ""), form)
    if whole == form:
        return (form,)
    but_first = _SPACED_OUT.sub(lambda run: f"{run[0][:2]}{run[0][2:].replace(' ', '')}", form)
    but_last = _SPACED_OUT.sub(lambda run: f"{run[0][:-2].replace(' ', '')}{run[0][-2:]}", form)
    return (whole, but_first, but_last)


def _read_digits(text: str) -> Iterable[str]:
    """The text with digits inside words read as letters; "1" is both i and l."""
    if not _MIXED.search(text):
        return ()
    one_way = _MIXED.sub(lambda word: _spelled(word[0], 0), text)
    other_way = _MIXED.sub(lambda word: _spelled(word[0], 1), text)
    return (one_way, other_way)


def _spelled(word: str, choice: int) -> str:
    return "".join(
        options[min(choice, len(options) - 1)]
        if (options := _DIGIT_LETTERS.get(letter))
        else letter
        for letter in word
    )


def _word_forms(word: str) -> set[str]:
    """What is searched for a lexicon's word: folded, with a plural, with doubled letters single."""
    folded = " ".join(fold(word).split())
    if not folded:
        return set()
    forms = {folded}
    if not is_han(folded):
        forms |= {f"{folded}s", f"{folded}es"} if len(folded) > 2 else set()
        joined = folded.replace(" ", "")
        if len(joined) >= SHORTEST_SQUEEZED:
            forms.add(joined)
        forms |= {_squeezed(form) for form in forms}
    return forms


def _squeezed(text: str) -> str:
    """Long words with doubled letters written once."""
    return _LONG_WORD.sub(lambda word: _DOUBLED.sub(r"\1", word[0]), text)
