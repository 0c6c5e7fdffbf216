"""The list's page and the bag's: values in, signals out; nothing is written by a slip of a key."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import NOON, make_announcement
from triage_app.model.risk import Verdict
from triage_app.model.work import (
    Bag,
    BagReconciliation,
    Extra,
    Presence,
    WorkFilter,
    WorkItem,
)
from triage_app.ui.theme import light, stylesheet
from triage_app.ui.work_page import WorkPage

BAG = Bag(1, "JFK-0412", "CA981", date(2026, 3, 2), 4, None, NOON)


def item(number: str, presence: Presence = Presence.MISSING, **changes: object) -> WorkItem:
    made = WorkItem(make_announcement(number=number, bag="JFK-0412"), presence)
    return replace(made, **changes)  # type: ignore[arg-type]


FOUND = BagReconciliation(
    BAG,
    (
        item("N1", Presence.PRESENTED),
        item("N2"),
        item("N3", verdict=Verdict.LOOK),
        item("N4", Presence.NOT_FOUND),
    ),
    (Extra("X1", "X1", True, "JFK-1"), Extra("X2", "X2", True), Extra("X3", "X3", False)),
    (replace(BAG, key=2),),
)


@pytest.fixture
def page(qtbot: QtBot) -> WorkPage:
    made = WorkPage(light(), lambda at: at)
    made.setStyleSheet(stylesheet(light()))
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def asked_of(page: WorkPage) -> list[WorkFilter]:
    asked: list[WorkFilter] = []
    page.asked.connect(asked.append)
    return asked


def test_a_shift_begins_with_what_is_targeted_and_not_there(page: WorkPage) -> None:
    asked = asked_of(page)
    page.begin()

    assert asked == [WorkFilter(targeted=True, absent=True)]


def test_chips_and_fields_narrow_the_list(page: WorkPage, qtbot: QtBot) -> None:
    asked = asked_of(page)
    page.targeted.click()
    page.held.click()
    page.due.click()
    page.absent.click()
    with qtbot.waitSignal(page.asked):
        page.flight.setText(" CA981 ")

    assert asked[3] == WorkFilter(held=True, due=True)
    assert asked[-1] == WorkFilter(held=True, due=True, flight="CA981")


def test_every_control_is_large_enough_for_gloves_and_has_a_name(page: WorkPage) -> None:
    page.bag.show_bag(FOUND)
    controls = [*page.findChildren(QPushButton), *page.findChildren(QLineEdit)]

    assert len(controls) > 10
    assert [one for one in controls if not (one.accessibleName() or one.text())] == []
    assert [one.sizeHint().height() for one in controls if one.sizeHint().height() < 40] == []


def test_an_empty_list_teaches(page: WorkPage) -> None:
    page.show_list(0)
    assert "Nothing to do here" in page.listing.taught
    assert "triage assess --all" in page.listing.taught

    page.targeted.click()
    page.show_list(0)
    assert "Choose what to work on" in page.listing.taught
    assert page.listing.said == ""


def test_the_row_looked_at_stays_where_it_was(page: WorkPage) -> None:
    page.show_list(500)
    page.table.setCurrentIndex(page.model.index(40, 0))
    page.show_list(400)
    assert (page.table.currentIndex().row(), page.listing.said, page.listing.taught) == (
        40,
        "400 items",
        "",
    )

    page.show_list(10)
    assert page.table.currentIndex().row() == 9


def test_enter_opens_the_item_and_not_one_that_is_not_here_yet(page: WorkPage) -> None:
    chosen: list[str] = []
    page.chosen.connect(chosen.append)
    page.show_list(2)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert chosen == []

    page.model.add_rows(0, [item("N1"), item("N2")])
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert chosen == ["N2"]


def test_a_bag_is_asked_for_by_its_number_or_by_the_item_chosen(page: WorkPage) -> None:
    bags: list[str] = []
    page.bag_asked.connect(bags.append)
    page.reconcile.click()
    assert "Type the bag's number" in page.listing.warned

    page.show_list(1)
    page.model.add_rows(0, [item("N1")])
    page.reconcile.click()
    page.bag_number.setText(" JFK-7 ")
    QTest.keyClick(page.bag_number, Qt.Key.Key_Return)
    assert bags == ["JFK-0412", "JFK-7"]


def test_a_bag_shows_what_is_missing_first_and_what_is_extra(page: WorkPage) -> None:
    page.bag.show_bag(FOUND)
    page.show_bag()

    assert page.is_on_bag
    assert [page.bag.model.number_at(row) for row in range(4)] == ["N3", "N2", "N4", "N1"]
    assert page.bag.title == "Bag JFK-0412"
    assert page.bag.counts == "1 of 4 presented · 2 missing · 1 not found · 3 extra"
    assert page.bag.extra.endswith("X1 (bag JFK-1), X2 (announced in no bag), X3 (on no manifest)")
    assert page.bag.effort.text() == "bag JFK-0412 emptied: 1 of 4 there"
    page.bag.show_bag(replace(FOUND, extra=(), bag=replace(BAG, told=7, arrived_on=None)))
    assert page.bag.extra == ""


def test_a_bag_looked_at_again_keeps_the_row_and_what_was_typed(page: WorkPage) -> None:
    page.bag.show_bag(FOUND)
    page.show_bag()
    page.bag.table.setCurrentIndex(page.bag.model.index(2, 0))
    QTest.keyClicks(page.bag.effort, "twice ")
    page.bag.show_bag(replace(FOUND, items=FOUND.items[:3]))

    assert page.bag.table.currentIndex().row() == 2
    assert page.bag.effort.text().startswith("twice ")


def test_escape_goes_back_to_the_list(page: WorkPage) -> None:
    asked = asked_of(page)
    page.bag.show_bag(FOUND)
    page.show_bag()
    QTest.keyClick(page.bag.table, Qt.Key.Key_Escape)

    assert not page.is_on_bag
    assert len(asked) == 1


def test_not_found_is_said_only_by_the_number_that_is_missing(page: WorkPage) -> None:
    said: list[str] = []
    page.bag.not_found.connect(said.append)
    page.bag.show_bag(FOUND)
    page.show_bag()
    step = page.bag.step
    assert step.button.text() == "Not &found: 2 items"
    step.button.click()
    assert step.is_asking

    for typed in ("", "3", "22"):
        QTest.keyClicks(step.field, typed)
        QTest.keyClick(step.field, Qt.Key.Key_Return)
        assert "nothing was written" in step.said
    assert said == []
    QTest.keyClicks(step.field, "x2")  # letters do not go in
    QTest.keyClick(step.field, Qt.Key.Key_Return)
    assert said == ["bag JFK-0412 emptied: 1 of 4 there"]
    assert not step.is_asking


def test_the_step_is_withdrawn_by_escape_and_when_the_number_changes(page: WorkPage) -> None:
    page.bag.show_bag(FOUND)
    page.show_bag()
    step = page.bag.step
    step.button.click()
    QTest.keyClick(step.field, Qt.Key.Key_Escape)
    assert (step.is_asking, page.is_on_bag) == (False, True)

    step.button.click()
    page.bag.show_bag(FOUND)
    assert step.is_asking
    page.bag.show_bag(replace(FOUND, items=FOUND.items[:1]))
    assert (step.is_asking, step.button.isEnabled()) == (False, False)
    assert step.button.text() == "Nothing is missing"
    step.button.click()
    assert not step.is_asking
    step.back.click()
    assert not step.is_asking
