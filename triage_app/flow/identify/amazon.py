"""Amazon: TBA, TBC, TBM + 12 digits, a letter + 10 digits, cartons on their way to a warehouse
(FBA shipment + U + carton). No check digits are published."""

from triage_app.flow.identify.form import Detail, Form

COUNTRIES = {"TBA": "US", "TBC": "CA", "TBM": "MX"}


def _detail(code: str) -> Detail:
    return Detail(country=COUNTRIES[code[:3]])


FORMS = (
    Form("amazon", "Amazon", "TB[ACM]#{12}", "Logistics", detail=_detail),
    Form("amazon", "Amazon", "[AFC]#{10}", "International", prior=-2),
    *(Form("amazon", "Amazon", f"FBA*{{{n}}}U#{{6}}", "FBA carton", prior=-2) for n in (8, 9)),
)
