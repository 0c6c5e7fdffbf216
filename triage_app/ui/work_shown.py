"""Long work in the strip: a bar, how fast, how long it takes yet, and a button that stops it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from triage_app.model.progress import Progress
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

STEPS = 1_000


class WorkShown(QWidget):
    """`stopped`: the inspector wants it to end."""

    stopped = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(tokens.px(96), tokens.px(8))
        self._said = ElidedLabel(tokens.px(120))
        self._said.setProperty("small", True)
        self._said.setFixedWidth(tokens.px(300))
        self._button = QPushButton(tr("WorkShown", "Stop"))
        self._button.setProperty("chip", True)
        self._button.setFixedHeight(tokens.px(28))
        self._button.setMinimumWidth(tokens.px(72))
        self._button.clicked.connect(self._ask_to_stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, tokens.px(8), 0)
        layout.setSpacing(tokens.px(8))
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._said)
        layout.addWidget(self._button)

    @property
    def text(self) -> str:
        """What is said of the work now."""
        return self._said.whole

    @property
    def share(self) -> float:
        """How much of it the bar shows, from 0 to 1."""
        return self._bar.value() / STEPS

    def show_work(self, said: str, made: Progress) -> None:
        """How far it is."""
        self._bar.setValue(int(made.share * STEPS))
        self._bar.setAccessibleName(said)
        self._button.setAccessibleName(tr("WorkShown", "Stop: {work}", work=said))
        self._said.show_text(said)

    def begin(self) -> None:
        """New work can be stopped again."""
        self._button.setEnabled(True)

    def _ask_to_stop(self) -> None:
        """Once is enough; it ends when what is being stored is stored."""
        self._button.setEnabled(False)
        self.stopped.emit()
