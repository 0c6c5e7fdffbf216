"""A word in one of the scripts that are no Latin one -> does anybody write so?

What a wrong code page makes of a word is letters of a script too, but in an order nobody writes:
capitals behind small letters, vowel signs on nothing, rare characters everywhere. Sources: the
Unicode Standard 15, chapters 7 (Cyrillic, Greek), 9 (Hebrew, Arabic), 16 (Thai), 18 (Han); GB 2312,
Big5, JIS X 0208 and KS X 1001 for what of Han and Hangul is usual.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log2
from typing import Final

_CYRILLIC = re.compile("[\u0400-\u045f\u0490\u0491]+")
_GREEK = re.compile("[\u0386-\u03ce]+")
_GREEK_ODD = re.compile("ς[\u03ac-\u03ce]|σ$")
_TONOS: Final = frozenset("άέήίόύώΐΰϊϋΆΈΉΊΌΎΏ")
_HEBREW = re.compile("[\u05b0-\u05c3\u05d0-\u05ea\u05f0-\u05f4]+")
_HEBREW_ODD = re.compile("[ךםןףץ][\u05d0-\u05ea]|^[\u05b0-\u05c3]")
_ARABIC = re.compile(
    "[\u0621-\u0652\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06d2]+"
)
_ARABIC_ODD = re.compile("[ةى][\u0621-\u064a]|^[\u064b-\u0652]")
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
_THAI_ODD = re.compile(
    "(?:^|[\u0e40-\u0e44])[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
    "|[\u0e48-\u0e4b]{2}"
)
_THAI_SIGN = re.compile("[\u0e30-\u0e3a\u0e40-\u0e4e]")
_UNGREEK: Final = 4
"""Letters: a small Greek word of as many bears an accent."""
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_LATIN_HAN = re.compile(
    "(?<![^\x00-\x7f])[\u3400-\u9fff][a-z]{2}|[A-Za-z][a-z][\u3400-\u9fff](?![^\x00-\x7f])"
    "|[A-Za-z][\u3400-\u9fff][a-z]"
)
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe]")
HALF_KANA = re.compile("[\uff66-\uff9f]")
_HALF_ODD = re.compile(
    "^[\uff67-\uff70\uff9d-\uff9f]|[^\uff73\uff76-\uff84\uff8a-\uff8e]\uff9e|[^\uff8a-\uff8e]\uff9f"
    "|\uff70\uff70|[A-Za-z][\uff66-\uff9f]|[\uff66-\uff9f][A-Za-z]"
)
"""Small signs, sound marks and the long stroke where they do not stand, Latin letters beside."""
HANGUL = re.compile("[\uac00-\ud7a3]")
JAMO = re.compile("[\u1100-\u11ff\u3100-\u318f]")
_WIDE_MARKS = re.compile(
    "[\u2010-\u2026\u2030-\u203b\u2100-\u2199\u2460-\u24ff\u3000-\u3020\u3200-\u33ff"
    "\uff01-\uff65\uffe0-\uffe6°×±·§¥£€÷]"
)
_USUAL: Final = {
    "simplified": ("gb2312", 0xD7),
    "traditional": ("big5", 0xC8),
    "japanese": ("euc_jp", 0xCF),
    "korean": ("euc_kr", 0xC8),
}
"""By kind of words: the encoding in whose first rows the usual characters stand, and the last of
these rows by its first byte: level 1 of each standard."""
_LATE: Final = 0xC9
"""First byte from which on no Hangul stands, but much of what is usual in Chinese and Japanese."""
BITS: Final = 0.6
UNHEARD_OF: Final = 0.3
"""Of a thousand: a letter the table does not have."""
_ENOUGH: Final = 12
"""Different characters that show whether any is late."""


def cyrillic(word: str) -> bool:
    """Of Cyrillic letters alone."""
    return bool(_CYRILLIC.fullmatch(word))


def greek(word: str) -> bool:
    """Final sigma at the end and nowhere else, an accent where a small word bears one."""
    bare = len(word) < _UNGREEK or word.isupper() or bool(_TONOS & set(word))
    return bool(_GREEK.fullmatch(word)) and not _GREEK_ODD.search(word) and bare


def hebrew(word: str) -> bool:
    """Final letters at the end and nowhere else."""
    return bool(_HEBREW.fullmatch(word)) and not _HEBREW_ODD.search(word)


def arabic(word: str) -> bool:
    """Teh marbuta and alef maksura at the end and nowhere else."""
    return bool(_ARABIC.fullmatch(word)) and not _ARABIC_ODD.search(word)


def thai(word: str) -> bool:
    """Vowel signs and tones on a consonant, a vowel written first before one."""
    return bool(_THAI.fullmatch(word)) and not _THAI_ODD.search(word)


SCRIPTS: Final[Mapping[str, Callable[[str], bool]]] = {
    "cyrillic": cyrillic,
    "greek": greek,
    "hebrew": hebrew,
    "arabic": arabic,
    "thai": thai,
}


def wide(token: str, kind: str) -> bool | None:
    """Whether a token of Han, Kana or Hangul is one of that kind; None where it says nothing."""
    bare = _WIDE_MARKS.sub("", token)
    if bare.isascii():
        return None
    if JAMO.search(bare) or any(not _of_the_east(c) for c in bare if not c.isascii()):
        return False
    han, kana, hangul = HAN.findall(bare), bool(KANA.search(bare)), bool(HANGUL.search(bare))
    if kind == "korean":
        return hangul and not han and not kana and _is_usual(bare, kind)
    if hangul or (kana and kind != "japanese"):
        return False
    if HALF_KANA.search(bare):
        return kind == "japanese" and not han and not kana and not _HALF_ODD.search(bare)
    return all(_is_usual(run, kind) for run in han) and not _in_latin(bare)


def _of_the_east(character: str) -> bool:
    patterns = HAN, KANA, HALF_KANA, HANGUL
    return any(pattern.match(character) for pattern in patterns)


def _in_latin(bare: str) -> bool:
    """Whether a single Han character stands beside a small letter: an accented letter and the one
    behind it look so."""
    return bool(_LATIN_HAN.search(bare))


def _is_usual(run: str, kind: str) -> bool:
    """Whether no more than half of the characters are rare ones."""
    rows = [_row(c, kind) for c in run if not c.isascii() and not KANA.match(c)]
    rare = sum(not 0 < row <= _USUAL[kind][1] for row in rows)
    return rare * 2 <= len(rows)


@lru_cache(maxsize=20_000)
def _row(character: str, kind: str) -> int:
    """The first byte of a character in the standard of its kind; 0 where it is not in it."""
    encoded = character.encode(_USUAL[kind][0], "ignore")
    return encoded[0] if len(encoded) == 2 else 0


def lacks_late(words: Iterable[str], kind: str) -> bool:
    """Whether none of many Han characters is late in the alphabet of Chinese or Japanese sounds:
    what looks so is Korean."""
    if kind not in ("simplified", "japanese"):
        return False
    seen = {c for word in words for c in word if HAN.match(c)}
    late = sum(_row(c, kind) >= _LATE for c in seen)
    return len(seen) >= _ENOUGH and late * 10 < len(seen)


def only_half(words: Sequence[str]) -> bool:
    """Whether most words are of half-width Kana: the capitals of many pages look so."""
    return sum(bool(HALF_KANA.search(word)) for word in words) * 2 > len(words)


def lacks_vowels(words: Sequence[str]) -> bool:
    """Whether most Thai words have no vowel sign and no tone, which capitals of other scripts look
    like."""
    return sum(not _THAI_SIGN.search(word) for word in words) * 2 > len(words)


def shuffled(words: Iterable[str], thousandths: Mapping[str, int]) -> bool:
    """Whether letters are as frequent as in no language of the script. Text of one is some 0.9 to
    1.1 bits a letter likelier by them than if all were alike, shuffled text 0 to 0.5."""
    letters = [c for word in words for c in word.lower()]
    alike = len(thousandths)
    gained = sum(log2(thousandths.get(c, UNHEARD_OF) * alike / 1000) for c in letters)
    return gained < BITS * len(letters)
