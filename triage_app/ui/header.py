"""The top line: what was scanned, in big type; the field for typed codes; road, inspector."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from triage_app.model.command import Command
from triage_app.model.examination import Examination
from triage_app.model.road import RoadState
from triage_app.model.visible import visible
from triage_app.model.work import BagCount
from triage_app.ui.code_entry import CodeEntry
from triage_app.ui.last_scan import LastScan
from triage_app.ui.theme import Tokens
from triage_app.ui.words import clock_time, tip, tr

LONGEST_CODE = 10_000


class Header(QWidget):
    """`code_typed` carries what was typed into the field, as it was typed."""

    code_typed = Signal(str)

    def __init__(
        self,
        tokens: Tokens,
        inspector: str,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._local = local
        self.last = LastScan(tokens)
        self.code, self._named = self.last.code, self.last.named
        self.entry = CodeEntry()
        self.entry.setPlaceholderText(tr("Header", "Type a code  (Ctrl+L)"))
        self.entry.setAccessibleName(tr("Header", "Type a code"))
        self.entry.setMaxLength(LONGEST_CODE)
        self.entry.returnPressed.connect(self._take_typed)
        self._bag = _small()
        self._road = _small()
        self._who = _small()
        self.show_inspector(inspector)
        self._place(tokens)
        self.show_nothing()

    @property
    def inspector_text(self) -> str:
        """Who is said to sit here."""
        return self._who.text()

    def show_inspector(self, name: str) -> None:
        """Who sits here now."""
        self._who.setText(visible(name, 40))
        self._who.setAccessibleName(tr("Header", "Inspector {name}", name=visible(name, 40)))

    def show_nothing(self) -> None:
        self.last.show_nothing()
        self._bag.setText("")

    def show_examination(self, examination: Examination) -> None:
        self.last.show_examination(examination)
        announced = examination.item.announcement
        bag = visible(announced.bag, 40) if announced and announced.bag else ""
        self._bag.setText(tr("Header", "Bag {bag}", bag=bag) if bag else "")
        self._bag.setAccessibleName(self._bag.text())

    def show_bag(self, count: BagCount) -> None:
        """How far the bag is that is being emptied."""
        self._bag.setText(
            tr(
                "Header",
                "Bag {bag} · {presented}/{announced}",
                bag=visible(count.bag.number, 40),
                presented=count.presented,
                announced=count.announced,
            )
        )
        self._bag.setAccessibleName(
            tr(
                "Header",
                "Bag {bag}: {presented} of {announced} presented",
                bag=visible(count.bag.number, 40),
                presented=count.presented,
                announced=count.announced,
            )
        )

    @property
    def bag_text(self) -> str:
        """What is said of the bag now."""
        return self._bag.text()

    def show_command(self, command: Command) -> None:
        """A command was scanned; the item's own code stays above it."""
        self.last.show_said(tr("Header", "COMMAND · {title}", title=command.title))

    @property
    def road_text(self) -> str:
        """What is said of the road now."""
        return self._road.text()

    def show_road(self, road: RoadState) -> None:
        self._road.setText(_said(road, self._local))
        self._road.setToolTip(tip(visible(road.why or road.mismatch)))
        self._road.setAccessibleName(tr("Header", "Road: {state}", state=self._road.text()))

    def _take_typed(self) -> None:
        text = self.entry.take()
        if text.strip():
            self.code_typed.emit(text)

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        self.entry.setFixedWidth(px(232))
        right = QVBoxLayout()
        right.setSpacing(px(2))
        for label in (self._road, self._who):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            right.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(8), 0, px(8), 0)
        layout.setSpacing(px(24))
        layout.addWidget(self.last, 1)
        layout.addWidget(self._bag)
        layout.addWidget(self.entry)
        layout.addLayout(right)
        self.setFixedHeight(px(68))


def _small(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("small", True)
    return label


def _said(road: RoadState, local: Callable[[datetime], datetime]) -> str:
    waiting = tr("Header", "{n} waiting", n=road.waiting_acts) if road.waiting_acts else ""
    images = tr("Header", "{n} images", n=road.waiting_blobs) if road.waiting_blobs else ""
    differs = tr("Header", "▲ the hub's record differs") if road.mismatch else ""
    refused = tr("Header", "{n} refused", n=road.refused_acts) if road.refused_acts else ""
    if not road.configured:
        state = tr("Header", "○ no hub set")
    elif road.open and road.last_contact_at:
        state = tr("Header", "● road open {at}", at=clock_time(local(road.last_contact_at)))
    elif road.last_contact_at:
        since = clock_time(local(road.last_contact_at))
        state = tr("Header", "○ road closed, last contact {at}", at=since)
    else:
        state = tr("Header", "○ no contact yet")
    return " · ".join(part for part in (state, waiting, images, refused, differs) if part)
