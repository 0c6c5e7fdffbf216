"""Text as it came -> text that can be compared: one case, one script where we can, no tricks."""

import re
from functools import lru_cache
from unicodedata import category, combining, normalize

from triage_app.risk.spoken import spoken

MAX_TEXT = 20_000
"""Characters of one text that are looked at: a description is short, an attack is long."""


def words(text: str) -> list[str]:
    """A word list as it is readable in code: words between spaces."""
    return text.split()


_LATIN = {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґўјљњћђџ",
        words(
            "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya "
            "ye i i g u j lj nj c dj dz"
        ),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        words("a v g d e z i th i k l m n x o p r s s t y f ch ps o"),
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءپچژگکیہٹڈڑںے",
        words(
            "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y a a _ p ch zh g k "
            "y h t d r n e"
        ),
        strict=True,
    )
)
_HEBREW = dict(
    zip(
        "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
        words("a b g d h v z h t y k k l m m n n s a p f ts ts k r sh t"),
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        words(
            "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o "
            "f ev"
        ),
        strict=True,
    )
)
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        words("a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"),
        strict=True,
    )
)
_LETTERS = {
    **_LATIN, **_CYRILLIC, **_GREEK, **_ARABIC, **_HEBREW, **_ARMENIAN, **_GEORGIAN
}  # fmt: skip
_WITHOUT_VOWELS = re.compile("[\u0590-\u06ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINING = frozenset("'’‘ʼ`´")

_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)).ljust(
    256
)
_ASCII_JOINING = "".join(sorted(filter(str.isascii, _JOINING))).encode("ascii")


class _Fold:
    """A table for str.translate that works each character out once."""

    def __getitem__(self, code: int) -> str | None:
        return _folded(code)


_FOLD = _Fold()


@lru_cache(maxsize=16_384)
def _folded(code: int) -> str | None:
    letter = chr(code)
    if letter in _LETTERS:
        return _LETTERS[letter].replace("_", "")
    if letter in _JOINING or combining(letter) or category(letter) in ("Cf", "Mn", "Me"):
        return None
    if category(letter) == "Nd":
        return str(int(letter))
    return letter if letter.isalnum() else " "


_FIRST_SPOKEN = "\u0900"


def fold(text: str) -> str:
    """Lower case, no accents, other alphabets in Latin letters, punctuation as spaces; Han stays.

    Apostrophes, zero-width characters and direction marks vanish; Hangul stays in
    syllables. Linear in the text.
    """
    text = text[:MAX_TEXT]
    if text.isascii():
        return fold_ascii(text)
    if max(text) >= _FIRST_SPOKEN:
        text = spoken(normalize("NFC", text))
    folded = normalize("NFKD", text).casefold().translate(_FOLD)
    return folded if folded.isascii() else normalize("NFC", folded)


def fold_ascii(text: str) -> str:
    """`fold` of a text that is ASCII: by its bytes, which costs a fifth of asking letter by
    letter."""
    folded = text.encode("ascii").translate(_ASCII, _ASCII_JOINING)
    return folded.decode("ascii")


_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)


def visible(text: str) -> tuple[str, int]:
    """The text without zero-width characters and direction marks, and how many there were."""
    if text.isascii():
        return text, 0
    return _INVISIBLE.subn("", text)


_LOOKS = dict(
    zip(
        "асԁеһіјӏкоԛрѕтухвмнАВСЕНІЈКМОРЅТУХԜαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "acdehijlkoqpstyxbmhABCEHIJKMOPSTYXWabeiknoptuxABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Cyrillic and Greek letters that are drawn like Latin ones (Unicode Technical Standard 39)."""
_MIXED_WORD = re.compile(r"[^\W\d_]+")
_LATIN_LETTER = re.compile("[A-Za-z]")


def in_latin_looks(text: str) -> str:
    """The text with each word that mixes Latin letters with look-alikes of another alphabet written
    in Latin ones: nobody spells so but to hide. Words of one alphabet stay."""
    return _MIXED_WORD.sub(_by_looks, text)


def _by_looks(found: re.Match[str]) -> str:
    word = found[0]
    if word.isascii() or not _LATIN_LETTER.search(word):
        return word
    return "".join(_LOOKS.get(letter, letter) for letter in word)


def is_without_vowels(text: str) -> bool:
    """Whether the text holds a letter of Arabic or Hebrew script, which write few vowels."""
    return not text.isascii() and bool(_WITHOUT_VOWELS.search(text))


def is_han(text: str) -> bool:
    """Whether the text holds a Chinese, Japanese or Korean character."""
    if text.isascii() or max(text) < "\u3040":  # nearly all texts
        return False
    return any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" for letter in text)
