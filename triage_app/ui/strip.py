"""The bottom line: the last acts, notices that slide in, long work, and how old the cache is."""

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from triage_app.model.act import ActKind, ActLine
from triage_app.model.progress import Progress
from triage_app.model.road import CacheAge
from triage_app.model.visible import visible
from triage_app.model.work import Coverage
from triage_app.ui.act_words import said_act
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.theme import Tokens
from triage_app.ui.words import age_of, ago, clock_time, tr, utc_now
from triage_app.ui.work_shown import WorkShown

NOTICE_MS = 8_000
SHOWN_ACTS = 3
OF_NO_ITEM = (ActKind.EPOCH, ActKind.INSPECTOR)


class Strip(QWidget):
    """A notice covers the acts for a while and is read out; `noticed` carries its text.
    `work_stopped`: the inspector wants the long work to end that is shown."""

    noticed = Signal(str)
    work_stopped = Signal()

    def __init__(
        self,
        tokens: Tokens,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._local = local
        self._now = now
        self._acts_text = ""
        self._age = CacheAge()
        self._facility: Coverage | None = None
        self._flight: Coverage | None = None
        self.work: WorkShown | None = None
        self._left = ElidedLabel(tokens.px(200))
        self._cache = QLabel()
        self._cache.setTextFormat(Qt.TextFormat.PlainText)
        self._cache.setProperty("small", True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_acts)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens.px(8), 0, tokens.px(8), 0)
        self._row.addWidget(self._left, 1)
        self._row.addWidget(self._cache)
        self.setFixedHeight(tokens.px(32))
        self.show_acts(())

    @property
    def text(self) -> str:
        return self._left.whole

    def show_acts(self, acts: tuple[ActLine, ...]) -> None:
        """The newest of today's acts, by the facility's date; a time alone says no other day."""
        of_today = [act for act in acts if act.kind not in OF_NO_ITEM and self._is_today(act)]
        said = [self._act(act) for act in of_today[:SHOWN_ACTS]]
        self._acts_text = "      ".join(said) or tr("Strip", "Nothing recorded yet today.")
        if not self._timer.isActive():
            self._show_acts()

    def show_notice(self, text: str) -> None:
        """Something to know, for some seconds; the acts come back after it."""
        self._show(visible(text, 400), strong=True)
        self._timer.start(NOTICE_MS)
        self.noticed.emit(text)

    def forget_notice(self) -> None:
        """What was said is for nobody else."""
        self._timer.stop()
        self._show_acts()

    def show_work(self, said: str, made: Progress) -> None:
        """Long work beside everything else: what it is and how far."""
        if self.work is None:  # most shifts begin without any
            self.work = WorkShown(self._tokens)
            self.work.stopped.connect(self.work_stopped)
            self._row.insertWidget(1, self.work)
        if self.work.isHidden() or not self.work.text:
            self.work.begin()
            self.work.show()
        self.work.show_work(said, made)

    def hide_work(self) -> None:
        """It has ended."""
        if self.work is not None:
            self.work.hide()

    def show_age(self, age: CacheAge) -> None:
        """What lies here, as it is known at once."""
        self._age = age
        self._show_cache()

    def show_coverage(self, facility: Coverage, flight: Coverage | None) -> None:
        """How much of the manifest is here: of the facility, and of the flight on the bench."""
        self._facility, self._flight = facility, flight
        self._show_cache()

    @property
    def cache_text(self) -> str:
        """What is said of the cache now."""
        return self._cache.text()

    def _show_cache(self) -> None:
        age, facility = self._age, self._facility
        parts = [_said_age(age, self._now())]
        if age.items == 0:
            parts = [tr("Strip", "no manifest yet – drop a file here, or: triage import FILE")]
        elif facility is not None:
            parts = list(_said_coverage(facility, self._flight, self._now()))
        if age.demonstration:
            parts.insert(0, tr("Strip", "DEMONSTRATION"))
        told = [one for one in (facility, self._flight) if one is not None and age.items]
        self._cache.setText(" · ".join(parts))
        self._cache.setToolTip("\n".join(map(_explained, told)))

    def _show_acts(self) -> None:
        self._show(self._acts_text, strong=False)

    def _show(self, text: str, *, strong: bool) -> None:
        weight = "font-weight: 600;" if strong else ""
        if self._left.styleSheet() != weight:
            self._left.setStyleSheet(weight)
        self._left.show_text(text)

    def _is_today(self, act: ActLine) -> bool:
        return self._local(act.recorded_at).date() == self._local(self._now()).date()

    def _act(self, act: ActLine) -> str:
        at = clock_time(self._local(act.recorded_at))
        number = visible(act.item_number, 30)
        short = number if len(number) <= 13 else f"{number[:5]}…{number[-4:]}"
        what = said_act(act)
        undone = tr("Strip", "(undone)") if act.undone_by else ""
        return " ".join(part for part in (at, short, what, undone) if part)


def _said_age(age: CacheAge, now: datetime) -> str:
    parts = [tr("Strip", "{n} announced", n=f"{age.items:,}")]
    if age.newest_at is not None:
        parts.append(tr("Strip", "newest {ago}", ago=ago(age.newest_at, now)))
    return " · ".join(parts)


def _said_coverage(facility: Coverage, flight: Coverage | None, now: datetime) -> Iterator[str]:
    """A share only where somebody told the whole; the age of what is on the bench, else of all."""
    yield _share(tr("Strip", "cache"), facility)
    if flight is not None:
        yield _share(visible(flight.flight, 20), flight)
    newest_at = flight.newest_at if flight else facility.newest_at
    if newest_at is not None:
        yield tr("Strip", "{age} old", age=age_of(newest_at, now))


def _share(of: str, coverage: Coverage) -> str:
    if coverage.percent is None:
        here = f"{coverage.here:,}"
        return tr("Strip", "{of} {n} items, total not told", of=of, n=here)
    return tr("Strip", "{of} {n} %", of=of, n=coverage.percent)


def _explained(coverage: Coverage) -> str:
    if coverage.told is None:
        return tr("Strip", "No manifest says how many there are; none is made up.")
    if coverage.flight:
        return tr(
            "Strip",
            "{here} of the {told} items the manifest says this flight has are here.",
            here=f"{coverage.here:,}",
            told=f"{coverage.told:,}",
        )
    return tr(
        "Strip",
        "{here} of the {told} rows of the manifests taken in last are here.",
        here=f"{coverage.here:,}",
        told=f"{coverage.told:,}",
    )
