"""Code -> readings as GS1: bare SSCCs and GTINs, and whether the code is an element string."""

from collections.abc import Iterator

from triage_app.flow.identify import checks
from triage_app.flow.identify.code import GS, Code, is_address
from triage_app.flow.identify.form import Check, Detail, Form
from triage_app.flow.identify.reading import Reading
from triage_app.model.identity import Element

_DHL_GERMANY = "340434"
_UNSAID = ("00", "01", "02")
_COMPOSITE = "|]e0"
_SHORTEST_UNSAID = 16


def _sscc(code: str) -> Detail:
    carrier = "DHL" if code.startswith(_DHL_GERMANY) else ""
    return Detail(carrier=carrier, elements=(Element("00", "SSCC", code),))


def _sscc_20(code: str) -> Detail:
    within = _sscc(code[2:])
    return Detail(code[2:], within.carrier, elements=within.elements)


def _gtin(code: str) -> Detail:
    whole = code.zfill(14)
    return Detail(whole, elements=(Element("01", "GTIN", whole),))


FORMS = (
    Form("sscc", "", "#{18}", "", (Check(checks.mod10, slice(0, 17), 17),), 2, _sscc),
    Form("sscc", "", "00#{18}", "", (Check(checks.mod10, slice(2, 19), 19),), 2, _sscc_20),
    *(
        Form(
            "gs1",
            "",
            f"#{{{n}}}",
            "GTIN",
            (Check(checks.mod10, slice(0, n - 1), n - 1),),
            -8,
            _gtin,
        )
        for n in (8, 12, 13, 14)
    ),
)


def read_gs1(code: Code) -> Iterator[Reading]:
    """Readings of a code that says it is GS1, or whose digits parse to the end."""
    payload = code.payload
    said = code.gs1 or payload[:1] in {"(", GS} or is_address(payload) or _COMPOSITE in payload
    if said or (payload[:2] in _UNSAID and len(payload) > _SHORTEST_UNSAID):
        # The AI table and its checks are loaded by the first code that needs them.
        from triage_app.flow.identify.gs1_said import read_said, read_unsaid

        yield from read_said(code) if said else read_unsaid(code)
