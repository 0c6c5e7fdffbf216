"""The recovery key is shown once: nothing but its reader does away with it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from triage_app.settings import UiSettings
from triage_app.ui.application import make_application
from triage_app.ui.first_start import FirstStart


def shown(qtbot: QtBot) -> FirstStart:
    _, tokens = make_application(UiSettings())
    dialog = FirstStart(tokens, "ABCDE-FGHJK")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def test_a_scanner_that_is_tried_leaves_the_key_on_the_screen(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    for character in "RR 473 124 829 US":
        QTest.keyClick(QApplication.focusWidget() or dialog, ord(character), delay=0)
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_who_has_written_it_down_goes_on_by_keyboard(qtbot: QtBot) -> None:
    dialog = shown(qtbot)
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
    done = QApplication.focusWidget()
    assert isinstance(done, QPushButton)
    QTest.keyClick(done, Qt.Key.Key_Space)
    assert not dialog.isVisible()
