"""Letters of other alphabets -> Latin letters, by the names Unicode gives them.

A consonant of an Indic script is named with the vowel it is spoken with (DEVANAGARI LETTER NA); a
vowel sign after it takes that vowel's place, a virama takes it away. A kana or an Ethiopic syllable
is named as it is spoken, a Thai consonant with an example (NO NU). A Hangul syllable is put
together of letters, romanised as the Republic of Korea does (Ministry of Culture notice 2000-8,
without its changes of sound).
"""

import re
from functools import lru_cache
from unicodedata import name

SPOKEN = re.compile("[\u0900-\u0d7f\u0e00-\u0eff\u1200-\u137f]")
"""Scripts whose letters are named by their sound: Indic, Thai, Lao, Ethiopic."""
KANA = re.compile("[\u3041-\u30ff]")

HANGUL = re.compile("[\uac00-\ud7a3]")

_NAMED = re.compile(r"(?:LETTER|SYLLABLE)(?: SMALL)? ([A-Z]+)\b")
_SIGNED = re.compile(r"VOWEL SIGN (?:SHORT |VOCALIC |CANDRA )*([A-Z]+)")
_EXAMPLE = re.compile(r"(?:CHARACTER|LAO LETTER) ([A-Z]+?)O\b")
_SARA = re.compile(r"(?:SARA|VOWEL SIGN) (?:MAI(?:MUAN|MALAI) )?([A-Z]+)")
_LEADING = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
"""Thai vowels that are written before the consonant they follow."""

_FIRST, _MIDDLE, _LAST = (
    letters.split()
    for letters in (
        "g kk n d tt r m b pp s ss _ j jj ch k t p h",
        "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i",
        "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t",
    )
)
_HANGUL_AT = 0xAC00
_THAI = ("\u0e00", "\u0eff")


def spoken(text: str) -> str:
    """The text with letters of such scripts in Latin ones; all else as it was."""
    return _spoken(text) if SPOKEN.search(text) else text


def japanese(text: str) -> str:
    """Kana in Latin letters, as Unicode names them; all else as it was."""
    return KANA.sub(lambda sign: _letter(sign[0])[0], text)


def _spoken(text: str) -> str:
    written: list[str] = []
    for sign in _LEADING.sub(r"\2\1", text):
        sound, replaces = _letter(sign)
        if replaces and written and written[-1].endswith("a") and len(written[-1]) > 1:
            written[-1] = written[-1][:-1]
        written.append(sound)
    return "".join(written)


@lru_cache(maxsize=4_096)
def _letter(sign: str) -> tuple[str, bool]:
    """How a letter is spoken, and whether it takes the place of the vowel before it."""
    if not SPOKEN.match(sign) and not KANA.match(sign):
        return sign, False
    named = name(sign, "")
    if _THAI[0] <= sign <= _THAI[1]:
        found = _EXAMPLE.search(named) or _SARA.search(named)
        return (_short(found[1]), False) if found else ("", False)
    if "VIRAMA" in named:
        return "", True
    if found := _SIGNED.search(named):
        return _short(found[1]), True
    found = _NAMED.search(named)
    return (_short(found[1]), False) if found else ("n" * named.endswith("ANUSVARA"), False)


def _short(sound: str) -> str:
    """AA and II are a and i; of RRA and DDHA the doubling says only where the tongue is."""
    return re.sub(r"(.)\1", r"\1", sound.lower())


def korean(syllables: str) -> str:
    """Hangul syllables in Latin letters; all else as it was."""
    return HANGUL.sub(lambda found: _syllable(ord(found[0]) - _HANGUL_AT), syllables)


def _syllable(number: int) -> str:
    first, rest = divmod(number, 21 * 28)
    middle, last = divmod(rest, 28)
    return f"{_FIRST[first]}{_MIDDLE[middle]}{_LAST[last]}".replace("_", "")
