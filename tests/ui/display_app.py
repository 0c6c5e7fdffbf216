"""A small window on a real display, run as its own process (see tests/ui/xserver.py).

Commands come one a line on standard input; each is answered by one JSON line once what it asks
for is there, or after `PATIENCE_S` as it is then: `focus NAME`, `combo`, `menu`, `dialog`,
`cell`, `second`, `close` (whatever is open), `busy MS`, `forget` (scans), `seen N` (N sentinel
keys have come and the filter holds nothing), `clear`. The sentinel is F11: what was pressed
before it has been dealt with.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic, sleep

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from triage_app.model.scan import Scan
from triage_app.settings import ScannerSettings
from triage_app.ui.scan_filter import ScanFilter

PATIENCE_S = 15.0
POLL_MS = 5
SETTLED_S = 0.2
"""So long after the keyboard came to us nobody takes a scan for one begun elsewhere."""


class Sentinel(QObject):
    """Counts F11 and keeps it from everybody else."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_F11:
            return False
        pressed = event.type() is QEvent.Type.KeyPress and isinstance(watched, QWindow)
        self.count += pressed
        return event.type() is not QEvent.Type.ShortcutOverride


class Bench(QWidget):
    """What a scan must leave alone."""

    def __init__(self) -> None:
        super().__init__()
        self.clicks: list[str] = []
        self.edit, self.secret, self.combo = QLineEdit(), QLineEdit(), QComboBox()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.combo.addItems(["one", "RR", "4"])
        self.button = QPushButton("&Record")
        self.button.setDefault(True)
        self.button.clicked.connect(self._press)
        self.table = QTableWidget(2, 1)
        self.shortcut = QShortcut(QKeySequence("F8"), self)
        self.shortcut.activated.connect(self._press)
        self.menu = QMenu("menu", self)
        for name in ("&Release", "&4 Seize"):
            self.menu.addAction(name).triggered.connect(self._press)
        self.dialog, self.second = QDialog(self), QWidget()
        self.inner, self.other = QLineEdit(self.dialog), QLineEdit(self.second)
        accept = QPushButton("OK", self.dialog)
        accept.setDefault(True)
        accept.clicked.connect(self.dialog.accept)
        self.dialog.accepted.connect(self._press)
        self._lay_out(self, self.edit, self.secret, self.combo, self.button, self.table)
        self._lay_out(self.dialog, self.inner, accept)
        self._lay_out(self.second, self.other)

    def reset(self) -> None:
        self.clicks.clear()
        for edit in (self.edit, self.secret, self.inner, self.other):
            edit.clear()
        self.table.clearContents()
        self.table.setCurrentCell(0, 0)
        self.combo.setCurrentIndex(0)

    def _press(self) -> None:
        self.clicks.append(str(self.sender().metaObject().className()))

    @staticmethod
    def _lay_out(place: QWidget, *widgets: QWidget) -> None:
        layout = QVBoxLayout(place)
        for widget in widgets:
            layout.addWidget(widget)


class Play:
    """Obeys the test's commands and tells how things stand."""

    def __init__(self, application: QApplication) -> None:
        self.bench = Bench()
        self.scans: list[str] = []
        self.torn: list[bool] = []
        self.filter = ScanFilter(ScannerSettings(), lambda: datetime.now(UTC), self.bench)
        self.filter.scanned.connect(self._keep)
        self.filter.torn.connect(self._keep_torn)
        self.filter.install(application)
        self.sentinel = Sentinel(self.bench)
        application.installEventFilter(self.sentinel)
        self.activated_s = monotonic()
        application.applicationStateChanged.connect(self._note_activation)
        self.bench.show()
        self.bench.activateWindow()

    def obey(self, line: str) -> None:
        command, _, more = line.strip().partition(" ")
        self._answer_when(getattr(self, f"do_{command}")(more), monotonic() + PATIENCE_S)

    def do_focus(self, name: str) -> Callable[[], bool]:
        widget: QWidget = getattr(self.bench, name)
        widget.setFocus()
        return lambda: widget.hasFocus() and self.bench.isActiveWindow()

    def do_combo(self, _: str) -> Callable[[], bool]:
        self.bench.combo.setFocus()
        self.bench.combo.showPopup()
        return self._is_popup_shown

    def do_menu(self, _: str) -> Callable[[], bool]:
        self.bench.menu.popup(self.bench.mapToGlobal(self.bench.rect().center()))
        self.bench.menu.setActiveAction(self.bench.menu.actions()[0])
        return self._is_popup_shown

    def do_dialog(self, _: str) -> Callable[[], bool]:
        self.bench.dialog.open()
        self.bench.dialog.activateWindow()
        return lambda: self.bench.dialog.isActiveWindow() and self.bench.inner.hasFocus()

    def do_cell(self, _: str) -> Callable[[], bool]:
        self.bench.table.setFocus()
        self.bench.table.setItem(0, 0, QTableWidgetItem(""))
        self.bench.table.edit(self.bench.table.model().index(0, 0))
        return lambda: isinstance(QApplication.focusWidget(), QLineEdit)

    def do_second(self, _: str) -> Callable[[], bool]:
        self.bench.second.show()
        self.bench.second.activateWindow()
        return lambda: self.bench.second.isActiveWindow() and self.bench.other.hasFocus()

    def do_close(self, _: str) -> Callable[[], bool]:
        self.bench.combo.hidePopup()
        self.bench.menu.close()
        self.bench.dialog.reject()
        self.bench.second.hide()
        self.bench.activateWindow()
        return lambda: (
            self.bench.isActiveWindow()
            and not QApplication.activePopupWidget()
            and monotonic() - self.activated_s > SETTLED_S
        )

    def do_busy(self, milliseconds: str) -> Callable[[], bool]:
        """The window does not listen for so long, from now on."""
        QTimer.singleShot(0, self.bench, lambda: sleep(int(milliseconds) / 1000))
        return lambda: True

    def do_seen(self, count: str) -> Callable[[], bool]:
        return lambda: self.sentinel.count >= int(count) and not self.filter.is_holding

    def do_inactive(self, _: str) -> Callable[[], bool]:
        return lambda: QApplication.activeWindow() is None

    def do_forget(self, _: str) -> Callable[[], bool]:
        self.scans.clear()
        self.torn.clear()
        return lambda: True

    def do_clear(self, _: str) -> Callable[[], bool]:
        self.bench.reset()
        return self.do_forget("")

    def _is_popup_shown(self) -> bool:
        popup = QApplication.activePopupWidget()
        handle = popup.windowHandle() if popup else None
        return handle is not None and handle.isExposed()

    def _answer_when(self, there: Callable[[], bool], deadline_s: float) -> None:
        done = there()
        if not done and monotonic() < deadline_s:
            QTimer.singleShot(POLL_MS, self.bench, lambda: self._answer_when(there, deadline_s))
            return
        print(json.dumps({"done": done, **self._state()}), flush=True)  # noqa: T201 - the answer

    def _state(self) -> dict[str, object]:
        bench, editor = self.bench, QApplication.focusWidget()
        item = bench.table.item(0, 0)
        return {
            "scans": self.scans,
            "torn": len(self.torn),
            "sentinels": self.sentinel.count,
            "clicks": bench.clicks,
            "edit": bench.edit.text(),
            "secret": bench.secret.text(),
            "inner": bench.inner.text(),
            "other": bench.other.text(),
            "combo": bench.combo.currentText(),
            "cell": item.text() if item else "",
            "editor": editor.text() if isinstance(editor, QLineEdit) else "",
            "open": bool(QApplication.activePopupWidget() or bench.dialog.isVisible()),
        }

    def _note_activation(self) -> None:
        self.activated_s = monotonic()

    def _keep(self, scan: Scan) -> None:
        self.scans.append(scan.text)

    def _keep_torn(self) -> None:
        self.torn.append(True)


def main() -> int:
    application = QApplication(sys.argv)
    play = Play(application)
    commands = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, play.bench)

    def read() -> None:
        line = sys.stdin.readline()
        if line:
            play.obey(line)
        else:
            application.quit()

    commands.activated.connect(read)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
