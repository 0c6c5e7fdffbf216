"""Parcel carriers of Europe: DPD, Yodel, PostNL, Royal Mail (2D Mailmark).

Source: DPD parcel label specification 2.4.1 (ISO/IEC 7064 mod 37/36; the bar code begins with "%"
and leaves out the check character that is printed beneath it), Royal Mail Mailmark 2D definition.
"""

import re
from collections.abc import Iterator

from triage_app.flow.identify import checks
from triage_app.flow.identify.code import Code
from triage_app.flow.identify.countries import countries
from triage_app.flow.identify.form import Check, Detail, Form
from triage_app.flow.identify.reading import Reading
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


def _from_the_netherlands(_code: str) -> Detail:
    return Detail(country="NL")


FORMS = (
    Form(
        "dpd",
        "DPD",
        "*{7}#{20}*",
        "",
        (Check(checks.mod37_36, slice(0, 27), 27, 36),),
        0,
        _dpd_28,
    ),
    Form("dpd", "DPD", "#{14}*", "", (Check(checks.mod37_36, slice(0, 14), 14, 36),), 0, _dpd_15),
    Form("yodel", "Yodel", "JJD0002#{12}"),
    Form("yodel", "Yodel", "JD0002#{12}"),
    *(
        Form("postnl", "PostNL", f"3S@@@@#{{{n}}}", prior=-1, detail=_from_the_netherlands)
        for n in (7, 8, 9)
    ),
    Form("yodel", "Yodel", "JJD#{16}", prior=-3),
    Form("yodel", "Yodel", "JD#{16}", prior=-2),
)

_DPD_BAR_CODE = r"%[0-9A-Z]{7}[0-9]{20}"
_MAILMARK = (
    r"JGB (?P<type>[0-9A-Z])(?P<version>[0-9])(?P<class>[0-9A-Z])(?P<chain>[0-9]{7})"
    r"(?P<item>[0-9]{8})(?P<post_code>[0-9A-Z ]{9})(?P<service>[0-9])(?P<return>[0-9A-Z ]{7})"
)
_BITS = 40.0


def read_europe(code: Code) -> Iterator[Reading]:
    """Codes with signs or blanks in them: DPD's routing bar code, Royal Mail's 2D Mailmark."""
    if code.payload[:1] == "%" and re.fullmatch(_DPD_BAR_CODE, code.compact):
        text = code.compact[1:]
        within = _dpd_28(text)
        yield Reading(
            "dpd",
            within.number,
            _BITS,
            within.problem,
            "DPD",
            within.country,
            elements=within.elements,
            aliases=(("dpd", text + checks.mod37_36(text)),),
        )
    elif code.payload[:4].upper() == "JGB " and (
        found := re.match(_MAILMARK, code.payload.upper())
    ):
        named = (Element("", k.replace("_", " "), v.strip()) for k, v in found.groupdict().items())
        yield Reading(
            "royal_mail",
            found["chain"] + found["item"],
            _BITS,
            carrier="Royal Mail",
            country="GB",
            service="2D Mailmark",
            elements=tuple(e for e in named if e.value),
        )
