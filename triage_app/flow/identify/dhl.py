"""DHL: Express waybills (10 digits, mod 7), piece ids, eCommerce, Parcel, licence plates JJD.

Source: DHL's public page of tracking label formats (Express, eCommerce, Parcel), Deutsche Post's
Identcode (weights 4 and 9). A licence plate is printed with or without its data identifier J.
eCommerce numbers have no published check digit, and lengths from 12 on, so more than a prefix is
asked for: most of it digits.
"""

import re
from collections.abc import Iterator

from triage_app.flow.identify import checks
from triage_app.flow.identify.code import Code
from triage_app.flow.identify.form import BOTH, DIGITS, Check, Detail, Form
from triage_app.flow.identify.reading import Reading

PREFIXES = frozenset({"GM", "LX", "RX", "UV", "CN", "SG", "TH", "IN", "HK", "MY"})
_S10_SHAPE = r"[A-Z]{2}[0-9A-Z]{9}[A-Z]{2}"
_LETTERS_FIRST = r"[A-Z]{2,5}[0-9]+"
_FEWEST_DIGITS = 8


def _with_j(code: str) -> Detail:
    return Detail(aliases=(("dhl", code[1:]),))


def _without_j(code: str) -> Detail:
    return Detail(aliases=(("dhl", "J" + code),))


FORMS = (
    Form("dhl", "DHL Express", "#{10}", "waybill", (Check(checks.mod7, slice(0, 9), 9, 7),), 1),
    Form("dhl", "DHL Express", "#{11}", "waybill", (Check(checks.mod7, slice(0, 10), 10, 7),), -9),
    *(
        Form("dhl", "DHL Express", f"J@{{{n}}}#{{{m}}}", "piece id", prior=prior)
        for n, prior in ((2, -10), (3, -2))
        for m in (9, 10)
    ),
    *(Form("dhl", "DHL", f"JJD#{{{n}}}", "licence plate", (), -4, _with_j) for n in range(12, 21)),
    Form("dhl", "DHL", "JD#{18}", "licence plate", (), -4, _without_j),
    *(Form("dhl", "DHL Parcel", f"JVGL#{{{n}}}", prior=-2) for n in range(11, 21)),
    Form("dhl", "DHL Parcel", "3S@@@#{9}", prior=-2),
    Form(
        "dhl",
        "DHL Paket",
        "#{12}",
        "Identcode",
        (Check(checks.post_4_9, slice(0, 11), 11),),
        -5,
    ),
    Form("dhl", "DHL eCommerce", "#{14}", prior=-4),
)


def read_ecommerce(code: Code) -> Iterator[Reading]:
    """GM and its kin: two to five letters and digits, or three quarters of it digits."""
    text = code.compact
    if text[:2] not in PREFIXES or not 12 <= len(text) <= 41 or re.fullmatch(_S10_SHAPE, text):
        return
    digits = sum(c in DIGITS for c in text)
    mostly = 4 * digits >= 3 * len(text) or re.fullmatch(_LETTERS_FIRST, text)
    if BOTH.issuperset(text) and digits >= _FEWEST_DIGITS and mostly:
        yield Reading("dhl", text, 6.0, carrier="DHL eCommerce", service="eCommerce")
