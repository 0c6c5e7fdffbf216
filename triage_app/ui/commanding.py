"""Command -> the same as its key does, so that a shift can be worked with the scanner alone."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal, SignalInstance

from triage_app.model.command import Command, CommandKind
from triage_app.ui.deciding import Deciding
from triage_app.ui.outcome_bar import OutcomeBar
from triage_app.ui.picture_canvas import PictureCanvas
from triage_app.ui.words import tr

TIMES = {"narrower": 4, "wider": 4, "level_down": 2, "level_up": 2, "nearer": 2, "farther": 2}
"""A key is pressed as often as is wanted; one scan does as much as several presses."""


class Commanding(QObject):
    """`obeyed` carries a command once done, `refused` says why one was not; what the window does
    itself it is asked for by name."""

    obeyed = Signal(object)
    refused = Signal(str)
    next_asked = Signal()
    lock_asked = Signal()
    sync_asked = Signal()
    help_asked = Signal()

    def __init__(
        self, deciding: Deciding, bar: OutcomeBar, canvas: PictureCanvas, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._deciding = deciding
        self._bar = bar
        self._canvas = canvas
        self._ways: Mapping[CommandKind, Callable[[Command], str]] = {
            CommandKind.OUTCOME: self._outcome,
            CommandKind.CONFIRM: self._confirm,
            CommandKind.CANCEL: self._cancel,
            CommandKind.FIELD: self._field,
            CommandKind.PICTURE: self._picture,
            CommandKind.NEXT: _asks(self.next_asked),
            CommandKind.LOCK: _asks(self.lock_asked),
            CommandKind.SYNC: _asks(self.sync_asked),
            CommandKind.HELP: _asks(self.help_asked),
            CommandKind.UNDO: self._undo,
        }

    def obey(self, command: Command) -> None:
        """Do it, or say why not and what to scan first."""
        hindered = self._ways[command.kind](command)
        if hindered:
            self.refused.emit(hindered)
        else:
            self.obeyed.emit(command)

    def _outcome(self, command: Command) -> str:
        if not self._deciding.has_item:
            return tr("Commanding", "{title}: scan the item first.", title=command.title)
        if not self._bar.isVisible():
            return _was_not_shown()
        self._deciding.ask_outcome(command.name)
        return ""

    def _confirm(self, _: Command) -> str:
        if self._bar.asking is None:
            return tr("Commanding", "Nothing to confirm: scan an item, then its outcome.")
        if not self._bar.isVisible():
            return _was_not_shown()
        self._bar.form.enter()
        return ""

    def _cancel(self, _: Command) -> str:
        self._bar.go_back()
        return ""

    def _field(self, _: Command) -> str:
        if self._bar.asking is None:
            return tr("Commanding", "No fields are open: scan an outcome first.")
        self._bar.form.focus_next()
        return ""

    def _undo(self, _: Command) -> str:
        self._deciding.undo_last()
        return ""

    def _picture(self, command: Command) -> str:
        if self._canvas.view is None:
            return tr("Commanding", "{title}: no X-ray is on the bench.", title=command.title)
        for _ in range(TIMES.get(command.name, 1)):
            self._canvas.use(command.name)
        return ""


def _was_not_shown() -> str:
    """Nothing is done to an item that nobody saw: another mode stood before it."""
    return tr("Commanding", "The item is shown again now: look, then scan it once more.")


def _asks(signal: SignalInstance) -> Callable[[Command], str]:
    def ask(_: Command) -> str:
        signal.emit()
        return ""

    return ask
