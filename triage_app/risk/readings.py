"""Words in Han, kana or Hangul -> how they are read in Latin letters, and the bones of a word.

Two names in one script are compared as they are written; a reading is asked only where the other
name is in Latin letters.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from triage_app.assets import asset
from triage_app.risk.folding import is_han, is_without_vowels, words
from triage_app.risk.spoken import HANGUL, japanese, korean

TWO_CHARACTER_SURNAMES = frozenset(
    words(
        "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 东方 尉迟 慕容 令狐 皇甫 宇文 长孙 "
        "남궁 황보 제갈 선우"
    )
)
LONGEST_PERSON = 4
"""Characters of a Chinese, Japanese or Korean name written without a space."""


@cache
def _pinyin() -> Mapping[str, str]:
    """Character -> syllable, of `resources/names/pinyin.txt`."""
    lines = asset("names", "pinyin.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {character: syllable for syllable, characters in rows for character in characters}


def is_foreign(name: str) -> bool:
    """Whether the name is written in another way than with consonants and vowels."""
    return not name.isascii() and (is_without_vowels(name) or is_han(name))


def latin_words(tokens: Sequence[str]) -> list[str]:
    """The words as they are read; a name in one piece falls into the surname and the syllables of
    the given name, which many spellings write apart. A character that no name has stays as it
    is."""
    return [read(token) if is_han(token) else token for token in in_pieces(tokens)]


def in_pieces(tokens: Sequence[str]) -> Sequence[str]:
    """Surname and syllables of a name written in one piece; other names as they are."""
    if len(tokens) != 1 or not is_han(tokens[0]) or not 1 < len(tokens[0]) <= LONGEST_PERSON:
        return tokens
    name = tokens[0]
    at = 2 if name[:2] in TWO_CHARACTER_SURNAMES and len(name) > 2 else 1
    return (name[:at], *name[at:])


@lru_cache(maxsize=16_384)
def read(token: str) -> str:
    """One word as it is read."""
    if HANGUL.search(token):
        return korean(token)
    return "".join(_pinyin().get(sign, sign) for sign in japanese(token))


_BONES = str.maketrans(
    {
        **dict.fromkeys("aeiouyhw'", ""),
        **dict.fromkeys("bpvf", "p"),
        **dict.fromkeys("dt", "t"),
        **dict.fromkeys("gkqc", "k"),
        **dict.fromkeys("szjx", "s"),
        "r": "l",
    }
)


@lru_cache(maxsize=65_536)
def bones(word: str) -> str:
    """What scripts without vowels, or without voiced sounds, keep of a word: its consonants, those
    that one script does not tell apart taken as one."""
    for two, one in (("ch", "s"), ("kh", "k"), ("gh", "k"), ("ng", "n"), ("th", "t"), ("ph", "p")):
        word = word.replace(two, one)
    left = word.translate(_BONES)
    return "".join(sign for at, sign in enumerate(left) if left[at - 1 : at] != sign)
