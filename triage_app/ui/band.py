"""The verdict band: colour, word and shape at once; the first thing the eye meets."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from triage_app.model.act import ActLine
from triage_app.model.examination import Examination
from triage_app.model.risk import Severity, Verdict
from triage_app.model.visible import visible
from triage_app.ui.shapes import paint_mark, shape_path
from triage_app.ui.theme import BAND_TEXT, QUIET, State, Tokens, band_ground, text_font
from triage_app.ui.words import tr, utc_now

_OF_VERDICT = {
    Verdict.CLEAR: State.CLEAR,
    Verdict.LOOK: State.LOOK,
    Verdict.HOLD: State.HOLD,
}


def state_of(examination: Examination) -> State:
    """An item on no manifest says so, unless something holds it all the same."""
    state = _OF_VERDICT[examination.assessment.verdict]
    if examination.item.announcement is None and state is not State.HOLD:
        return State.NOT_ANNOUNCED
    return state


class VerdictBand(QWidget):
    def __init__(
        self,
        tokens: Tokens,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._local = local
        self._state = State.IDLE
        self._word = tr("VerdictBand", "READY")
        self._detail = tr("VerdictBand", "Scan an item")
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tell()

    @property
    def state(self) -> State:
        return self._state

    @property
    def word(self) -> str:
        return self._word

    def show_theme(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.updateGeometry()
        self.update()

    def show_examination(self, examination: Examination) -> None:
        """Say the verdict; paints at once, before anything else is laid out."""
        self._state = state_of(examination)
        assessment = examination.assessment
        reasons = sum(flag.severity is not Severity.NOTE for flag in assessment.flags)
        self._word = _words()[self._state]
        self._detail = _reasons(reasons, assessment.score_micro, self._state)
        if examination.item.set_aside:
            self._detail = tr("VerdictBand", "set aside, call supervisor")
        self._note = " · ".join(self._notes(examination))
        self._tell()
        self.repaint()

    def show_acts(self, examination: Examination) -> None:
        """Once decided the colour goes: what is on the bench waits for nothing. An undo brings
        the verdict back."""
        standing = examination.item.standing_outcome
        if standing is None:
            self.show_examination(examination)
        else:
            self._show_quiet(State.RECORDED, tr("VerdictBand", "RECORDED"), self._outcome(standing))

    def show_idle(self, word: str, detail: str) -> None:
        self._show_quiet(State.IDLE, word, detail)

    def _show_quiet(self, state: State, word: str, detail: str) -> None:
        self._state, self._word, self._detail, self._note = state, word, detail, ""
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._tokens.px(480), self._tokens.px(96))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._tokens.px(320), self._tokens.px(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        quiet = self._state in QUIET
        ground = QColor(self._tokens.card) if quiet else band_ground(self._state)
        ink = QColor(self._tokens.text) if quiet else BAND_TEXT
        painter.fillRect(self.rect(), QColor(self._tokens.surface))
        painter.setPen(QPen(QColor(self._tokens.line), 1) if quiet else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_shape(painter, ground, ink)
        self._paint_words(painter, ink)

    def _paint_shape(self, painter: QPainter, ground: QColor, ink: QColor) -> None:
        px = self._tokens.px
        side = self.height() - px(32)
        box = QRectF(px(20), px(16), side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPath(shape_path(self._state, box))
        pen = QPen(ground, side * 0.11)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        paint_mark(painter, self._state, box)

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        px = self._tokens.px
        left = px(16) + self.height()
        room = self.width() - left - px(16)
        word_font = text_font(self._tokens, 40, bold=True)
        wide = QFontMetricsF(word_font).horizontalAdvance(self._word)
        if wide > room:
            word_font.setPixelSize(max(px(24), int(word_font.pixelSize() * room / wide)))
        painter.setPen(ink)
        painter.setFont(word_font)
        top = QRectF(left, px(10), room, self.height() * 0.52)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(top, middle, self._word)
        detail = " · ".join(part for part in (self._note, self._detail) if part)
        detail_font = text_font(self._tokens, 20)
        wide = QFontMetricsF(detail_font).horizontalAdvance(detail)
        if wide > room:
            smaller = int(detail_font.pixelSize() * room / wide)
            detail_font.setPixelSize(max(px(15), smaller))
        painter.setFont(detail_font)
        below = QRectF(left, top.bottom(), room, self.height() - top.bottom() - px(10))
        elided = QFontMetricsF(detail_font).elidedText(detail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(below, middle, elided)

    def _notes(self, examination: Examination) -> list[str]:
        standing, notes = examination.item.standing_outcome, []
        if standing is not None:
            said = self._outcome(standing)
            notes.append(tr("VerdictBand", "recorded: {outcome}", outcome=said))
        if examination.assessment.selected_at_random:
            notes.append(tr("VerdictBand", "picked at random"))
        return notes

    def _outcome(self, act: ActLine) -> str:
        """Its title and when: the day only where it was not today's, so that it fits the band."""
        when, today = self._local(act.recorded_at), self._local(utc_now()).date()
        at = when.strftime("%H:%M" if when.date() == today else "%d %b %H:%M")
        return f"{visible(act.title or act.outcome, 60)} · {at}"

    def _tell(self) -> None:
        """Say it to assistive technology as well."""
        parts = (self._word, self._note, self._detail)
        self.setAccessibleName(", ".join(part for part in parts if part))
        if not self.isVisible():
            return  # nobody is told of what is not on the screen yet
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


def _words() -> dict[State, str]:
    return {
        State.CLEAR: tr("VerdictBand", "CLEAR"),
        State.LOOK: tr("VerdictBand", "LOOK"),
        State.HOLD: tr("VerdictBand", "HOLD"),
        State.NOT_ANNOUNCED: tr("VerdictBand", "NOT ANNOUNCED"),
    }


def _reasons(count: int, score_micro: int, state: State) -> str:
    score = f"{score_micro / 1_000_000:.2f}"
    if state is State.NOT_ANNOUNCED:
        return tr("VerdictBand", "can be recorded anyway")
    if count == 0:
        return tr("VerdictBand", "nothing against it · risk {score}", score=score)
    if count == 1:
        return tr("VerdictBand", "1 reason · risk {score}", score=score)
    return tr("VerdictBand", "{count} reasons · risk {score}", count=count, score=score)
