"""UPU S10: thirteen characters, two letters for the service, nine digits, the issuing country.

Source: UPU S10-12 (service indicators, check digit) and the UPU's list of issuers.
"""

from triage_app.flow.identify import checks
from triage_app.flow.identify.countries import postal_countries
from triage_app.flow.identify.form import Check, Detail, Form
from triage_app.model.sentence import NOTHING, tr

SERVICES = {
    "A": "domestic or bilateral",
    "B": "domestic or bilateral",
    "C": "parcel post",
    "D": "domestic or bilateral",
    "E": "express (EMS)",
    "G": "domestic or bilateral",
    "H": "e-commerce parcel",
    "L": "tracked letter post",
    "M": "M bag",
    "N": "domestic or bilateral",
    "P": "domestic or bilateral",
    "Q": "international business reply",
    "R": "registered letter post",
    "U": "letter post subject to customs",
    "V": "insured letter post",
    "Z": "domestic or bilateral",
}


def _detail(code: str) -> Detail:
    issuer = postal_countries().get(code[11:])
    if issuer is None:
        unknown = tr("identify", "{code} is no country that issues S10 numbers", code=code[11:])
        return Detail(service=SERVICES.get(code[0], ""), problem=unknown, bits=-6)
    return Detail(
        carrier=issuer.post or issuer.name,
        country=issuer.code,
        service=SERVICES.get(code[0], ""),
        problem=NOTHING,
    )


FORMS = (Form("s10", "", "@@#{9}@@", "", (Check(checks.s10, slice(2, 10), 10, 11),), 4, _detail),)
