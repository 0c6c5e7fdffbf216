"""The tray: what waits, the one looked at, and the item it may be of."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from triage_app.model.tray import Suggestion, Waiting
from triage_app.model.visible import visible
from triage_app.ui.picture_view import PictureView
from triage_app.ui.theme import Tokens
from triage_app.ui.tray_looking import THUMB_H, THUMB_W, Thumb
from triage_app.ui.words import say, tr

if TYPE_CHECKING:  # numpy comes with them
    from triage_app.imaging.picture import Picture, Unreadable

LONGEST_CODE = 200


class TrayPage(QWidget):
    """`chosen` carries a Waiting to be looked at, `attach_asked` one and the code of its item,
    `leave_asked` one that is of no item."""

    chosen = Signal(object)
    attach_asked = Signal(object, str)
    leave_asked = Signal(object)

    def __init__(
        self,
        tokens: Tokens,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bench")
        self._local = local
        self._waiting: tuple[Waiting, ...] = ()
        self._meant: Mapping[str, Suggestion | None] = {}
        self._thumbs: dict[str, QIcon | None] = {}
        self.list = WaitingList()
        self.view = PictureView(marking=False)
        self.view.setAccessibleName(tr("TrayPage", "The picture that waits"))
        self._empty = _words()
        self._why = _words()
        self._suggested = _words("strong")
        self._warning = _words()
        self.field = QLineEdit()
        self.attach = QPushButton(tr("TrayPage", "&Attach"))
        self.leave = QPushButton(tr("TrayPage", "&Not an item's (Del)"))
        self._stack = QStackedWidget()
        self._place(tokens)
        self.list.currentRowChanged.connect(self._choose)
        self.list.entered.connect(self.field.setFocus)
        self.list.left_out.connect(self._leave)
        self.field.returnPressed.connect(self._attach)
        self.attach.clicked.connect(self._attach)
        self.leave.clicked.connect(self._leave)
        self.show_waiting((), {})

    @property
    def present(self) -> Waiting | None:
        """The one looked at."""
        row = self.list.currentRow()
        return self._waiting[row] if 0 <= row < len(self._waiting) else None

    def begin(self) -> None:
        """The cursor where it is wanted: on what is seen, or no key would be heard any more."""
        wanted = self.list if self._waiting else self._empty
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_waiting(
        self, waiting: Sequence[Waiting], meant: Mapping[str, Suggestion | None]
    ) -> None:
        """What waits now, and which item each may be of; the one looked at stays looked at."""
        before = self.present
        self._meant = meant
        has_focus = self._empty.hasFocus() or self.list.hasFocus()
        self._stack.setCurrentIndex(1 if waiting else 0)
        if tuple(waiting) != self._waiting:
            row = self.list.currentRow()
            self._waiting = tuple(waiting)
            self.list.blockSignals(True)
            self.list.clear()
            for one in waiting:
                self.list.addItem(self._line(one))
            at = waiting.index(before) if before in waiting else min(max(row, 0), len(waiting) - 1)
            self.list.setCurrentRow(at)
            self.list.blockSignals(False)
            if has_focus:
                self.begin()
        if self.present != before:
            self._choose()
        else:
            self._suggest()

    def wants_thumb(self, waiting: Waiting) -> bool:
        """Whether nobody was asked for it yet."""
        asked = waiting.sha256 in self._thumbs
        self._thumbs.setdefault(waiting.sha256, None)
        return not asked

    def show_thumb(self, waiting: Waiting, thumb: Thumb | None) -> None:
        if thumb is None:
            return
        row, form = 4 * thumb.width, QImage.Format.Format_RGB32
        image = QImage(thumb.pixels, thumb.width, thumb.height, row, form)
        icon = self._thumbs[waiting.sha256] = QIcon(QPixmap.fromImage(image))
        if waiting in self._waiting:
            self.list.item(self._waiting.index(waiting)).setIcon(icon)

    def show_preview(self, waiting: Waiting, picture: "Picture | Unreadable") -> None:
        from triage_app.imaging.picture import Picture

        if waiting != self.present:
            return
        if isinstance(picture, Picture):
            self.view.show_picture(picture)
        else:
            self.view.show_placeholder(say(picture.reason))

    def warn(self, text: str) -> None:
        """Why it was not attached."""
        self._warning.setText(text)

    def _line(self, one: Waiting) -> QListWidgetItem:
        at = self._local(one.came_at).strftime("%d %b %H:%M:%S")
        line = QListWidgetItem(f"{visible(one.name, 60)}\n{at}")
        icon = self._thumbs.get(one.sha256)
        if icon is not None:
            line.setIcon(icon)
        return line

    def _choose(self) -> None:
        self.warn("")
        self.field.clear()
        one = self.present
        if one is not None:
            self.view.show_busy()
            self._why.setText(visible(one.why, 300))
            self.chosen.emit(one)
        self._suggest()

    def _suggest(self) -> None:
        one = self.present
        meant = self._meant.get(one.sha256) if one else None
        if meant is None:
            said = tr("TrayPage", "No item was on the bench about then. Scan or type its number.")
        else:
            number, why = visible(meant.number, 40), say(meant.why)
            said = tr("TrayPage", "Perhaps {number}: {why}.", number=number, why=why)
            if not self.field.isModified():
                self.field.setText(meant.number)
        self._suggested.setText(said)

    def _attach(self) -> None:
        one, code = self.present, self.field.text().strip()
        if one is not None and code:
            self.attach_asked.emit(one, code)
        elif one is not None:
            self.warn(tr("TrayPage", "Type the item's number first."))

    def _leave(self) -> None:
        one = self.present
        if one is not None:
            self.leave_asked.emit(one)

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        self.list.setIconSize(QSize(THUMB_W, THUMB_H))
        self.list.setFixedWidth(px(360))
        self.field.setMaxLength(LONGEST_CODE)
        self.field.setPlaceholderText(tr("TrayPage", "The item's number"))
        self.field.setAccessibleName(tr("TrayPage", "Number of the item the picture is of"))
        for button in (self.attach, self.leave):
            button.setMinimumHeight(px(40))
        keys = QHBoxLayout()
        keys.addWidget(self.field, 1)
        keys.addWidget(self.attach)
        keys.addWidget(self.leave)
        right = QVBoxLayout()
        right.setSpacing(px(8))
        right.addWidget(self.view, 1)
        right.addWidget(self._why)
        right.addWidget(self._suggested)
        right.addLayout(keys)
        right.addWidget(self._warning)
        work = QWidget()
        layout = QHBoxLayout(work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.list)
        layout.addLayout(right, 1)
        empty = self._empty
        empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setText(
            tr(
                "TrayPage",
                "No picture waits.\n\nPictures of the folder that [images] watch names are "
                "attached by their label, their header or their name;\nwhat none of them tells "
                "waits here for you to say which item it is.",
            )
        )
        self._stack.addWidget(empty)
        self._stack.addWidget(work)
        grid = QGridLayout(self)
        grid.setContentsMargins(px(8), px(8), px(8), 0)
        grid.addWidget(self._stack)


class WaitingList(QListWidget):
    """`entered` by Enter, `left_out` by Del."""

    entered = Signal()
    left_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("TrayPage", "Pictures that wait for their item"))
        self.setUniformItemSizes(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Delete and not event.isAutoRepeat():
            self.left_out.emit()
        else:
            super().keyPressEvent(event)


def _words(kind: str = "") -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if kind:
        label.setProperty(kind, True)
    return label
