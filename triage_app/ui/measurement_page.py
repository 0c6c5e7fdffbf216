"""Do the rules work? A table of figures with their intervals, and the same figures as charts."""

from collections.abc import Callable
from datetime import date, timedelta
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from triage_app.flow.measuring import as_csv, rules_to_read
from triage_app.model.measure import Measurement
from triage_app.ui.interval_chart import IntervalChart
from triage_app.ui.listing import Listing, chip
from triage_app.ui.load_chart import LoadChart
from triage_app.ui.measurement_model import MeasurementModel
from triage_app.ui.measurement_words import (
    Mark,
    drift_bars,
    lift_bars,
    precision_bars,
    random_mark,
    summary,
)
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tr

PERIODS = (7, 30, 90)
USUAL = 30
LEAST_LIFT, LEAST_DRIFT = 2.0, 0.3
"""What an axis reaches at least."""
MOVING, MOVED = 0.1, 0.25


class MeasurementPage(QWidget):
    """`period_asked` carries the first and last day to measure; `export_asked` the rules as CSV
    text, in which no cell is a formula."""

    period_asked = Signal(object, object)
    export_asked = Signal(str)

    def __init__(
        self, tokens: Tokens, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bench")
        self._today = today
        self._measured: Measurement | None = None
        self.model = MeasurementModel(self)
        self.table = _table(tokens, self.model)
        self.periods = _choices(
            [tr("Measurement", "{n} days", n=days) for days in PERIODS], PERIODS.index(USUAL), self
        )
        self.charts = _choices(
            [
                tr("Measurement", "&Precision"),
                tr("Measurement", "&Lift"),
                tr("Measurement", "&Workload"),
                tr("Measurement", "&Drift"),
            ],
            0,
            self,
        )
        self.export = QPushButton(tr("Measurement", "&Export CSV"))
        self.export.setProperty("chip", True)
        self.precision = IntervalChart(tokens, tr("Measurement", "Precision of each rule"))
        self.lift = IntervalChart(tokens, tr("Measurement", "Lift of each rule"))
        self.load = LoadChart(tokens)
        self.drift = IntervalChart(tokens, tr("Measurement", "Drift of score and rules"))
        self._summary = _text("")
        self._shown = QStackedWidget(self)  # a layout without a widget shows charts as windows
        self.listing = Listing(tokens, self._figures(tokens), self._narrowing())
        self._place(tokens)
        self._connect()
        self.show_nothing()

    @property
    def summary(self) -> str:
        """What stands over the table."""
        return self._summary.text()

    def begin(self) -> None:
        """The period that is chosen, asked for anew: outcomes were recorded since."""
        self._ask()

    def show_measurement(self, measured: Measurement) -> None:
        """The figures of a period."""
        if not measured.items:
            self.show_nothing(measured)
            return
        self._measured = measured
        rules = rules_to_read(measured)
        self.model.show_rules(rules)
        mark = random_mark(measured)
        marks = [mark] if mark else []
        self.precision.show_bars(precision_bars(rules), marks, 1.0, _per_cent)
        lifts = lift_bars(rules)
        most = 2.0 * ceil(max([LEAST_LIFT, *(bar.high for bar in lifts)]) / 2)
        even = Mark(1.0, 1.0, 1.0, tr("Measurement", "as the random slice"))
        self.lift.show_bars(lifts, [even], most, _times)
        self.load.show_days(measured.days)
        drifts = drift_bars(measured, rules)
        reach = max([LEAST_DRIFT, *(bar.high for bar in drifts)])
        self.drift.show_bars(drifts, _drift_marks(), reach, _plain)
        self._summary.setText(summary(measured))
        self.export.setEnabled(True)
        self.listing.show_table()

    def show_nothing(self, measured: Measurement | None = None) -> None:
        """How figures come to be."""
        self._forget()
        if measured is None:
            headline = tr("Measurement", "Do the rules work?")
        else:
            headline = tr("Measurement", "No outcome is recorded in these days yet")
        self.listing.teach(
            headline,
            tr(
                "Measurement",
                "Each outcome recorded at the bench keeps why its item was looked at.\n"
                "Say in the outcome's field Examined how it was examined: a release that does not\n"
                "say so counts neither for nor against a rule.\n\n"
                "Items of the random slice show how much is found without any rule; examine them\n"
                "as if nothing were known. About thirty settled items give a first figure.\n\n"
                "Choose more days above to look further back.",
            ),
        )

    def show_working(self) -> None:
        """The figures are being worked out."""
        self._forget()
        self.listing.teach(
            tr("Measurement", "Reading the acts …"),
            tr("Measurement", "The bench works on meanwhile."),
        )

    def show_failed(self, why: str) -> None:
        """Why there are no figures."""
        self._forget()
        self.listing.teach(
            tr("Measurement", "The rules could not be measured"),
            tr(
                "Measurement",
                "{why}\n\nWhat was recorded is kept. Choose a period to try again.",
                why=why,
            ),
        )

    def _forget(self) -> None:
        self._measured = None
        self.model.show_rules(())
        self._summary.setText("")
        self.export.setEnabled(False)

    def _ask(self, _: int = 0) -> None:
        days, last = PERIODS[self.periods.checkedId()], self._today()
        self.show_working()
        self.period_asked.emit(last - timedelta(days=days - 1), last)

    def _export(self) -> None:
        if self._measured is not None:
            self.export_asked.emit(as_csv(self._measured))

    def _connect(self) -> None:
        self.periods.idClicked.connect(self._ask)
        self.charts.idClicked.connect(self._shown.setCurrentIndex)
        self.export.clicked.connect(self._export)

    def _narrowing(self) -> list[QWidget]:
        return [*self.periods.buttons(), self.export]

    def _figures(self, tokens: Tokens) -> QWidget:
        px = tokens.px
        chosen = QHBoxLayout()
        chosen.setSpacing(px(8))
        for button in self.charts.buttons():
            chosen.addWidget(button)
        chosen.addStretch(1)
        for chart in (self.precision, self.lift, self.load, self.drift):
            self._shown.addWidget(_scrolled(chart))
        drawn = QVBoxLayout()
        drawn.setSpacing(px(8))
        drawn.addLayout(chosen)
        drawn.addWidget(self._shown, 1)
        figures = QWidget()
        column = QVBoxLayout(figures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._summary)
        column.addWidget(self.table, 5)
        column.addLayout(drawn, 6)
        return figures

    def _place(self, tokens: Tokens) -> None:
        px = tokens.px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(8), px(8), 0)
        layout.addWidget(self.listing)


def _drift_marks() -> list[Mark]:
    return [
        Mark(MOVING, MOVING, MOVING, tr("Measurement", "moving")),
        Mark(MOVED, MOVED, MOVED, tr("Measurement", "moved")),
    ]


def _table(tokens: Tokens, model: MeasurementModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(tr("Measurement", "Figures of each rule"))
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setProperty("figures", True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(tokens.px(32))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setStretchLastSection(True)
    return table


def _choices(names: list[str], chosen: int, parent: QWidget) -> QButtonGroup:
    """Buttons of which one is pressed in."""
    group = QButtonGroup(parent)
    for place, name in enumerate(names):
        group.addButton(chip(name), place)
    group.button(chosen).setChecked(True)
    return group


def _scrolled(chart: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(chart)
    chart.setAutoFillBackground(False)
    return area


def _text(kind: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if kind:
        label.setProperty(kind, True)
    return label


def _per_cent(value: float) -> str:
    return f"{value * 100:.0f} %"


def _times(value: float) -> str:
    return f"{value:.1f} ×"


def _plain(value: float) -> str:
    return f"{value:.2f}"
