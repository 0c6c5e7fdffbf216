"""Sender, recipient, what else is known of them, and what was done with this item before."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from triage_app.flow.veil import SET_ASIDE
from triage_app.model.act import ActLine
from triage_app.model.examination import Examination
from triage_app.model.item import Party, PartyHistory
from triage_app.model.told import ToldOutcome
from triage_app.model.visible import visible
from triage_app.ui.act_words import said_act
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr

SHOWN_ACTS = 6


class PartiesPanel(QFrame):
    def __init__(
        self,
        tokens: Tokens,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._local = local
        self._sender = PartyBlock(tr("PartiesPanel", "Sender"))
        self._recipient = PartyBlock(tr("PartiesPanel", "Recipient"))
        self._history = _label("small")
        self._history.setWordWrap(True)
        self._history.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._history.setAccessibleName(tr("PartiesPanel", "Earlier acts on this item"))
        self._place(tokens)

    @property
    def history_text(self) -> str:
        return self._history.text()

    def show_examination(self, examination: Examination) -> None:
        item = examination.item
        announced, context = item.announcement, item.context
        self._sender.show_party(announced.sender if announced else Party(), context.sender)
        self._recipient.show_party(announced.recipient if announced else Party(), context.recipient)
        self.show_acts(item.acts, item.told)
        if item.set_aside:
            self._history.setText(say(SET_ASIDE))

    def show_acts(self, acts: tuple[ActLine, ...], told: tuple[ToldOutcome, ...] = ()) -> None:
        """Ours, newest first; before them what other stations decided, the newest first."""
        elsewhere = [self._told_line(one) for one in reversed(told[-SHOWN_ACTS:])]
        ours = [self._said(acts)] if acts or not elsewhere else []
        self._history.setText("\n".join([*elsewhere, *ours]))

    def show_nothing(self) -> None:
        self._sender.show_party(Party(), PartyHistory())
        self._recipient.show_party(Party(), PartyHistory())
        self._history.setText("")

    def _said(self, acts: tuple[ActLine, ...]) -> str:
        if not acts:
            return tr("PartiesPanel", "No earlier act on this item.")
        newest = sorted(acts, key=lambda act: act.seq, reverse=True)[:SHOWN_ACTS]
        return "\n".join(self._act_line(act) for act in newest)

    def _act_line(self, act: ActLine) -> str:
        at = self._local(act.recorded_at).strftime("%d %b %H:%M")
        what = said_act(act)
        undone = tr("PartiesPanel", " (undone)") if act.undone_by else ""
        line = f"{at}  {what}{undone} · {visible(act.inspector, 40)}"
        if act.refusal:
            return line + tr("PartiesPanel", " · refused: {why}", why=visible(act.refusal, 120))
        if act.waits:
            return line + tr("PartiesPanel", " · waits: {why}", why=visible(act.waits, 120))
        return line

    def _told_line(self, told: ToldOutcome) -> str:
        at = self._local(told.decided_at).strftime("%d %b %H:%M")
        undone = tr("PartiesPanel", " (undone)") if told.undone_by else ""
        where = tr("PartiesPanel", "at {station}", station=visible(told.station, 40))
        return f"{at}  {visible(told.code, 60)}{undone} · {where}"

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        heading = _label("heading", tr("PartiesPanel", "History"))
        layout = QGridLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(8))
        layout.setHorizontalSpacing(px(24))
        layout.setVerticalSpacing(px(4))
        layout.addWidget(self._sender, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._recipient, 0, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(heading, 1, 0, 1, 2)
        layout.addWidget(self._history, 2, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(2, 1)


class PartyBlock(QWidget):
    """One party: name, where, how to reach, what is known."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._name = _label("strong")
        self._where = _label("")
        self._reach = _label("small")
        self._known = _label("small")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(2)
        for row, label in enumerate(
            (_label("heading", title), self._name, self._where, self._reach, self._known)
        ):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            layout.addWidget(label, row, 0)

    def show_party(self, party: Party, history: PartyHistory) -> None:
        self._name.setText(visible(party.name, 120) or "–")
        self._where.setText(visible(_where(party), 240))
        self._reach.setText(visible(" · ".join(p for p in (party.phone, party.email) if p), 120))
        self._known.setText(_known(history))
        self.setAccessibleName(f"{self._title}: {self._name.text()}, {self._known.text()}")


def _where(party: Party) -> str:
    town = " ".join(part for part in (party.city, party.state, party.post_code) if part)
    return ", ".join(part for part in (*party.address_lines, town, party.country) if part)


def _known(history: PartyHistory) -> str:
    parts = []
    if history.last_30_days:
        parts.append(
            tr(
                "PartiesPanel",
                "{today} today, {month} in 30 days",
                today=history.today,
                month=history.last_30_days,
            )
        )
    if history.recorded:
        parts.append(
            tr(
                "PartiesPanel",
                "{recorded} recorded, {seized} seized",
                recorded=history.recorded,
                seized=history.seized,
            )
        )
    return " · ".join(parts)


def _label(kind: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if kind:
        label.setProperty(kind, True)
    return label
