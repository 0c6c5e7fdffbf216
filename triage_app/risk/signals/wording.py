"""Family `wording`: does the description say what the goods are, and does the HS code agree?"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.folding import fold, is_han
from triage_app.risk.lexicons import Hit
from triage_app.risk.rules import Rule
from triage_app.risk.surprise import LetterPairs

CLEAR_WORDS = because("each description names goods")
NO_TEXT = because("no description to read")
NO_HS = because("no HS code is announced")
NO_KEYWORD = because("no word in the descriptions is tied to an HS chapter")
HS_AGREES = because("description and HS chapter agree")


def vague_text(case: Case, rule: Rule) -> Answer:
    """A line whose description keeps fewer than `fewest_words` words once those that say nothing
    (the `lexicon`) are taken out, and those whose letters surprise by more than `nonsense_tenths`
    / 10 bits each: nobody's words."""
    described = [words for words in case.lines if words.line.description.strip()]
    if not described:
        return NO_TEXT
    lexicons = case.pack.lexicons
    empty = lexicons.by_id[rule.words("lexicon")[0]].words
    fewest, nonsense = rule.whole("fewest_words"), rule.whole("nonsense_tenths") / 10
    vague = [
        words.line
        for words in described
        if informative_words(words.line.description[:1_000], empty, lexicons.letters, nonsense)
        < fewest
    ]
    if not vague:
        return CLEAR_WORDS
    texts = [line.description[:80] for line in vague[:5]]
    return Fired(
        {"descriptions": texts, "lines": [line.index for line in vague[:20]]},
        {"description": texts[0], "count": len(vague)},
    )


_WORD = re.compile(r"[a-z]{2,}|[^\W\d_a-z]+")
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=65_536)
def informative_words(
    description: str, empty: frozenset[str], letters: LetterPairs, nonsense: float
) -> int:
    """How many words of a description carry information: neither in `empty`, nor numbers, nor
    letters that spell nothing (`nonsense` bits each). A run of Han counts one word for two
    characters."""
    text = f" {' '.join(fold(description).split())} "
    for phrase in _phrases_for(text, empty):
        text = text.replace(phrase, "  " if phrase[0] == " " else " ")
    return sum(_weight(word, letters, nonsense) for word in set(_WORD.findall(text)))


def _phrases_for(text: str, words: frozenset[str]) -> Sequence[str]:
    """The phrases that can stand in a text, in their order. Without Han nothing is taken out of the
    middle of a word, so a phrase must begin with one of the text's words: a few of a thousand."""
    if is_han(text):
        return _folded_phrases(words)
    beginning = _by_first_word(words)
    places = [place for word in set(text.split()) for place in beginning.get(word, ())]
    phrases = _folded_phrases(words)
    return [phrases[place] for place in sorted(places)]


@lru_cache(maxsize=8)
def _by_first_word(words: frozenset[str]) -> Mapping[str, Sequence[int]]:
    """The places of the phrases that begin with a word."""
    places: dict[str, list[int]] = {}
    for place, phrase in enumerate(_folded_phrases(words)):
        places.setdefault(phrase.split()[0], []).append(place)
    return places


@lru_cache(maxsize=8)
def _folded_phrases(words: frozenset[str]) -> tuple[str, ...]:
    """The phrases as they are taken out, longest first; Latin ones between spaces."""
    folded = {" ".join(fold(word).split()) for word in words} - {""}
    plurals = {f"{word}s" for word in folded if not is_han(word) and len(word) > 2}
    phrases = [word if is_han(word) else f" {word} " for word in folded | plurals]
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def _weight(word: str, letters: LetterPairs, nonsense: float) -> int:
    if not word.isascii():
        return (len(word) + 1) // 2
    spells_nothing = not _VOWEL.search(word) or len(set(word)) == 1
    return 0 if len(word) < 3 or spells_nothing or letters.bits(word) > nonsense else 1


def hs_mismatch(case: Case, rule: Rule) -> Answer:
    """Every word of a line that is tied to HS chapters (`lexicon`) is tied to other ones."""
    lexicon = rule.words("lexicon")[0]
    coded = [words for words in case.lines if _chapter(words.line.hs)]
    if not coded:
        return NO_HS
    spoken = [(words.line, hits) for words in coded if (hits := words.hits.get(lexicon))]
    if not spoken:
        return NO_KEYWORD
    for line, hits in spoken:
        if not any(_agrees(hit, line.hs) for hit in hits):
            hit = hits[0]
            chapters = list(hit.concept.chapters)
            return Fired(
                {"line": line.index, "word": hit.word, "hs": line.hs[:12], "expected": chapters},
                {"word": hit.word, "hs": line.hs[:12], "chapters": ", ".join(chapters)},
            )
    return HS_AGREES


def _chapter(hs: str) -> bool:
    return len(hs) >= 2 and hs[:2].isdecimal()


def _agrees(hit: Hit, hs: str) -> bool:
    return any(hs.startswith(chapter) for chapter in hit.concept.chapters)
