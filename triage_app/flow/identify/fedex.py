"""FedEx: Express 12, Ground 15, SmartPost 20, Ground 22 ("96"), labels of 32 and 34 digits.

Source: FedEx Ground and Express label guides. The tracking number inside a 32 or 34 digit label,
or behind "96", is the key; the label's whole text is its alias.
"""

from triage_app.flow.identify import checks
from triage_app.flow.identify.form import Check, Detail, Form
from triage_app.model.identity import Element


def _inner(digits: str) -> str:
    """The 12-digit tracking number of a 14-digit field, when it is one."""
    return digits[2:] if digits.startswith("00") else digits


def _express_34(code: str) -> Detail:
    return Detail(_inner(code[20:34]), elements=(Element("", "ZIP", code[15:20]),))


def _gsn(code: str) -> Detail:
    return Detail(_inner(code[20:34]), elements=(Element("", "GSN", code[9:19]),))


def _astra(code: str) -> Detail:
    return Detail(code[16:28])


def _ground_96(code: str) -> Detail:
    return Detail(
        code[7:22],
        elements=(
            Element("96", "SCNC", code[2:4]),
            Element("", "service code", code[4:7]),
            Element("", "shipper", code[7:14]),
            Element("", "package", code[14:21]),
        ),
    )


def _smart_post(code: str) -> Detail:
    return Detail(country="US", aliases=(("impb", "92" + code),))


def _mod10(start: int, end: int, implied: str = "") -> tuple[Check, ...]:
    return (Check(checks.mod10, slice(start, end), end, 10, implied),)


def _express(start: int, end: int) -> tuple[Check, ...]:
    return (Check(checks.fedex, slice(start, end), end, 10),)


FORMS = (
    Form("fedex", "FedEx", "#{12}", "Express", _express(0, 11), 2),
    Form("fedex", "FedEx", "#{15}", "Ground", _mod10(0, 14), 1),
    Form("fedex", "FedEx", "0[012347]#{16}", "Ground (SSCC-18)", _mod10(2, 17), -4),
    Form("fedex", "FedEx", "61#{18}", "SmartPost", _mod10(0, 19, "92"), 0, _smart_post),
    Form("fedex", "FedEx", "96#{20}", "Ground", _mod10(7, 21), 0, _ground_96),
    Form("fedex", "FedEx", "3#{31}", "ASTRA label", _express(16, 27), -2, _astra),
    Form("fedex", "FedEx", "96#{32}", "Ground", _express(20, 33), 0, _gsn),
    Form("fedex", "FedEx", "[012345678]#{33}", "Express", _express(20, 33), 0, _express_34),
    Form("fedex", "FedEx", "DT#{12}", "door tag", (), -2),
)
