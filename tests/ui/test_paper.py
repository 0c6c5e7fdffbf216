"""Printed codes are read back from the page as a printer has it; nothing is cut off."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontMetrics, QImage
from pytestqt.qtbot import QtBot

from triage_app.assets import asset
from triage_app.flow.commands import command_text, every_command, read_command
from triage_app.flow.outcomes import load_outcomes
from triage_app.flow.report import PrintedAt, command_sheet, scanner_sheet
from triage_app.flow.selftest_code import SENT
from triage_app.imaging.code_bars import QUIET_MODULES, code_bars
from triage_app.model.report import PrintedCode, Report, Section
from triage_app.model.sentence import tr
from triage_app.ui.paper import page_images, print_report
from triage_app.ui.paper_layout import (
    DOTS_PER_INCH,
    MARGIN,
    MODULE,
    Bars,
    Paper,
    Text,
    lay_out,
)

OUTCOMES = load_outcomes(asset("outcomes.toml").read_text("utf-8"))
COMMANDS = every_command(OUTCOMES)
KEY = bytes(range(32))
AT = PrintedAt("JFK", "bench-3", date(2026, 3, 2), demonstration=True)
QUIET = QUIET_MODULES * MODULE


def commands() -> Report:
    codes = [(command, command_text(command, KEY, 7)) for command in COMMANDS]
    return command_sheet(codes, OUTCOMES, 7, AT)


REPORTS = {"commands": commands(), "scanner": scanner_sheet(AT)}

each_sheet = pytest.mark.parametrize("name", sorted(REPORTS))
each_paper = pytest.mark.parametrize("paper", list(Paper), ids=lambda paper: paper.name)


def read(image: QImage) -> list[Any]:
    import numpy as np
    import zxingcpp

    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    pixels = np.ascontiguousarray(rows[:, : grey.width()])
    return list(zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormat.Code128))


def texts(found: Sequence[Any]) -> list[str]:
    return [bytes(code.bytes).decode() for code in found]


@each_sheet
@each_paper
def test_every_code_is_read_back_from_the_page(qtbot: QtBot, name: str, paper: Paper) -> None:
    report = REPORTS[name]

    found = [text for image in page_images(report, paper) for text in texts(read(image))]

    assert sorted(found) == sorted(code.text for code in report.codes)


def test_what_is_read_back_asks_for_the_command(qtbot: QtBot) -> None:
    image = page_images(commands(), Paper.A4)[0]

    asked = {read_command(text, KEY, 7, COMMANDS) for text in texts(read(image))}

    assert asked <= set(COMMANDS)
    assert "outcome REL" in {command.word for command in COMMANDS if command in asked}


def test_the_selftest_keeps_its_separator_and_is_no_gs1_code(qtbot: QtBot) -> None:
    found = read(page_images(scanner_sheet(AT), Paper.A4)[0])
    tested = next(code for code in found if bytes(code.bytes).decode() == SENT)

    assert tested.symbology_identifier == "]C0"


@each_sheet
@each_paper
def test_no_text_is_wider_than_its_place(qtbot: QtBot, name: str, paper: Paper) -> None:
    width, height = paper.value
    inner = QRect(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN)
    things = [thing for page in lay_out(REPORTS[name], paper) for thing in page]
    lines = [thing for thing in things if isinstance(thing, Text)]

    assert all(inner.contains(thing.box) for thing in things)
    assert all(
        QFontMetrics(line.font).horizontalAdvance(line.text) <= line.box.width()
        and line.size <= line.box.height()
        for line in lines
    )


@each_sheet
@each_paper
def test_no_thing_lies_on_a_codes_quiet_zone(qtbot: QtBot, name: str, paper: Paper) -> None:
    for page in lay_out(REPORTS[name], paper):
        codes = [thing for thing in page if isinstance(thing, Bars)]
        for code in codes:
            zone = code.box.adjusted(-QUIET, 0, QUIET, 0)
            assert not [t for t in page if t is not code and zone.intersects(t.box)]


@each_paper
def test_no_scan_line_crosses_two_codes(qtbot: QtBot, paper: Paper) -> None:
    for page in lay_out(commands(), paper):
        codes = [thing.box for thing in page if isinstance(thing, Bars)]
        for one, other in combinations(codes, 2):
            assert one.bottom() < other.top() or other.bottom() < one.top()


def test_a_module_is_wide_enough_for_any_scanner() -> None:
    assert MODULE / DOTS_PER_INCH * 25.4 >= 0.33


@each_sheet
def test_the_margin_stays_white(qtbot: QtBot, name: str) -> None:
    for image in page_images(REPORTS[name], Paper.LETTER):
        width, height = image.width(), image.height()
        edge = MARGIN - 8
        for x in range(0, width, 3):
            assert image.pixelColor(x, edge) == QColor("white")
            assert image.pixelColor(x, height - edge) == QColor("white")
        for y in range(0, height, 3):
            assert image.pixelColor(edge, y) == QColor("white")
            assert image.pixelColor(width - edge, y) == QColor("white")


def test_the_codes_of_a_shift_stand_on_the_first_page(qtbot: QtBot) -> None:
    for paper in Paper:
        first = lay_out(commands(), paper)[0]
        said = {thing.text for thing in first if isinstance(thing, Text)}

        assert {"Confirm", "Next item", "F1", "F9", "Detained (form 6051D)"} <= said
        assert {"JFK · bench-3", "Sheet 7", "Printed 2026-03-02 · DEMONSTRATION"} <= said


def test_a_long_report_goes_on_over_the_page(qtbot: QtBot) -> None:
    words = tuple(tr("t", "paragraph {n} " + "word " * 40, n=n) for n in range(80))
    report = Report(tr("t", "Long"), (), (Section(tr("t", "Words"), words),))

    pages = lay_out(report, Paper.A4)
    said = [thing.text for page in pages for thing in page if isinstance(thing, Text)]

    assert len(pages) > 1
    assert sum(line.startswith("paragraph ") for line in said) == 80
    assert f"{len(pages)} / {len(pages)}" in said


def test_a_title_too_long_for_its_place_is_set_smaller(qtbot: QtBot) -> None:
    code = PrintedCode("TRGBCBCDBCDFGHJKLN", tr("t", "Held until the addressee answers us " * 2))
    report = Report(tr("t", "T"), (), (Section(tr("t", "S"), codes=(code, code)),))
    (page,) = lay_out(report, Paper.A4)
    title = next(t for t in page if isinstance(t, Text) and t.text.startswith("Held"))

    assert title.size < 42
    assert QFontMetrics(title.font).horizontalAdvance(title.text) <= title.box.width()


def test_the_pdf_has_as_many_pages_as_were_laid_out(qtbot: QtBot) -> None:
    pdf, pages = print_report(commands(), Paper.LETTER)

    assert pdf.startswith(b"%PDF-")
    assert pages == len(lay_out(commands(), Paper.LETTER))
    assert pdf.count(b"/Type /Page\n") == pages


def test_a_text_code_128_cannot_carry_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        code_bars("標")


def test_a_square_code_is_read_back_from_the_page(qtbot: QtBot) -> None:
    import numpy as np
    import zxingcpp

    head = f"bench-3 1 5090 {'0123456789abcdef' * 4}"
    report = Report(tr("t", "Proof"), (), (Section(tr("t", "Head"), square=head),))
    image = page_images(report, Paper.A4)[0].convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)

    found = zxingcpp.read_barcodes(np.ascontiguousarray(rows[:, : image.width()]))

    assert [code.text for code in found] == [head]


def test_a_word_no_line_holds_is_broken_and_not_cut_off(qtbot: QtBot) -> None:
    signature = "0123456789abcdef" * 20
    report = Report(
        tr("t", "Proof"), (), (Section(tr("t", "Hash"), (tr("t", "{s}", s=signature),)),)
    )
    lines = [
        thing for page in lay_out(report, Paper.A4) for thing in page if isinstance(thing, Text)
    ]

    assert signature in "".join(line.text for line in lines)
    for line in lines:
        assert QFontMetrics(line.font).horizontalAdvance(line.text) <= line.box.width()
