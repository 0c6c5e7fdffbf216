"""A card in big type where the item's panels are: the scanner's diagnosis, the keys, a word."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from triage_app.flow.selftest_code import Diagnosis
from triage_app.model.visible import visible
from triage_app.ui.theme import State, Tokens, text_font, tone
from triage_app.ui.words import say, tr

TITLE_PX, LINE_PX, STEP_PX = 36, 22, 18
_CLOSES = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)

Lines = Sequence[tuple[str, str]]
"""What is said, and under it in smaller type the next step ("" for none)."""


class Card(QFrame):
    """`closed` when the reader has done with it; any scan does away with it too."""

    closed = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = _label(tokens, TITLE_PX, bold=True)
        self._lines = QVBoxLayout()
        self._labels: list[QLabel] = []
        self._lines.setSpacing(tokens.px(2))
        close = QPushButton(tr("Card", "Close  (Esc)"))
        close.clicked.connect(self.closed)
        px = tokens.px
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(32), px(24), px(32), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(self._title)
        layout.addLayout(self._lines)
        layout.addStretch(1)
        layout.addLayout(foot)

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def text(self) -> str:
        """Everything that stands on the card, a line each."""
        return "\n".join([self.title, *(label.text() for label in self._labels)])

    def show_lines(self, title: str, lines: Lines, state: State = State.IDLE) -> None:
        """Fill the card; its title in the colour of `state`."""
        self._clear()
        colour = self._tokens.text if state is State.IDLE else tone(state, self._tokens).name()
        self._title.setText(title)
        self._title.setStyleSheet(f"{self._title.property('face')} color: {colour};")
        for said, step in lines:
            heading = _label(self._tokens, LINE_PX, said, bold=bool(step))
            heading.setContentsMargins(0, self._tokens.px(12), 0, 0)
            self._add(heading)
            if step:
                self._add(_label(self._tokens, STEP_PX, f"→ {step}"))
        self.setAccessibleName(self.text)

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """What the self-test found, and the cure of each fault."""
        came = tr("Card", "Came as  {came}", came=visible(diagnosis.text, 80))
        if diagnosis.right:
            self.show_lines(
                tr("Card", "SCANNER SET UP RIGHT"),
                [(tr("Card", "Layout, case, separator and Enter are as they should be."), "")],
                State.CLEAR,
            )
            return
        findings = [(say(found.what), say(found.next_step)) for found in diagnosis.findings]
        self.show_lines(tr("Card", "SCANNER SET UP WRONG"), [*findings, (came, "")], State.HOLD)

    def show_cleared(self) -> None:
        """What a station without inspectors' codes can do for who walks away from it."""
        self.show_lines(
            tr("Card", "BENCH CLEARED"),
            [
                (tr("Card", "Nothing of an item is on the screen; drafts are kept."), ""),
                (
                    tr("Card", "No inspector has a code here yet, so the station cannot lock."),
                    tr("Card", "Lock the machine's own screen before you leave it."),
                ),
            ],
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CLOSES:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _add(self, label: QLabel) -> None:
        self._lines.addWidget(label)
        self._labels.append(label)

    def _clear(self) -> None:
        for label in self._labels:
            self._lines.removeWidget(label)
            label.setParent(None)
            label.deleteLater()
        self._labels.clear()


def _label(tokens: Tokens, size: int, text: str = "", *, bold: bool = False) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    font = text_font(tokens, size, bold=bold)
    label.setFont(font)
    weight = "bold" if bold else "normal"
    face = f"font-size: {font.pixelSize()}px; font-weight: {weight};"
    label.setProperty("face", face)
    label.setStyleSheet(face)
    return label
