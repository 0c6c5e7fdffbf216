"""The outcome keys, always there with their names; the chosen one asks its fields instead."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedLayout, QWidget

from triage_app.model.outcome import OutcomeCode, Refusal
from triage_app.ui.key_button import KeyButton
from triage_app.ui.outcome_form import OutcomeForm
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

MORE_KEY = 12


class OutcomeBar(QWidget):
    """`outcome_asked` is a key pressed; `outcome_entered` carries (code, texts by field name);
    `focus_left`: the cursor stood in what was put away, and must not fall on a key."""

    outcome_asked = Signal(str)
    outcome_entered = Signal(str, object)
    focus_left = Signal()

    def __init__(
        self, tokens: Tokens, outcomes: Sequence[OutcomeCode], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._outcomes = {code.code: code for code in outcomes}
        self.form = OutcomeForm(tokens)
        self.form.entered.connect(self.outcome_entered)
        self.form.left.connect(self.show_keys)
        self._keys = KeyPage(tokens, [c for c in outcomes if c.function_key], more=True)
        self._more = KeyPage(tokens, [c for c in outcomes if not c.function_key], more=False)
        for page in (self._keys, self._more):
            page.chosen.connect(self.outcome_asked)
        self._keys.more_asked.connect(self._show_more)
        self._more.left.connect(self.show_keys)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for widget in (self._keys, self._more, self.form):
            self._stack.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_ready(False)

    @property
    def asking(self) -> OutcomeCode | None:
        """The outcome whose fields are open now."""
        return self.form.outcome if self._stack.currentWidget() is self.form else None

    def set_ready(self, ready: bool) -> None:
        """Keys work only while an item is on the bench."""
        self._keys.setEnabled(ready)
        self._more.setEnabled(ready)

    def show_keys(self) -> None:
        self.form.hide_notice()
        put_away, focus = self._stack.currentWidget(), self.window().focusWidget()
        self._stack.setCurrentWidget(self._keys)
        if put_away in (self._keys, None) or focus is None:
            return
        if put_away is focus or put_away.isAncestorOf(focus):
            self.focus_left.emit()

    def go_back(self) -> None:
        """Esc: out of the form, or from the further outcomes to the first."""
        if self.asking is not None:
            self.form.left.emit()
        else:
            self.show_keys()

    def show_form(self, code: str, texts: Mapping[str, str], item: str) -> None:
        self._stack.setCurrentWidget(self.form)
        self.form.show_outcome(self._outcomes[code], texts, item)

    def show_refusal(self, refusal: Refusal) -> None:
        self.form.show_refusal(refusal)

    def _show_more(self) -> None:
        self._stack.setCurrentWidget(self._more)
        self._more.setFocus(Qt.FocusReason.OtherFocusReason)


class KeyPage(QWidget):
    """One row of keys. The second row is reached under More and pressed by digits."""

    chosen = Signal(str)
    more_asked = Signal()
    left = Signal()

    def __init__(self, tokens: Tokens, outcomes: Sequence[OutcomeCode], *, more: bool) -> None:
        super().__init__()
        self._by_digit: dict[int, str] = {}
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if more else Qt.FocusPolicy.StrongFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.px(8))
        for place, code in enumerate(outcomes, start=1):
            cap = f"F{code.function_key}" if more else str(place)
            button = KeyButton(tokens, cap, code.label or code.title, code.title, code.code)
            button.chosen.connect(self.chosen)
            layout.addWidget(button)
            if more:
                QShortcut(QKeySequence(cap), self, button.click)
            else:
                self._by_digit[place] = code.code
        last = self._more_button(tokens) if more else self._back_button(tokens)
        layout.addWidget(last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text().isdigit() and int(event.text()) in self._by_digit:
            self.chosen.emit(self._by_digit[int(event.text())])
        else:
            super().keyPressEvent(event)

    def _more_button(self, tokens: Tokens) -> QPushButton:
        name = tr("OutcomeBar", "More")
        button = KeyButton(tokens, f"F{MORE_KEY}", name, tr("OutcomeBar", "More outcomes"))
        button.clicked.connect(self.more_asked)
        QShortcut(QKeySequence(f"F{MORE_KEY}"), self, button.click)
        return button

    def _back_button(self, tokens: Tokens) -> QPushButton:
        name = tr("OutcomeBar", "Back")
        button = KeyButton(tokens, tr("OutcomeBar", "Esc"), name, name)
        button.clicked.connect(self.left)
        return button
