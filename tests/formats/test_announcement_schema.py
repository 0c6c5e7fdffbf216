"""The schema document of the native form and what is read are one."""

import copy
import json
import re
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.announced_items import ANNOUNCEMENTS
from triage_app.assets import asset
from triage_app.formats.announcement_json import (
    VERSION,
    AnnouncementObject,
    LineObject,
    PartyObject,
    object_of,
)
from triage_app.formats.courier_csv import as_it_stands
from triage_app.formats.json_lines import ObjectWrong, read_line
from triage_app.model.item import Announcement

SCHEMA: dict[str, Any] = json.loads(asset("formats", "announcement.schema.json").read_text("utf-8"))
SAID = {"title", "description", "$schema", "$id"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def fits(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value is valid: the keywords the document uses, and none else (JSON Schema 2020-12,
    format asserted). Written from the specification, not from the reader."""
    checks = {key: rule for key, rule in schema.items() if key not in SAID | {"default", "$defs"}}
    return all(KEYWORDS[key](rule, value) for key, rule in checks.items())


def of_type(name: str, value: Any) -> bool:
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    kinds = {"object": dict, "array": list, "string": str, "null": type(None)}
    return isinstance(value, kinds[name])


def of_format(name: str, value: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        if name == "date":
            return bool(
                re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) and date.fromisoformat(value)
            )
        return bool(_DATE_TIME.fullmatch(value) and datetime.fromisoformat(value))
    except ValueError:
        return False


def is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


KEYWORDS: dict[str, Any] = {
    "$ref": lambda name, value: fits(SCHEMA["$defs"][name.rpartition("/")[2]], value),
    "anyOf": lambda rules, value: any(fits(rule, value) for rule in rules),
    "enum": lambda values, value: value in values,
    "format": of_format,
    "items": lambda rule, value: (
        not isinstance(value, list) or rule is False or all(fits(rule, one) for one in value)
    ),
    "maxItems": lambda most, value: not isinstance(value, list) or len(value) <= most,
    "maximum": lambda most, value: not is_number(value) or value <= most,
    "minItems": lambda least, value: not isinstance(value, list) or len(value) >= least,
    "minLength": lambda least, value: not isinstance(value, str) or len(value) >= least,
    "minimum": lambda least, value: not is_number(value) or value >= least,
    "prefixItems": lambda rules, value: not isinstance(value, list) or all(map(fits, rules, value)),
    "properties": lambda rules, value: (
        not isinstance(value, dict) or all(fits(rules[k], value[k]) for k in value if k in rules)
    ),
    "required": lambda keys, value: not isinstance(value, dict) or all(k in value for k in keys),
    "type": of_type,
}


def bare(schema: Any) -> Any:
    """A schema without what is said to people, and without what the reader does with other keys."""
    if isinstance(schema, dict):
        kept = {k: rule for k, rule in schema.items() if k not in {*SAID, "additionalProperties"}}
        named = kept.pop("properties", None)
        told = {key: bare(rule) for key, rule in kept.items()}
        if named:
            told["properties"] = {name: bare(rule) for name, rule in named.items()}
        return told
    return [bare(one) for one in schema] if isinstance(schema, list) else schema


def test_the_document_has_the_fields_the_reader_has() -> None:
    _, made = msgspec.json.schema_components([AnnouncementObject], ref_template="#/$defs/{name}")
    told = bare(made)
    top = told.pop("AnnouncementObject")

    assert bare(SCHEMA) == {**top, "$defs": told}


def test_every_field_is_said_in_words() -> None:
    for form in (SCHEMA, SCHEMA["$defs"]["LineObject"]):
        for name, rule in form["properties"].items():
            assert name in {"sender", "recipient"} or rule.get("description"), name


def test_the_document_says_its_version() -> None:
    assert SCHEMA["properties"]["format"]["enum"] == [VERSION]
    assert SCHEMA["$id"].rpartition(":")[2] == VERSION.rpartition("/")[2]


@settings(deadline=None)
@given(ANNOUNCEMENTS)
def test_what_is_written_fits_the_document(announcement: Announcement) -> None:
    assert fits(SCHEMA, json.loads(msgspec.json.encode(object_of(announcement))))


FIELDS = [
    *((), *((name,) for name in AnnouncementObject.__struct_fields__)),
    *(("sender", name) for name in PartyObject.__struct_fields__),
    *(("lines", 0, name) for name in LineObject.__struct_fields__),
    *((name, 0) for name in ("lines", "aliases", "documents", "extra")),
    *(("aliases", 0, at) for at in (0, 1)),
]
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 10**16)
    | st.sampled_from(["", "x", "post", "flight", "2026-02-30", "2026-02-20", VERSION])
    | st.sampled_from(["2026-02-20T10:00:00Z", "2026-02-20T10:00:00", "2026-02-20T25:00:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("name"), inner),
    max_leaves=4,
)
WHOLE: dict[str, Any] = {
    "number": "X",
    "sender": {"name": "A"},
    "lines": [{"description": "a"}],
    "aliases": [["master", "1"]],
    "documents": ["d"],
    "extra": [["a", "b"]],
}


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(FIELDS), VALUES)
def test_a_line_is_read_exactly_when_it_fits_the_document(
    path: tuple[str | int, ...], value: Any
) -> None:
    line = {"": copy.deepcopy(WHOLE)}
    place: Any = line
    for step in ("", *path)[:-1]:
        place = place[step]
    place[("", *path)[-1]] = value
    try:
        read_line(json.dumps(line[""]), "", as_it_stands)
    except ObjectWrong:
        was_read = False
    else:
        was_read = True

    assert was_read == fits(SCHEMA, line[""])


def test_other_keys_are_no_fault() -> None:
    assert fits(SCHEMA, {**WHOLE, "colour": 1})
    assert read_line(json.dumps({**WHOLE, "colour": 1}), "", as_it_stands).extra[-1] == (
        "colour",
        "1",
    )


def test_the_document_refuses_what_lacks_a_number() -> None:
    with pytest.raises(ObjectWrong, match="number"):
        read_line("{}", "", as_it_stands)
    assert not fits(SCHEMA, {})
