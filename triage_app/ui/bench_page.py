"""The bench: one screen, one glance. Places the panels and hands them what they show."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from triage_app.flow.selftest_code import Diagnosis
from triage_app.model.examination import Examination
from triage_app.model.outcome import OutcomeCode
from triage_app.model.visible import visible
from triage_app.ui.announced_panel import AnnouncedPanel
from triage_app.ui.band import VerdictBand
from triage_app.ui.card import Card
from triage_app.ui.flags_panel import FlagsPanel
from triage_app.ui.header import Header
from triage_app.ui.help_lines import help_lines
from triage_app.ui.outcome_bar import OutcomeBar
from triage_app.ui.parties_panel import PartiesPanel
from triage_app.ui.pictures_panel import PicturesPanel
from triage_app.ui.strip import Strip
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr


class BenchPage(QWidget):
    def __init__(
        self,
        tokens: Tokens,
        outcomes: Sequence[OutcomeCode],
        inspector: str,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bench")
        self.header = Header(tokens, inspector, local)
        self.band = VerdictBand(tokens, local)
        self.flags = FlagsPanel(tokens)
        self.pictures = PicturesPanel(tokens, local)
        self.announced = AnnouncedPanel(tokens)
        self.parties = PartiesPanel(tokens, local)
        self.outcomes = OutcomeBar(tokens, outcomes)
        self.strip = Strip(tokens, local)
        self.card = Card(tokens)
        self.card.closed.connect(self.hide_card)
        self.outcomes.focus_left.connect(self.rest_focus)
        self.announced.weight.left.connect(self.return_focus)
        self._codes = outcomes
        self._middle = QStackedWidget()
        self._place(tokens)
        self._order_focus()
        self.show_nothing()

    def show_examination(self, examination: Examination) -> None:
        """The band is painted first; the rest follows in the same turn of the loop."""
        self.hide_card()
        self.band.show_examination(examination)
        self.header.show_examination(examination)
        self.flags.show_examination(examination)
        self.announced.show_examination(examination)
        self.parties.show_examination(examination)
        self.pictures.show_awaited(examination.item)
        self.outcomes.show_keys()
        self.outcomes.set_ready(True)

    def show_judgement(self, examination: Examination) -> None:
        """The item on the bench, judged anew; what is typed stays."""
        self.flags.show_examination(examination)
        self.band.show_acts(examination)

    def show_acts(self, examination: Examination) -> None:
        """What was written about the item on the bench since it was brought there."""
        self.parties.show_acts(examination.item.acts, examination.item.told)
        self.announced.show_measured(examination.item)
        self.band.show_acts(examination)

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """What the scanner's self-test found, in place of the item's panels."""
        self.card.show_diagnosis(diagnosis)
        self._show_card()

    def show_help(self) -> None:
        self.card.show_lines(tr("BenchPage", "KEYS"), help_lines(self._codes))
        self._show_card()

    def show_cleared(self) -> None:
        """Say what a station that cannot lock does for who leaves it."""
        self.card.show_cleared()
        self._show_card()

    def hide_card(self) -> None:
        """The item's panels again, and the cursor where it is wanted."""
        if self._middle.currentWidget() is self.card:
            self._middle.setCurrentIndex(0)
            if self.outcomes.asking is not None:
                self.outcomes.form.focus_next_empty()

    def rest_focus(self) -> None:
        """Where Enter does nothing: left to Qt it would stand on the first key, Release; a text
        field would keep Ctrl+Z for itself."""
        self.flags.setFocus(Qt.FocusReason.OtherFocusReason)

    def return_focus(self) -> None:
        """To the form that is open, else to rest."""
        if self.outcomes.asking is not None:
            self.outcomes.form.focus_next_empty()
        else:
            self.rest_focus()

    def focus_entry(self) -> None:
        """The cursor in the field for typed codes."""
        self.header.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_filled(self, field: str, text: str) -> None:
        """A field of the form took a scan: what stands in it, and the cursor in the next."""
        self.header.last.show_said(f"{visible(field, 60)} · {visible(text, 200)}")
        self.outcomes.form.focus_next_empty()

    def _show_card(self) -> None:
        self._middle.setCurrentWidget(self.card)
        self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refused(self, word: str, what: str, next_step: str) -> None:
        """Nothing can be looked up: why, and what to do, stay on the screen."""
        self.band.show_idle(word, what)
        self.announced.show_nothing(f"{what} {next_step}")

    def show_opened(self, notices: Sequence[str]) -> None:
        """What a person should know of how the stores opened; stays until the first scan."""
        if notices:
            said = "\n".join(notices)
            self.strip.show_notice(said)
            self.announced.show_nothing(said)

    def show_nothing(self) -> None:
        self.hide_card()
        self.band.show_idle(tr("BenchPage", "READY"), tr("BenchPage", "Scan an item"))
        self.header.show_nothing()
        self.flags.show_nothing()
        self.announced.show_nothing(
            tr("BenchPage", "What the sender announced shows here, line by line.")
        )
        self.parties.show_nothing()
        self.pictures.show_nothing()
        self.outcomes.show_keys()
        self.outcomes.set_ready(False)

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        judged = QWidget()
        column = QVBoxLayout(judged)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.band)
        column.addWidget(_card(self.flags, tokens), 1)
        panels = QWidget()
        grid = QGridLayout(panels)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(8))
        grid.addWidget(judged, 0, 0)
        grid.addWidget(self.pictures, 0, 1)
        grid.addWidget(self.announced, 1, 0)
        grid.addWidget(self.parties, 1, 1)
        grid.setColumnStretch(0, 11)
        grid.setColumnStretch(1, 14)  # the X-ray's tools in one row beside the modes, at 1280
        grid.setRowStretch(0, 5)
        grid.setRowStretch(1, 3)
        self._middle.addWidget(panels)
        self._middle.addWidget(self.card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(8), px(8), 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.header)
        layout.addWidget(self._middle, 1)
        layout.addWidget(self.outcomes)
        layout.addWidget(self.strip)

    def _order_focus(self) -> None:
        """Tab goes as the eye reads."""
        order = (
            self.header.entry,
            self.flags,
            self.pictures.xray,
            self.announced.weight,
            self.outcomes,
        )
        for earlier, later in pairwise(order):
            QWidget.setTabOrder(earlier, later)


def _card(inner: QWidget, tokens: Tokens) -> QFrame:
    frame = QFrame()
    frame.setProperty("card", True)
    layout = QVBoxLayout(frame)
    margin = tokens.px(4)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.addWidget(inner)
    inner.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return frame
