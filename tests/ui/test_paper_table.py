"""A table on paper: every row is there, nothing runs into the next column or off the page."""

from itertools import combinations

from pytestqt.qtbot import QtBot

from triage_app.model.report import Report, Section, Table
from triage_app.model.sentence import tr
from triage_app.ui.paper_layout import MARGIN, Key, Page, Paper, Text, lay_out

LONG = "wooden toy with plastic wheels, painted, " * 6
COLUMNS = (tr("t", "Number"), tr("t", "Goods"), tr("t", "State"))


def report(rows: int, *, ticked: bool) -> Report:
    cells = tuple((f"RB{n:09}CN", LONG, tr("t", "HOLD")) for n in range(rows))
    table = Table(COLUMNS, (3, 5, 2), cells, ticked)
    return Report(tr("t", "Bag"), (), (Section(tr("t", "Missing"), table=table),))


def texts(page: Page) -> list[Text]:
    return [thing for thing in page if isinstance(thing, Text)]


def test_a_long_table_goes_on_over_the_pages(qtbot: QtBot) -> None:
    pages = lay_out(report(200, ticked=True), Paper.A4)
    said = {text.text for page in pages for text in texts(page)}

    assert len(pages) > 2
    assert {f"RB{n:09}CN" for n in range(200)} <= said
    assert {"Number", "Goods", "State", "HOLD"} <= said


def test_cells_stay_in_their_columns_and_on_the_page(qtbot: QtBot) -> None:
    (page,) = lay_out(report(20, ticked=False), Paper.LETTER)
    inside = Paper.LETTER.value[0] - MARGIN

    assert all(text.box.right() <= inside for text in texts(page))
    for one, other in combinations(texts(page), 2):
        assert not one.box.adjusted(0, 1, 0, -1).intersects(other.box.adjusted(0, 1, 0, -1))
    assert any(text.text.endswith("…") for text in texts(page))


def test_each_row_to_tick_has_its_box(qtbot: QtBot) -> None:
    (page,) = lay_out(report(7, ticked=True), Paper.A4)

    assert sum(isinstance(thing, Key) for thing in page) == 7
    (plain,) = lay_out(report(7, ticked=False), Paper.A4)
    assert not any(isinstance(thing, Key) for thing in plain)
