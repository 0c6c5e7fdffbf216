"""Which of an item's pictures stands beside its X-ray: the seller's or what was attached to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from triage_app.model.act import ActKind, ActLine
from triage_app.model.item import ImageRef, ImageRole, MailItem
from triage_app.model.looks import Compared
from triage_app.model.visible import visible
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

SHORT_DAY = "%d %b %H:%M"


class PictureChoice(QWidget):
    """The caption of the picture shown: its role and who attached it when. `keys`, to be placed
    under the picture, go to the others; `chosen` carries the ImageRef asked for."""

    chosen = Signal(object)

    def __init__(self, tokens: Tokens, local: Callable[[datetime], datetime]) -> None:
        super().__init__()
        self._local = local
        self._own: tuple[tuple[ImageRef, str, str], ...] = ()
        self._compared: tuple[tuple[ImageRef, str, str], ...] = ()
        self._at = 0
        self._role = ElidedLabel(tokens.px(80))
        self._role.setProperty("heading", True)
        self._who = ElidedLabel(tokens.px(80))
        self._who.setProperty("small", True)
        self._count = QLabel()
        self._back = _step("‹", tr("PictureChoice", "Picture before"), tokens)
        self._on = _step("›", tr("PictureChoice", "Next picture"), tokens)
        self._back.clicked.connect(self._show_before)
        self._on.clicked.connect(self._show_next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._role)
        layout.addWidget(self._who)
        self.keys = QWidget()
        row = QHBoxLayout(self.keys)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.px(4))
        row.addWidget(self._back)
        row.addWidget(self._count, 1, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._on)
        self.show_nothing()

    @property
    def _pictures(self) -> tuple[tuple[ImageRef, str, str], ...]:
        return (*self._own, *self._compared)

    @property
    def present(self) -> ImageRef | None:
        """The picture that is or will be shown."""
        return self._pictures[self._at][0] if self._pictures else None

    @property
    def caption(self) -> str:
        return " · ".join(part for part in (self._role.whole, self._who.whole) if part)

    def show_nothing(self) -> None:
        self._own = self._compared = ()
        self._tell()

    def show_item(self, item: MailItem) -> None:
        """The item's pictures, the seller's first shown; without one the newest photograph."""
        self._own, self._compared = self._listed(item), ()
        first = bool(self._own) and self._own[0][0].role is ImageRole.PRODUCT
        self._at = 0 if first else max(len(self._pictures) - 1, 0)
        self._tell()

    def show_again(self, item: MailItem) -> bool:
        """The item's pictures as they are now; whether another one is shown: the newest that came,
        or where the one looked at is gone."""
        before, own = self._pictures, len(self._own)
        self._own = self._listed(item)
        refs = [ref for ref, _, _ in self._pictures]
        known = [ref for ref, _, _ in before]
        came = [at for at, (ref, _, _) in enumerate(self._own) if ref not in known[:own]]
        present = known[self._at] if known else None
        if came:
            self._at = came[-1]
        elif present in refs:
            self._at = refs.index(present)
        else:
            self._at = 0
        self._tell()
        return self.present != present

    def show_compared(self, found: Sequence[Compared]) -> bool:
        """Earlier pictures behind the item's own; whether one of them is shown, for want of
        others."""
        was_empty = not self._own and not self._compared
        self._compared = tuple((one.ref, _why(one), self._whose(one)) for one in found)
        self._at = min(self._at, max(len(self._pictures) - 1, 0))
        self._tell()
        return was_empty and bool(found)

    def _whose(self, one: Compared) -> str:
        at = self._local(one.seen_at).strftime(SHORT_DAY)
        outcome = visible(one.outcome, 40) or tr("PictureChoice", "undecided")
        return f"{visible(one.item, 40)} · {at} · {outcome}"

    def _listed(self, item: MailItem) -> tuple[tuple[ImageRef, str, str], ...]:
        attached = {_sha256(act): act for act in item.acts if act.kind is ActKind.ATTACHMENT}
        sellers = [ref for ref in item.images if ref.role is ImageRole.PRODUCT]
        photographs = [ref for ref in item.images if ref.role is ImageRole.PHOTO]
        refs = dict.fromkeys((*sellers, *photographs))
        return tuple((ref, _role(ref), self._who_gave(ref, attached)) for ref in refs)

    def _who_gave(self, ref: ImageRef, attached: Mapping[str, ActLine]) -> str:
        act = attached.get(ref.sha256)
        if act is None or ref.where != "evidence":
            return ""
        return tr(
            "PictureChoice",
            "{who}, {at}",
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
        _, role, who = self._pictures[self._at] if self._pictures else (None, _sellers(), "")
        self._role.show_text(role)
        self._who.show_text(who)
        self._who.setVisible(bool(who))
        self._count.setText(f"{self._at + 1}/{len(self._pictures)}" if several else "")
        self.keys.setVisible(several)


def _sellers() -> str:
    return tr("PictureChoice", "Seller's picture")


def _why(one: Compared) -> str:
    """What makes an earlier picture worth a look."""
    alike = tr(
        "PictureChoice",
        "shape {shape} %, density {density} %",
        shape=one.shape,
        density=one.density,
    )
    if one.same_sender:
        return tr("PictureChoice", "Same sender: {alike}", alike=alike)
    return tr("PictureChoice", "Looks like: {alike}", alike=alike)


def _role(ref: ImageRef) -> str:
    return _sellers() if ref.role is ImageRole.PRODUCT else tr("PictureChoice", "Photograph")


def _sha256(act: ActLine) -> str:
    attached = act.body.get("attachment")
    return str(attached["sha256"]) if isinstance(attached, dict) else ""


def _step(text: str, name: str, tokens: Tokens) -> QPushButton:
    key = QPushButton(text)
    key.setAccessibleName(name)
    key.setToolTip(name)
    key.setFixedWidth(tokens.px(48))
    return key
