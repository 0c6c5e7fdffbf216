"""Format 01 of a message (transport) -> the carrier's number: UPS MaxiCode, FedEx PDF417, others.

Fields in order, by ANSI MH10.8.3 and UPS's and FedEx Ground's published label guides: postal code,
country, class, tracking number, carrier (SCAC), shipper, day, shipment, n/x, weight and address.
UPS shortens the tracking number to 1Z and its last eight characters: shipper and class of service
give the rest, and the check digit says whether they do.
"""

import re
from collections.abc import Iterator

from triage_app.flow.identify.code import compact
from triage_app.flow.identify.countries import countries
from triage_app.flow.identify.envelope import Format, lost_separators
from triage_app.flow.identify.reading import Reading, read_forms
from triage_app.flow.identify.schemes import forms_for
from triage_app.model.identity import Element
from triage_app.model.sentence import NOTHING, tr

TITLES = (
    "postal code",
    "country",
    "class of service",
    "tracking number",
    "carrier",
    "shipper",
    "day of pickup",
    "shipment",
    "package",
    "weight",
    "address validated",
    "street",
    "city",
    "state",
    "addressee",
)
_POSTAL, _COUNTRY, _CLASS, _TRACKING, _SCAC, _SHIPPER = range(6)
_FEWEST = 4
SCACS = {
    "UPS": ("ups", "UPS"),
    "FDE": ("fedex", "FedEx"),
    "FDX": ("fedex", "FedEx"),
    "FXF": ("fedex", "FedEx"),
    "USP": ("impb", "USPS"),
    "DHL": ("dhl", "DHL"),
    "ONT": ("ontrac", "OnTrac"),
    "LSH": ("lasership", "LaserShip"),
}
"""By the first three letters of the Standard Carrier Alpha Code: scheme and name."""
_SHORT_1Z = re.compile(r"1Z[0-9A-Z]{8}")
_FORM_ID = 4
_WITH_FORM_ID = 16

_LOST_UPS = re.compile(
    r"([0-9]{9}|[0-9]{5}|[0-9A-Z]{6})([0-9]{3})([0-9]{3})"
    r"(1Z[0-9A-Z]{8}(?:[0-9A-Z]{8})?)(UPS[A-Z])([0-9A-Z]{6})([0-9]{3})?.*"
)
_LOST_FEDEX = re.compile(r"([0-9]{20,40})(F(?:DE|DX|XF)[A-Z]?).*")
_LOST_GROUND, _LOST_EXPRESS = (22, 15, 12), (16, 12)
_LOST_BEFORE = ((5, 3), (5, 2), (9, 3), (9, 2))


def read_transport(one: Format) -> Iterator[Reading]:
    """The carrier's number with all fields as elements; nothing when no number stands there."""
    fields = _found_again(one.fields[0]) if one.lost else list(one.fields)
    elements = tuple(_elements(fields))
    tracking = compact(fields[_TRACKING]) if len(fields) >= _FEWEST else ""
    if not tracking:
        why = lost_separators() if one.lost else NOTHING
        yield Reading("", "", 0, why, elements=elements)
        return
    fields += [""] * (len(TITLES) - len(fields))
    reading = _reading(tracking, fields)
    yield reading._replace(elements=(*reading.elements, *elements))


def _elements(fields: list[str]) -> Iterator[Element]:
    for title, value in zip(TITLES, fields, strict=False):
        if value.strip():
            yield Element("", title, _country(value) if title == "country" else value.strip())
    for value in fields[len(TITLES) :]:
        if value.strip():
            yield Element("", "further", value.strip())


def _country(numeric: str) -> str:
    return next((c.code for c in countries().values() if c.numeric == numeric), numeric)


def _reading(tracking: str, fields: list[str]) -> Reading:
    scac = compact(fields[_SCAC])
    scheme, carrier = SCACS.get(scac[:3], ("", scac))
    if scheme == "ups" and _SHORT_1Z.fullmatch(tracking):
        return _whole_1z(tracking, fields)
    found = [r for number in _spellings(scheme, tracking) for r in _by_forms(number)]
    found.sort(key=lambda r: (r.scheme != scheme, not r.valid, -r.bits))
    if found and (found[0].valid or found[0].scheme == scheme):
        return found[0]
    reason = tr(
        "identify",
        "{number} is no tracking number of {carrier}",
        number=tracking,
        carrier=carrier or tr("identify", "a carrier that is known here"),
    )
    return Reading(scheme or "iso15434", tracking, 0, reason, carrier)


def _whole_1z(tracking: str, fields: list[str]) -> Reading:
    """1Z, shipper, the class's last two digits, and the eight characters that were left."""
    whole = f"1Z{compact(fields[_SHIPPER])}{compact(fields[_CLASS])[-2:]}{tracking[2:]}"
    found = [reading for reading in _by_forms(whole) if reading.scheme == "ups"]
    if found and found[0].valid:
        return found[0]
    reason = tr(
        "identify",
        "the code shortens the number to {number}, and shipper and class of service do not complete"
        " it: scan the long bar code",
        number=tracking,
    )
    return Reading("ups", tracking, 0, reason, "UPS")


def _spellings(scheme: str, tracking: str) -> Iterator[str]:
    """FedEx Express writes a form id of four digits behind the twelve of the number."""
    if scheme == "fedex" and len(tracking) == _WITH_FORM_ID:
        yield tracking[:-_FORM_ID]
    yield tracking


def _by_forms(number: str) -> Iterator[Reading]:
    return read_forms(forms_for(number), number)


def _found_again(text: str) -> list[str]:
    """Fields whose separators were lost: only where shape and check digit leave one way."""
    text = compact(text)
    ups = _LOST_UPS.fullmatch(text)
    if ups:
        return [part or "" for part in ups.groups()]
    fedex = _LOST_FEDEX.fullmatch(text)
    ways = list(_fedex_ways(fedex[1], fedex[2])) if fedex else []
    return ways[0] if len(ways) == 1 else []


def _fedex_ways(digits: str, scac: str) -> Iterator[list[str]]:
    known = {country.numeric for country in countries().values()}
    for length in _LOST_GROUND if scac.endswith("G") else _LOST_EXPRESS:
        front, tracking = digits[:-length], digits[-length:]
        for postal, service in _LOST_BEFORE:
            country = front[postal : postal + 3]
            if len(front) != postal + 3 + service or country not in known:
                continue
            readings = (r for n in _spellings("fedex", tracking) for r in _by_forms(n))
            if any(r.valid and r.scheme == "fedex" for r in readings):
                yield [front[:postal], country, front[postal + 3 :], tracking, scac]
