"""The supervisor's mode: its page, the rules' lane, and the child processes that judge."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import Desk
from triage_app.model.act import Act
from triage_app.model.errors import Fault
from triage_app.model.outcome import Refusal
from triage_app.model.ruling import PackTitle, RuleEdit, RuleRow, Workload
from triage_app.ui.lanes import Lane
from triage_app.ui.modes import SUPERVISOR
from triage_app.ui.rules_child import RulesChild
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr, utc_now

if TYPE_CHECKING:  # made when it is brought
    from triage_app.flow.pack_editing import PackEditing
    from triage_app.flow.rules_house import OpenRules
    from triage_app.ui.measured_section import MeasuredSection
    from triage_app.ui.rules_section import RulesSection
    from triage_app.ui.supervisor_page import SupervisorPage

T = TypeVar("T")
SAMPLE = 20_000
"""Items a preview judges: enough to tell a share of a thousandth, some twenty seconds of work."""
MEASURED = 1
"""The place of the section that measures."""
Shown = tuple[PackTitle, tuple[RuleRow, ...], tuple[RuleEdit, ...]]


class Supervising(QObject):
    """`said` carries a notice, `rules_changed` that every station here is to be opened anew."""

    said = Signal(str)
    rules_changed = Signal()

    def __init__(self, desk: Desk, tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._desk = desk
        self._home = desk.settings.home
        self._today = lambda: desk.local(utc_now()).date()
        self._measure_command = desk.measure_command
        self._made: RulesSection | None = None
        self._measured: MeasuredSection | None = None
        self._lane = Lane("rules", desk.open_rules, _close, self)
        self._lane.faulted.connect(self._show_fault)
        self._preview = RulesChild(desk.preview_command, self)
        self._rejudge = RulesChild(desk.rejudge_command, self)
        self._rejudge.reported.connect(self._say_rejudged)
        self._rejudge.failed.connect(self._say_not_rejudged)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        measuring = self._measured is not None and self._measured.is_busy
        return self._lane.is_busy or self._preview.is_running or measuring

    @property
    def is_judging(self) -> bool:
        """Whether what was judged by other rules is being judged anew."""
        return self._rejudge.is_running

    @property
    def section(self) -> "RulesSection":
        """The rules, once the page was made."""
        assert self._made is not None
        return self._made

    def make_page(self) -> "SupervisorPage":
        """The page, when the mode is brought first."""
        from triage_app.ui.measured_section import MeasuredSection
        from triage_app.ui.rules_section import RulesSection
        from triage_app.ui.supervisor_page import SupervisorPage

        section = self._made = RulesSection(self._tokens)
        section.draft_made.connect(self._keep)
        section.preview_asked.connect(self._count)
        section.make_asked.connect(self._make)
        section.workload.stopped.connect(self._preview.stop)
        section.workload.left.connect(self._preview.abandon)
        self._preview.progressed.connect(section.workload.show_progress)
        self._preview.reported.connect(self._show_workload)
        self._preview.failed.connect(section.workload.show_failed)
        measured = self._measured = MeasuredSection(
            self._measure_command, self._home, self._today, self._tokens, self
        )
        measured.said.connect(self.said)
        page = SupervisorPage(
            self._tokens,
            [
                (tr("Supervising", "&Rules"), section),
                (tr("Supervising", "Do they &work?"), measured.page),
            ],
        )
        page.section_shown.connect(self._begin_section)
        return page

    def _begin_section(self, place: int) -> None:
        if place == MEASURED and self._measured is not None:
            self._measured.begin()

    def follow(self, mode: int) -> None:
        """Begin where this mode was brought."""
        if mode == SUPERVISOR:
            self.section.begin()
            if not self.section.model.rowCount():
                self._show_rules()

    def reopen(self) -> None:
        """The stores are being opened anew."""
        self._preview.abandon()
        self._lane.let_go(self._show_again)

    def close(self) -> None:
        if self._measured is not None:
            self._measured.close()
        self._preview.close()
        self._rejudge.close()
        self._lane.close()

    def _ask(self, job: "Callable[[PackEditing], T]", done: Callable[[T], object]) -> None:
        self._lane.ask(partial(_with_editing, job), done)

    def _show_again(self) -> None:
        if self._made is not None:
            self._show_rules()

    def _show_rules(self) -> None:
        self._ask(_all_shown, lambda shown: self.section.show_rules(*shown))

    def _keep(self, edits: tuple[RuleEdit, ...]) -> None:
        self._ask(lambda editing: editing.keep_draft(edits), _nothing)

    def _count(self, edits: tuple[RuleEdit, ...]) -> None:
        """The child reads the edits where they are kept: they are nobody's argument."""
        self._ask(
            lambda editing: editing.keep_draft(edits),
            lambda _: self._preview.start("--sample", str(SAMPLE)),
        )

    def _show_workload(self, report: dict[str, Any]) -> None:
        import msgspec

        self.section.workload.show_workload(msgspec.convert(report, Workload), report["items"])

    def _make(self, edits: tuple[RuleEdit, ...], why: str) -> None:
        by = self._desk.who
        self._ask(lambda editing: editing.make_current(edits, by, why), self._made_current)

    def _made_current(self, answer: Act | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.section.show_refusal(answer)
            return
        self.said.emit(
            tr(
                "Supervising",
                "Act {seq}: these rules are in use from now on. What was judged before is being"
                " judged anew.",
                seq=answer.seq,
            )
        )
        self.rules_changed.emit()
        self._rejudge.start()

    def _say_rejudged(self, told: dict[str, Any]) -> None:
        self.said.emit(
            tr(
                "Supervising",
                "{n} items were judged anew: {more} are flagged now, {fewer} are no more.",
                n=f"{told['judged']:,}",
                more=f"{told['now_flagged']:,}",
                fewer=f"{told['now_clear']:,}",
            )
        )

    def _say_not_rejudged(self, why: str) -> None:
        step = tr("Supervising", "Run 'triage assess --stale' to judge anew.")
        self.said.emit(f"{why} {step}".strip())

    def _show_fault(self, fault: Fault) -> None:
        if self._made is not None:
            self._made.show_fault(f"{say(fault.what)} {say(fault.next_step)}")


def _with_editing(job: "Callable[[PackEditing], T]", house: "OpenRules") -> T:
    from triage_app.flow.rules_house import editing_of

    return job(editing_of(house))


def _all_shown(editing: "PackEditing") -> Shown:
    return editing.title(), editing.rows(), editing.draft()


def _nothing(_: None) -> None:
    """It is kept."""


def _close(house: "OpenRules") -> None:
    house.close()
