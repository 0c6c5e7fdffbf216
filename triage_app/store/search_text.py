"""Announced content -> what is searched of it: words, numbers, facets; one rule for what is stored
and what is asked."""

from string import ascii_lowercase
from typing import Final

from triage_app.model.item import Announcement
from triage_app.model.plain import Content, content_of
from triage_app.store.search_words import compact, digits, fold, words

# C1 controls begin what no text from outside can hold: they are no letters, so in no word.
FRAGMENT: Final = "\x80"
"""Begins four neighbouring characters of a number, or its last three."""
FACET: Final = "\x81"
"""Begins what an item is asked for exactly by, such as its origin."""
NUMBER: Final = "\x82"
"""Begins a whole number, and its first two characters."""
RARE: Final = "\x83"
"""Begins another word that hardly two items have in common."""
FRAGMENT_LENGTH: Final = 4
"""Of three the lists of three million items are ten times as long, and slow to compare."""
SHORTEST_PART: Final = 3
"""Of a number or a word that is looked for by its middle."""
MOST_COMPARED: Final = 5
"""Fragments; of a longer number only what covers it, from its end, where numbers differ most."""
FOLLOWING: Final = "0123456789" + ascii_lowercase
"""What may stand behind a part of a number."""


def origin_facet(origin: str) -> str:
    """The word an item's origin is asked for by; "" for one that says nothing."""
    return _facet("o", origin)


def carrier_facet(carrier: str) -> str:
    return _facet("c", carrier)


def fragments(part: str) -> str:
    """What of the index stands for a part of a number, of SHORTEST_PART characters or more, as an
    expression of FTS5. A number that fits holds its fragments, but may hold them apart."""
    if len(part) < FRAGMENT_LENGTH:
        # One by one, not as a beginning: that would gather all of them before the newest is known.
        if not part.isascii():
            return f'"{FRAGMENT}{part}" *'
        ways = [f'"{FRAGMENT}{part}{letter}"' for letter in ("", *FOLLOWING)]
        return f"({' OR '.join(ways)})"
    fours = _fours(part)
    if len(fours) > MOST_COMPARED:
        fours = [*fours[::-FRAGMENT_LENGTH], fours[0]]  # every character once, the last first
    said = [f'"{FRAGMENT}{four}"' for four in dict.fromkeys(fours)]
    return f"({' AND '.join(said)})"


def fragmented(number: str) -> str:
    """A number and its fragments, as words of the index."""
    parts = [*_fours(number), number[-SHORTEST_PART:]]
    return f" {FRAGMENT}".join([f"{NUMBER}{number} {NUMBER}{number[:2]}", *parts])


def whole_text(announcement: Announcement) -> str:
    """All that is searched, folded, in one text: a word or a part of one stands in it or not."""
    content = content_of(announcement)
    numbers = [compact(announcement.number), *(compact(number) for _, number in content.aliases)]
    numbers += map(digits, phones(content))
    fields = [*worded_fields(content), *rare_fields(content)]
    return "\n".join([*map(fold, fields), *filter(None, numbers)])


def worded_fields(content: Content) -> list[str]:
    """What people write in words; many items share each of them."""
    found = [content.carrier, content.bag, content.flight]
    for name, address, city, state, post_code, *_ in (content.sender, content.recipient):
        found += (name, *address, city, state, post_code)
    for _, description, _, _, _, _, hs, _ in content.lines:
        found += (description, hs)
    return found


def phones(content: Content) -> tuple[str, str]:
    """Telephones as they were announced, "" where there is none."""
    *_, sender, _, _ = content.sender
    *_, recipient, _, _ = content.recipient
    return sender, recipient


def rare_fields(content: Content) -> list[str]:
    """What hardly two items have in common: electronic addresses and tax numbers."""
    found = (*content.sender[-2:], *content.recipient[-2:])
    return [field for field in found if field]


def rare_words(content: Content) -> list[str]:
    return [RARE + word for field in rare_fields(content) for word in words(field)]


def origins(content: Content) -> tuple[str, ...]:
    """Where the item is from; where nobody says it, where its lines were made."""
    return (content.origin,) if content.origin else tuple({line[-1] for line in content.lines})


def facets(origins: tuple[str, ...], carrier: str) -> str:
    """What an item is asked for exactly by, as words of the index."""
    return " ".join(filter(None, [*map(origin_facet, origins), carrier_facet(carrier)]))


def _fours(number: str) -> list[str]:
    several = len(number) - FRAGMENT_LENGTH + 1
    return [number[at : at + FRAGMENT_LENGTH] for at in range(several)]


def _facet(kind: str, value: str) -> str:
    said = compact(value)
    return f"{FACET}{kind}{said}" if said else ""
