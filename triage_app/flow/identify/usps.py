"""USPS: Intelligent Mail package barcodes (IMpb) with or without 420 + ZIP, and the older 20 and
22 digit labels.

Source: USPS Publication 199 (IMpb: channel 92-95, service type, mailer id of nine digits when it
begins with 9 and of six digits otherwise, mod 10), Publication 97 and 91 (20 digits; the check
digit was reckoned with or without the application identifier 91).
"""

from collections.abc import Callable, Iterator

from triage_app.flow.identify import checks
from triage_app.flow.identify.form import Check, Detail, Form
from triage_app.model.identity import Element

CHANNELS = {
    "91": "special services",
    "92": "commercial mailer",
    "93": "commercial mailer",
    "94": "online or vendor label",
    "95": "retail",
}
SERVICE_TYPES = {"612": "Parcel Select"}
_IMPB = (
    "92#{3}9#{16}",
    "92#{3}9#{20}",
    "92#{3}[012345678]#{16}",
    "93#{3}9#{16}",
    "93#{3}[012345678]#{16}",
    "93#{3}[012345678]#{20}",
    "94#{20}",
    "94#{24}",
    "94#{3}9#{24}",
    "95#{20}",
    "95#{24}",
)
_PLAIN = "#{20}"
_SMART_POST = "9261"
_USUAL = 22


def _impb_elements(code: str) -> tuple[Element, ...]:
    nine = code[5] == "9"
    end = 14 if nine else 11
    return (
        Element(code[:2], "channel", CHANNELS[code[:2]]),
        Element("", "service type", code[2:5]),
        Element("", "mailer", code[5:end]),
        Element("", "serial", code[end:-1]),
    )


def _impb(code: str) -> Detail:
    """FedEx SmartPost prints the same number without its 92."""
    within_fedex = code.startswith(_SMART_POST) and len(code) == _USUAL
    kind = SERVICE_TYPES.get(code[2:5], "")
    service = f"{kind}, {CHANNELS[code[:2]]}" if kind else CHANNELS[code[:2]]
    return Detail(
        service=service,
        country="US",
        elements=_impb_elements(code),
        aliases=(("fedex", code[2:]),) if within_fedex else (),
        bits=0 if _as_published(code) else -4,
    )


def _as_published(code: str) -> bool:
    """Channel 92 is for mailer ids of nine digits, 93 for those of six; some labels differ."""
    return code[:2] not in {"92", "93"} or (code[:2] == "92") == (code[5] == "9")


def _legacy(code: str) -> Detail:
    return Detail(country="US", aliases=(("usps", code[2:]),))


def _plain(code: str) -> Detail:
    certified = code[:2] in {"70", "71", "72", "73"}
    return Detail(
        service="certified or return receipt" if certified else "",
        country="US",
        aliases=(("usps", "91" + code),),
        bits=3 if certified else 0,
    )


def _routed(zip_digits: int, inner: Callable[[str], Detail]) -> Callable[[str], Detail]:
    """The number behind 420 + ZIP is the key; the whole text becomes an alias of it."""

    def detail(code: str) -> Detail:
        number = code[3 + zip_digits :]
        within = inner(number)
        zip_code = Element("420", "SHIP TO POST", code[3 : 3 + zip_digits])
        return Detail(
            number,
            within.carrier,
            within.country,
            within.service,
            elements=(zip_code, *within.elements),
            aliases=within.aliases,
            bits=within.bits,
        )

    return detail


def _forms(
    scheme: str,
    picture: str,
    checked: tuple[Check, ...],
    detail: Callable[[str], Detail],
    service: str = "",
    prior: float = 0.0,
) -> Iterator[Form]:
    """The number alone, after 420 + ZIP, and after 420 + ZIP+4."""
    yield Form(scheme, "USPS", picture, service, checked, prior, detail)
    for digits in (5, 9):
        shifted = tuple(
            Check(c.rule, slice((c.body.start or 0) + 3 + digits, -1), -1, c.modulus, c.implied)
            for c in checked
        )
        routed = f"420#{{{digits}}}{picture}"
        yield Form(scheme, "USPS", routed, service, shifted, prior, _routed(digits, detail))


_WHOLE = (Check(checks.mod10, slice(0, -1), -1),)
_EITHER = (*_WHOLE, Check(checks.mod10, slice(0, -1), -1, implied="91"))

FORMS = (
    *(form for picture in _IMPB for form in _forms("impb", picture, _WHOLE, _impb, prior=2)),
    *_forms("usps", "91#{20}", _WHOLE, _legacy, "legacy 91 label", 1),
    *_forms("usps", _PLAIN, _EITHER, _plain, "20-digit label", -2),
)
