"""Code -> readings of GS1 elements: element strings, bracketed text, Digital Links, composites.

Elements that hold an SSCC are that logistic unit: scheme `sscc`, the SSCC its number. Others are
scheme `gs1`, numbered by their bracketed text, or by the 14-digit GTIN when it stands alone.
"""

import re
from collections.abc import Iterator

from triage_app.flow.identify.code import GS, Code, is_address
from triage_app.flow.identify.gs1 import Elements, parse_bracketed, parse_elements
from triage_app.flow.identify.gs1_link import parse_link
from triage_app.flow.identify.reading import Reading

# Spaces of every kind and zero-width marks, but neither hyphens nor the separator GS.
_SPACES = re.compile(
    r"[ \t\r\n\f\v\u00a0\u1680\u2000-\u200f\u2028-\u2029\u202f\u205f\u3000\u2060\ufeff]+"
)
_SAID = 60.0
"""Bits when the carrier, a separator, brackets or an address say that these are GS1 elements."""
_PRIVATE = frozenset(("420", "421", *map(str, range(90, 100))))
"""Elements that say nothing of their own: carriers put their own numbers there (USPS, FedEx)."""
_COMPOSITE = "|]e0"
_NAMED = (("house", "401"), ("shipment", "402"))


def read_said(code: Code) -> Iterator[Reading]:
    """The elements of a code that says it has some; with a reason when they are not right."""
    payload = code.payload
    if is_address(payload):
        found = parse_link(payload)
        if found:
            yield _reading(found, _SAID)
    elif _COMPOSITE in payload:
        yield from _composite(payload)
    else:
        data = _SPACES.sub("", payload)
        found = parse_bracketed(data) if data[:1] == "(" else parse_elements(data.removeprefix(GS))
        private = all(e.ai in _PRIVATE or e.ai[:2] in _PRIVATE for e in found.elements)
        if found.elements:
            yield _reading(found, _SAID / 3 if private else _SAID)


def read_unsaid(code: Code) -> Iterator[Reading]:
    """Nothing says GS1: only an SSCC or GTIN in front, and no fault anywhere, count."""
    data = _SPACES.sub("", code.payload)
    if data[:16].isdecimal():
        found = parse_elements(data)
        if not found.problem and (len(found.elements) > 1 or data[:2] != "00"):
            yield _reading(found, _SAID / 2)


def read_element_string(data: str) -> Iterator[Reading]:
    """Format 05 of an ISO/IEC 15434 message: an element string without its leading FNC1."""
    found = parse_elements(data.removeprefix(GS))
    if found.elements:
        yield _reading(found, _SAID)


def _composite(payload: str) -> Iterator[Reading]:
    """An EAN with a composite component: `<digits>|]e0<element string>`."""
    linear, _, rest = payload.partition(_COMPOSITE)
    if linear.isdecimal() and len(linear) in (8, 12, 13):
        yield _reading(parse_elements("01" + linear.zfill(14) + rest), _SAID)


def _reading(found: Elements, bits: float) -> Reading:
    """Elements as one reading; what they also name stands in the aliases."""
    sscc, gtin = found.first("00"), found.first("01")
    text = found.bracketed()
    aliases = [(kind, value) for kind, ai in _NAMED if (value := found.first(ai))]
    if sscc:
        aliases.append(("gs1", text))
    return Reading(
        scheme="sscc" if sscc else "gs1",
        number=sscc or (gtin if text == f"(01){gtin}" else text),
        bits=bits,
        reason=found.problem,
        elements=found.elements,
        aliases=tuple(aliases),
    )
