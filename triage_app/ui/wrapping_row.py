"""A row of widgets that goes on in the next line where it does not fit."""

from collections.abc import Iterable

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class WrappingRow(QLayout):
    """Each line is filled to its whole width; `gap` lies between widgets and lines."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins())
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        heights = [_height(line) for line in self._lines(width)]
        return sum(heights) + self.spacing() * max(0, len(heights) - 1)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._items]
        across = sum(widths) + self.spacing() * max(0, len(widths) - 1)
        return QSize(across, _height(self._items))

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(widest, _height(self._items))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            self._place(line, QRect(rect.left(), top, rect.width(), _height(line)))
            top += _height(line) + self.spacing()

    def _lines(self, width: int) -> Iterable[list[QLayoutItem]]:
        line: list[QLayoutItem] = []
        used = 0
        for item in self._items:
            wanted = item.sizeHint().width()
            if line and used + wanted > width:
                yield line
                line, used = [], 0
            line.append(item)
            used += wanted + self.spacing()
        if line:
            yield line

    def _place(self, line: list[QLayoutItem], rect: QRect) -> None:
        widths = [item.sizeHint().width() for item in line]
        spare = rect.width() - sum(widths) - self.spacing() * (len(line) - 1)
        left = rect.left()
        for place, (item, width) in enumerate(zip(line, widths, strict=True)):
            share = spare * (place + 1) // len(line) - spare * place // len(line)
            item.setGeometry(QRect(left, rect.top(), max(1, width + share), rect.height()))
            left += width + share + self.spacing()


def _height(items: Iterable[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in items), default=0)
