"""Format 06 of a message (ANSI MH10.8.2 data identifiers) -> licence plate, or what it says.

A licence plate (J, 1J-6J) is the number: an issuing agency's code, a company's, a serial number, by
ISO/IEC 15459-1. One of eighteen digits is an SSCC (digits are GS1's agency code), one that begins
with JD the plate DHL prints.
"""

import re
from collections.abc import Iterator

from triage_app.flow.identify.code import Code, compact
from triage_app.flow.identify.envelope import Format, lost_separators
from triage_app.flow.identify.mh10_table import AGENCIES, CONTENTS, PLATES, TITLES
from triage_app.flow.identify.reading import Reading, read_forms
from triage_app.flow.identify.schemes import forms_for
from triage_app.model.identity import Element
from triage_app.model.sentence import NOTHING, Sentence, tr

_FIELD = re.compile(r"([0-9]{0,3}[A-Z])(.*)", re.DOTALL)
_PLATE = re.compile(r"[0-9A-Z]{5,35}")
_BARE = re.compile(r"(?P<di>[1-6]J)(?P<plate>[0-9A-Z]{8,35})")
_BARE_BITS = 6.0
_ALIASES = {"2K": "shipment", "3K": "shipment", "K": "order", "S": "serial", "7K": "shipment"}
_TRACKED = ("12K", "13K", "3K")


def read_data_identifiers(one: Format) -> Iterator[Reading]:
    """The licence plate, else the carrier's number, else no number; all fields as elements."""
    if one.lost:
        # Data identifiers have no fixed lengths: nothing says where a field ends.
        yield Reading("", "", 0, lost_separators(), elements=(Element("", "data", one.fields[0]),))
        return
    pairs = [_pair(field) for field in one.fields if field]
    elements = tuple(Element(di, TITLES.get(di, di), value) for di, value in pairs)
    aliases = tuple((_ALIASES[di], value) for di, value in pairs if di in _ALIASES and value)
    found = [_plate(di, value) for di, value in pairs if di in PLATES]
    found += [r for di, value in pairs if di in _TRACKED for r in _carriers(value)]
    problem = next((p for pair in pairs if (p := _problem(*pair))), NOTHING)
    if not found:
        yield Reading("", "", 0, problem, elements=elements, aliases=aliases)
        return
    first, *others = found
    aliases = (*first.aliases, *((r.scheme, r.number) for r in others), *aliases)
    reason = first.reason or problem
    yield first._replace(reason=reason, elements=elements, aliases=aliases)


def read_bare_plate(code: Code) -> Iterator[Reading]:
    """A licence plate alone in a linear code, told by its agency."""
    found = _BARE.fullmatch(code.compact)
    if found and any(found["plate"].startswith(a) for a in AGENCIES if not a.isdigit()):
        yield _plate(found["di"], found["plate"])._replace(bits=_BARE_BITS)


def _pair(field: str) -> tuple[str, str]:
    found = _FIELD.fullmatch(field)
    return (found[1], found[2].strip()) if found else ("", field.strip())


def _problem(di: str, value: str) -> Sentence:
    if not di:
        return tr("identify", "{field} begins with no data identifier", field=value[:20])
    if di in CONTENTS and not re.fullmatch(CONTENTS[di], value):
        return tr("identify", "({di}) {title} cannot be {value}", **_named(di, value))
    return NOTHING


def _named(di: str, value: str) -> dict[str, str]:
    return {"di": di, "title": TITLES.get(di, ""), "value": value[:40]}


def _plate(di: str, value: str) -> Reading:
    plate = compact(value)
    carriers = (_carriers("J" + plate) if di == "J" else []) + _carriers(plate)
    for reading in carriers:
        if reading.valid and (reading.scheme == "sscc" or plate.startswith("JD")):
            labelled = (*reading.aliases, ("licence_plate", di + plate))
            return reading._replace(aliases=labelled)
    agency = next((AGENCIES[a] for a in (plate[:3], plate[:2], plate[:1]) if a in AGENCIES), "")
    problem = NOTHING
    if not _PLATE.fullmatch(plate):
        problem = tr("identify", "({di}) {title} cannot be {value}", **_named(di, value))
    return Reading(
        "licence_plate",
        plate or di,
        0,
        problem,
        service=agency,
        elements=(Element(di, TITLES[di], plate),),
        aliases=(("licence_plate", di + plate),),
    )


def _carriers(value: str) -> list[Reading]:
    number = compact(value)
    return sorted(read_forms(forms_for(number), number), key=lambda r: (not r.valid, -r.bits))
