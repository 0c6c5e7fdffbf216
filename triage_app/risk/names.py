"""Party -> keys that stay the same when a name, address or number is written another way."""

import re
from functools import lru_cache

from triage_app.model.item import Party
from triage_app.risk.folding import fold, fold_ascii, is_han, words

MAX_NAME = 400
CACHED = 16_384

LEGAL_FORMS = frozenset(
    words("""ab ag as asa bhd bv bvba cia co company corp corporation cv doo eurl fze gmbh inc
    incorporated intl jsc kft kg kk lda limited limitada llc llp lp ltd ltda mbh nv oao oo ooo oy
    oyj pao plc pjsc pt pte pty pvt sa sab sac sapi sarl sas sdn sl sp spa spol srl sro tbk ug zao
    zoo ano asbl cjsc eood fzco jv kgaa nyrt ohg ojsc ood prjsc psc saa sasu snc tov uab wll zrt""")
)
"""Abbreviations of legal forms, folded; the common ones of the world's registers."""

HAN_FORMS = re.compile("股份有限公司|有限责任公司|有限公司|公司|株式会社|유한회사|주식회사")

TITLES = frozenset(
    words("""mr mrs ms miss mx dr prof professor sir madam madame mme mlle monsieur herr frau senor
    senora sr sra sig signor dott ing don dona attn attention dear the mister gospodin""")
)

_SAID_OF_ANY = LEGAL_FORMS | TITLES

_DOTTED = re.compile(r"\b(?:\w\.){2,}")


def person_key(party: Party) -> str:
    """The party's name in one form: folded, sorted tokens, no titles, legal forms or lone
    initials. "" when no name is announced."""
    return name_key(party.name[:MAX_NAME])


@lru_cache(maxsize=CACHED)
def name_key(name: str) -> str:
    """`person_key` of a bare name: equal for the same words in any order and case."""
    if name.isascii():  # nothing to ask each word for its script
        words = fold_ascii(undotted(name)).split()
        tokens = words
        if not _SAID_OF_ANY.isdisjoint(words):
            tokens = [word for word in words if word not in _SAID_OF_ANY] or words
        long = [token for token in tokens if len(token) > 1]
        return " ".join(sorted(long if len(long) > 1 else tokens))
    tokens = name_tokens(name)
    if len(tokens) > 1 and all(is_han(token) for token in tokens):
        return "".join(tokens)
    long = [token for token in tokens if len(token) > 1 or is_han(token)]
    return " ".join(sorted(long if len(long) > 1 else tokens))


def name_tokens(name: str) -> list[str]:
    """The folded words of a name in their order, without titles and legal forms (all of them
    where nothing else would remain)."""
    return said_of_any(fold(undotted(name)).split())


def undotted(name: str) -> str:
    """The name with its dotted letters written together ("A.B.C.")."""
    if "." not in name:
        return name
    return _DOTTED.sub(lambda dotted: dotted[0].replace(".", "") + " ", name)


def said_of_any(tokens: list[str]) -> list[str]:
    """The words without titles and legal forms; all of them where nothing else would remain."""
    if any(map(is_han, tokens)):
        tokens = [HAN_FORMS.sub("", token) or token if is_han(token) else token for token in tokens]
    kept = [token for token in tokens if token not in _SAID_OF_ANY]
    return kept or tokens


_SHORTEST_PHONE = 7
_PHONE_DIGITS = 9
_EXTENSION = re.compile(r"(?:ext|x|#|;).*$", re.IGNORECASE | re.DOTALL)
_DIGITS = {code: None for code in range(128) if not chr(code).isdecimal()}
_BESIDE_DIGITS = bytes(code for code in _DIGITS if chr(code) not in "xX#;")
"""What may begin an extension stays."""


def phone_key(party: Party) -> str:
    """The last nine digits of the party's telephone number, the same with and without country
    code or trunk zero. "" when it is too short for a subscriber or one digit repeated."""
    return subscriber_key(party.phone)


def subscriber_key(phone: str) -> str:
    """`phone_key` of a bare number."""
    text = phone[:60]
    if text.isascii():
        digits = text.encode("ascii").translate(None, _BESIDE_DIGITS).decode("ascii")
    if not text.isascii() or (digits and not digits.isdecimal()):
        digits = _without_extension(text)
    if len(digits) < _SHORTEST_PHONE or digits.count(digits[0]) == len(digits):
        return ""
    return digits[-_PHONE_DIGITS:]


def _without_extension(text: str) -> str:
    """The digits of a number in any script before what says its extension."""
    text = _EXTENSION.sub("", text)
    if text.isascii():
        return text.translate(_DIGITS)
    return "".join(letter for letter in fold(text) if letter.isdecimal())


_UNIT_WORDS = frozenset(
    words("""apartment apt unit suite ste flat floor fl room rm bldg building block trlr lot kv
    kvartira wohnung whg appartement appt depto piso int oficina etage stock level""")
)
_LONGEST_NUMBER = 6
_UNIT = re.compile(
    rf"\b(?:{'|'.join(sorted(_UNIT_WORDS, reverse=True))})"
    r"(?:\s+no)?(?:\s+|(?=\d))(?=\w*\d|[a-z]\b)\w{1,6}\b|\b\d{1,3}(?:st|nd|rd|th) (?:floor|fl)\b"
)
_HASH_UNIT = re.compile(r"#\s*\w{1,6}\b")
_BOX = re.compile(
    r"\b(?:p ?o ?box|post(?:al)? ?(?:office )?box|postfach|apartado|boite postale|"
    r"abonentskii iashchik|a ya|po bx|box(?= \w*\d)) (\w{1,10})\b"
)
"""The word alone is a box before a number only: there is a Box Elder Street."""
_HAN_STREET = re.compile(r"([^\s\d省市区县镇乡]{1,8}?(?:大道|路|街|道|巷|弄))\D{0,3}(\d{1,6})")
_NUMBER = re.compile(r"(?<!\S)(\d{1,6}[a-z]?)(?!\S)")
_RANGE = re.compile(r"(?<=\d)\s*[-/–]\s*(?=\d)")
_STREET_TYPES = frozenset(
    words("""street st avenue ave av road rd drive dr lane ln boulevard blvd court ct place pl
    terrace
    ter way square sq highway hwy parkway pkwy circle cir trail trl alley close crescent north
    south east west n s e w ne nw se sw rue de la le du des del las los el calle c carrera via
    viale piazza ul ulitsa prospekt pr d dom no nr num number house der die das den am an the of
    strasse str weg platz allee""")
)
_ORDINALS = dict(
    zip(
        words("first second third fourth fifth sixth seventh eighth ninth tenth"),
        words("1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th"),
        strict=True,
    )
)
_GERMAN_TAILS = ("strasse", "str", "gasse", "weg", "platz", "allee")
_GERMAN_TAIL = re.compile(rf"(?<=\w{{3}})(?:{'|'.join(_GERMAN_TAILS)})$")
_PLAIN_HOUSE = re.compile(rf"([0-9]{{1,{_LONGEST_NUMBER}}})((?: +[a-z]+)+) *(?:[|,;]|$)", re.ASCII)
_TO_SORT_OUT = re.compile("['`#/-]|b[ox]|fach|partado|ya")
"""What must not be in an address for its first words to be the house: marks that mean something,
and a part of each word for a box (see `_may_name_a_box`)."""
_BETWEEN = re.compile(r"[|,;]")


def address_key(party: Party) -> str:
    """House number, first word of the street and post code (city where there is none); flats,
    floors and suites dropped. "" when no house or box number, or no place, is announced."""
    return _kept_house_key(party.address_lines, party.city, party.post_code)


def house_key(address_lines: tuple[str, ...], city: str, post_code: str) -> str:
    """`address_key` of the bare parts of an address."""
    place = _place(city[:80], post_code[:20])
    text = " | ".join([line[:200] for line in address_lines[:8]])
    house = (_plain_house(text) or _house(text)) if place and text else ""
    return f"{house} {place}" if house else ""


_kept_house_key = lru_cache(maxsize=CACHED)(house_key)


def _place(city: str, post_code: str) -> str:
    """The post code without its extension, else the city's name."""
    if post_code.isdecimal() and post_code.isascii() and len(post_code) != 9:
        return post_code
    code = fold(post_code).replace(" ", "")
    if len(code) == 9 and code.isdecimal():
        code = code[:5]
    return code or fold(city).replace(" ", "")


def _plain_house(text: str) -> str:
    """As `_house`, of an address that begins "12 Elm Street" and has nothing to sort out; "" of
    any other."""
    lower = text.lower()
    found = _PLAIN_HOUSE.match(lower)
    if not found or not text.isascii() or _TO_SORT_OUT.search(lower):
        return ""
    number, street = found.groups()
    stem = _plain_stem(street)
    return f"{number} {stem}" if stem else ""


@lru_cache(maxsize=CACHED)
def _plain_stem(street: str) -> str:
    """The stem of a street that many addresses name; "" where its words name a flat too."""
    words = street.split()
    if not _UNIT_WORDS.isdisjoint(words):
        return ""
    return next((_stem(word) for word in words if word not in _STREET_TYPES), "")


def _house(text: str) -> str:
    """Number and street stem of address lines joined by bars."""
    if "#" in text:
        text = _HASH_UNIT.sub(" ", text)
    if "-" in text or "/" in text or "–" in text:
        text = _RANGE.sub("", text)
    segments = [" ".join(fold(part).split()) for part in _BETWEEN.split(text)]
    for segment in segments:
        if _may_name_a_box(segment) and (box := _BOX.search(segment)):
            return f"box {box[1]}"
        if not segment.isascii() and (street := _HAN_STREET.search(segment)):
            return f"{street[2]} {street[1]}"
    return _numbered(segments)


def _may_name_a_box(segment: str) -> bool:
    """Whether it is worth asking: every word of _BOX has one of these in it."""
    return (
        "bo" in segment
        or "bx" in segment
        or "fach" in segment
        or "partado" in segment
        or "a ya" in segment
    )


def _numbered(segments: list[str]) -> str:
    """The first segment with a house number gives number and stem; a bare number ("Elm Street,
    12") takes its stem from the segment before, or after."""
    for place, whole in enumerate(segments):
        segment = _UNIT.sub(" ", whole)
        found = _NUMBER.search(segment)
        if not found:
            continue
        stem = _stem(segment[found.end() :]) or _stem(segment[: found.start()])
        around = [*segments[place - 1 : place], *segments[place + 1 : place + 2]]
        while not stem and around:
            stem = _stem(_UNIT.sub(" ", around.pop(0)))
        if stem:
            return f"{found[1]} {stem}"
    return ""


def _stem(words: str) -> str:
    """The first word that says which street it is."""
    for word in words.split():
        if word not in _STREET_TYPES:
            word = _ORDINALS.get(word, word)
            return _GERMAN_TAIL.sub("", word) if word.endswith(_GERMAN_TAILS) else word
    return ""
