"""Scan -> what it is for: the scanner's self-test, a command, a field that takes it, or an item."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from triage_app.flow.commands import SCANNERS
from triage_app.flow.identify.code import clean
from triage_app.flow.selftest_code import diagnose
from triage_app.flow.station import Station
from triage_app.model.command import Command
from triage_app.model.errors import Fault
from triage_app.model.item import ItemKey, MailItem
from triage_app.model.outcome import Refusal
from triage_app.model.scan import Scan, ScanSource
from triage_app.ui.words import say, tr

SAME_SCAN = timedelta(seconds=1)
LONGEST_IN_FIELD = 200


class ScanRouting(QObject):
    """`examined` carries the examination of an item to show; `commanded` a Command to obey;
    `diagnosed` what a self-test found; `filled` which field took the scan and what stands in it
    now; `badged` a Scan of an inspector's badge that no field takes; `said` a notice, `refused` one
    about a code that was not obeyed."""

    examined = Signal(object)
    commanded = Signal(object)
    diagnosed = Signal(object)
    filled = Signal(str, str)
    badged = Signal(object)
    said = Signal(str)
    refused = Signal(str)
    faulted = Signal(object)

    def __init__(self, focus: Callable[[], QWidget | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._focus = focus
        self._last: Scan | None = None

    def route(self, scan: Scan, station: Station, on_bench: ItemKey | None) -> None:
        """Say by one signal what the scan is for. The same code within a second is one scan."""
        if self._is_repeat(scan):
            self.said.emit(tr("ScanRouting", "Scanned twice: taken once."))
            return
        self._last = scan
        try:
            self._take(scan, station, on_bench)
        except Fault as fault:
            self._last = None  # nothing was looked at: the next try is no repeat
            self.faulted.emit(fault)

    def forget(self) -> None:
        """Somebody else sits here: the same code is no repeat."""
        self._last = None

    def take_unended(self, text: str) -> None:
        """A self-test's keys that no Enter followed."""
        self.diagnosed.emit(diagnose(text, ended=False))

    def _take(self, scan: Scan, station: Station, on_bench: ItemKey | None) -> None:
        tested = None if scan.source is ScanSource.PICTURE else diagnose(scan.text)
        if tested is not None:
            self.diagnosed.emit(tested)
            return
        asked = station.commands.read(scan)
        if isinstance(asked, Command):
            self.commanded.emit(asked)
        elif isinstance(asked, Refusal):
            self.refused.emit(say(asked.reason))
        else:
            self._look_up(scan, station, on_bench)

    def _look_up(self, scan: Scan, station: Station, on_bench: ItemKey | None) -> None:
        examination = station.examine(scan)
        field = self._field_for(scan)
        if field is None and examination.item.key.scheme == "badge":
            self.badged.emit(scan)
            return
        if field is None or _is_known(examination.item, on_bench):
            self.examined.emit(examination)
            return
        payload = "".join(filter(str.isprintable, clean(scan.text).payload))
        field.setText(payload[:LONGEST_IN_FIELD])
        self.filled.emit(field.accessibleName(), field.text())

    def _field_for(self, scan: Scan) -> QLineEdit | None:
        """The focused field, if it takes scans and this came from a scanner."""
        field = self._focus()
        if not isinstance(field, QLineEdit) or not field.property("takes_scan"):
            return None
        return field if scan.source in SCANNERS and field.isVisible() else None

    def _is_repeat(self, scan: Scan) -> bool:
        last = self._last
        return (
            last is not None
            and last.text == scan.text
            and last.source is not ScanSource.LIST  # opened from there, then scanned
            and abs(scan.scanned_at - last.scanned_at) < SAME_SCAN  # a clock may be set back
        )


def _is_known(item: MailItem, on_bench: ItemKey | None) -> bool:
    """Whether the station has something on the item, or it lies on the bench: then a field that
    takes scans does not get it."""
    known = item.announcement is not None or bool(item.holds) or bool(item.acts)
    return known or item.key == on_bench
