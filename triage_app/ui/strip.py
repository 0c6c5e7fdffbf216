"""The bottom line: the last acts, notices that slide in, long work, and how old the cache is."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from triage_app.model.act import ActKind, ActLine
from triage_app.model.road import CacheAge
from triage_app.model.visible import visible
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.theme import Tokens
from triage_app.ui.words import ago, clock_time, tr, utc_now

NOTICE_MS = 8_000
SHOWN_ACTS = 3


class Strip(QWidget):
    """A notice covers the acts for a while and is read out; `noticed` carries its text."""

    noticed = Signal(str)

    def __init__(
        self,
        tokens: Tokens,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self._local = local
        self._now = now
        self._acts_text = ""
        self._left = ElidedLabel(tokens.px(200))
        self._cache = QLabel()
        self._cache.setTextFormat(Qt.TextFormat.PlainText)
        self._cache.setProperty("small", True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_acts)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.px(8), 0, tokens.px(8), 0)
        layout.addWidget(self._left, 1)
        layout.addWidget(self._cache)
        self.setFixedHeight(tokens.px(32))
        self.show_acts(())

    @property
    def text(self) -> str:
        return self._left.whole

    def show_acts(self, acts: tuple[ActLine, ...]) -> None:
        """The newest of today's acts, by the facility's date; a time alone says no other day."""
        of_today = [act for act in acts if act.kind is not ActKind.EPOCH and self._is_today(act)]
        said = [self._act(act) for act in of_today[:SHOWN_ACTS]]
        self._acts_text = "      ".join(said) or tr("Strip", "Nothing recorded yet today.")
        if not self._timer.isActive():
            self._show_acts()

    def show_notice(self, text: str) -> None:
        """Something to know, for some seconds; the acts come back after it."""
        self._show(visible(text, 400), strong=True)
        self._timer.start(NOTICE_MS)
        self.noticed.emit(text)

    def show_age(self, age: CacheAge) -> None:
        parts = [tr("Strip", "{n} announced", n=f"{age.items:,}")]
        if age.newest_at is not None:
            parts.append(tr("Strip", "newest {ago}", ago=ago(age.newest_at, self._now())))
        if age.items == 0:
            parts = [tr("Strip", "no manifest yet – drop a file here, or: triage import FILE")]
        if age.demonstration:
            parts.insert(0, tr("Strip", "DEMONSTRATION"))
        self._cache.setText(" · ".join(parts))

    def _show_acts(self) -> None:
        self._show(self._acts_text, strong=False)

    def _show(self, text: str, *, strong: bool) -> None:
        self._left.setProperty("strong", strong)
        self._left.style().unpolish(self._left)
        self._left.style().polish(self._left)
        self._left.show_text(text)

    def _is_today(self, act: ActLine) -> bool:
        return self._local(act.recorded_at).date() == self._local(self._now()).date()

    def _act(self, act: ActLine) -> str:
        at = clock_time(self._local(act.recorded_at))
        number = visible(act.item_number, 30)
        short = number if len(number) <= 13 else f"{number[:5]}…{number[-4:]}"
        what = visible(act.title or act.outcome or act.kind.value, 40)
        undone = tr("Strip", "(undone)") if act.undone_by else ""
        return " ".join(part for part in (at, short, what, undone) if part)
