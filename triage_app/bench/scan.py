"""The last key of a scan to the painted screen, beside the least a window could do with it."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from time import perf_counter_ns

import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from triage_app.app import make_desk
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.screen import with_some_screen
from triage_app.bench.workshop import Workshop
from triage_app.model.item import Announcement
from triage_app.ui.stage import Stage

SCANS = 400
WARM_UP = 20
SIZE = (1280, 800)
LABELS = 15


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budget: p99 16 ms, with everything the station does with a scan."""
    with_some_screen()
    announced = workshop.announced(SCANS)
    stage = Stage(make_desk(workshop.settings()), SIZE)
    ours: list[float] = []
    floor: list[float] = []
    bare = BareWindow(workshop.fresh("bare.db"), announced)
    try:
        for number, announcement in enumerate((*announced[-WARM_UP:], *announced)):
            bare_ms = bare.scan(announcement.number)
            _, seconds = stage.scan(announcement.number)
            stage.settle()
            if number >= WARM_UP:
                ours.append(seconds * 1e3)
                floor.append(bare_ms)
    finally:
        stage.close()
        bare.shut()
    yield Figure(
        "scan",
        f"scan to painted screen, {workshop.items:,} items",
        "ms",
        Spread.of(ours),
        Spread.of(floor),
        f"a bare window of {LABELS} labels, one sealed look-up",
        Budget(plus=16),
        judged="p99",
        goal=Budget(times=2.5),
    )


class BareWindow(QWidget):
    """A look-up by key in a sealed table of the same items, fifteen labels set, repainted."""

    def __init__(self, path: Path, announced: list[Announcement]) -> None:
        super().__init__()
        self._painted = False
        self._connection = sqlcipher.connect(path)
        self._connection.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
        self._connection.execute("PRAGMA journal_mode = WAL")
        columns = ", ".join(f"field{n} TEXT" for n in range(LABELS))
        self._connection.execute(f"CREATE TABLE item (number TEXT PRIMARY KEY, {columns})")
        marks = ", ".join("?" * (LABELS + 1))
        self._connection.executemany(
            f"INSERT OR IGNORE INTO item VALUES ({marks})", map(_row, announced)
        )
        self._connection.commit()
        grid = QGridLayout(self)
        self._labels = [QLabel() for _ in range(LABELS)]
        for place, label in enumerate(self._labels):
            grid.addWidget(label, place // 3, place % 3)
        self.resize(*SIZE)
        self.show()
        QCoreApplication.processEvents()

    def scan(self, number: str) -> float:
        """Milliseconds from the code to the painted labels."""
        self._painted = False
        started = perf_counter_ns()
        row = self._connection.execute("SELECT * FROM item WHERE number = ?", (number,)).fetchone()
        for label, text in zip(self._labels, row[1:], strict=True):
            label.setText(text)
        self.update()
        while not self._painted:
            QCoreApplication.processEvents()
        return (perf_counter_ns() - started) / 1e6

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self._painted = True
        super().paintEvent(event)

    def shut(self) -> None:
        self.close()
        self._connection.close()


def _row(announced: Announcement) -> list[str]:
    told = cycle(
        (
            announced.sender.name,
            announced.recipient.name,
            announced.recipient.city,
            announced.lines[0].description if announced.lines else "",
            str(announced.value_minor),
        )
    )
    return [announced.number, *(next(told) for _ in range(LABELS))]
