"""UPS: 1Z numbers, waybills of a letter and ten digits, freight (PRO), Mail Innovations.

Source: UPS tracking number formats (public page and UPS Developer guide): letters count as (ASCII
- 3) mod 10, weights 1 and 2. A PRO number is nine digits, a Mail Innovations package MI, six digits
of the mailer and up to 22 characters of its own; neither has a published check digit.
"""

from triage_app.flow.identify import checks
from triage_app.flow.identify.form import Check, Detail, Form
from triage_app.model.identity import Element

SERVICES = {
    "01": "Next Day Air",
    "02": "2nd Day Air",
    "03": "Ground",
    "04": "Worldwide Express",
    "12": "3 Day Select",
    "13": "Next Day Air Saver",
    "15": "Next Day Air Early",
    "22": "Ground, returns plus",
    "32": "Next Day Air Early, COD",
    "33": "Next Day Air Early, Saturday, COD",
    "41": "Next Day Air Early, Saturday",
    "42": "Ground, signature required",
    "44": "Next Day Air, Saturday",
    "66": "Worldwide Express",
    "67": "Worldwide Express",
    "68": "Standard",
    "72": "Ground, collect on delivery",
    "78": "Ground, returns plus",
    "90": "Ground, returns",
    "A0": "Next Day Air Early, adult signature",
    "A1": "Next Day Air Early, Saturday, adult signature",
    "A2": "Next Day Air, adult signature",
    "A8": "Ground, adult signature",
    "A9": "Next Day Air Early, adult signature, COD",
    "AA": "Next Day Air Early, Saturday, adult signature, COD",
    "YW": "SurePost",
}
WAYBILLS = {"J": "Next Day Express", "K": "Ground", "V": "Worldwide Express Saver"}


def _one_z(code: str) -> Detail:
    return Detail(
        service=SERVICES.get(code[8:10], ""),
        elements=(
            Element("", "shipper", code[2:8]),
            Element("", "service code", code[8:10]),
            Element("", "package", code[10:17]),
        ),
    )


def _waybill(code: str) -> Detail:
    return Detail(service=WAYBILLS.get(code[0], ""))


def _mail_innovations(code: str) -> Detail:
    return Detail(elements=(Element("", "mailer", code[2:8]), Element("", "package", code[8:])))


FORMS = (
    Form("ups", "UPS", "1Z*{15}#", "", (Check(checks.ups, slice(2, 17), 17),), 4, _one_z),
    Form(
        "ups",
        "UPS",
        "[AHJKTV]#{10}",
        "waybill",
        (Check(checks.ups, slice(1, 10), 10),),
        -1,
        _waybill,
    ),
    *(
        Form("ups", "UPS", f"MI#{{6}}*{{{n}}}", "Mail Innovations", (), -3, _mail_innovations)
        for n in range(1, 23)
    ),
    Form("ups", "UPS", "#{9}", "freight (PRO), no check digit", prior=-8),
)
