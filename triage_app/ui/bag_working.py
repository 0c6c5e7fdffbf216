"""The bag that is being emptied: what was scanned meanwhile, what is missing, its sheet."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from triage_app.flow.desk import Desk
from triage_app.flow.people import PASS
from triage_app.flow.worklist import WorkList
from triage_app.model.errors import Fault
from triage_app.model.examination import Examination
from triage_app.model.scan import ScanSource
from triage_app.model.visible import visible
from triage_app.model.work import BagCount, BagReconciliation, NotFoundDone, loose
from triage_app.ui.words import say, tr
from triage_app.ui.work_lane import WorkLane

if TYPE_CHECKING:
    from triage_app.ui.work_page import WorkPage

SHEETS = "sheets"
MOST_SCANNED = 20_000
MOST_NAMED = 5


class BagWorking(QObject):
    """`counted` carries a BagCount for the bag that is open, `said` a notice; `recorded` that acts
    were written."""

    counted = Signal(object)
    said = Signal(str)
    recorded = Signal()

    def __init__(self, desk: Desk, lane: WorkLane, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lane = lane
        self._page: WorkPage | None = None
        self._found: BagReconciliation | None = None
        self._scanned: list[str] = []
        self._printing: QProcess | None = None

    @property
    def is_open(self) -> bool:
        """Whether a bag is being emptied."""
        return self._found is not None

    def serve(self, page: "WorkPage") -> None:
        """Answer what the page asks of bags."""
        self._page = page
        page.bag_asked.connect(self.open)
        page.bag.left.connect(self.leave)
        page.bag.not_found.connect(self._record)
        page.bag.sheet_asked.connect(self._print)

    def open(self, number: str) -> None:
        """The newest bag of that number that has arrived; what is scanned from now lies in it."""
        self._lane.ask(lambda work: work.reconcile(number), partial(self._show_first, number))

    def leave(self) -> None:
        """No bag is being emptied any more."""
        self._found = None
        self._scanned.clear()

    def forget(self) -> None:
        """The page is gone, too."""
        self.leave()
        self._page = None

    def take(self, examination: Examination) -> None:
        """An item came to the bench while the bag is open: it lies in it."""
        if examination.scan.source is not ScanSource.LIST and len(self._scanned) < MOST_SCANNED:
            self._scanned.append(examination.scan.text)

    def look(self) -> None:
        """The open bag as it stands now."""
        if self._found is not None:
            self._lane.ask(self._job(), self._show, _untold)

    def close(self) -> None:
        if self._printing is not None:
            self._printing.finished.disconnect()
            self._printing.kill()
            self._printing.waitForFinished()

    def _show_first(self, number: str, found: BagReconciliation | None) -> None:
        if self._page is None:
            return
        if found is None:
            bag = visible(number, 40)
            self._page.listing.warn(
                tr(
                    "BagWorking",
                    "No manifest here announces a bag {bag}. Its number is on its label;"
                    " the list shows how manifests write theirs.",
                    bag=bag,
                )
            )
            return
        self._page.listing.warn("")
        self._scanned.clear()
        self._show(found)
        self._page.show_bag()

    def _show(self, found: BagReconciliation | None) -> None:
        if found is None or self._page is None:
            return
        if self._found is not None and len(found.extra) > len(self._found.extra):
            extra = visible(found.extra[-1].number, 40)
            bag = visible(found.bag.number, 40)
            self.said.emit(
                tr("BagWorking", "{number} is not announced in bag {bag}.", number=extra, bag=bag)
            )
        self._found = found
        self._page.bag.show_bag(found)
        self.counted.emit(BagCount(found.bag, len(found.presented), len(found.items)))

    def _job(self) -> "_Reconciling":
        assert self._found is not None
        return _Reconciling(self._found, tuple(self._scanned))

    def _record(self, effort: str) -> None:
        """An act for each item that is missing, in the order they are shown."""
        if self._found is None:
            return
        found, scanned, inspector = self._found, tuple(self._scanned), self._desk.who
        effort = effort or say(found.effort)
        self._lane.ask(
            lambda work: work.say_not_found(found, inspector, effort, scanned),
            self._recorded,
            self._give_way,
        )

    def _recorded(self, done: NotFoundDone) -> None:
        parts = [tr("BagWorking", "{n} items recorded as not found.", n=len(done.recorded))]
        parts += [
            tr("BagWorking", "{number}: not written. {why}", number=visible(number), why=say(why))
            for number, why in done.refused[:MOST_NAMED]
        ]
        if self._page is not None:
            self._page.listing.warn(" ".join(parts[1:]))
        self.said.emit(" ".join(parts))
        self.look()
        self.recorded.emit()

    def _give_way(self, fault: Fault) -> None:
        """What was written stays; the step can be taken again, it doubles nothing."""
        if self._page is not None:
            self._page.listing.warn(f"{say(fault.what)} {say(fault.next_step)}")
        self.look()

    def _print(self) -> None:
        """The sheet, by a child process: laying it out would make a scan wait."""
        self._lane.ask(WorkList.pass_for_child, self._begin_printing)

    def _begin_printing(self, word: str) -> None:
        if self._found is None or self._printing is not None or not self._desk.bag_command:
            return
        bag, folder = self._found.bag, self._desk.settings.home / SHEETS
        folder.mkdir(mode=0o700, exist_ok=True)
        day = bag.arrived_on.isoformat() if bag.arrived_on else ""
        path = folder / f"bag-{loose(bag.number)[:40]}-{day}.pdf"
        process = self._printing = QProcess(self)
        process.finished.connect(partial(self._printed, str(path)))
        program, *words = self._desk.bag_command
        dated = ("--day", day) if day else ()
        surroundings = QProcessEnvironment.systemEnvironment()
        surroundings.insert(PASS, word)
        process.setProcessEnvironment(surroundings)
        process.start(
            program, [*words, bag.number, *dated, "--scanned", "-", "--out", str(path), "--json"]
        )
        process.write("\n".join(code.replace("\x1d", "{GS}") for code in self._scanned).encode())
        process.closeWriteChannel()

    def _printed(self, path: str, *_: object) -> None:
        process, self._printing = self._printing, None
        if process is None:
            return
        output = bytes(process.readAllStandardOutput().data())
        errors = bytes(process.readAllStandardError().data()).decode("utf-8", "replace")
        process.deleteLater()
        if b'"file": "' in output:
            self.said.emit(tr("BagWorking", "The sheet of the bag: {path}", path=path))
        else:
            why = " ".join(errors.split())
            self.said.emit(tr("BagWorking", "The sheet was not made. {why}", why=why))


class _Reconciling:
    """A job for the lane: the same bag once more, with what was scanned by now."""

    def __init__(self, found: BagReconciliation, scanned: tuple[str, ...]) -> None:
        self._bag = found.bag
        self._scanned = scanned

    def __call__(self, work: WorkList) -> BagReconciliation | None:
        return work.reconcile(self._bag.number, self._scanned, self._bag.arrived_on)


def _untold(_: Fault) -> None:
    """Said when it is asked for."""
