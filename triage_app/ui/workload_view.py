"""What edited rules would do with the items that are here: counts before and after, examples."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from triage_app.model.progress import Progress
from triage_app.model.ruling import Flagged, Workload
from triage_app.model.visible import visible
from triage_app.ui.theme import Tokens
from triage_app.ui.words import tip, tr

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class WorkloadView(QFrame):
    """`left` asks for the rule's fields again; `stopped` for the end of the counting."""

    left = Signal()
    stopped = Signal()

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._tokens = tokens
        self._said = _label("small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(tokens.px(8))
        self._bar.setAccessibleName(tr("WorkloadView", "How many items are judged"))
        self._cells: dict[tuple[str, int], QLabel] = {}
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("WorkloadView", "What would change, by rule and by item"))
        self.tree.setHeaderLabels(
            [tr("WorkloadView", "Rule"), tr("WorkloadView", "now"), tr("WorkloadView", "then")]
        )
        self.tree.setStyleSheet(f"QTreeView::item {{ min-height: {tokens.px(32)}px; }}")
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.stop = QPushButton(tr("WorkloadView", "Stop"))
        self.stop.clicked.connect(self.stopped)
        self.back = QPushButton(tr("WorkloadView", "Back to the rule"))
        self.back.clicked.connect(self.left)
        self._place()
        self.begin()

    @property
    def said(self) -> str:
        return self._said.text()

    def count(self, verdict: str, place: int) -> str:
        """What a verdict's cell says: place 0 now, 1 then, 2 the difference."""
        return self._cells[verdict, place].text()

    def begin(self) -> None:
        """Counting begins."""
        self._said.setText(tr("WorkloadView", "Items are being judged by both …"))
        self._bar.setRange(0, 0)
        self._bar.show()
        self.stop.show()
        self.tree.clear()
        for cell in self._cells.values():
            cell.setText("")

    def show_progress(self, made: Progress) -> None:
        self._bar.setRange(0, max(1, made.total))
        self._bar.setValue(made.done)
        done, total = f"{made.done:,}", f"{made.total:,}"
        left = f"{made.left_s:,.0f}"
        self._said.setText(
            tr(
                "WorkloadView",
                "{done} of {total} items judged by both · {left} s left",
                done=done,
                total=total,
                left=left,
            )
        )

    def show_failed(self, why: str) -> None:
        self._end()
        self._said.setText(f"▲ {why}")

    def show_workload(self, made: Workload, items: int) -> None:
        """The counts; said of how many of how many items."""
        self._end()
        self._said.setText(_sample_said(made, items))
        for verdict, (was, now) in made.verdicts.items():
            for place, text in enumerate((f"{was:,}", f"{now:,}", _signed(now - was))):
                self._cells[verdict, place].setText(text)
        changed = {rule: pair for rule, pair in made.rules.items() if pair[0] != pair[1]}
        self._add_rules(tr("WorkloadView", "Rules that would flag more or fewer"), changed)
        newly = tr("WorkloadView", "Flagged then, clear now: {n}", n=f"{made.newly_count:,}")
        self._add_items(newly, made.newly)
        gone = tr("WorkloadView", "Clear then, flagged now: {n}", n=f"{made.no_longer_count:,}")
        self._add_items(gone, made.no_longer)
        same = {rule: pair for rule, pair in made.rules.items() if pair[0] == pair[1]}
        self._add_rules(tr("WorkloadView", "Rules that would flag the same"), same, shut=True)

    def _end(self) -> None:
        if self.stop.hasFocus():  # it goes, and the next control is not what was meant
            self.back.setFocus()
        self._bar.hide()
        self.stop.hide()

    def _add_rules(
        self, title: str, rules: dict[str, tuple[int, int]], *, shut: bool = False
    ) -> None:
        top = QTreeWidgetItem([tr("WorkloadView", "{title}: {n}", title=title, n=len(rules))])
        self._add(top, (_row(rule, f"{was:,}", f"{now:,}") for rule, (was, now) in rules.items()))
        top.setExpanded(bool(rules) and not shut)

    def _add_items(self, title: str, some: Sequence[Flagged]) -> None:
        top = QTreeWidgetItem([title])
        self._add(top, (_item_row(one) for one in some))
        top.setExpanded(bool(some))

    def _add(self, top: QTreeWidgetItem, rows: Iterable[QTreeWidgetItem]) -> None:
        self.tree.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        top.addChildren(list(rows))

    def _place(self) -> None:
        px = self._tokens.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        titles = (tr("WorkloadView", "now"), tr("WorkloadView", "then"), "")
        for place, title in enumerate(titles):
            grid.addWidget(_aligned(_label("small"), title), 0, place + 1)
        words = {
            "hold": tr("WorkloadView", "held"),
            "look": tr("WorkloadView", "looked at"),
            "clear": tr("WorkloadView", "clear"),
        }
        for at, (verdict, word) in enumerate(words.items(), 1):
            name = _label("strong")
            name.setText(word)
            grid.addWidget(name, at, 0)
            for place in range(3):
                cell = self._cells[verdict, place] = _aligned(_label("big" if place == 1 else ""))
                cell.setAccessibleName(f"{word} {titles[place]}".strip())
                grid.addWidget(cell, at, place + 1)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.setSpacing(px(8))
        layout.addWidget(self._said)
        layout.addWidget(self._bar)
        layout.addLayout(grid)
        layout.addWidget(self.tree, 1)
        layout.addLayout(buttons)


def _sample_said(made: Workload, items: int) -> str:
    judged, of = f"{made.judged:,}", f"{items:,}"
    if made.stopped:
        return tr("WorkloadView", "Stopped after {n} of {of} items.", n=judged, of=of)
    if made.judged == 0:
        return tr(
            "WorkloadView",
            "Nothing is announced here yet, so nothing can be counted. Drop a manifest here first.",
        )
    if made.judged < items:
        return tr(
            "WorkloadView",
            "{n} items, drawn evenly from the {of} that are here, judged by both.",
            n=judged,
            of=of,
        )
    return tr("WorkloadView", "All {n} items that are here, judged by both.", n=judged)


def _signed(difference: int) -> str:
    return f"{difference:+,}".replace("-", "−") if difference else "±0"


def _row(name: str, was: str, now: str) -> QTreeWidgetItem:
    made = QTreeWidgetItem([visible(name, 80), was, now])
    for column in (1, 2):
        made.setTextAlignment(column, _RIGHT)
    return made


def _item_row(one: Flagged) -> QTreeWidgetItem:
    made = _row(f"{one.number}  {one.description}", one.before, one.after)
    rules = ", ".join(one.rules)
    made.setToolTip(0, tip(visible(f"{one.number}  {one.description}  ({rules})", 600)))
    return made


def _aligned(label: QLabel, text: str = "") -> QLabel:
    label.setAlignment(_RIGHT)
    label.setText(text)
    return label


def _label(kind: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(kind == "small")
    if kind:
        label.setProperty(kind, True)
    return label
