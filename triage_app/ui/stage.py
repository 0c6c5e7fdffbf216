"""The real window, driven by real key events: for a shift played, for pictures of every state."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic, perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from triage_app.flow.desk import Desk
from triage_app.model.examination import Examination
from triage_app.model.item import ImageRole, ItemKey
from triage_app.model.outcome import OutcomeField
from triage_app.ui.application import listen, make_application, open_window
from triage_app.ui.main_window import MainWindow

PATIENCE_S = 20.0
POLL_MS = 5
SCANNER_MS = 3
PERSON_S = 0.13
"""A person's key comes no sooner after the one before it (see ScannerSettings.gap_ms)."""


class StageStuck(Exception):
    """The window did not do within `PATIENCE_S` what it was driven to do: a bug."""


class Stamps(QObject):
    """What the system would stamp on a key event now: the ms since it began to count."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._began_ms = 0
        handle = window.windowHandle()
        handle.installEventFilter(self)
        QTest.sendKeyEvent(
            QTest.KeyAction.Click, handle, Qt.Key.Key_Shift, "", Qt.KeyboardModifier.NoModifier
        )
        handle.removeEventFilter(self)

    def now_ms(self) -> int:
        return int(monotonic() * 1000) - self._began_ms

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            self._began_ms = int(monotonic() * 1000) - event.timestamp()
        return False


class Stage:
    """A window on `desk`; `close()` it. Times are seconds."""

    def __init__(self, desk: Desk, size: tuple[int, int]) -> None:
        self._desk = desk
        self.application, tokens = make_application(desk.settings.ui)
        self.window: MainWindow = open_window(desk, tokens, size)
        self._examined: list[Examination] = []
        self._recorded: list[object] = []
        self.window.examined.connect(self._examined.append)
        self.window.outcome_recorded.connect(self._recorded.append)
        self._paints = PaintWatch(self.window)
        ready: list[bool] = []
        self.window.ready.connect(lambda: ready.append(True))
        self._scans = listen(self.application, desk, self.window)
        self.window.show()
        self.window.activateWindow()
        self.wait(lambda: bool(ready), "open its stores")
        self._stamps = Stamps(self.window)

    def scan(self, code: str) -> tuple[Examination, float]:
        """Send the keys a wedge scanner sends; the examination shown, and seconds to its paint."""
        before = len(self._examined)
        end_ms = self._send(code)
        self._paints.seen = False
        started = perf_counter()
        self._type(Qt.Key.Key_Return.value, "\r", end_ms)
        deadline = monotonic() + PATIENCE_S
        while len(self._examined) == before or not self._paints.seen:
            self.application.processEvents()
            if monotonic() > deadline:
                raise StageStuck(f"the window did not show {code} within {PATIENCE_S:.0f} s")
        return self._examined[-1], perf_counter() - started

    def send(self, code: str) -> None:
        """The same keys, whatever comes of them."""
        self._type(Qt.Key.Key_Return.value, "\r", self._send(code))
        self.pause()
        self.settle()

    def _send(self, code: str) -> int:
        """All but the last key; when that one comes."""
        began_ms = self._stamps.now_ms()
        for at, character in enumerate(code):
            self._type(_key(character), character, began_ms + at * SCANNER_MS)
        return began_ms + len(code) * SCANNER_MS

    def _type(self, code: int, text: str, at_ms: int) -> None:
        """One key of a scanner's, at its own pace however busy the machine is."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, _modifiers(text), text)
            event.setTimestamp(at_ms)
            QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """A key as a person presses it, and everything that comes of it."""
        self.pause()
        QTest.keyClick(self.window.windowHandle(), key, modifiers or Qt.KeyboardModifier.NoModifier)
        self.pause()
        self.settle()

    def pause(self, seconds: float = PERSON_S) -> None:
        """So long as a person takes from one key to the next, or longer."""
        since = monotonic()
        self.wait(lambda: monotonic() - since > seconds, "let a moment pass")

    def fill(self, texts: Callable[[OutcomeField], str]) -> None:
        """Fill the open form's empty fields with what `texts` says for each."""
        form = self.window.page.outcomes.form
        asked = form.outcome.fields if form.outcome else ()
        for field in asked:
            edit = form.field(field.name)
            if form.texts()[field.name]:
                continue
            if isinstance(edit, QLineEdit):
                QTest.keyClicks(edit, texts(field))
            else:
                edit.setCurrentIndex(1)
        self.settle()

    def enter(self) -> None:
        """Enter in the open form, whatever comes of it."""
        self.window.page.outcomes.form.setFocus()
        QTest.keyClick(self.window.page.outcomes.form, Qt.Key.Key_Return)
        self.settle()

    def attach(self, key: ItemKey, data: bytes, media_type: str, role: ImageRole) -> None:
        """A picture for an item, as another station's hands would attach it."""
        house = self._desk.open_station()
        try:
            house.station.attach(key, data, media_type, role, self._desk.who)
        finally:
            house.close()

    def record(self) -> None:
        """Enter, and wait until the act is durable."""
        before = len(self._recorded)
        self.enter()
        self.wait(lambda: len(self._recorded) > before, "record the outcome")

    def picture(self, path: Path) -> Path:
        """What the window shows now, as PNG."""
        self.settle()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(path))
        return path

    def settle(self) -> None:
        """Let everything asked for be laid out and painted, pictures included."""
        self.wait(lambda: not self.window.is_busy, "load the pictures")
        self.application.processEvents()

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Run the event loop until `until()`; StageStuck after PATIENCE_S."""
        deadline = monotonic() + PATIENCE_S
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(loop.quit)
        timer.start(POLL_MS)
        while not until():
            if monotonic() > deadline:
                raise StageStuck(f"the window did not {what} within {PATIENCE_S:.0f} s")
            loop.exec()

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class PaintWatch(QObject):
    """Whether the page has been painted since `seen` was last set to False."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.seen = False
        window.page.flags.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen = True
        return False


def _key(character: str) -> int:
    upper = ord(character.upper())
    return upper if 0x20 <= upper < 0x7F else int(Qt.Key.Key_unknown.value)


def _modifiers(character: str) -> Qt.KeyboardModifier:
    if character.isupper():
        return Qt.KeyboardModifier.ShiftModifier
    return Qt.KeyboardModifier.NoModifier
