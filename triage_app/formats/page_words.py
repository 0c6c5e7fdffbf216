"""Text as a code page gives it -> how many of its words beyond ASCII nobody would write so."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from triage_app.formats.code_pages import Language, Page, load_code_pages
from triage_app.formats.page_letters import (
    SCRIPTS,
    lacks_late,
    lacks_vowels,
    only_half,
    shuffled,
    wide,
)

_TOKEN = re.compile("[A-Za-z0-9]*[^\x00-\x7f][^\x00-\x2f:-@[-`{-\x7f]*")
_NUMBER = re.compile("[0-9]+")
"""A word with another number beside it is the same word."""
_NOBODY: Final = frozenset(("Cc", "Cn", "Co", "Cs"))
_LATIN = re.compile("[A-Za-z\xc0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_NO_TEXT = re.compile("[\x80-\x9f\u2500-\u259f\ufffd]")
"""Controls and the frames of old screens."""
_OPENING: Final = "\u201c\u201d\u201e\u201a\u2039\u203a\u00ab\u00bb"
_JOINING: Final = "\u2019\u2018\u2013\u2014\u00b7"
_BREAKING: Final = "\u2026\u2022\xa0\xad"
_BESIDE: Final = {
    "¿": ("", "w"),
    "¡": ("", "w"),
    "ª": ("nNdD0123456789", ""),
    "º": ("nNdD0123456789", ""),
    "°": ("nN0123456789", "CF"),
    "²": ("mM", ""),
    "³": ("mM", ""),
    "µ": ("0123456789", "mgAFls"),
    "®": ("w", ""),
    "™": ("w", ""),
    "©": ("", ""),
}
"""What letters may stand before and behind a mark; "w" is any, digits always may."""
_WIDE_KINDS: Final = ("simplified", "traditional", "japanese", "korean")
ENOUGH_WORDS: Final = 10
"""Of a language, in which half of the letters it cannot do without must be."""
_SELDOM: Final = 50
"""One word in as many holds a letter that is not seldom."""
MOST_WORDS: Final = 6_000


@dataclass(frozen=True, slots=True)
class Seen:
    """How many different words beyond ASCII there are, how many of them nobody would write, of
    these how many are no words at all (marks within, capitals behind small letters), how often
    something stands there that no text has, and how many languages it takes to have them all."""

    words: int
    odd: int
    none: int = 0
    never: int = 0
    languages: int = 1

    @property
    def share(self) -> float:
        return self.odd / self.words if self.words else 0.0


def seen_in(text: str, page: Page) -> Seen:
    """What a text in that page would be."""
    tokens = list(dict.fromkeys(_NUMBER.sub("0", token) for token in _TOKEN.findall(text)))
    del tokens[MOST_WORDS:]
    never = len(_NO_TEXT.findall(text)) + len(page.never.findall(text) if page.never else ())
    if page.words in _WIDE_KINDS:
        return Seen(len(tokens), _odd_wide(tokens, page.words), 0, never)
    parts = [_parts(token) for token in tokens]
    words = list(dict.fromkeys(word for one in parts for word in one or ()))
    none, all_ = parts.count(None), len(words) + parts.count([]) + parts.count(None)
    if page.words != "latin":
        return Seen(all_, none + _odd_in_script(words, page.words), none, never)
    written = _written(words, page.languages)
    odd = sum(not its for its in written)
    return Seen(all_, none + odd, none, never, _languages(written))


def _odd_wide(tokens: Sequence[str], kind: str) -> int:
    told = [(token, wide(token, kind)) for token in tokens]
    good = [token for token, is_one in told if is_one]
    if lacks_late(good, kind) or only_half(good):
        return len(tokens)
    return sum(is_one is False for _, is_one in told)


def _odd_in_script(words: Sequence[str], kind: str) -> int:
    is_one = SCRIPTS[kind]
    good = [word for word in words if is_one(word)]
    if kind == "cyrillic" and shuffled(good, load_code_pages().cyrillic):
        return len(words)
    if kind == "thai" and lacks_vowels(good):
        return len(words)
    return len(words) - len(good)


def _written(words: Sequence[str], languages: Sequence[Language]) -> list[set[int]]:
    """Of each word the languages that have it, those left out of which so many words are here that
    the letters it cannot do without would be."""
    written = [{n for n, one in enumerate(languages) if _may_be(word, one)} for word in words]
    covered = Counter(n for its in written for n in its)
    gone = {n for n, one in enumerate(languages) if _is_missed(n, one, words, written, covered[n])}
    return [its - gone for its in written]


def _languages(written: Sequence[set[int]]) -> int:
    """How few languages have all the words that any has, as far as taking the one with the most
    each time tells."""
    left = [its for its in written if its]
    count = 0
    while left:
        (most, _), *_ = Counter(n for its in left for n in its).most_common(1)
        left = [its for its in left if most not in its]
        count += 1
    return count


def _is_missed(
    n: int, one: Language, words: Sequence[str], written: Sequence[set[int]], covered: int
) -> bool:
    if covered < ENOUGH_WORDS:
        return False
    its = [word for word, languages in zip(words, written, strict=True) if n in languages]
    here = sum(sum(bool(m & set(w)) for w in its) * _SELDOM >= covered for m in one.must)
    return here * 2 < len(one.must)


def _may_be(word: str, language: Language) -> bool:
    beyond = {c for c in word if not c.isascii()}
    return beyond <= language.letters and not (language.never and language.never.search(word))


def _parts(token: str) -> list[str] | None:
    """The token's words beyond ASCII in small letters; None where nobody writes it: what is no
    character, marks inside a word, capitals behind small letters."""
    if any(unicodedata.category(c) in _NOBODY for c in token if not c.isascii()):
        return None
    if _NO_TEXT.search(token) or not all(_mark_fits(token, at) for at in _marks(token)):
        return None
    found = []
    for word in _letter_runs(token):
        if word.isascii():
            continue
        if _is_mixed(word) or len({bool(_LATIN.match(c)) for c in word}) > 1:
            return None
        found.append(unicodedata.normalize("NFC", word.replace("İ", "i").lower()))
    if len(found) == 1 and len(found[0]) == 1 and any(c.isdigit() for c in token):
        return None
    return found


def _marks(token: str) -> Iterator[int]:
    return (at for at, c in enumerate(token) if not c.isascii() and not _is_letter(c))


def _is_letter(character: str) -> bool:
    return character not in "ªº" and unicodedata.category(character)[0] in "LM"


def _letter_runs(token: str) -> Iterable[str]:
    return "".join(c if _is_letter(c) else " " for c in token).split()


def _mark_fits(token: str, at: int) -> bool:
    mark, before, behind = token[at], token[at - 1 : at], token[at + 1 : at + 2]
    inside = before.isalpha() and behind.isalpha()
    if mark in _JOINING:
        return True
    if mark in _OPENING or mark in _BREAKING:
        return not inside or (mark == "\xa0" and not (before.islower() and behind.islower()))
    may_before, may_behind = _BESIDE.get(mark, ("", ""))
    return _stands(before, may_before) and _stands(behind, may_behind)


def _stands(character: str, allowed: str) -> bool:
    return not character.isalpha() or allowed == "w" or character in allowed


def _is_mixed(word: str) -> bool:
    """Whether case changes as in no word: a capital behind a small letter, or a small one behind
    two capitals, where a letter beyond ASCII takes part."""
    cased = word.replace("ß", "s" if not word.replace("ß", "").isupper() else "S")
    for at in range(1, len(cased)):
        one, other = cased[at - 1], cased[at]
        if one.islower() and other.isupper() and not (one + other).isascii():
            return True
        two = at > 1 and cased[at - 2].isupper() and one.isupper() and other.islower()
        if two and not (one + other).isascii():
            return True
    return False
