"""Key events sent to the window as the system sends them, with their own time stamps."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from triage_app.model.scan import Scan, ScanSource
from triage_app.settings import ScannerSettings
from triage_app.ui.scan_filter import RAW, ScanFilter

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CODE = "RR473124829US"
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Bench(QWidget):
    """A window with what a scan must leave alone."""

    def __init__(self) -> None:
        super().__init__()
        self.clicks: list[str] = []
        self.edit, self.button, self.combo = QLineEdit(), QPushButton("&Record"), QComboBox()
        self.combo.addItems(["one", "RR", "4"])
        self.button.setDefault(True)
        self.button.clicked.connect(self._clicked)
        self.shortcut = QShortcut(QKeySequence("4"), self)
        self.shortcut.activated.connect(self._clicked)
        layout = QVBoxLayout(self)
        for widget in (self.edit, self.button, self.combo):
            layout.addWidget(widget)

    def _clicked(self) -> None:
        self.clicks.append("clicked")


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    made = Bench()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def listening(bench: Bench) -> ScanFilter:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    made = ScanFilter(ScannerSettings(), lambda: NOON, bench)
    made.install(application)
    return made


@pytest.fixture
def scans(listening: ScanFilter) -> list[Scan]:
    found: list[Scan] = []
    listening.scanned.connect(found.append)
    return found


class Keyboard:
    """Types into a window handle. `now_ms` is the keyboard's clock, far from the machine's."""

    def __init__(self, window: QWindow | None, gap_ms: int = 4) -> None:
        self.window = window
        self.gap_ms = gap_ms
        self.now_ms = 5_000_000

    def press(self, key: int, text: str = "", modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """One key down and up, as the system hands it to the window."""
        assert self.window is not None
        self.now_ms += self.gap_ms
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        for kind in kinds:
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self.now_ms)
            QCoreApplication.sendEvent(self.window, event)

    def type(self, text: str) -> None:
        for character in text:
            if character == "\x1d":
                self.press(Qt.Key.Key_BracketRight.value, character, CONTROL)
            elif character == "\r":
                self.press(Qt.Key.Key_Return.value, character)
            else:
                self.press(ord(character.upper()), character)


def texts(scans: list[Scan]) -> list[str]:
    return [scan.text for scan in scans]


Prepare = Callable[[Bench], QWidget]


def the_edit(bench: Bench) -> QWidget:
    bench.edit.setFocus()
    return bench


def the_button(bench: Bench) -> QWidget:
    bench.button.setFocus()
    return bench


def the_open_combo(bench: Bench) -> QWidget:
    bench.combo.setFocus()
    bench.combo.showPopup()
    return bench.combo.view().window()


def an_open_menu(bench: Bench) -> QWidget:
    menu = QMenu(bench)
    for name in ("&Release", "&4 Seize"):
        action = QAction(name, menu)
        action.triggered.connect(bench._clicked)
        menu.addAction(action)
    menu.popup(bench.mapToGlobal(bench.rect().center()))
    menu.setActiveAction(menu.actions()[0])
    return menu


def a_modal_dialog(bench: Bench) -> QWidget:
    dialog = QDialog(bench)
    layout = QVBoxLayout(dialog)
    layout.addWidget(QLineEdit())
    accept = QPushButton("OK")
    accept.setDefault(True)
    accept.clicked.connect(dialog.accept)
    dialog.accepted.connect(bench._clicked)
    layout.addWidget(accept)
    dialog.open()
    return dialog


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
@pytest.mark.parametrize(
    "prepare", [the_edit, the_button, the_open_combo, an_open_menu, a_modal_dialog]
)
@pytest.mark.parametrize("code", [CODE, "]C101\x1d9523"])
def test_a_scan_is_one_scan_and_touches_nothing(
    bench: Bench, scans: list[Scan], prepare: Prepare, code: str
) -> None:
    window = prepare(bench)
    Keyboard(window.windowHandle()).type(code + "\r")
    assert [(scan.text, scan.source) for scan in scans] == [(code, ScanSource.WEDGE)]
    assert bench.clicks == []
    assert bench.edit.text() == ""
    assert bench.combo.currentText() == "one"
    assert all(edit.text() == "" for edit in window.findChildren(QLineEdit))
    assert window.isVisible()
    if window is not bench:
        window.close()


def test_a_person_types_into_the_field_and_enter_arrives(
    bench: Bench, scans: list[Scan], qtbot: QtBot
) -> None:
    bench.edit.setFocus()
    entered: list[str] = []
    bench.edit.returnPressed.connect(lambda: entered.append(bench.edit.text()))
    Keyboard(bench.windowHandle(), gap_ms=180).type("4 pcs, 12.50\r")
    qtbot.waitUntil(lambda: entered == ["4 pcs, 12.50"], timeout=2_000)
    assert scans == []


def test_a_fast_typist_keeps_every_letter(bench: Bench, scans: list[Scan], qtbot: QtBot) -> None:
    bench.edit.setFocus()
    Keyboard(bench.windowHandle(), gap_ms=85).type("counterfeit handbags\r")
    assert bench.edit.text() == "counterfeit handbags"
    assert scans == []


def test_one_letter_appears_after_the_gap_without_another_key(
    bench: Bench, scans: list[Scan], qtbot: QtBot
) -> None:
    bench.edit.setFocus()
    Keyboard(bench.windowHandle()).type("7")
    assert bench.edit.text() == ""
    qtbot.waitUntil(lambda: bench.edit.text() == "7", timeout=2_000)


def test_half_a_code_goes_where_a_person_would_have_typed_it(
    bench: Bench, scans: list[Scan], qtbot: QtBot
) -> None:
    bench.edit.setFocus()
    Keyboard(bench.windowHandle()).type(CODE)
    qtbot.waitUntil(lambda: bench.edit.text() == CODE, timeout=2_000)
    assert scans == []


def test_a_busy_moment_does_not_tear_a_scan_apart(
    bench: Bench, scans: list[Scan], qtbot: QtBot
) -> None:
    """The timer is overdue when the rest of the keys come out of the queue behind it."""
    bench.edit.setFocus()
    handle = bench.windowHandle()
    keyboard = Keyboard(handle)
    keyboard.type(CODE[:5])
    QTest.qSleep(200)

    class Late(Keyboard):
        def press(
            self, key: int, text: str = "", modifiers: Qt.KeyboardModifier = NO_MODIFIER
        ) -> None:
            self.now_ms += self.gap_ms
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, modifiers, text)
                event.setTimestamp(self.now_ms)
                QCoreApplication.postEvent(handle, event)

    late = Late(handle)
    late.now_ms = keyboard.now_ms
    late.type(CODE[5:] + "\r")
    qtbot.waitUntil(lambda: bool(scans), timeout=2_000)
    assert texts(scans) == [CODE]
    assert bench.edit.text() == ""


def test_a_field_that_takes_raw_keys_gets_any_character_at_any_speed(
    bench: Bench, scans: list[Scan]
) -> None:
    bench.edit.setProperty(RAW, True)
    bench.edit.setEchoMode(QLineEdit.EchoMode.Password)
    bench.edit.setFocus()
    Keyboard(bench.windowHandle(), gap_ms=1).type("]C1 pass^word{GS}4")
    assert bench.edit.text() == "]C1 pass^word{GS}4"
    assert scans == []


def test_a_password_typed_by_a_person_is_whole_too(
    bench: Bench, scans: list[Scan], qtbot: QtBot
) -> None:
    bench.edit.setEchoMode(QLineEdit.EchoMode.Password)
    bench.edit.setFocus()
    Keyboard(bench.windowHandle(), gap_ms=130).type("]C1^\\{GS}'4")
    qtbot.waitUntil(lambda: bench.edit.text() == "]C1^\\{GS}'4", timeout=2_000)


def test_a_shortcut_with_ctrl_works_and_keeps_what_was_typed_before(
    bench: Bench, scans: list[Scan]
) -> None:
    bench.edit.setFocus()
    keyboard = Keyboard(bench.windowHandle(), gap_ms=40)
    keyboard.type("ab")
    keyboard.press(Qt.Key.Key_A.value, "\x01", CONTROL)
    assert bench.edit.text() == "ab"
    assert bench.edit.selectedText() == "ab"


def test_arrows_and_function_keys_are_not_held(bench: Bench, scans: list[Scan]) -> None:
    bench.edit.setText("abc")
    bench.edit.setFocus()
    keyboard = Keyboard(bench.windowHandle())
    keyboard.press(Qt.Key.Key_Home.value)
    assert bench.edit.cursorPosition() == 0


def test_two_scans_in_a_row_are_both_there(bench: Bench, scans: list[Scan]) -> None:
    keyboard = Keyboard(bench.windowHandle())
    keyboard.type(CODE + "\r" + "1Z879E930346834440\r")
    assert texts(scans) == [CODE, "1Z879E930346834440"]


def test_a_bare_key_shortcut_eats_no_digit_of_a_scan(bench: Bench, scans: list[Scan]) -> None:
    """QTest's keys go through Qt's map of shortcuts as the system's do."""
    handle = bench.windowHandle()
    for character in "1234":
        QTest.sendKeyEvent(
            QTest.KeyAction.Click, handle, Qt.Key(ord(character)), character, NO_MODIFIER
        )
    QTest.keyClick(handle, Qt.Key.Key_Return)
    assert texts(scans) == ["1234"]
    assert bench.clicks == []


def test_enter_that_opens_a_dialog_leaves_the_dialog_listening(
    bench: Bench, scans: list[Scan], qtbot: QtBot
) -> None:
    """A key given back may start a loop of its own; scans inside it count."""
    dialog = QDialog(bench)

    def scan_inside() -> None:
        dialog.open()
        Keyboard(dialog.windowHandle()).type(CODE + "\r")
        dialog.close()

    bench.edit.returnPressed.connect(scan_inside)
    bench.edit.setFocus()
    keyboard = Keyboard(bench.windowHandle(), gap_ms=60)
    keyboard.type("ab\r")
    qtbot.waitUntil(lambda: texts(scans) == [CODE], timeout=2_000)
    assert bench.edit.text() == "ab"


class Undoing:
    """Ctrl+Z by a keyboard, and what became of it."""

    def __init__(self, bench: Bench, listening: ScanFilter) -> None:
        self.listening = listening
        self.keyboard = Keyboard(bench.windowHandle())
        self.done: list[bool] = []
        self.torn: list[bool] = []
        listening.torn.connect(lambda: self.torn.append(True))

    def ask(self) -> None:
        self.keyboard.press(Qt.Key.Key_Z.value, "\x1a", CONTROL)
        self.listening.by_hand.do(self._do)

    def _do(self) -> None:
        self.done.append(True)


def test_ctrl_z_alone_is_obeyed_a_moment_later(
    bench: Bench, listening: ScanFilter, qtbot: QtBot
) -> None:
    undoing = Undoing(bench, listening)
    undoing.ask()
    assert undoing.done == []
    qtbot.waitUntil(lambda: undoing.done == [True], timeout=2_000)


def test_ctrl_z_is_obeyed_before_the_person_s_next_key(bench: Bench, listening: ScanFilter) -> None:
    undoing = Undoing(bench, listening)
    undoing.ask()
    undoing.keyboard.gap_ms = 60
    undoing.keyboard.press(Qt.Key.Key_Home.value)
    assert (undoing.done, undoing.torn) == ([True], [])


def test_ctrl_z_in_a_label_undoes_nothing(
    bench: Bench, listening: ScanFilter, qtbot: QtBot
) -> None:
    """Before a code's Enter, before a code, and behind another key."""
    undoing = Undoing(bench, listening)
    undoing.ask()
    undoing.keyboard.type("\r")
    undoing.keyboard.now_ms += 5_000
    undoing.ask()
    undoing.keyboard.type(CODE + "\r")
    undoing.keyboard.now_ms += 5_000
    undoing.keyboard.press(Qt.Key.Key_Home.value)
    undoing.ask()
    qtbot.wait(2 * ScannerSettings().gap_ms)
    assert undoing.done == []
    assert len(undoing.torn) >= 3
