"""Parcel carriers of Europe: DPD (ISO/IEC 7064 mod 37/36, DPD label specification 2.4.1), Yodel."""

from triage_app.flow.identify import checks
from triage_app.flow.identify.countries import countries
from triage_app.flow.identify.form import Check, Detail, Form
from triage_app.model.identity import Element
from triage_app.model.sentence import NOTHING, tr


def _dpd_28(code: str) -> Detail:
    numeric = code[24:27]
    known = [c.code for c in countries().values() if c.numeric == numeric]
    return Detail(
        code[7:21],
        country=known[0] if known else "",
        problem=NOTHING if known else tr("identify", "{code} is no country code", code=numeric),
        elements=(
            Element("", "post code", code[:7]),
            Element("", "service code", code[21:24]),
            Element("", "country", numeric),
        ),
    )


def _dpd_15(code: str) -> Detail:
    return Detail(code[:14])


FORMS = (
    Form(
        "dpd",
        "DPD",
        "#{27}*",
        "",
        (Check(checks.mod37_36, slice(0, 27), 27, 36),),
        0,
        _dpd_28,
    ),
    Form("dpd", "DPD", "#{14}*", "", (Check(checks.mod37_36, slice(0, 14), 14, 36),), 0, _dpd_15),
    Form("yodel", "Yodel", "JJD0002#{12}"),
    Form("yodel", "Yodel", "JD0002#{12}"),
    Form("yodel", "Yodel", "JJD#{16}", prior=-3),
    Form("yodel", "Yodel", "JD#{16}", prior=-2),
)
