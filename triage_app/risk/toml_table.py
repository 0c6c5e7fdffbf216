"""TOML text -> tables that know their line, so that a wrong value can be pointed at."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from triage_app.model.errors import Fault
from triage_app.model.sentence import tr


class PackRefused(Fault):
    """A rule pack or lexicon holds an error; the one before stays in use."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(
            tr("rules", "{file}, line {line}: {reason}.", file=file, line=line, reason=reason),
            tr("rules", "Mend the file; the rules used before stay in use."),
        )
        self.file = file
        self.line = line
        self.reason = reason


_SYNTAX_LINE = re.compile(r"\(at line (\d+)")


class Document:
    """A TOML file. Raises PackRefused with the line where it is none."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._lines = text.splitlines()
        try:
            self._top = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            found = _SYNTAX_LINE.search(str(error))
            line = int(found[1]) if found else max(1, len(self._lines))
            reason = str(error).split(" (at ")[0]
            raise PackRefused(name, line, f"no TOML: {reason}") from error

    @property
    def top(self) -> "Table":
        """What stands before the first heading, and all tables by name."""
        return Table(self, self._top, 0)

    def heading(self, path: str, place: int) -> int:
        """The index of the line that opens the table `path`, its `place`-th where it is a list."""
        heading = re.compile(rf"\s*\[\[?\s*{re.escape(path)}\s*\]\]?\s*(?:#.*)?$")
        found = [number for number, line in enumerate(self._lines) if heading.match(line)]
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
        return str(self._get(key, str, "a text", default))

    def whole(self, key: str, default: int | None = None, most: int | None = None) -> int:
        value = int(self._get(key, int, "a whole number", default))
        if value < 0 or (most is not None and value > most):
            raise self.refuse(f"'{key}' must lie between 0 and {most or 'any number'}", key)
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
