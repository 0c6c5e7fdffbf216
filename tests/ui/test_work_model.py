"""Rows of the list: fetched as they are seen, a bounded number in memory, each in plain words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import NOON, make_announcement, make_line
from triage_app.model.deadline import HOLD_ENDS
from triage_app.model.risk import Verdict
from triage_app.model.work import Presence, WorkItem
from triage_app.ui.row_model import DETAIL, STATE
from triage_app.ui.theme import State
from triage_app.ui.words import utc_now
from triage_app.ui.work_model import (
    KEPT_PAGES,
    MOST_WANTED,
    PAGE,
    WorkModel,
    due_words,
)

DAY = date(2026, 3, 2)
STANDING = 5


def item(number: str = "RR473124829US", **changes: object) -> WorkItem:
    made = WorkItem(
        make_announcement(number=number, bag="JFK-0412", flight="CA981"), Presence.MISSING
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def page(first: int, count: int = PAGE) -> Sequence[WorkItem]:
    return [item(f"N{first + n}") for n in range(count)]


class Asked:
    """A model of a list, with what it asked for."""

    def __init__(self, rows: int) -> None:
        self.model = WorkModel(lambda at: at)
        self.wanted: list[tuple[int, int]] = []
        self.model.rows_wanted.connect(lambda first, count: self.wanted.append((first, count)))
        self.model.show_list(rows)

    def see(self, row: int) -> str:
        return str(self.model.data(self.model.index(row, 0)))


def test_a_page_is_asked_for_when_it_is_seen_and_once(qtbot: QtBot) -> None:
    asked = Asked(100_000)
    assert asked.wanted == []
    assert (asked.see(0), asked.see(1), asked.see(PAGE - 1)) == ("…", "…", "…")

    assert asked.wanted == [(0, PAGE)]
    asked.model.add_rows(0, page(0))
    assert (asked.see(0), asked.see(PAGE - 1)) == ("N0", f"N{PAGE - 1}")
    assert asked.wanted == [(0, PAGE)]
    assert asked.model.rowCount() == 100_000


def test_of_pages_flown_past_only_the_last_are_fetched(qtbot: QtBot) -> None:
    asked = Asked(100_000)
    for row in range(0, 90_001, 1_000):
        asked.see(row)
    first = asked.wanted[0][0]
    asked.model.add_rows(first, page(first))
    while len(asked.wanted) < 20 and asked.model._asked is not None:
        start = asked.wanted[-1][0]
        asked.model.add_rows(start, page(start))

    assert [start for start, _ in asked.wanted] == [0, 90_000, 89_000, 88_000]
    assert len(asked.wanted) == 1 + MOST_WANTED
    assert asked.see(90_000) == "N90000"


def test_no_more_pages_are_kept_than_a_screen_may_want_again(qtbot: QtBot) -> None:
    asked = Asked(100_000)
    for number in range(KEPT_PAGES + 5):
        asked.see(number * PAGE)
        asked.model.add_rows(number * PAGE, page(number * PAGE))

    assert len(asked.model._pages) == KEPT_PAGES
    assert asked.see((KEPT_PAGES + 4) * PAGE) == f"N{(KEPT_PAGES + 4) * PAGE}"
    assert asked.see(0) == "…"
    assert asked.wanted[-1] == (0, PAGE)


def test_a_list_that_became_shorter_has_empty_rows(qtbot: QtBot) -> None:
    asked = Asked(50)
    asked.see(0)
    asked.model.add_rows(0, ())

    assert (asked.see(3), asked.model.number_at(3)) == ("…", "")


def test_items_at_hand_are_never_asked_for(qtbot: QtBot) -> None:
    asked = Asked(0)
    asked.model.show_items(page(0, 4_000))

    assert (asked.see(3_999), asked.see(0), asked.wanted) == ("N3999", "N0", [])


def row(model: WorkModel, number: int = 0) -> list[tuple[str, str]]:
    cells = [model.index(number, column) for column in range(model.columnCount())]
    return [(str(model.data(cell)), str(model.data(cell, DETAIL))) for cell in cells]


def standing(one: WorkItem) -> tuple[tuple[str, str], object]:
    model = WorkModel(lambda at: at)
    model.show_items([one])
    return row(model)[STANDING], model.data(model.index(0, STANDING), STATE)


def test_a_row_says_what_a_person_needs(qtbot: QtBot) -> None:
    model = WorkModel(lambda at: at)
    several = (make_line(), make_line(index=2))
    one = make_announcement(bag="JFK-0412", flight="CA981", carrier="USPS", lines=several)
    model.show_items([item(announcement=one, due_on=date(2026, 3, 1))])

    assert row(model)[:4] == [
        ("RR 4731 2482 9 US", "USPS"),
        ("CA981 · 02 Mar", "JFK-0412"),
        ("Jane Doe", "Newark NJ"),
        ("paraffin candles, scented, six pieces  +1", "Shenzhen Bright Trading Co Ltd, CN"),
    ]
    assert row(model)[4][0] == "2026-03-01"
    whole = model.data(model.index(0, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert whole == "Jane Doe, Newark NJ"
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Number"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_what_is_not_announced_is_a_dash(qtbot: QtBot) -> None:
    model = WorkModel(lambda at: at)
    bare = make_announcement(flight="", arrived_on=None, lines=())
    model.show_items([item(announcement=bare)])

    assert row(model)[1][0] == row(model)[3][0] == "–"


def test_the_standing_has_a_word_a_mark_and_where_it_is(qtbot: QtBot) -> None:
    now = utc_now()
    seen = {"presence": Presence.PRESENTED, "presented_at": now}
    assert standing(item(held=True)) == (("HOLD", "not presented"), State.HOLD)
    assert standing(item(held=True, set_aside=True))[0][0] == "HOLD, call supervisor"
    assert standing(item(verdict=Verdict.LOOK, presence=Presence.NOT_FOUND)) == (
        ("look", "recorded as not found"),
        State.LOOK,
    )
    assert standing(item(verdict=Verdict.CLEAR, **seen)) == (
        ("clear", f"presented {now:%H:%M}"),
        State.CLEAR,
    )
    assert standing(item(verdict=Verdict.HOLD, outcome="DET", **seen))[0] == (
        "hold",
        f"presented {now:%H:%M} · DET",
    )
    long_ago: datetime = NOON - timedelta(days=30)
    assert standing(item(**{**seen, "presented_at": long_ago}))[0] == (
        "not judged",
        f"presented {long_ago:%d %b}",
    )
    assert standing(item(presence=Presence.PRESENTED)) == (("not judged", "presented"), None)


def test_due_days_are_counted_from_the_facility_s_day() -> None:
    assert due_words(None, DAY) == ("", "")
    assert due_words(DAY, DAY) == ("2026-03-02", "today")
    assert due_words(DAY + timedelta(days=3), DAY)[1] == "in 3 d"


def test_what_is_over_says_so_by_word_and_sign_and_what_it_is() -> None:
    said = due_words(DAY - timedelta(days=2), DAY, "release or detain")

    assert said == ("2026-02-28", "! overdue 2 d · release or detain")
    assert due_words(DAY, DAY, HOLD_ENDS)[1] == "today · hold ends"


def test_a_number_used_again_says_which_item_it_is(qtbot: QtBot) -> None:
    model = WorkModel(lambda at: at)
    model.show_items([item(other_posted=("2025-11-02",))])

    assert row(model)[0][1].startswith("number used again: posted 2026-02-20")
