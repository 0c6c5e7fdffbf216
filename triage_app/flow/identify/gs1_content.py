"""What the content of a GS1 component must be: one small check a name, as the AI table uses them.

Each takes the component's text and gives a sentence of what is wrong, or NOTHING. Source: GS1
General Specifications (section 3 for each AI, 7.9 for check characters, 7.11 for characters). The
company prefix itself is not looked up: its register is not on the station.
"""

import re
from collections.abc import Callable, Mapping

from triage_app.flow.identify import checks
from triage_app.flow.identify.countries import countries, currencies, numeric_countries
from triage_app.model.sentence import NOTHING, Sentence, tr

CHARACTERS_82 = (
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)
_CSET_82 = frozenset(CHARACTERS_82)
_CSET_39 = frozenset("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CSET_64 = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_=")
_DIGITS = frozenset("0123456789")
_CSET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PERCENT = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}")
_PACKAGE = re.compile(r"[0-9A-Z]{1,4}")

Content = Callable[[str], Sentence]


def characters(text: str, kind: str) -> Sentence:
    """Whether the text keeps to its character set: n, x, y or z."""
    allowed = {"n": _DIGITS, "x": _CSET_82, "y": _CSET_39, "z": _CSET_64}[kind]
    if allowed.issuperset(text):
        return NOTHING
    if kind == "n":
        return tr("identify", "only digits may stand here")
    return tr("identify", "a character that GS1 does not allow here")


def _digits_then(rule: Callable[[str], Sentence]) -> Content:
    def content(text: str) -> Sentence:
        return characters(text, "n") or rule(text)

    return content


def _csum(text: str) -> Sentence:
    wanted = checks.mod10(text[:-1])
    if text[-1:] == wanted:
        return NOTHING
    return tr(
        "identify",
        "check digit is {found}, by the number it should be {wanted}",
        found=text[-1:],
        wanted=wanted,
    )


def _csumalpha(text: str) -> Sentence:
    body, pair = text[:-2], text[-2:]
    if len(pair) < 2 or len(body) > len(_PRIMES):
        return tr("identify", "length does not allow for a check pair")
    if not _CSET_82.issuperset(body):
        return characters(body, "x")
    weighted = zip(reversed(body), _PRIMES, strict=False)
    total = sum(CHARACTERS_82.index(c) * prime for c, prime in weighted) % 1021
    wanted = _CSET_32[total >> 5] + _CSET_32[total & 31]
    if pair == wanted:
        return NOTHING
    return tr(
        "identify",
        "check characters are {found}, by the number they should be {wanted}",
        found=pair,
        wanted=wanted,
    )


def _among(allowed: Callable[[], frozenset[str]], what: str) -> Content:
    def content(text: str) -> Sentence:
        return NOTHING if text in allowed() else tr("identify", "{what} is not known", what=what)

    return content


def _between(least: int, most: int, what: str, length: int = 0) -> Content:
    def content(text: str) -> Sentence:
        right = (not length or len(text) == length) and text != "" and least <= int(text) <= most
        return NOTHING if right else tr("identify", "{what} cannot be", what=what)

    return _digits_then(content)


def _date(year_digits: int, day_zero: bool) -> Content:
    def content(text: str) -> Sentence:
        wrong = tr("identify", "no such date")
        if len(text) != year_digits + 4:
            return wrong
        year, month, day = int(text[:-4]), int(text[-4:-2]), int(text[-2:])
        if not 1 <= month <= 12 or not (0 if day_zero else 1) <= day <= _MONTH_DAYS[month - 1]:
            return wrong
        # Two-digit years lie within fifty years of now, so 00 is 2000, which is a leap year.
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return wrong if month == 2 and day == 29 and not leap else NOTHING

    return _digits_then(content)


def _hhmi(text: str) -> Sentence:
    right = len(text) == 4 and int(text[:2]) <= 23 and int(text[2:]) <= 59
    return NOTHING if right else tr("identify", "no such time")


def _iban(text: str) -> Sentence:
    if not _IBAN.fullmatch(text):
        return tr("identify", "not an IBAN")
    turned = text[4:] + text[:4]
    value = int("".join(str(checks.ALPHABET_36.index(c)) for c in turned))
    return NOTHING if value % 97 == 1 else tr("identify", "the IBAN's check digits are wrong")


def _piece(text: str) -> Sentence:
    half = len(text) // 2
    right = text and len(text) % 2 == 0 and 0 < int(text[:half]) <= int(text[half:])
    return NOTHING if right else tr("identify", "no such piece of a total")


def _sequence(text: str) -> Sentence:
    position, slash, total = text.partition("/")
    numbers = position.isdecimal() and total.isdecimal() and slash
    right = numbers and 0 < int(position) <= int(total)
    return NOTHING if right else tr("identify", "no such place in a sequence")


def _fits(right: Callable[[str], object], what: str) -> Content:
    def content(text: str) -> Sentence:
        return NOTHING if right(text) else tr("identify", "{what} cannot be", what=what)

    return content


CONTENTS: Mapping[str, Content] = {
    "csum": _digits_then(_csum),
    "csumalpha": _csumalpha,
    "gcp": _fits(lambda t: _DIGITS.issuperset(t[:4]) and len(t) >= 4, "a company prefix"),
    "hasnondigit": _fits(lambda t: not t.isdecimal(), "a number of digits only"),
    "hh": _between(0, 23, "this hour", 2),
    "hhmi": _digits_then(_hhmi),
    "hyphen": _fits(lambda t: t == "-", "another sign than a hyphen"),
    "iban": _iban,
    "importeridx": _fits(
        lambda t: len(t) == 1 and (t in _CSET_64) and t != "=", "this importer index"
    ),
    "iso3166": _among(numeric_countries, "the country"),
    "iso3166999": _among(lambda: numeric_countries() | {"999"}, "the country"),
    "iso3166alpha2": _among(lambda: frozenset(countries()), "the country"),
    "iso4217": _among(currencies, "the currency"),
    "iso5218": _among(lambda: frozenset("0129"), "the code"),
    "latitude": _between(0, 1_800_000_000, "this latitude", 10),
    "longitude": _between(0, 3_600_000_000, "this longitude", 10),
    "mediatype": _among(
        lambda: frozenset(f"{n:02}" for n in (*range(1, 11), *range(80, 100))), "the medium"
    ),
    "mi": _between(0, 59, "this minute", 2),
    "nonzero": _digits_then(_fits(lambda t: t.strip("0"), "nothing but zeros")),
    "nozeroprefix": _digits_then(_fits(lambda t: t == "0" or t[:1] != "0", "a leading zero")),
    "packagetype": _fits(_PACKAGE.fullmatch, "this package type"),
    "pcenc": _fits(_PERCENT.fullmatch, "this percent encoding"),
    "pieceoftotal": _digits_then(_piece),
    "posinseqslash": _sequence,
    "ss": _between(0, 59, "this second", 2),
    "winding": _among(lambda: frozenset("019"), "the winding"),
    "yesno": _among(lambda: frozenset("01"), "the answer"),
    "yymmd0": _date(2, day_zero=True),
    "yymmdd": _date(2, day_zero=False),
    "yyyymmd0": _date(4, day_zero=True),
    "yyyymmdd": _date(4, day_zero=False),
    "zero": _digits_then(_fits(lambda t: t and not t.strip("0"), "another digit than zero")),
}
