"""Announcement -> the text the index holds of it; and whether a word stands in it."""

import re
from typing import Final

from triage_app.model.item import Announcement
from triage_app.store.search_words import compact, digits, fold, words

# C1 controls begin what no text from outside can hold: they are no letters, so in no word.
FRAGMENT: Final = "\x80"
"""Begins three neighbouring characters of a number."""
FACET: Final = "\x81"
"""Begins what an item is asked for exactly by, such as its origin."""
NUMBER: Final = "\x82"
"""Begins a whole number, and its first two characters."""
RARE: Final = "\x83"
"""Begins another word that hardly two items have in common."""
FRAGMENT_LENGTH: Final = 3
REMEMBERED: Final = 100_000
"""Fields whose words are kept: places, goods and streets come again and again."""
_LETTERS: Final = re.compile("[a-z]{4,}")
"""In a number they are looked for as a word is: by letters alone no fragment is asked for."""


class Spelling:
    """Spells announcements for the index; `fresh` gathers words that may be new to it."""

    def __init__(self) -> None:
        self._spelled: dict[str, str] = {}
        self._known: set[str] = set()
        self._fresh: set[str] = set()

    def text(self, announcement: Announcement) -> str:
        """Every word, number and facet of the announcement, as the index takes them."""
        spelled, spell = self._spelled, self._spell
        parts = [spelled.get(field) or spell(field) for field in _fields(announcement) if field]
        for number in _numbers(announcement):
            parts.append(_fragmented(number))
            if not number.isdecimal():
                parts += map(spell, _lettered(number))
        parts += _rare(announcement)
        parts += _facets(announcement)
        return " ".join(parts)

    def take_fresh(self) -> list[str]:
        """The words met since it was last asked that it had not met before."""
        fresh = list(self._fresh)
        if len(self._known) > REMEMBERED:
            self._known.clear()
        self._known |= self._fresh
        self._fresh = set()
        return fresh

    def _spell(self, field: str) -> str:
        """The words of a field, remembered."""
        found = list(words(field))
        self._fresh.update(word for word in found if word not in self._known)
        spelled = " ".join(found)
        if len(self._spelled) >= REMEMBERED:
            self._spelled.clear()
        self._spelled[field] = spelled
        return spelled


def origin_facet(origin: str) -> str:
    """The word an item's origin is asked for by; "" for one that says nothing."""
    return _facet("o", origin)


def carrier_facet(carrier: str) -> str:
    return _facet("c", carrier)


def fragments(number: str) -> list[str]:
    """Three neighbouring characters and three, each as a word of the index."""
    return [
        FRAGMENT + number[at : at + FRAGMENT_LENGTH]
        for at in range(len(number) - FRAGMENT_LENGTH + 1)
    ]


def whole_text(announcement: Announcement) -> str:
    """All that is searched, folded, in one text: a word or a part of one stands in it or not."""
    fields = [*_fields(announcement), *_rare_fields(announcement)]
    return "\n".join([*map(fold, fields), *_numbers(announcement)])


def _fields(announcement: Announcement) -> list[str]:
    """What people write in words; many items share each of them."""
    found = [announcement.carrier, announcement.bag, announcement.flight]
    for party in (announcement.sender, announcement.recipient):
        found += (party.name, *party.address_lines, party.city, party.state, party.post_code)
    for line in announcement.lines:
        found += (line.description, line.hs)
    return found


def _numbers(announcement: Announcement) -> list[str]:
    """What is looked for by a part from its middle: numbers and telephones, compact."""
    found = [compact(announcement.number)]
    found += [compact(number) for _, number in announcement.aliases]
    found += [digits(party.phone) for party in (announcement.sender, announcement.recipient)]
    return [number for number in found if number]


def _rare_fields(announcement: Announcement) -> list[str]:
    sender, recipient = announcement.sender, announcement.recipient
    found = (sender.email, sender.tax_id, recipient.email, recipient.tax_id)
    return [field for field in found if field]


def _rare(announcement: Announcement) -> list[str]:
    return [RARE + word for field in _rare_fields(announcement) for word in words(field)]


def _fragmented(number: str) -> str:
    """A number and its fragments, as words of the index."""
    several = len(number) - FRAGMENT_LENGTH + 1
    parts = [number[at : at + FRAGMENT_LENGTH] for at in range(several)]
    return f" {FRAGMENT}".join([f"{NUMBER}{number} {NUMBER}{number[:2]}", *parts])


def _lettered(number: str) -> list[str]:
    return _LETTERS.findall(number) if number.isascii() else [number]


def _facets(announcement: Announcement) -> list[str]:
    origins = {announcement.origin} if announcement.origin else _made_in(announcement)
    found = [origin_facet(origin) for origin in origins]
    found.append(carrier_facet(announcement.carrier))
    return [word for word in found if word]


def _made_in(announcement: Announcement) -> set[str]:
    return {line.origin for line in announcement.lines}


def _facet(kind: str, value: str) -> str:
    said = compact(value)
    return f"{FACET}{kind}{said}" if said else ""
