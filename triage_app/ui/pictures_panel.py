"""The X-ray beside the seller's picture or an attached one; each shows its reason where it cannot
be shown."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from triage_app.flow.veil import SET_ASIDE
from triage_app.model.item import ImageRef, ImageRole, MailItem
from triage_app.model.mark import MadeMark
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.picture_choice import PictureChoice
from triage_app.ui.picture_view import PictureView
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr

if TYPE_CHECKING:  # numpy comes with them: not on the way to the first paint
    from triage_app.imaging.picture import Picture, Unreadable


class PicturesPanel(QWidget):
    """`offered` carries what was dropped on either picture; `choice` is which one stands beside
    the X-ray. `marked` carries a Mark drawn on the X-ray."""

    offered = Signal(object)
    marked = Signal(object)

    def __init__(
        self,
        tokens: Tokens,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.choice = PictureChoice(tokens, local)
        self.xray = PictureView(tools=True)
        self.product = PictureView(tools=False)
        self.xray.setAccessibleName(tr("PicturesPanel", "X-ray"))
        self.product.setAccessibleName(tr("PicturesPanel", "Seller's picture"))
        for view in (self.xray, self.product):
            view.offered.connect(self.offered)
        self.xray.marked.connect(self.marked)
        self.xray.canvas.shown_changed.connect(self._follow)
        self.mass = ElidedLabel(tokens.px(120))
        self.mass.setProperty("small", True)
        self._announced_g: int | None = None
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.px(8))
        heading = QLabel(tr("PicturesPanel", "X-ray"))
        heading.setProperty("heading", True)
        above = QWidget()
        line = QHBoxLayout(above)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(heading)
        line.addWidget(self.mass, 1)
        layout.addWidget(_framed(above, self.xray, tokens), 5)
        layout.addWidget(_framed(self.choice, self.product, tokens, self.choice.keys), 2)

    def show_awaited(self, item: MailItem) -> None:
        """Say at once which pictures are coming and which are not there."""
        self.choice.show_item(item)
        announced = item.announcement
        told = announced.gross_weight_g if announced else None
        self._announced_g = item.measured_weight_g or told
        self.mass.show_text("")
        self._pair(beside=False)
        if item.set_aside:
            self.xray.show_placeholder(say(SET_ASIDE))
            self.product.show_placeholder("")
            return
        self.await_xray(xray_refs(item.images))
        self.await_beside()

    def await_xray(self, refs: tuple[ImageRef, ...]) -> None:
        if refs:
            self.xray.show_busy()
        else:
            self.xray.show_placeholder(
                tr("PicturesPanel", "No X-ray of this item.\nDrop one here, or: triage attach")
            )

    def await_beside(self) -> None:
        if self.choice.present is not None:
            self.product.show_busy()
        else:
            self.product.show_placeholder(tr("PicturesPanel", "The seller sent no picture."))

    def show_nothing(self) -> None:
        self.choice.show_nothing()
        self.xray.show_placeholder(tr("PicturesPanel", "The X-ray shows here."))
        self.product.show_placeholder(tr("PicturesPanel", "The seller's picture shows here."))

    def show_xray(self, high: "Picture | Unreadable", low: "Picture | Unreadable | None") -> None:
        from triage_app.imaging.picture import Picture, Unreadable

        if isinstance(high, Unreadable):
            self.xray.show_placeholder(say(high.reason))
        else:
            self.xray.show_picture(high, low if isinstance(low, Picture) else None)
            self.mass.show_text(self._mass_said())
            self._pair(beside=self._is_beside())

    def show_marks(self, made: Sequence[MadeMark]) -> None:
        """What is marked on the X-ray, by whom."""
        over = self.xray.over
        assert over is not None, "the X-ray has its tools"
        over.marks.show_marks(made)
        self.xray.canvas.update()

    def show_product(self, picture: "Picture | Unreadable") -> None:
        from triage_app.imaging.picture import Unreadable

        if isinstance(picture, Unreadable):
            self.product.show_placeholder(say(picture.reason))
        else:
            self.product.show_picture(picture)
        self._pair(beside=self._is_beside())

    def _is_beside(self) -> bool:
        """Whether what stands beside the X-ray is another X-ray, and both can be seen."""
        present = self.choice.present
        both = self.product.canvas.renderer is not None and self.xray.canvas.renderer is not None
        return both and present is not None and present.role is ImageRole.XRAY

    def _pair(self, *, beside: bool) -> None:
        """Two X-rays share the room, the zoom, and may be laid one over the other."""
        renderer = self.xray.canvas.renderer
        if renderer is not None:
            renderer.over = self.product.canvas.renderer if beside else None
        for at, share in enumerate((4, 3) if beside else (5, 2)):
            self._row.setStretch(at, share)
        if self.xray.over is not None:
            self.xray.over.show_state()
        self._follow()

    def _follow(self) -> None:
        """The X-ray beside shows the same part as the item's own."""
        canvas, other = self.xray.canvas, self.product.canvas
        renderer = canvas.renderer
        if renderer is None or renderer.over is None or other.shown is None or not canvas.view:
            return
        from triage_app.imaging.overlay import seen_through

        view = seen_through(canvas.view, renderer.over.plate, other.shown.view)
        other.change(replace(other.shown, view=view))

    def _mass_said(self) -> str:
        """About how heavy it is by the X-ray, beside what was announced; an aid and no scale."""
        renderer = self.xray.canvas.renderer
        if renderer is None or self._announced_g is None:
            return ""
        hint = renderer.mass()
        if hint is None:
            return ""
        from triage_app.imaging.mass import rounded_g

        mass, told = rounded_g(hint.mass_g), self._announced_g
        if hint.at_least:
            return tr(
                "PicturesPanel",
                "An aid, no scale: over {mass:,} g by the X-ray, {told:,} g told",
                mass=mass,
                told=told,
            )
        return tr(
            "PicturesPanel",
            "An aid, no scale: about {mass:,} g by the X-ray, {told:,} g told",
            mass=mass,
            told=told,
        )


def xray_refs(images: tuple[ImageRef, ...]) -> tuple[ImageRef, ...]:
    """The newest X-ray: its high-energy view and, where there is one, its low-energy view."""
    rays = [ref for ref in images if ref.role is ImageRole.XRAY]
    high = next((ref for ref in reversed(rays) if ref.view != "low"), None)
    if high is None:
        return ()
    low = next((ref for ref in rays if ref.view == "low" and high.view == "high"), None)
    return (high, low) if low else (high,)


def _framed(
    heading: QWidget, view: QWidget, tokens: Tokens, below: QWidget | None = None
) -> QFrame:
    frame = QFrame()
    frame.setProperty("card", True)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(tokens.px(8), tokens.px(8), tokens.px(8), tokens.px(8))
    layout.setSpacing(tokens.px(4))
    layout.addWidget(heading)
    layout.addWidget(view, 1)
    if below is not None:
        layout.addWidget(below)
    return frame
