"""A small window on a real display, run as its own process by test_scan_display.py.

Commands come one a line on standard input and are answered by one JSON line each: `focus edit`,
`focus button`, `combo`, `menu`, `dialog`, `close` (whatever is open), `report MS` (after a while).
"""

import json
import sys
from datetime import UTC, datetime

from PySide6.QtCore import QSocketNotifier, QTimer
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

from triage_app.model.scan import Scan
from triage_app.settings import ScannerSettings
from triage_app.ui.scan_filter import ScanFilter


class Bench(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.scans: list[str] = []
        self.clicks: list[str] = []
        self.edit, self.button, self.combo = QLineEdit(), QPushButton("&Record"), QComboBox()
        self.combo.addItems(["one", "RR", "4"])
        self.button.clicked.connect(lambda: self.clicks.append("button"))
        self.menu = QMenu("menu", self)
        for name in ("&Release", "&4 Seize"):
            self.menu.addAction(name, lambda name=name: self.clicks.append(name))
        self.dialog = QDialog(self)
        self.inner = QLineEdit(self.dialog)
        accept = QPushButton("OK", self.dialog)
        accept.setDefault(True)
        accept.clicked.connect(self.dialog.accept)
        self.dialog.accepted.connect(lambda: self.clicks.append("dialog"))
        for place, widgets in (
            (self, (self.edit, self.button, self.combo)),
            (self.dialog, (self.inner, accept)),
        ):
            layout = QVBoxLayout(place)
            for widget in widgets:
                layout.addWidget(widget)

    def obey(self, line: str) -> None:
        command, _, more = line.strip().partition(" ")
        if command == "report":
            QTimer.singleShot(int(more), self, self.report)
            return
        if command == "focus":
            {"edit": self.edit, "button": self.button}[more].setFocus()
        elif command == "combo":
            self.combo.setFocus()
            self.combo.showPopup()
        elif command == "menu":
            self.menu.popup(self.mapToGlobal(self.rect().center()))
            self.menu.setActiveAction(self.menu.actions()[0])
        elif command == "dialog":
            self.dialog.open()
            self.dialog.activateWindow()
        elif command == "close":
            self.combo.hidePopup()
            self.menu.close()
            self.dialog.reject()
            self.activateWindow()
        QTimer.singleShot(50, self, self.report)

    def report(self) -> None:
        said = {
            "active": QApplication.activeWindow() is not None,
            "scans": self.scans,
            "clicks": self.clicks,
            "edit": self.edit.text(),
            "inner": self.inner.text(),
            "combo": self.combo.currentText(),
            "open": bool(QApplication.activePopupWidget() or self.dialog.isVisible()),
        }
        print(json.dumps(said), flush=True)  # noqa: T201 - the answer to the test
        for seen in (self.scans, self.clicks):
            seen.clear()
        self.edit.clear()
        self.inner.clear()


def main() -> int:
    application = QApplication(sys.argv)
    bench = Bench()
    scans = ScanFilter(ScannerSettings(), lambda: datetime.now(UTC), bench)

    def keep(scan: Scan) -> None:
        bench.scans.append(scan.text)

    scans.scanned.connect(keep)
    scans.install(application)
    bench.show()
    bench.activateWindow()
    commands = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, bench)

    def read() -> None:
        line = sys.stdin.readline()
        if line:
            bench.obey(line)
        else:
            application.quit()

    commands.activated.connect(read)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
