"""The modes at the left edge, the one that is shown beside them, and the strip under every one."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

BENCH, WORK, TRAY, SEARCH, SUPERVISOR = 1, 2, 3, 4, 5
"""The digit that brings a mode with Ctrl; Settings has the next."""
WIDTH = 80


class Modes(QWidget):
    """`brought` carries the digit of the mode that was brought by hand."""

    brought = Signal(int)

    def __init__(self, tokens: Tokens, bench: QWidget, strip: QWidget) -> None:
        super().__init__()
        self.setObjectName("bench")
        self._tokens = tokens
        self._pages: dict[int, QWidget] = {}
        self._unmade: dict[int, Callable[[], QWidget]] = {}
        self._stack = QStackedWidget()
        self._buttons = QButtonGroup(self)
        self._buttons.idClicked.connect(self.bring)
        self._rail = QVBoxLayout()
        self._rail.setContentsMargins(tokens.px(8), tokens.px(8), 0, tokens.px(8))
        self._rail.setSpacing(tokens.px(8))
        self._rail.addStretch(1)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._rail, 0, 0)
        layout.addWidget(self._stack, 0, 1)
        layout.addWidget(strip, 1, 0, 1, 2)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(0, 1)
        self._keep(BENCH, bench)  # before its button: the cursor begins on the bench
        self.add(BENCH, tr("Modes", "Bench"), lambda: bench)
        self._show(BENCH)

    @property
    def shown(self) -> int:
        """The digit of the mode that is shown."""
        return self._buttons.checkedId()

    def add(self, digit: int, name: str, make_page: Callable[[], QWidget]) -> None:
        """A mode with its place at the edge, where they stand in the order they are added. Its
        page is made when it is brought first: nothing of it stands before the first scan."""
        button = QToolButton()
        button.setText(f"{name}\n{tr('Modes', 'Ctrl+{digit}', digit=digit)}")
        button.setAccessibleName(name)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedSize(self._tokens.px(WIDTH), self._tokens.px(56))
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._buttons.addButton(button, digit)
        self._rail.insertWidget(self._rail.count() - 1, button)
        self._unmade[digit] = make_page
        QShortcut(QKeySequence(f"Ctrl+{digit}"), self, button.click)

    def count_waiting(self, number: int) -> None:
        """How many pictures wait, said at their mode's place."""
        button = self._buttons.button(TRAY)
        name = tr("Modes", "Images")
        said = f"{name} {number}" if number else name
        button.setText(f"{said}\n{tr('Modes', 'Ctrl+{digit}', digit=TRAY)}")
        button.setAccessibleName(tr("Modes", "Images, {n} waiting", n=number))

    def show_bench(self) -> None:
        """The bench, whatever was shown."""
        if self.shown != BENCH:
            self._show(BENCH)

    def forget(self) -> None:
        """Let every page but the bench go: they are made anew for whoever comes next."""
        self.show_bench()
        for digit in [digit for digit in self._pages if digit != BENCH]:
            page = self._pages.pop(digit)
            self._stack.removeWidget(page)
            page.deleteLater()

    def bring(self, digit: int) -> None:
        """A mode asked for by hand."""
        self._show(digit)
        self.brought.emit(digit)

    def _show(self, digit: int) -> None:
        if digit not in self._pages:
            self._keep(digit, self._unmade[digit]())
        self._stack.setCurrentWidget(self._pages[digit])
        self._buttons.button(digit).setChecked(True)

    def _keep(self, digit: int, page: QWidget) -> None:
        self._pages[digit] = page
        self._stack.addWidget(page)
