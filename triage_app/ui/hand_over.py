"""From one inspector to the next: what goes from the window when it is locked, what greets whoever
logs in."""

from typing import Protocol

from PySide6.QtCore import QObject

from triage_app.model.inspector import Inspector
from triage_app.ui.bench_page import BenchPage
from triage_app.ui.locking import Locking
from triage_app.ui.modes import Modes
from triage_app.ui.on_bench import OnBench
from triage_app.ui.scan_routing import ScanRouting
from triage_app.ui.searching import Searching
from triage_app.ui.shortcut_keys import ShortcutKeys
from triage_app.ui.standing import Standing
from triage_app.ui.working import Working


class Placed(Protocol):
    """The window, as far as somebody's things lie in it."""

    locking: Locking
    on_bench: OnBench
    page: BenchPage
    modes: Modes
    routing: ScanRouting
    searching: Searching
    working: Working
    standing: Standing
    keys: ShortcutKeys


class HandOver(QObject):
    def __init__(self, window: Placed, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        window.locking.locked.connect(self.forget)
        window.locking.unlocked.connect(self.welcome)

    def lock(self) -> None:
        """Where nobody has to log in, at least nothing is left to be read."""
        window = self._window
        if not window.locking.lock():
            window.on_bench.clear()
            window.page.show_cleared()

    def forget(self) -> None:
        """Nothing of who was here stays in the window; their drafts are kept."""
        window = self._window
        window.on_bench.clear()
        window.routing.forget()
        window.page.header.entry.clear()
        window.modes.forget()
        window.searching.forget()
        window.working.forget()
        window.keys.rest()

    def welcome(self, inspector: Inspector) -> None:
        window = self._window
        window.keys.wake()
        window.page.header.show_inspector(inspector.name)
        window.page.strip.forget_notice()
        window.standing.show_present()
        window.page.rest_focus()
