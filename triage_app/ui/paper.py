"""Report -> PDF, or the same page on a painter. Needs no window; a running QGuiApplication is
used, else one is made."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from triage_app.model.report import Report
from triage_app.ui.paper_layout import (
    DOTS_PER_INCH,
    MODULE,
    SQUARE,
    Bars,
    Key,
    Page,
    Paper,
    Rule,
    Squares,
    Text,
    lay_out,
)
from triage_app.ui.words import say, tr

INK, MUTED = QColor("#000000"), QColor("#4B5563")
_SIZES = {Paper.A4: QPageSize.PageSizeId.A4, Paper.LETTER: QPageSize.PageSizeId.Letter}
_DOTS_PER_METRE = round(DOTS_PER_INCH / 0.0254)


def print_report(report: Report, paper: Paper) -> tuple[bytes, int]:
    """The report as PDF, and how many pages it has."""
    application = _application()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(say(report.title))
    writer.setCreator(tr("Paper", "Triage"))
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageLayout(
        QPageLayout(QPageSize(_SIZES[paper]), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    pages = lay_out(report, paper)
    painter = QPainter(writer)
    for number, page in enumerate(pages):
        if number:
            writer.newPage()
        paint_page(painter, page)
    painter.end()
    buffer.close()
    del application
    return bytes(kept.data()), len(pages)


def page_images(report: Report, paper: Paper) -> list[QImage]:
    """Each page as a printer of 300 dots an inch would have it."""
    images = []
    for page in lay_out(report, paper):
        image = QImage(*paper.value, QImage.Format.Format_RGB32)
        image.setDotsPerMeterX(_DOTS_PER_METRE)
        image.setDotsPerMeterY(_DOTS_PER_METRE)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_page(painter, page)
        painter.end()
        images.append(image)
    return images


def paint_page(painter: QPainter, page: Page) -> None:
    """Paint what the layout placed; the painter counts in dots."""
    for thing in page:
        match thing:
            case Text():
                _paint_text(painter, thing)
            case Bars():
                _paint_bars(painter, thing)
            case Squares():
                _paint_squares(painter, thing)
            case Key():
                painter.setPen(QPen(INK, 3))
                painter.drawRoundedRect(QRectF(thing.box), 10, 10)
            case Rule():
                painter.fillRect(thing.box, INK)


def _paint_text(painter: QPainter, text: Text) -> None:
    painter.setFont(text.font)
    painter.setPen(MUTED if text.muted else INK)
    across = Qt.AlignmentFlag.AlignRight if text.right else Qt.AlignmentFlag.AlignLeft
    flags = across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(text.box, int(flags), text.text)


def _paint_bars(painter: QPainter, bars: Bars) -> None:
    for start, count in _dark_runs(bars.modules):
        left = bars.box.left() + MODULE * start
        painter.fillRect(QRect(left, bars.box.top(), MODULE * count, bars.box.height()), INK)


def _paint_squares(painter: QPainter, squares: Squares) -> None:
    for place, row in enumerate(squares.rows):
        top = squares.box.top() + SQUARE * place
        for start, count in _dark_runs(row):
            left = squares.box.left() + SQUARE * start
            painter.fillRect(QRect(left, top, SQUARE * count, SQUARE), INK)


def _dark_runs(modules: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Neighbouring dark modules as one (first, how many): printers leave hairlines between two."""
    first = 0
    for dark, run in groupby(modules):
        count = len(list(run))
        if dark:
            yield first, count
        first += count


def _application() -> QGuiApplication:
    running = QGuiApplication.instance()
    return running if isinstance(running, QGuiApplication) else QGuiApplication(["triage"])
