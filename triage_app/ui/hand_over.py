"""From one inspector to the next: what goes from the window when it is locked, what greets whoever
logs in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from triage_app.model.inspector import Inspector

if TYPE_CHECKING:
    from triage_app.ui.main_window import MainWindow


class HandOver(QObject):
    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
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
