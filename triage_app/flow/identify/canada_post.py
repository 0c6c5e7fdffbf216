"""Canada Post domestic parcels: 16 digits, mod 10. Its international items carry S10."""

from triage_app.flow.identify import checks
from triage_app.flow.identify.form import Check, Detail, Form


def _detail(_code: str) -> Detail:
    return Detail(country="CA")


FORMS = (
    Form(
        "canada_post",
        "Canada Post",
        "#{16}",
        "domestic parcel",
        (Check(checks.mod10, slice(0, 15), 15),),
        detail=_detail,
    ),
)
