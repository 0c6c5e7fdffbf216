"""Announced content -> the text the search index takes, quickly: what many items share is spelled
once."""

import re
from typing import Final, TypeVar

from triage_app.model.plain import Content
from triage_app.store.search_text import (
    facets,
    fragmented,
    origins,
    phones,
    rare_words,
    worded_fields,
)
from triage_app.store.search_words import MOST_CHARACTERS, ascii_words, compact, digits, words

K = TypeVar("K")
REMEMBERED: Final = 100_000
"""Of each kind: places, goods and streets come again and again."""
_LETTERS: Final = re.compile("[a-z]{4,}")
"""In a number they are looked for as a word is: by letters alone no fragment is asked for."""


class Spelling:
    """Spells items for the index; gathers the words that may be new to it: `take_fresh`."""

    def __init__(self) -> None:
        self._met: set[str] = set()
        self._spelled: dict[str, str] = {}
        self._others: dict[str, str] = {}
        self._phones: dict[str, str] = {}
        self._facets: dict[tuple[tuple[str, ...], str], str] = {}
        self._known: set[str] = set()
        self._fresh: set[str] = set()

    def text(self, number: str, content: Content) -> str:
        """Every word, number and facet of an item. What is plain ASCII stands as it is: the index
        splits and folds that as `search_words` does, in less time."""
        fields = worded_fields(content)
        text = " ".join(fields)
        if text.isascii() and len(text) <= MOST_CHARACTERS:
            self._meet(fields)
        else:
            text = " ".join([self._spelled.get(field) or self._spell(field) for field in fields])
        others = [self._others.get(other) or self._other(other) for _, other in content.aliases]
        told = [self._phones.get(phone) or self._phone(phone) for phone in phones(content) if phone]
        asked_by = origins(content), content.carrier
        parts = [text, self._own_number(number), *others, *told, *rare_words(content)]
        parts.append(self._facets.get(asked_by) or self._facet(asked_by))
        return " ".join(parts)

    def take_fresh(self) -> list[str]:
        """The words met since it was last asked that it had not met before."""
        fresh = list(self._fresh)
        if len(self._known) > REMEMBERED:
            self._known.clear()
        self._known |= self._fresh
        self._fresh = set()
        return fresh

    def _meet(self, fields: list[str]) -> None:
        """Note the words of ASCII fields that were not met before."""
        met = self._met
        unmet = [field for field in fields if field not in met]
        if unmet:
            if len(met) >= REMEMBERED:
                met.clear()
            met.update(unmet)
            self._note(ascii_words("\n".join(unmet)))

    def _note(self, found: list[str]) -> None:
        known = self._known
        self._fresh.update([word for word in found if word not in known])

    def _spell(self, field: str) -> str:
        """The words of a field, remembered."""
        found = list(words(field))
        self._note(found)
        return _remember(self._spelled, field, " ".join(found))

    def _own_number(self, number: str) -> str:
        """An item's own: no other has it, so it is not remembered."""
        said = compact(number)
        return self._fragments(said) if said else ""

    def _other(self, number: str) -> str:
        """Another number of an item: many share their master bill or bag."""
        return _remember(self._others, number, self._own_number(number))

    def _phone(self, phone: str) -> str:
        said = digits(phone)
        return _remember(self._phones, phone, self._fragments(said) if said else "")

    def _fragments(self, number: str) -> str:
        text = fragmented(number)
        if number.isdecimal():
            return text
        letters = _LETTERS.findall(number) if number.isascii() else [number]
        return " ".join([text, *[self._spelled.get(one) or self._spell(one) for one in letters]])

    def _facet(self, asked_by: tuple[tuple[str, ...], str]) -> str:
        return _remember(self._facets, asked_by, facets(*asked_by))


def _remember(spelled: dict[K, str], field: K, text: str) -> str:
    if len(spelled) >= REMEMBERED:
        spelled.clear()
    spelled[field] = text
    return text
