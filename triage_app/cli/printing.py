"""Report -> a PDF file, where and when it is printed."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from triage_app.flow.report import PrintedAt
    from triage_app.model.report import Report
    from triage_app.settings import Settings

PAPERS = ("a4", "letter")


def printed_at(settings: "Settings", *, demonstration: bool) -> "PrintedAt":
    """Here, on the facility's day."""
    from triage_app.flow.report import PrintedAt

    station = settings.station
    today = datetime.now(ZoneInfo(station.time_zone)).date()
    return PrintedAt(station.facility, station.name, today, demonstration)


def write_pdf(report: "Report", out: Path, paper: str) -> int:
    """The PDF, whole or not at all. Raises DiskFault; how many pages it has."""
    from triage_app.model.errors import DiskFault
    from triage_app.model.sentence import tr
    from triage_app.ui.paper import print_report
    from triage_app.ui.paper_layout import Paper

    pdf, pages = print_report(report, Paper[paper.upper()])
    try:
        out.write_bytes(pdf)
    except OSError as error:
        raise DiskFault(
            tr("sheet", "{path} cannot be written: {why}.", path=out, why=error.strerror or error),
            tr("sheet", "Name another file with --out, or make room."),
        ) from error
    return pages
