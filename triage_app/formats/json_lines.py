"""JSON lines -> announcements: one object a line, in the form of `announcement_json`.

The file is read twice: once to learn which items stand in it more than once, once to read them.
A key nobody knows is kept in `extra`, under its path.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from triage_app.formats.announcement_json import (
    AnnouncementObject,
    LineObject,
    Pair,
    PartyObject,
    announced,
)
from triage_app.formats.courier_csv import ReadItem, as_it_stands
from triage_app.formats.courier_gather import Waiting
from triage_app.formats.courier_items import Namer
from triage_app.formats.encoding_told import told_encoding
from triage_app.formats.json_checks import ObjectWrong
from triage_app.formats.referral_json import ReferralObject
from triage_app.formats.repeated import KeyCount, Repeated
from triage_app.formats.table_rows import LOOKED_THROUGH, SHOWN
from triage_app.formats.text_lines import BadLine, open_stream, text_lines
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement

SAID_TWICE: Final = "the same key twice"
_AT = re.compile(r"(.*?)(?: - at `\$\.?(.*)`)?", re.DOTALL)
_KEY = re.compile(r'"([^"\\]{1,80})"\s*:')
_SEPARATORS = str.maketrans("", "", " -")

_INNER: Final[Mapping[str, "Form"]] = {
    "sender": PartyObject,
    "recipient": PartyObject,
    "lines": LineObject,
    "referrals": ReferralObject,
}

Form = type[msgspec.Struct]
Steps = tuple[str | int, ...]
NumberedText = tuple[int, str]
Key = tuple[str, str]


class _Known(msgspec.Struct):
    """Enough of a line to tell which item it is of."""

    number: str = ""
    posted_on: str | None = None

    def key(self) -> Key:
        return self.number.translate(_SEPARATORS).upper(), (self.posted_on or "").strip()


class JsonLines:
    """One file. `rows` is how many lines with anything on them it has, `encoding` what it is in.
    Raises FileUnreadable when it cannot be read at all."""

    format: Final = "jsonl"

    def __init__(
        self, path: Path, feed: str = "", name: Namer = as_it_stands, encoding: str = ""
    ) -> None:
        """`feed` is where the announcements come from; `name` says what number a text names;
        `encoding` is what the file is in, if somebody said so."""
        self._path = path
        self._feed = feed
        self._name = name
        self._key = msgspec.json.Decoder(_Known).decode
        self.encoding = encoding
        self.rows, self._repeated = self._survey()
        if not encoding:
            self.encoding = told_encoding(path, is_doubtful=self._is_doubtful)
        if self._is_doubtful:
            self.rows, self._repeated = self._survey()

    def items(self) -> Iterator[ReadItem]:
        """Each item once, in file order but for those said twice, which come last. Memory stays the
        same for any length of file."""
        with Waiting() as waiting:
            for line in self._lines():
                if isinstance(line, Reject):
                    yield ReadItem(None, (line,), 1)
                    continue
                key = self._key_of(line[1]) if self._repeated else None
                if key is not None and key in self._repeated:
                    waiting.put(key, (line[0], [line[1]]))
                else:
                    yield self._read([line])
            for rows in waiting.items():
                yield self._read([(number, cells[0]) for number, cells in rows])

    def _survey(self) -> tuple[int, Repeated]:
        rows, keys = 0, KeyCount()
        self._is_doubtful = False
        for line in self._lines():
            rows += 1
            if not isinstance(line, Reject) and (key := self._key_of(line[1])) is not None:
                keys.add((rows, key) if key == ("", "") else key)
        return rows, keys.repeated()

    def _key_of(self, text: str) -> Key | None:
        """None for what is no object with a number; why not is said when it is read."""
        try:
            return self._key(text).key()
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return None

    def _lines(self) -> Iterator[NumberedText | Reject]:
        with open_stream(self._path) as stream:
            for number, line in enumerate(text_lines(stream, self.encoding), 1):
                if isinstance(line, BadLine):
                    self._is_doubtful |= line.at >= 0
                    key = key_before(line.text[: max(0, line.at)])
                    yield Reject(number, key, line.why, line.text[:SHOWN])
                elif text := line.strip():
                    yield number, text

    def _read(self, lines: list[NumberedText]) -> ReadItem:
        """The last of several lines of one item counts; one that says otherwise is refused."""
        found: Announcement | None = None
        rejects: list[Reject] = []
        counts = 0
        for number, text in reversed(lines):
            try:
                read = read_line(text, self._feed, self._name)
            except ObjectWrong as wrong:
                rejects.append(Reject(number, wrong.place, wrong.reason, text[:SHOWN]))
                continue
            if found is None:
                found, counts = read, number
            elif read != found:
                why = f"line {counts} says otherwise of the same item, and counts"
                rejects.append(Reject(number, "number", why, text[:SHOWN]))
        return ReadItem(found, tuple(reversed(rejects)), len(lines))


def read_line(text: str, feed: str, name: Namer) -> Announcement:
    """The announcement of one line. Raises ObjectWrong."""
    found = _object(text)
    unknown: list[Steps] = []
    known = _known(found, (), AnnouncementObject, unknown)
    try:
        read = msgspec.convert(known, AnnouncementObject)
    except msgspec.ValidationError as error:
        why, at = _AT.fullmatch(str(error)).groups("")  # type: ignore[union-attr]  # fits anything
        raise ObjectWrong(at, why[:1].lower() + why[1:]) from error
    return announced(read, feed, name, tuple(_verbatim(text, path) for path in unknown))


def key_before(text: str) -> str:
    """The last key that stands in the beginning of a line, "" where none does."""
    keys = _KEY.findall(text[-LOOKED_THROUGH:])
    return keys[-1] if keys else ""


def _object(text: str) -> dict[str, Any]:
    """The line's JSON object, whole or not at all: RFC 8259, no key twice, no half character."""
    try:
        if "\\u" in text:
            msgspec.json.decode(text)  # refuses halves of surrogate pairs, which `json` lets pass
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        raise ObjectWrong(key_before(text[:at]), f"no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ObjectWrong("", "no JSON object; one object a line is read")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ObjectWrong(twice[:80], SAID_TWICE)
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"'{name}' is no number")


def _known(found: dict[str, Any], path: Steps, form: Form, unknown: list[Steps]) -> dict[str, Any]:
    """The object without the keys its form has not; the paths of those go into `unknown`."""
    known = {}
    for key, value in found.items():
        at = (*path, key)
        if key not in form.__struct_fields__:
            unknown.append(at)
        else:
            inner = _INNER.get(key)
            known[key] = _known_inside(value, at, inner, unknown) if inner else value
    return known


def _known_inside(value: Any, path: Steps, form: Form, unknown: list[Steps]) -> Any:
    if isinstance(value, dict):
        return _known(value, path, form, unknown)
    if isinstance(value, list):
        return [_known_inside(v, (*path, n), form, unknown) for n, v in enumerate(value)]
    return value


def _verbatim(text: str, path: Steps) -> Pair:
    """(path, what stands there): a string's text, other JSON as it is written."""
    raw = msgspec.Raw(text.encode())
    name = ""
    for step in path:
        if isinstance(step, int):
            name += f"[{step}]"
            raw = msgspec.json.decode(raw, type=list[msgspec.Raw])[step]
        else:
            name += f".{step}" if name else step
            raw = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])[step]
    written = bytes(raw).decode().strip()
    return name, msgspec.json.decode(raw) if written.startswith('"') else written
