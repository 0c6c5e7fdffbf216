"""The locked screen: nothing of an item, a draft or the one before; who comes next logs in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from triage_app.model.inspector import LONGEST_NAME, Inspector
from triage_app.model.visible import visible
from triage_app.ui.theme import Tokens, text_font
from triage_app.ui.words import tr

LONGEST_PIN = 128
WIDE = 440


class LockPage(QWidget):
    """`entered` carries who wants in (a name, an id, or the badge's text) and the PIN."""

    entered = Signal(str, str)

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("bench")
        self._badge = ""
        self._heading = QLabel(tr("LockPage", "LOCKED"))
        self._heading.setFont(text_font(tokens, 40, bold=True))
        self._heading.setStyleSheet(f"font-size: {tokens.px(40)}px; font-weight: 700;")
        self._lead = _plain(tr("LockPage", "Scan your badge, or type your name. Then your PIN."))
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("LockPage", "Name or id"))
        self.name.setMaxLength(LONGEST_NAME)
        self.name.textEdited.connect(self._forget_badge)
        self.name.returnPressed.connect(self._go_on)
        self.pin = QLineEdit()
        self.pin.setAccessibleName(tr("LockPage", "PIN"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(LONGEST_PIN)
        self.pin.returnPressed.connect(self._enter)
        self.log_in = QPushButton(tr("LockPage", "Log in"))
        self.log_in.setProperty("primary", True)
        self.log_in.setMinimumHeight(tokens.px(44))
        self.log_in.clicked.connect(self._enter)
        self._said = _plain("")
        self._said.setAccessibleName(tr("LockPage", "What to know"))
        self._place(tokens)

    @property
    def said(self) -> str:
        return self._said.text()

    def begin(self, why: str) -> None:
        """Empty, the cursor where it is wanted."""
        self._badge = ""
        self.name.clear()
        self.pin.clear()
        self.say(why)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_holder(self, holder: Inspector, badge: str) -> None:
        """A badge was scanned: only the PIN is asked for."""
        self._badge = badge
        self.name.setText(visible(holder.name, LONGEST_NAME))
        self.pin.clear()
        self.say(tr("LockPage", "Type your PIN, then Enter."))
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, text: str) -> None:
        """What happened and the next step."""
        self._said.setText(visible(text, 400))
        self.setEnabled(True)

    def refuse(self, why: str) -> None:
        """Not let in; the name stays."""
        self.say(why)
        self.pin.clear()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        who, pin = self._badge or self.name.text(), self.pin.text()
        if not who.strip() or not pin:
            self._go_on()
            return
        self.say(tr("LockPage", "Looking …"))
        self.pin.clear()
        self.setEnabled(False)
        self.entered.emit(who, pin)

    def _go_on(self) -> None:
        """The cursor in what is still empty."""
        empty = self.pin if self.name.text().strip() else self.name
        empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_badge(self) -> None:
        self._badge = ""

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        fields = QFormLayout()
        fields.setVerticalSpacing(px(16))
        fields.setHorizontalSpacing(px(16))
        for said, field in (
            (tr("LockPage", "&Name"), self.name),
            (tr("LockPage", "&PIN"), self.pin),
        ):
            field.setMinimumHeight(px(44))
            label = QLabel(said)
            label.setBuddy(field)
            fields.addRow(label, field)
        inner = QWidget()
        inner.setFixedWidth(px(WIDE))
        column = QVBoxLayout(inner)
        column.setSpacing(px(16))
        column.addWidget(self._heading)
        column.addWidget(self._lead)
        column.addLayout(fields)
        column.addWidget(self.log_in)
        column.addWidget(self._said)
        self._said.setMinimumHeight(px(72))
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.addWidget(inner, 0, Qt.AlignmentFlag.AlignCenter)


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
