"""Which of an item's pictures stands beside its X-ray: the seller's or what was attached to it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from triage_app.model.act import ActKind, ActLine
from triage_app.model.item import ImageRef, ImageRole, MailItem
from triage_app.model.visible import visible
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

SHORT_DAY = "%d %b %H:%M"


class PictureChoice(QWidget):
    """The caption of the picture shown, its role and who attached it when, and keys to the others.
    `chosen` carries the ImageRef asked for."""

    chosen = Signal(object)

    def __init__(self, tokens: Tokens, local: Callable[[datetime], datetime]) -> None:
        super().__init__()
        self._local = local
        self._pictures: tuple[tuple[ImageRef, str], ...] = ()
        self._at = 0
        self._caption = ElidedLabel(tokens.px(80))
        self._caption.setProperty("heading", True)
        self._count = QLabel()
        self._back = _step("‹", tr("PictureChoice", "Picture before"), tokens)
        self._on = _step("›", tr("PictureChoice", "Next picture"), tokens)
        self._back.clicked.connect(self._show_before)
        self._on.clicked.connect(self._show_next)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.px(4))
        layout.addWidget(self._caption, 1)
        for widget in (self._count, self._back, self._on):
            layout.addWidget(widget)
        self.show_nothing()

    @property
    def present(self) -> ImageRef | None:
        """The picture that is or will be shown."""
        return self._pictures[self._at][0] if self._pictures else None

    @property
    def caption(self) -> str:
        return self._caption.whole

    def show_nothing(self) -> None:
        self._pictures = ()
        self._tell()

    def show_item(self, item: MailItem) -> None:
        """The item's pictures, the seller's first shown; without one the newest photograph."""
        self._pictures = self._listed(item)
        first = bool(self._pictures) and self._pictures[0][0].role is ImageRole.PRODUCT
        self._at = 0 if first else max(len(self._pictures) - 1, 0)
        self._tell()

    def show_again(self, item: MailItem) -> bool:
        """The item's pictures as they are now; whether another one is shown: the newest that came,
        or where the one looked at is gone."""
        before, self._pictures = self._pictures, self._listed(item)
        refs = [ref for ref, _ in self._pictures]
        known = [ref for ref, _ in before]
        came = [at for at, ref in enumerate(refs) if ref not in known]
        present = known[self._at] if known else None
        if came:
            self._at = came[-1]
        elif present in refs:
            self._at = refs.index(present)
        else:
            self._at = 0
        self._tell()
        return self.present != present

    def _listed(self, item: MailItem) -> tuple[tuple[ImageRef, str], ...]:
        attached = {_sha256(act): act for act in item.acts if act.kind is ActKind.ATTACHMENT}
        sellers = [ref for ref in item.images if ref.role is ImageRole.PRODUCT]
        photographs = [ref for ref in item.images if ref.role is ImageRole.PHOTO]
        refs = dict.fromkeys((*sellers, *photographs))
        return tuple((ref, self._said(ref, attached.get(ref.sha256))) for ref in refs)

    def _said(self, ref: ImageRef, act: ActLine | None) -> str:
        product = ref.role is ImageRole.PRODUCT
        role = sellers_picture() if product else tr("PictureChoice", "Photograph")
        if act is None or ref.where != "evidence":
            return role
        return tr(
            "PictureChoice",
            "{role} · {who}, {at}",
            role=role,
            who=visible(act.inspector, 40),
            at=self._local(act.recorded_at).strftime(SHORT_DAY),
        )

    def _show_before(self) -> None:
        self._move(-1)

    def _show_next(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        self._at = (self._at + by) % len(self._pictures)
        self._tell()
        self.chosen.emit(self.present)

    def _tell(self) -> None:
        several = len(self._pictures) > 1
        self._caption.show_text(
            self._pictures[self._at][1] if self._pictures else sellers_picture()
        )
        self._count.setText(f"{self._at + 1}/{len(self._pictures)}" if several else "")
        for key in (self._back, self._on):
            key.setVisible(several)


def sellers_picture() -> str:
    return tr("PictureChoice", "Seller's picture")


def _sha256(act: ActLine) -> str:
    attached = act.body.get("attachment")
    return str(attached["sha256"]) if isinstance(attached, dict) else ""


def _step(text: str, name: str, tokens: Tokens) -> QPushButton:
    key = QPushButton(text)
    key.setAccessibleName(name)
    key.setToolTip(name)
    key.setFixedSize(tokens.px(40), tokens.px(32))
    return key
