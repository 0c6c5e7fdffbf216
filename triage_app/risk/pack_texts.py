"""A pack's sentences in other languages: `texts.es = "..."` beside `text`, `owed_texts.es` beside
`owed`.

A language that is missing falls back to English, text by text. Acts and the command line keep the
English ones: what was recorded reads the same everywhere.
"""

import re
from collections.abc import Callable, Mapping

from triage_app.risk.toml_table import Table

Texts = dict[str, dict[str, str]]
"""By language, the translation of each English text."""
Check = Callable[[Table, str, str, frozenset[str]], None]
"""Refuses a template that uses what its signal or effect does not say."""
_LANGUAGE = re.compile(r"[a-z]{2}\Z")


def read_texts(
    table: Table, key: str, path: str, says: frozenset[str], check: Check
) -> Mapping[str, str]:
    """The translations under `key` of a rule or row, by language of two letters."""
    inner = table.table(key, path)
    made = {}
    for language in inner.names:
        if not _LANGUAGE.match(language):
            raise inner.refuse(f"'{language}' is no language of two letters", language)
        made[language] = inner.text(language)
        check(inner, language, made[language], says)
    return made


def add_texts(texts: Texts, english: str, translated: Mapping[str, str]) -> None:
    """Note the translations of one English text."""
    for language, text in translated.items():
        texts.setdefault(language, {})[english] = text


def add_row_texts(
    texts: Texts,
    row: tuple[str, str],
    translated: Mapping[str, str],
    owed: Mapping[str, str],
    tail: str,
) -> None:
    """Note those of a law row, whose text is shown alone, and with what is owed behind it; `tail`
    is what follows both, in English."""
    text, owing = row
    for language, said in translated.items():
        of = texts.setdefault(language, {})
        of[f"{text}{tail}"] = f"{said}{tail}"
        if owing:
            of[f"{text} {owing}{tail}"] = f"{said} {owed.get(language, owing)}{tail}"
