"""Code -> the reading of an ISO/IEC 15434 message: UPS MaxiCode, FedEx PDF417, formats 05 and 06.

The number is that of the first format that names one, in the order transport (01), data
identifiers (06), GS1 (05); what the others say stands in the elements, their numbers in the
aliases.
"""

from collections.abc import Iterator

from triage_app.flow.identify.code import Code
from triage_app.flow.identify.envelope import (
    DATA_IDENTIFIERS,
    GS1,
    TRANSPORT,
    Format,
    formats,
)
from triage_app.flow.identify.reading import Reading
from triage_app.model.identity import Element
from triage_app.model.sentence import NOTHING, tr

SCHEME = "iso15434"
"""For messages that are read but name no number of a scheme of its own."""
SAID = 60.0
_SERVICE = "structured message"
_MOST_NUMBER = 128
_TEXTS = {"02": "EDI", "03": "X12", "04": "EDIFACT", "07": "free text", "12": "text elements"}
_BINARY = "DD"
_FIRST = (TRANSPORT, DATA_IDENTIFIERS, GS1)


def read_message(code: Code) -> Reading:
    """The message of a code whose payload is one (see envelope.is_message)."""
    found = sorted(formats(code.payload), key=_order)
    readings = [reading for one in found for reading in _read(one)]
    return _joined(readings, code) if readings else _nothing(code)


def _order(one: Format) -> int:
    return _FIRST.index(one.indicator) if one.indicator in _FIRST else len(_FIRST)


def _read(one: Format) -> Iterator[Reading]:
    # Tables and grammars are loaded by the first message that needs them.
    if one.indicator == TRANSPORT:
        from triage_app.flow.identify.transport import read_transport

        yield from read_transport(one)
    elif one.indicator == DATA_IDENTIFIERS:
        from triage_app.flow.identify.mh10 import read_data_identifiers

        yield from read_data_identifiers(one)
    elif one.indicator == GS1:
        from triage_app.flow.identify.gs1_said import read_element_string

        yield from read_element_string("\x1d".join(one.fields))
    else:
        title = _TEXTS.get(one.indicator, f"format {one.indicator}")
        elements = (Element(one.indicator, title, v) for v in one.fields if v)
        known = one.indicator.isdecimal() or one.indicator == _BINARY
        why = tr("identify", "{format} is no format of such a message", format=one.indicator)
        yield Reading("", "", 0, NOTHING if known else why, elements=tuple(elements))


def _joined(readings: list[Reading], code: Code) -> Reading:
    """One reading: the first number, the elements of all, the other numbers as aliases."""
    first = next((reading for reading in readings if reading.number), None)
    elements = tuple(element for reading in readings for element in reading.elements)
    if first is None:
        reason = next((reading.reason for reading in readings if reading.reason), NOTHING)
        text = "".join(f"({e.ai}){e.value}" for e in elements if e.ai) or code.compact
        return Reading(SCHEME, _sayable(text), SAID, reason, service=_SERVICE, elements=elements)
    others = [r for r in readings if r is not first and r.number]
    aliases = (*first.aliases, *(a for r in others for a in ((r.scheme, r.number), *r.aliases)))
    own = (first.scheme, first.number)
    named = dict.fromkeys((kind, _sayable(value)) for kind, value in aliases)
    return first._replace(
        number=_sayable(first.number),
        bits=SAID,
        elements=elements,
        aliases=tuple(alias for alias in named if alias != own and alias[1]),
    )


def _nothing(code: Code) -> Reading:
    reason = tr("identify", "a structured message (ISO/IEC 15434) with nothing in it")
    return Reading(SCHEME, _sayable(code.compact), SAID, reason, service=_SERVICE)


def _sayable(text: str) -> str:
    return "".join(filter(str.isprintable, text.replace(" ", "")))[:_MOST_NUMBER]
