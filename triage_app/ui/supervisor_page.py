"""The supervisor's page: its sections, one shown at a time, named along the top."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from triage_app.ui.listing import chip
from triage_app.ui.theme import Tokens


class SupervisorPage(QWidget):
    """`sections` are (name with its mnemonic, widget); the first is shown first. `section_shown`
    says which one somebody brought."""

    section_shown = Signal(int)

    def __init__(
        self,
        tokens: Tokens,
        sections: Sequence[tuple[str, QWidget]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bench")
        self._stack = QStackedWidget()
        self._chips = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(8))
        for place, (name, section) in enumerate(sections):
            made = chip(name)
            made.setChecked(place == 0)
            self._chips.addButton(made, place)
            row.addWidget(made)
            self._stack.addWidget(section)
        row.addStretch(1)
        self._chips.idClicked.connect(self._stack.setCurrentIndex)
        self._chips.idClicked.connect(self.section_shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[tokens.px(8)] * 4)
        column.setSpacing(tokens.px(8))
        if len(sections) > 1:  # one needs no name beside the mode's
            column.addLayout(row)
        column.addWidget(self._stack, 1)
