"""The modes at the left edge."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from triage_app.ui.modes import BENCH, SEARCH, Modes
from triage_app.ui.theme import light

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_mode_is_brought_by_its_digit_and_its_page_made_then(qtbot: QtBot) -> None:
    made: list[QWidget] = []
    brought: list[int] = []

    def make() -> QWidget:
        made.append(QLabel("search"))
        return made[-1]

    bench = QLineEdit()
    modes = Modes(light(), bench, QLabel("strip"))
    qtbot.addWidget(modes)
    modes.add(SEARCH, "Search", make)
    modes.brought.connect(brought.append)
    modes.show()
    modes.activateWindow()
    qtbot.waitUntil(modes.isActiveWindow)
    assert (modes.shown, made, bench.isVisible()) == (BENCH, [], True)

    for digit in (Qt.Key.Key_4, Qt.Key.Key_1, Qt.Key.Key_4):
        QTest.keyClick(modes.windowHandle(), digit, CONTROL)
    assert (modes.shown, len(made), brought) == (SEARCH, 1, [SEARCH, BENCH, SEARCH])
    assert made[0].isVisible()
    assert not bench.isVisible()

    modes.show_bench()
    assert (modes.shown, bench.isVisible()) == (BENCH, True)
    assert brought[-1] == SEARCH  # nobody brought the bench by hand
