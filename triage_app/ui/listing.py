"""A list and what narrows it; while there is nothing to list, a lesson stands in its place."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from triage_app.ui.theme import Tokens


class Listing(QWidget):
    """From above: what narrows the list and how many items there are, a warning, the table."""

    def __init__(
        self,
        tokens: Tokens,
        table: QWidget,
        narrowing: Iterable[QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._said = _label("small")
        self._warned = _label("strong")
        self._warned.setWordWrap(True)
        self._headline = _label("big")
        self._lesson = _label("")
        self._middle = QStackedLayout()
        self._place(tokens, table, narrowing)
        self.warn("")

    @property
    def said(self) -> str:
        """What stands over the table."""
        return self._said.text()

    @property
    def warned(self) -> str:
        return self._warned.text()

    @property
    def taught(self) -> str:
        """What stands in place of the table; "" while the table is shown."""
        several = (self._headline.text(), self._lesson.text())
        return "\n".join(several) if self._middle.currentIndex() else ""

    def show_count(self, text: str) -> None:
        self._said.setText(text)

    def warn(self, text: str) -> None:
        """What the reader must know of the list; "" for nothing."""
        self._warned.setText(text)
        self._warned.setVisible(bool(text))

    def show_table(self) -> None:
        self._middle.setCurrentIndex(0)

    def teach(self, headline: str, lesson: str) -> None:
        """What an empty list means, and how to have another."""
        self._headline.setText(headline)
        self._lesson.setText(lesson)
        self._middle.setCurrentIndex(1)

    def _place(self, tokens: Tokens, table: QWidget, narrowing: Iterable[QWidget]) -> None:
        px = tokens.px
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for widget in narrowing:
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._said)
        card = QFrame()
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(8), px(8), px(8), px(8))
        inner.addLayout(self._middle)
        self._middle.addWidget(table)
        self._middle.addWidget(self._empty(tokens))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addLayout(row)
        layout.addWidget(self._warned)
        layout.addWidget(card, 1)

    def _empty(self, tokens: Tokens) -> QWidget:
        px = tokens.px
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(px(16))
        column.addWidget(self._headline)
        column.addWidget(self._lesson)
        column.addStretch(1)
        return empty


def chip(text: str) -> QPushButton:
    """What narrows a list while it is pressed in."""
    made = QPushButton(text)
    made.setCheckable(True)
    made.setProperty("chip", True)
    made.setAccessibleName(text.replace("&", ""))
    return made


def narrowing_field(name: str, wide: int, longest: int) -> QLineEdit:
    """A field that narrows a list, named by what stands in it while it is empty; `wide` in px."""
    field = QLineEdit()
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setMaxLength(longest)
    field.setFixedWidth(wide)
    return field


def _label(kind: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        label.setProperty(kind, True)
    return label
