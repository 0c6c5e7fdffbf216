"""resources/formats/code_pages.toml -> the code pages a manifest may be in, and how words of those
who write in each look."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from triage_app.assets import asset


@dataclass(frozen=True, slots=True)
class Language:
    """Its small letters beyond ASCII, those no long text does without, each with what stands for
    it elsewhere, and what no word of it has."""

    letters: frozenset[str]
    must: tuple[frozenset[str], ...]
    never: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Page:
    """A code page by Python's name of it; `words` is the kind of its words, `languages` are who
    writes in it where they write Latin letters, `never` is what no text in it has."""

    name: str
    words: str
    languages: tuple[Language, ...]
    never: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class CodePages:
    """Every page, the likelier of two that read a file alike first, and how frequent the small
    letters of the Cyrillic script are, of a thousand."""

    pages: tuple[Page, ...]
    cyrillic: Mapping[str, int]


@cache
def load_code_pages() -> CodePages:
    """The table that comes with the program."""
    table = tomllib.loads(asset("formats", "code_pages.toml").read_text("utf-8"))
    languages = {name: _language(said) for name, said in table["language"].items()}
    pages = [
        Page(
            one["name"],
            one["words"],
            tuple(languages[name] for name in one.get("languages", ())),
            _pattern(one),
        )
        for one in table["page"]
    ]
    frequent = {c: int(n) for n, letters in table["cyrillic"].items() for c in letters}
    return CodePages(tuple(pages), frequent)


def _language(said: Mapping[str, Any]) -> Language:
    same = [frozenset(letters) for letters in said.get("same", ())]
    must = {next((s for s in same if letter in s), frozenset(letter)) for letter in said["must"]}
    return Language(frozenset(said["letters"]), tuple(sorted(must, key=sorted)), _pattern(said))


def _pattern(said: Mapping[str, Any]) -> re.Pattern[str] | None:
    return re.compile(said["never"]) if "never" in said else None
