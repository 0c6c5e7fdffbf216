"""Chinese consolidators and carriers: Cainiao LP, YunExpress, 4PX, Yanwen, SF, YTO, J&T Express. No
check digits are published."""

from triage_app.flow.identify.form import Detail, Form


def _from_china(_code: str) -> Detail:
    return Detail(country="CN")


FORMS = (
    *(
        Form("cainiao", "Cainiao", f"LP#{{{n}}}", "consolidation order", (), prior, _from_china)
        for n, prior in ((14, 0), (15, -3), (16, -3))
    ),
    Form("yunexpress", "YunExpress", "YT#{16}", detail=_from_china),
    Form("4px", "4PX", "4PX#{13}CN", detail=_from_china),
    Form("yanwen", "Yanwen", "@@#{9}YP", detail=_from_china),
    Form("yto", "YTO Express", "YT#{13}", detail=_from_china),
    Form("jt", "J&T Express", "JT#{13}", detail=_from_china),
    Form("sf", "SF Express", "SF#{12}", detail=_from_china),
    Form("sf", "SF Express", "SF#{13}", detail=_from_china),
)
