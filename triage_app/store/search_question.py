"""SearchFor -> what the index is asked: each word as itself, as a beginning, as a part of others.

Longer words are turned into the words of the index that hold them (few), and those are looked for
exactly: that is many times quicker than to gather every item with any of them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from triage_app.model.noun import noun
from triage_app.model.search import SearchFor
from triage_app.store.search_text import (
    FRAGMENT_LENGTH,
    NUMBER,
    RARE,
    SHORTEST_PART,
    carrier_facet,
    fragments,
    origin_facet,
)
from triage_app.store.search_words import is_unspaced, pairs, pieces

MOST_ASKED: Final = 16
"""Words of one question; nobody types more, and what was pasted by mistake must not take long."""
MOST_WORDS: Final = 64
"""Words of the index that one word of the question may stand for."""
SHORTEST_NUMBER: Final = 6
"""Characters from which words put together may be one number, written in groups."""

Beginning = Callable[[str, int], Sequence[str]]
"""(beginning, most) -> words of the index that begin so."""
Holding = Callable[[str, int], Sequence[str]]
"""(part, most) -> words of the index that hold it, but do not begin with it."""


@noun(frozen=True, slots=True)
class Question:
    """`match` is an expression of FTS5, "" for one that every item fits. Items found may fit by
    chance: then each of `told` must stand in their text (see search_text.whole_text) and a word
    begin with each of `begun`, or `grouped` must stand there. `partial` as in Findings."""

    match: str = ""
    told: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    grouped: str = ""
    partial: tuple[str, ...] = ()

    @property
    def may_mislead(self) -> bool:
        """Whether what the index finds has to be read to know that it fits."""
        return bool(self.told or self.begun)


def question_of(asked: SearchFor, beginning: Beginning, holding: Holding) -> Question:
    """The question in the index's own words."""
    said = list(dict.fromkeys(pieces(asked.text)))[:MOST_ASKED]
    partial: list[str] = []
    longer = [piece for piece in said if len(piece) > 1 or not piece.isascii()]
    matches = [_piece(piece, beginning, holding, partial) for piece in longer or said]
    match = " AND ".join(matches)
    grouped = _grouped(asked.text, said)
    if grouped:
        match = f'({match}) OR "{NUMBER}{grouped}" *'
    facets = [f'"{word}"' for word in (origin_facet(asked.origin), carrier_facet(asked.carrier))]
    exact = [word for word in facets if word != '""']
    parts = [f"({match})" if match else "", *exact]
    told = tuple(piece for piece in said if _may_mislead(piece))
    return Question(
        match=" AND ".join(filter(None, parts)),
        told=told,
        begun=tuple(piece for piece in said if piece not in longer) if longer else (),
        grouped=grouped,
        partial=tuple(partial),
    )


def fits(whole_text: str, question: Question) -> bool:
    """Whether what may have been found by chance was not."""
    if question.grouped and question.grouped in whole_text:
        return True
    if not all(piece in whole_text for piece in question.told):
        return False
    return all(re.search(f"(?<![^\\W_]){letter}", whole_text) for letter in question.begun)


def _piece(piece: str, beginning: Beginning, holding: Holding, partial: list[str]) -> str:
    if is_unspaced(piece) and len(piece) > 1:
        return _all(pairs(piece))
    if len(piece) == 1 and piece.isascii():
        return f'"{piece}"'  # alone, a beginning of one letter would be half of all items
    return f"({' OR '.join(_ways(piece, beginning, holding, partial))})"


def _ways(piece: str, beginning: Beginning, holding: Holding, partial: list[str]) -> Iterator[str]:
    begun = beginning(piece, MOST_WORDS + 1)
    if len(begun) <= MOST_WORDS:
        yield from (f'"{word}"' for word in dict.fromkeys((piece, *begun)))
    elif len(piece) < SHORTEST_PART:
        partial.append(piece)
        yield from (f'"{word}"' for word in dict.fromkeys((piece, *begun[:MOST_WORDS])))
    else:
        yield f'"{piece}" *'
    if len(piece) < SHORTEST_PART:
        yield from (f'"{NUMBER}{piece}"', f'"{RARE}{piece}"')
        return
    yield f'"{RARE}{piece}" *'
    if not _is_of_letters(piece):
        yield fragments(piece)
    if piece.isdecimal():
        return  # a part of a house number is nobody's question
    held = holding(piece, MOST_WORDS + 1)
    if len(held) > MOST_WORDS:
        partial.append(piece)
    yield from (f'"{word}"' for word in held[:MOST_WORDS])


def _all(tokens: Sequence[str]) -> str:
    return "(" + " AND ".join(f'"{token}"' for token in tokens) + ")"


def _grouped(text: str, said: Sequence[str]) -> str:
    """The words put together, where they may be one number as it is printed in groups."""
    together = "".join(pieces(text))
    is_one = len(said) > 1 and together.isascii() and any(map(str.isdigit, together))
    return together if is_one and SHORTEST_NUMBER <= len(together) <= 64 else ""


def _may_mislead(piece: str) -> bool:
    """Whether the index knows of its parts only that they stand somewhere in the item."""
    if is_unspaced(piece):
        return len(piece) > 2
    return len(piece) > FRAGMENT_LENGTH and not _is_of_letters(piece)


def _is_of_letters(piece: str) -> bool:
    """Whether no number is asked for by it: the letters of numbers are words of their own."""
    return piece.isascii() and piece.isalpha() and len(piece) > SHORTEST_PART
