"""What was found as rows, and the page they stand on: values in, signals out."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import NOON, make_announcement, make_line, make_party
from tests.ui.test_bench_panels import same_time
from triage_app.model.risk import Verdict
from triage_app.model.search import Hit, SearchFor
from triage_app.ui.found_model import MOST_ROWS, FoundModel
from triage_app.ui.found_table import FoundTable
from triage_app.ui.row_model import DETAIL, STATE, AnyIndex
from triage_app.ui.search_page import SHARES, WIDTHS, SearchPage
from triage_app.ui.theme import State, light

STANDING = 6
WORDS = Qt.ItemDataRole.DisplayRole


def hit(key: int = 1, **changes: object) -> Hit:
    return Hit(key, make_announcement(), **changes)  # type: ignore[arg-type]


def row(model: FoundModel, at: int = 0) -> list[tuple[str, str]]:
    columns = range(model.columnCount())
    indexes = [model.index(at, column) for column in columns]
    return [(model.data(index, WORDS), model.data(index, DETAIL)) for index in indexes]  # type: ignore[misc]


class Asked(FoundModel):
    """Counts what it is asked for."""

    cells = 0

    def data(self, index: AnyIndex, role: int = WORDS) -> object:
        self.cells += 1
        return super().data(index, role)


@pytest.fixture
def page(qtbot: QtBot) -> SearchPage:
    made = SearchPage(light(), same_time)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def test_a_row_says_what_the_item_is_and_how_it_stands(qtbot: QtBot) -> None:
    model = FoundModel(same_time)
    model.show_hits([hit(verdict=Verdict.LOOK, seen_at=NOON)], more=False)

    assert row(model) == [
        ("RR 4731 2482 9 US", ""),
        ("2026-03-02", ""),
        ("Shenzhen Bright Trading Co Ltd", "Shenzhen CN"),
        ("Jane Doe", "Newark NJ"),
        ("paraffin candles, scented, six pieces", "HS 340600"),
        ("48.00 USD", ""),
        ("look", "seen 02 Mar 12:00"),
    ]
    assert model.data(model.index(0, STANDING), STATE) is State.LOOK


def test_what_is_not_known_is_a_dash_and_text_from_outside_is_only_text(qtbot: QtBot) -> None:
    bare = make_announcement(
        arrived_on=None, lines=(), value_minor=None, sender=make_party(name="<b>\u202e")
    )
    model = FoundModel(same_time)
    model.show_hits([Hit(1, bare)], more=False)
    said = dict(enumerate(row(model)))

    assert said[1][0] == said[4][0] == said[5][0] == "–"
    assert said[2][0] == "<b>⟨U+202E⟩"
    assert said[6] == ("", "")
    several = make_announcement(lines=(make_line(description="", hs=""), make_line(index=2)))
    model.show_hits([Hit(1, several)], more=False)
    assert row(model)[4] == ("(no description)", "2 lines")


def test_a_hold_stands_before_the_verdict_and_a_controlled_delivery_says_no_more(
    qtbot: QtBot,
) -> None:
    model = FoundModel(same_time)
    model.show_hits(
        [
            hit(verdict=Verdict.CLEAR, held=True),
            hit(verdict=Verdict.CLEAR, held=True, set_aside=True, seen_at=NOON),
            hit(verdict=Verdict.HOLD),
        ],
        more=False,
    )

    assert [row(model, at)[STANDING] for at in range(3)] == [
        ("HOLD", ""),
        ("HOLD", "set aside, call supervisor"),
        ("hold", ""),
    ]


def test_an_item_seen_today_says_the_time_alone(qtbot: QtBot) -> None:
    from triage_app.ui.words import utc_now

    model = FoundModel(same_time)
    now = utc_now()
    model.show_hits([hit(verdict=Verdict.CLEAR, seen_at=now)], more=False)
    assert row(model)[STANDING] == ("clear", f"seen {now:%H:%M}")
    model.show_hits([hit(verdict=Verdict.CLEAR, seen_at=now - timedelta(days=2))], more=False)
    assert len(row(model)[STANDING][1]) > len(f"seen {now:%H:%M}")


def test_rows_come_as_the_view_nears_its_end_and_are_asked_for_once(qtbot: QtBot) -> None:
    model = FoundModel(same_time)
    wanted: list[int] = []
    model.more_wanted.connect(wanted.append)
    model.show_hits([hit(9), hit(8)], more=True)

    for _ in range(2):
        model.fetchMore()
    assert wanted == [8]
    model.add_hits([hit(7)], more=True)
    model.fetchMore()
    assert wanted == [8, 7]
    model.add_hits([], more=False)
    assert not model.canFetchMore()
    assert model.rowCount() == 3
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0


def test_of_a_hundred_thousand_rows_only_those_on_the_screen_are_put_into_words(
    qtbot: QtBot,
) -> None:
    model = Asked(same_time)
    table = FoundTable(light(), model, widths=WIDTHS, shares=SHARES)
    qtbot.addWidget(table)
    table.resize(1_000, 600)
    model.show_hits([hit(key) for key in range(MOST_ROWS - 50, 0, -1)], more=True)
    model.add_hits([hit(0)] * 50, more=True)
    table.show()
    table.grab()
    table.scrollToBottom()
    table.grab()

    assert model.rowCount() == MOST_ROWS
    assert not model.canFetchMore()
    assert model.cells < 40 * model.columnCount() * 12


def test_the_headers_name_the_columns(qtbot: QtBot) -> None:
    model = FoundModel(same_time)
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    titles = [model.headerData(n, across) for n in range(model.columnCount())]

    assert titles[0] == "Number"
    assert all(titles)
    assert model.headerData(0, down) is None
    assert model.headerData(0, across, STATE) is None
    assert model.data(model.index(0, 0, QModelIndex()), Qt.ItemDataRole.TextAlignmentRole)


def test_a_question_is_asked_when_typing_pauses_and_at_once_by_enter(
    qtbot: QtBot, page: SearchPage
) -> None:
    asked: list[SearchFor] = []
    page.asked.connect(asked.append)
    page.field.setText("cand")
    page.field.setText("candles")
    assert asked == []
    with qtbot.waitSignal(page.asked):
        page.origin.setText(" cn ")
    page.carrier.setText("UPS")
    QTest.keyClick(page.field, Qt.Key.Key_Return)

    assert asked == [SearchFor("candles", "cn"), SearchFor("candles", "cn", "UPS")]


def test_each_facet_is_a_target_for_a_glove_and_asks_at_once(
    qtbot: QtBot, page: SearchPage
) -> None:
    from PySide6.QtWidgets import QApplication

    from triage_app.ui.application import dress

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(light())
    asked: list[SearchFor] = []
    page.asked.connect(asked.append)
    for chip in (page.flagged, page.held, page.unseen):
        chip.click()
    targets = (page.flagged, page.held, page.unseen, page.origin, page.carrier, page.field)
    heights = [target.height() for target in targets]
    application.setStyleSheet("")

    assert asked[-1] == SearchFor(flagged=True, held=True, unseen=True)
    assert min(heights) >= 40
    assert all(target.accessibleName() for target in targets)


def test_the_keys_go_from_the_field_to_the_rows_and_enter_chooses(
    qtbot: QtBot, page: SearchPage
) -> None:
    chosen: list[str] = []
    page.chosen.connect(chosen.append)
    page.field.setFocus()
    QTest.keyClick(page.field, Qt.Key.Key_Down)  # nothing there yet
    page.model.show_hits([hit(2), hit(1)], more=False)
    page.listing.show_table()
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 1
    QTest.keyClick(page.table, Qt.Key.Key_Return)

    assert chosen == ["RR473124829US"]
    page.field.setText("x")
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.field.text() == ""


def test_where_nothing_is_there_is_what_to_do(page: SearchPage) -> None:
    assert "three letters" in page.listing.taught
    page.show_nothing_found()
    assert "Nothing announced fits" in page.listing.taught
    page.show_nothing_found(3_000_000)
    assert "Nothing found as yet" in page.listing.taught
    assert "3,000,000" in page.listing.taught
    page.listing.show_table()
    assert page.listing.taught == ""
    page.listing.warn("12 missing")
    assert page.listing.warned == "12 missing"


def test_rows_are_painted_in_both_states(qtbot: QtBot, page: SearchPage) -> None:
    page.model.show_hits([hit(2, held=True), hit(1)], more=False)
    page.listing.show_table()
    plain = page.table.grab().toImage()
    page.table.choose_first()

    assert page.table.grab().toImage() != plain
