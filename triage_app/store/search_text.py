"""Announcement -> the two texts the index holds of it, and whether a question fits it."""

from collections.abc import Iterable, Iterator

from triage_app.model.item import Announcement, Party
from triage_app.model.search import SearchFor
from triage_app.store.search_words import digits, facet, fold, joined, words

PART_FROM = 3
"""Characters from which a part of a name or number is looked for: an index of trigrams."""


def word_text(announcement: Announcement) -> str:
    """Every word of the announcement, and its facets."""
    spoken = joined(_texts(announcement))
    return " ".join(part for part in (spoken, *_facets(announcement)) if part)


def part_text(announcement: Announcement) -> str:
    """Names and numbers, where a part from the middle is looked for as well."""
    return " ".join(dict.fromkeys(_parts(announcement)))


def facet_words(asked: SearchFor) -> list[str]:
    """The facets asked for, as the index holds them."""
    given = (facet("o", asked.origin), facet("c", asked.carrier))
    return [word for word in given if word]


def fits(announcement: Announcement, asked: Iterable[str], facets: Iterable[str]) -> bool:
    """Whether each word begins a word of the announcement or is a part of a name or number, and
    each facet is its own."""
    here, parts = word_text(announcement).split(" "), ""
    if any(one not in here for one in facets):
        return False
    for word in asked:
        if any(one.startswith(word) for one in here):
            continue
        parts = parts or part_text(announcement)
        if len(word) < PART_FROM or word not in parts:
            return False
    return True


def _texts(announcement: Announcement) -> Iterator[str]:
    yield announcement.number
    yield from (number for _, number in announcement.aliases)
    yield from (announcement.bag, announcement.flight, announcement.carrier)
    for party in (announcement.sender, announcement.recipient):
        yield from (party.name, *party.address_lines, party.city, party.state, party.post_code)
        yield from (party.email, party.phone, digits(party.phone), party.tax_id)
    for line in announcement.lines:
        yield from (line.description, line.hs)


def _parts(announcement: Announcement) -> Iterator[str]:
    yield fold(announcement.number)
    yield from (fold(number) for _, number in announcement.aliases)
    for party in (announcement.sender, announcement.recipient):
        yield from _party_parts(party)


def _party_parts(party: Party) -> Iterator[str]:
    yield from words(party.name)
    if party.phone:
        yield digits(party.phone)
    yield from words(party.email)


def _facets(announcement: Announcement) -> Iterator[str]:
    origins = [announcement.origin, *(line.origin for line in announcement.lines)]
    yield from dict.fromkeys(facet("o", origin) for origin in origins)
    yield facet("c", announcement.carrier)
