"""Lexicon file -> Lexicon, whole or refused with file, line, reason."""

import re
from collections.abc import Mapping

from triage_app.assets import asset
from triage_app.risk.folding import fold
from triage_app.risk.lexicons import Concept, Lexicon
from triage_app.risk.toml_table import Document, Table

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def identifier(table: Table) -> str:
    """The table's id: lower case words joined by hyphens."""
    name = table.text("id")
    if not _ID.match(name):
        raise table.refuse(f"the id '{name}' must be lower case words joined by hyphens", "id")
    return name


def countries(table: Table, key: str) -> tuple[str, ...]:
    """A list of ISO 3166 alpha-2 codes."""
    codes = table.words(key, ())
    for country in codes:
        if len(country) != 2 or not country.isupper():
            raise table.refuse(f"'{country}' is no two-letter country code", key)
    return codes


def lexicon_text(word: str, top: Table, given: Mapping[str, str] | None) -> str:
    if given is not None and word in given:
        return given[word]
    path = asset("rules", "lexicons", f"{word}.toml")
    if not _ID.match(word) or not path.is_file():
        raise top.refuse(f"there is no lexicon '{word}'", "lexicons")
    return path.read_text("utf-8")


LANGUAGES = ("en", "zh", "es", "fr", "de", "ru")


def read_lexicon(word: str, text: str) -> Lexicon:
    top = Document(text, f"{word}.toml").top
    if (name := top.text("id")) != word:
        raise top.refuse(f"the lexicon's id is '{name}', its file '{word}'", "id")
    lexicon = Lexicon(word, top.text("version"), tuple(map(_concept, top.tables("concept"))))
    seen: set[str] = set()
    for concept in lexicon.concepts:
        if concept.id in seen:
            raise top.refuse(f"the concept '{concept.id}' stands there twice")
        seen.add(concept.id)
    top.done()
    return lexicon


def _concept(table: Table) -> Concept:
    concept = Concept(
        id=identifier(table),
        words=tuple(word for language in LANGUAGES for word in table.words(language, ())),
        chapters=table.words("chapters", ()),
        origins=frozenset(countries(table, "origins")),
        valid_from=table.day("from"),
        figure=table.whole("figure", 0),
        unless=tuple(" ".join(fold(word).split()) for word in table.words("unless", ())),
        un=_un_numbers(table),
    )
    if not concept.words:
        raise table.refuse(f"'{concept.id}' has no words ({', '.join(LANGUAGES)})")
    table.done()
    return concept


def _un_numbers(table: Table) -> tuple[str, ...]:
    numbers = table.words("un", ())
    for number in numbers:
        if len(number) != 4 or not (number.isascii() and number.isdecimal()):
            raise table.refuse(f"'{number}' is no UN number of four digits", "un")
    return numbers
