"""Chinese consolidators: Cainiao LP, YunExpress, 4PX, SF Express. No check digits are published."""

from triage_app.flow.identify.form import Detail, Form


def _from_china(_code: str) -> Detail:
    return Detail(country="CN")


FORMS = (
    Form("cainiao", "Cainiao", "LP#{14}", "consolidation order", detail=_from_china),
    Form("yunexpress", "YunExpress", "YT#{16}", detail=_from_china),
    Form("4px", "4PX", "4PX#{13}CN", detail=_from_china),
    Form("sf", "SF Express", "SF#{12}", detail=_from_china),
    Form("sf", "SF Express", "SF#{13}", detail=_from_china),
)
