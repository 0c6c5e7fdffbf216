"""The supervisor's section that says whether rules work: its page, and the child that counts."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from triage_app.ui.measurement_page import MeasurementPage
from triage_app.ui.measuring import Measuring
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

FOLDER = "exports"


class MeasuredSection(QObject):
    """`said` carries a notice. A CSV goes into `exports/` of the home: no dialog covers the bench's
    scans."""

    said = Signal(str)

    def __init__(
        self,
        command: tuple[str, ...],
        home: Path,
        today: Callable[[], date],
        tokens: Tokens,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._folder = home / FOLDER
        self._today = today
        self.page = MeasurementPage(tokens, today)
        self._child = Measuring(command, self)
        self.page.period_asked.connect(self._child.ask)
        self._child.measured.connect(self.page.show_measurement)
        self._child.failed.connect(self.page.show_failed)
        self.page.export_asked.connect(self._export)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._child.is_busy

    def begin(self) -> None:
        """Count anew: outcomes were recorded since."""
        self.page.begin()

    def close(self) -> None:
        self._child.stop()

    def _export(self, text: str) -> None:
        path = self._folder / f"rules-{self._today().isoformat()}.csv"
        try:
            self._folder.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError as error:
            why = error.strerror or str(error)
            self.said.emit(
                tr("Measurement", "{path} cannot be written: {why}.", path=path, why=why)
            )
        else:
            self.said.emit(tr("Measurement", "Written: {path}", path=path))
