"""DHL: Express waybills (10 digits, mod 7), piece ids, eCommerce, licence plates JJD.

Source: DHL Express and DHL eCommerce tracking number formats. eCommerce numbers have no published
check digit, and lengths from 12 on, so more than a prefix is asked for: most of it digits.
"""

import re
from collections.abc import Iterator

from triage_app.flow.identify import checks
from triage_app.flow.identify.code import Code
from triage_app.flow.identify.form import BOTH, DIGITS, Check, Form
from triage_app.flow.identify.reading import Reading

_PREFIXES = frozenset({"GM", "LX", "RX", "UV", "CN", "SG", "TH", "IN", "HK", "MY"})
_S10_SHAPE = r"[A-Z]{2}[0-9]{9}[A-Z]{2}"
_FEWEST_DIGITS = 8

FORMS = (
    Form("dhl", "DHL Express", "#{10}", "waybill", (Check(checks.mod7, slice(0, 9), 9, 7),), 1),
    Form("dhl", "DHL Express", "#{11}", "waybill", (Check(checks.mod7, slice(0, 10), 10, 7),), -9),
    *(
        Form("dhl", "DHL Express", f"J@{{{n}}}#{{{m}}}", "piece id", prior=prior)
        for n, prior in ((2, -10), (3, -2))
        for m in (9, 10)
    ),
    *(Form("dhl", "DHL", f"JJD#{{{n}}}", "licence plate", prior=-4) for n in range(12, 21)),
    Form("dhl", "DHL eCommerce", "#{14}", prior=-4),
)


def read_ecommerce(code: Code) -> Iterator[Reading]:
    """GM and its kin: a prefix, then 10 to 39 characters, eight and half of them digits."""
    text = code.compact
    if text[:2] not in _PREFIXES or not 12 <= len(text) <= 41 or re.fullmatch(_S10_SHAPE, text):
        return
    digits = sum(c in DIGITS for c in text)
    if BOTH.issuperset(text) and digits >= _FEWEST_DIGITS and 2 * digits >= len(text) - 2:
        yield Reading("dhl", text, 6.0, carrier="DHL eCommerce", service="eCommerce")
