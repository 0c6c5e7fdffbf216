"""The work list of a hundred thousand targeted items: its first page, a jump deep into it, painted;
beside the least a table over the same sealed engine could do."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, perf_counter_ns, sleep

import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QTableView

from triage_app.app import assemble, make_desk
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.screen import with_some_screen
from triage_app.bench.workshop import Workshop
from triage_app.model.item import Announcement
from triage_app.model.risk import Assessment, Verdict
from triage_app.model.work import WorkFilter
from triage_app.settings import Settings
from triage_app.ui.stage import Stage
from triage_app.ui.work_page import WorkPage

SIZE = (1280, 800)
ROUNDS, WARM_UP = 12, 2
PAGE = 100
STEPS = 200
TURN_S = 0.0005
DEEP = 0.9
"""How far down the list the jump goes: row 90,000 of 100,000."""
KEPT_AT_ONCE = 5_000
PATIENCE_S = 60.0

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budgets: the first page of a list just drawn within 4 x the bare table's, a jump within twice
    its and 50 ms; a turn of the window's loop while the list is dragged no longer than half again
    the bare one's and 20 ms: rows come beside it."""
    with_some_screen()
    settings = workshop.settings()
    announced = _targeted(settings)
    stage = Stage(make_desk(settings), SIZE)
    bare = BareTable(workshop.fresh("bare.db"), announced)
    try:
        stage.window.modes.bring(2)
        page = stage.window.working.page
        page.absent.setChecked(False)
        ours, floor = _drawn(page, bare)
        rows = page.model.rowCount()
        yield _figure(
            f"work list of {rows:,}, drawn and its first page painted", ours, floor, Budget(times=4)
        )
        ours, floor = _jumps(page, bare, rows)
        yield _figure(
            f"jump to row {int(rows * DEEP):,} of {rows:,}, painted",
            ours,
            floor,
            Budget(times=2, plus=50),
        )
        yield _figure(
            f"one step of a drag through {rows:,} rows, the window's own turn",
            _dragged(page.table),
            _dragged(bare),
            Budget(times=1.5, plus=20),
            judged="p99",
        )
    finally:
        stage.close()
        bare.shut()


def _figure(
    what: str, ours: list[float], floor: list[float], budget: Budget, judged: str = "p50"
) -> Figure:
    return Figure(
        "worklist",
        what,
        "ms",
        Spread.of(ours),
        Spread.of(floor),
        "a bare QTableView over one sealed table, ordered and counted by the engine",
        budget,
        judged=judged,
    )


def _targeted(settings: Settings) -> list[Announcement]:
    """Every announced item, each with a verdict that is not clear."""
    announced: list[Announcement] = []
    with assemble(settings) as parts:
        today = parts.clock.today()
        look = Assessment(Verdict.LOOK, 300_000, (), (), (), today, "bench")
        announced = list(parts.cache.announcements())
        for first in range(0, len(announced), KEPT_AT_ONCE):
            some = announced[first : first + KEPT_AT_ONCE]
            parts.cache.reader.keep_judgements((one, look) for one in some)
    return announced


def _drawn(page: WorkPage, bare: "BareTable") -> tuple[list[float], list[float]]:
    ours: list[float] = []
    floor: list[float] = []
    for number in range(ROUNDS + WARM_UP):
        page.model.show_list(0)
        ours_ms = _until(
            lambda: page.asked.emit(WorkFilter(targeted=True)), lambda: _painted(page, 0)
        )
        floor_ms = bare.draw()
        if number >= WARM_UP:
            ours.append(ours_ms)
            floor.append(floor_ms)
    return ours, floor


def _jumps(page: WorkPage, bare: "BareTable", rows: int) -> tuple[list[float], list[float]]:
    """Each time to other rows near it, from the top: never to a page that is still in memory."""
    ours: list[float] = []
    floor: list[float] = []
    for number in range(ROUNDS + WARM_UP):
        row = int(rows * DEEP) - number * 3 * PAGE
        page.table.scrollToTop()
        _until(lambda: None, lambda: _painted(page, 0))
        ours_ms = _until(
            lambda row=row: page.table.scrollTo(page.model.index(row, 0)),  # type: ignore[misc]
            lambda row=row: _painted(page, row),  # type: ignore[misc]
        )
        floor_ms = bare.jump(row)
        if number >= WARM_UP:
            ours.append(ours_ms)
            floor.append(floor_ms)
    return ours, floor


def _dragged(table: QTableView) -> list[float]:
    """Milliseconds of each turn of the loop while the bar is dragged from top to bottom and back;
    rows come beside it."""
    bar, turns = table.verticalScrollBar(), []
    for step in (*range(STEPS), *range(STEPS, 0, -1)):
        started = perf_counter_ns()
        bar.setValue(bar.maximum() * step // STEPS)
        QCoreApplication.processEvents()
        turns.append((perf_counter_ns() - started) / 1e6)
    return turns


def _painted(page: WorkPage, row: int) -> bool:
    """Whether the row and all that is seen beside it stand there in words, painted."""
    table, model = page.table, page.model
    if model.rowCount() == 0:
        return False
    first = max(0, table.rowAt(0))
    last = table.rowAt(table.viewport().height() - 1)
    last = last if last >= 0 else model.rowCount() - 1
    if not first <= row <= last or not (model.number_at(first) and model.number_at(last)):
        return False
    table.viewport().repaint()
    return True


def _until(begin: Callable[[], object], done: Callable[[], bool]) -> float:
    """Milliseconds until it is so, the event loop running."""
    deadline = monotonic() + PATIENCE_S
    started = perf_counter_ns()
    begin()
    while not done():
        QCoreApplication.processEvents()
        sleep(TURN_S)  # the lane has its turn
        assert monotonic() < deadline, "the work list did not come"
    return (perf_counter_ns() - started) / 1e6


class BareModel(QAbstractTableModel):
    """Six texts a row, read a page at a time from one sealed table when they are seen."""

    def __init__(self, path: Path, announced: list[Announcement]) -> None:
        super().__init__()
        self._rows = 0
        self._page: tuple[int, list[tuple[str, ...]]] = (-1, [])
        self.connection = sqlcipher.connect(path)
        self.connection.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA cache_size = -16384")
        self.connection.execute("PRAGMA temp_store = MEMORY")
        self.connection.execute(
            "CREATE TABLE item (key INTEGER PRIMARY KEY, verdict TEXT, arrived INTEGER,"
            " flight TEXT, bag TEXT, number TEXT, recipient TEXT, goods TEXT, sender TEXT)"
        )
        rows = (_row(key, one) for key, one in enumerate(announced, 1))
        self.connection.executemany("INSERT INTO item VALUES (?,?,?,?,?,?,?,?,?)", rows)
        self.connection.execute(
            "CREATE TEMP TABLE work (place INTEGER PRIMARY KEY, item INTEGER NOT NULL)"
        )
        self.connection.commit()

    def draw(self) -> None:
        """The same order as the list's, and how many there are."""
        self.beginResetModel()
        self._page = (-1, [])
        self.connection.execute("DELETE FROM work")
        self.connection.execute(
            "INSERT INTO work (item) SELECT key FROM item WHERE verdict <> 'clear'"
            " ORDER BY arrived DESC, flight, bag, key"
        )
        (self._rows,) = self.connection.execute("SELECT count(*) FROM work").fetchone()
        self.connection.commit()
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 6

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        page, place = divmod(index.row(), PAGE)
        if self._page[0] != page:
            rows = self.connection.execute(
                "SELECT number, flight, recipient, goods, sender, bag FROM work JOIN item"
                " ON key = item WHERE place BETWEEN ? AND ? ORDER BY place",
                (page * PAGE + 1, page * PAGE + PAGE),
            ).fetchall()
            self._page = (page, rows)
        return self._page[1][place][index.column()]


class BareTable(QTableView):
    def __init__(self, path: Path, announced: list[Announcement]) -> None:
        super().__init__()
        self._model = BareModel(path, announced)
        self.setModel(self._model)
        self._painted = False
        self.resize(*SIZE)
        self.show()
        QCoreApplication.processEvents()

    def draw(self) -> float:
        """Milliseconds until the first rows of a new list are painted."""
        return self._timed(self._model.draw)

    def jump(self, row: int) -> float:
        """Milliseconds from the top until the row is painted."""
        self._timed(self.scrollToTop)
        return self._timed(lambda: self.scrollTo(self._model.index(row, 0)))

    def shut(self) -> None:
        self.close()
        self._model.connection.close()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        self._painted = True

    def _timed(self, begin: Callable[[], object]) -> float:
        self._painted = False
        self.viewport().update()
        return _until(begin, lambda: self._painted)


def _row(key: int, one: Announcement) -> tuple[object, ...]:
    arrived = one.arrived_on.toordinal() if one.arrived_on else 0
    goods = one.lines[0].description if one.lines else ""
    told = (one.flight, one.bag, one.number, one.recipient.name, goods, one.sender.name)
    return (key, "look", arrived, *told)
