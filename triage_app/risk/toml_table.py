"""TOML text -> tables that know their line, so that a wrong value can be pointed at."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from triage_app.model.errors import Fault
from triage_app.model.sentence import tr

T = TypeVar("T")

LONGEST_TEXT = 4_000_000
"""Characters of a pack or lexicon; the shipped ones have 60,000."""
LARGEST = 1_000_000_000
"""No threshold or amount needs a larger number; what is larger is a slip of the finger."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls, turns of direction, marks of no width: in a citation they would deceive."""


class PackRefused(Fault):
    """A rule pack or lexicon holds an error; the one before stays in use. `every` are all the
    errors that were found, this one among them, in the order of their lines."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(
            tr("rules", "{file}, line {line}: {reason}.", file=file, line=line, reason=reason),
            tr("rules", "Mend the file; the rules used before stay in use."),
        )
        self.file = file
        self.line = line
        self.reason = reason
        self.every: tuple[PackRefused, ...] = (self,)


MOST_PARTS = 32
_STRING = re.compile(r"""\"(?:[^\"\\]|\\.)*\"|'[^']*'""")
_HEADING = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_SYNTAX_LINE = re.compile(r"\(at line (\d+)")


class Document:
    """A TOML file. Raises PackRefused with the line where it is none."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.refused: list[PackRefused] = []
        if len(text) > LONGEST_TEXT:
            raise PackRefused(name, 1, f"longer than {LONGEST_TEXT:,} characters")
        self._lines = text.splitlines()
        self._refuse_deep_keys()
        try:
            self._top = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError
            found = _SYNTAX_LINE.search(str(error))
            line = int(found[1]) if found else max(1, len(self._lines))
            reason = str(error).split(" (at ")[0]
            raise PackRefused(name, line, f"no TOML: {reason}") from error

    def _refuse_deep_keys(self) -> None:
        """Keys of very many parts are read in quadratic time."""
        for number, line in enumerate(self._lines, 1):
            if line.count(".") > MOST_PARTS:
                outside = " ".join(_STRING.split(line)).partition("#")[0]
                if any(part.count(".") > MOST_PARTS for part in outside.split("=")):
                    raise PackRefused(self.name, number, f"a key of over {MOST_PARTS} parts")

    @property
    def top(self) -> "Table":
        """What stands before the first heading, and all tables by name."""
        return Table(self, self._top, 0)

    @cached_property
    def _headings(self) -> Mapping[str, Sequence[int]]:
        """The lines that open a table, by its path: looked for once, a pack may have thousands."""
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            if heading := _HEADING.match(line):
                found.setdefault(heading[1], []).append(number)
        return found

    def heading(self, path: str, place: int) -> int:
        """The index of the line that opens the table `path`, its `place`-th where it is a list."""
        found = self._headings.get(path, ())
        return found[min(place, len(found) - 1)] if found else 0

    def line_of(self, key: str, start: int) -> int:
        """The number (from 1) of the line that sets `key` in the table opened at `start`."""
        setting = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*(?:=|\.)")
        for number in range(start, len(self._lines)):
            line = self._lines[number]
            if number > start and line.lstrip().startswith("["):
                break
            if setting.match(line):
                return number + 1
        return start + 1


class Table:
    """One table: each value is asked for by kind; what nobody asked for is refused by `done`."""

    def __init__(self, document: Document, values: Mapping[str, Any], start: int) -> None:
        self._document = document
        self._values = values
        self._start = start
        self._asked: set[str] = set()

    @property
    def line(self) -> int:
        return self._start + 1

    def refuse(self, reason: str, key: str = "") -> PackRefused:
        """The refusal of this table, or of one key in it, to be raised."""
        line = self._document.line_of(key, self._start) if key else self.line
        return PackRefused(self._document.name, line, reason)

    def _get(self, key: str, kind: type, what: str, default: Any) -> Any:
        self._asked.add(key)
        if key not in self._values:
            if default is None:
                raise self.refuse(f"'{key}' is missing")
            return default
        value = self._values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.refuse(f"'{key}' must be {what}", key)
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = str(self._get(key, str, "a text", default))
        for letter in value:
            if unicodedata.category(letter) in _UNSEEN:
                raise self.refuse(f"'{key}' holds U+{ord(letter):04X}, which nobody sees", key)
        return value

    def whole(self, key: str, default: int | None = None, most: int = LARGEST) -> int:
        value = int(self._get(key, int, "a whole number", default))
        if not 0 <= value <= most:
            raise self.refuse(f"'{key}' must lie between 0 and {most}", key)
        return value

    def flag(self, key: str, default: bool) -> bool:
        return bool(self._get(key, bool, "true or false", default))

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        value = self.text(key, default)
        known = sorted(choices)
        if value not in known:
            raise self.refuse(f"'{key}' is '{value}', not one of {', '.join(known)}", key)
        return value

    def words(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self._get(key, list, "a list of texts", None if default is None else list(default))
        if not all(isinstance(word, str) for word in value):
            raise self.refuse(f"'{key}' must be a list of texts", key)
        return tuple(value)

    def day(self, key: str) -> date | None:
        """A date, or None where it is not given."""
        self._asked.add(key)
        value = self._values.get(key)
        if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
            raise self.refuse(f"'{key}' must be a date", key)
        return value

    def table(self, key: str, path: str) -> "Table":
        """An inner table, empty where it is not given; `path` is its heading."""
        value = self._get(key, dict, "a table", {})
        return Table(self._document, value, self._inner_start(key, path))

    def _inner_start(self, key: str, path: str) -> int:
        inline = self._document.line_of(key, self._start)
        return inline - 1 if inline != self.line else self._document.heading(path, 0)

    def tables(self, key: str) -> tuple["Table", ...]:
        """A list of tables, each at its own [[heading]]."""
        value = self._get(key, list, "a list of tables", [])
        if not all(isinstance(inner, dict) for inner in value):
            raise self.refuse(f"'{key}' must be a list of tables", key)
        return tuple(
            Table(self._document, inner, self._document.heading(key, place))
            for place, inner in enumerate(value)
        )

    def each(self, key: str, read: "Callable[[Table], T]") -> tuple[T, ...]:
        """A list of tables, each read by `read`; one that it refuses is left out and noted in the
        document's `refused`, so that the others' errors are found too."""
        made = []
        for table in self.tables(key):
            try:
                made.append(read(table))
            except PackRefused as error:
                self._document.refused.append(error)
        return tuple(made)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def has(self, key: str) -> bool:
        return key in self._values

    def done(self) -> None:
        """Refuse the first key nobody knows."""
        for key in self._values:
            if key not in self._asked:
                raise self.refuse(f"'{key}' is not known here", key)
