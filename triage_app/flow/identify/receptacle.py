"""UPU S9 receptacles (29 characters) and S8 dispatches (20).

Origin and destination office of exchange (IMPC code, six characters: country, place, qualifier),
mail category, subclass, year digit, dispatch number; a receptacle adds its serial number, the
highest-numbered and registered-or-insured flags and its weight in hectograms. Sources: UPU S8-3,
S9-4, S34 (IMPC codes), code lists 115 (category) and 117 (subclass).
"""

from triage_app.flow.identify.countries import postal_countries
from triage_app.flow.identify.form import Detail, Form
from triage_app.model.identity import Element
from triage_app.model.sentence import NOTHING, tr

CATEGORIES = {"A": "airmail", "B": "S.A.L.", "C": "surface", "D": "priority by surface"}
CLASSES = {"U": "letters", "C": "parcels", "E": "EMS", "T": "empty receptacles"}
_DISPATCH = "@@@@@*@@@@@*[ABCD][UCET]*#{5}"


def _detail(code: str) -> Detail:
    elements = [
        Element("", "origin", code[0:6]),
        Element("", "destination", code[6:12]),
        Element("", "category", CATEGORIES[code[12]]),
        Element("", "subclass", code[13:15]),
        Element("", "year", code[15]),
        Element("", "dispatch", code[16:20]),
    ]
    if len(code) > 20:
        elements += [
            Element("", "receptacle", code[20:23]),
            Element("", "last of dispatch", "yes" if code[23] == "1" else "no"),
            Element("", "registered or insured", "yes" if code[24] == "1" else "no"),
            Element("", "weight_g", str(int(code[25:29]) * 100)),
        ]
    unknown = [c for c in (code[0:2], code[6:8]) if c not in postal_countries()]
    return Detail(
        carrier=(postal_countries()[code[0:2]].post if not unknown else ""),
        country="" if code[0:2] in unknown else code[0:2],
        service=f"{CLASSES[code[13]]}, {CATEGORIES[code[12]]}",
        problem=tr("identify", "{code} is no country code", code=unknown[0])
        if unknown
        else NOTHING,
        elements=tuple(elements),
        aliases=(("s8", code[:20]),) if len(code) > 20 else (),
    )


FORMS = (
    Form("s9", "", _DISPATCH + "#{3}[01][01]#{4}", prior=2, detail=_detail),
    Form("s8", "", _DISPATCH, detail=_detail),
)
