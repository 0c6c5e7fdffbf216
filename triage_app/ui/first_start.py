"""Shown once, when a home is made: the recovery key, to be written down."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from triage_app.ui.theme import Tokens, code_font
from triage_app.ui.words import tr


class FirstStart(QDialog):
    """Nothing is scanned yet, so this one may stand in the way. A scanner tried meanwhile does not
    do away with it: Enter presses nothing here, and the cursor begins in the key's own text."""

    def __init__(self, tokens: Tokens, recovery_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("FirstStart", "Triage – first start"))
        heading = QLabel(tr("FirstStart", "Write down this recovery key"))
        heading.setProperty("big", True)
        key = QLabel(recovery_key)
        key.setTextFormat(Qt.TextFormat.PlainText)
        key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        key.setFont(code_font(tokens, 20))
        key.setWordWrap(True)
        key.setAccessibleName(tr("FirstStart", "Recovery key"))
        why = QLabel(
            tr(
                "FirstStart",
                "It opens this station's record when the machine's own key store is lost. It is "
                "shown this once and kept nowhere. Keep it on paper, away from the station. "
                "If it was missed: triage recovery-key --new makes another.",
            )
        )
        why.setWordWrap(True)
        done = QPushButton(tr("FirstStart", "I have written it down"))
        done.setProperty("primary", True)
        done.setAutoDefault(False)
        done.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(tokens.px(24),) * 4)
        layout.setSpacing(tokens.px(16))
        for widget in (heading, key, why, done):
            layout.addWidget(widget)
        key.setFocus()
        self.setMinimumWidth(tokens.px(640))
