"""Acts of a stretch of time -> ShiftCounts -> Report: what was done at this station."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from triage_app.flow.report import PrintedAt, facts
from triage_app.model.act import ActKind, ActLine
from triage_app.model.noun import noun
from triage_app.model.outcome import OutcomeCode
from triage_app.model.report import Report, Section, Table
from triage_app.model.sentence import Sentence, tr
from triage_app.model.visible import visible

Local = Callable[[datetime], datetime]


@noun(frozen=True, slots=True)
class Stretch:
    """From `since` (with it) to `until` (without it); of one inspector, or of all ("")."""

    since: datetime
    until: datetime
    inspector: str = ""

    def holds(self, act: ActLine) -> bool:
        own = not self.inspector or act.inspector == self.inspector
        return own and self.since <= act.recorded_at < self.until


@dataclass(slots=True)
class ShiftCounts:
    """Counts of outcomes that stand, `undone` beside them. `reasons`: why an item was selected;
    `seized`: of those, by the same reason. `random`: picked by the random slice, whatever else
    spoke for a look. `hours`: the facility's hours ("2026-03-02 14")."""

    outcomes: Counter[str] = field(default_factory=Counter)
    hours: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    seized: Counter[str] = field(default_factory=Counter)
    delivery: Counter[str] = field(default_factory=Counter)
    random: int = 0
    random_seized: int = 0
    undone: int = 0
    attached: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def decided(self) -> int:
        return self.outcomes.total()


def count_shift(acts: Iterable[ActLine], stretch: Stretch, local: Local) -> ShiftCounts:
    """Count the acts of that time, in one pass; none is kept."""
    counts = ShiftCounts()
    for act in acts:
        if stretch.holds(act):
            _take(counts, act, local)
    return counts


def _take(counts: ShiftCounts, act: ActLine, local: Local) -> None:
    counts.delivery[act.delivery.value] += 1
    if act.kind is ActKind.ATTACHMENT:
        counts.attached += not act.undone_by
    elif act.kind is ActKind.OUTCOME and act.undone_by:
        counts.undone += 1
    elif act.kind is ActKind.OUTCOME:
        _decide(counts, act, local)


def _decide(counts: ShiftCounts, act: ActLine, local: Local) -> None:
    body: Any = act.body
    why: Mapping[str, Any] = body.get("why_selected", {})
    seized, reason = bool(body["outcome"].get("seized")), str(why.get("reason", "–"))
    counts.outcomes[act.outcome] += 1
    counts.hours[f"{local(act.recorded_at):%Y-%m-%d %H}"] += 1
    counts.reasons[reason] += 1
    counts.seized[reason] += seized
    counts.random += bool(why.get("random"))
    counts.random_seized += bool(why.get("random")) and seized
    counts.first_at = counts.first_at or act.recorded_at
    counts.last_at = act.recorded_at


def shift_report(
    counts: ShiftCounts,
    stretch: Stretch,
    outcomes: Sequence[OutcomeCode],
    at: PrintedAt,
    local: Local,
) -> Report:
    """The counts on paper."""
    whose = visible(stretch.inspector, 60)
    until = f"{local(stretch.until):%Y-%m-%d %H:%M %Z}"
    span = f"{local(stretch.since):%Y-%m-%d %H:%M} – {until}"
    first = tr("report", "{span} · {whose}", span=span, whose=whose)
    titles = {outcome.code: outcome.title for outcome in outcomes}
    return Report(
        title=tr("report", "Shift"),
        facts=tuple(facts(at, first if whose else tr("report", "{span}", span=span))),
        sections=(
            Section(tr("report", "In short"), tuple(_summary(counts, local))),
            _outcomes(counts, titles),
            _selected(counts),
            _hours(counts),
        ),
        foot=tr(
            "report",
            "Counted from the acts of {station}: outcomes that stand. An item decided twice counts"
            " twice.",
            station=at.station,
        ),
    )


def _summary(counts: ShiftCounts, local: Local) -> Iterator[Sentence]:
    yield tr(
        "report",
        "Outcomes: {decided}; seizures among them: {seized}; undone since: {undone}; pictures"
        " attached: {attached}.",
        decided=counts.decided,
        seized=counts.seized.total(),
        undone=counts.undone,
        attached=counts.attached,
    )
    if counts.first_at and counts.last_at:
        first, last = local(counts.first_at), local(counts.last_at)
        yield tr(
            "report",
            "The first at {first}, the last at {last}.",
            first=f"{first:%H:%M}",
            last=f"{last:%H:%M}",
        )
    yield tr(
        "report",
        "Picked at random: {n}, {seized} of them seized.",
        n=counts.random,
        seized=counts.random_seized,
    )
    states = ", ".join(f"{state} {n:,}" for state, n in sorted(counts.delivery.items()))
    yield tr("report", "At the hub: {states}.", states=states or "–")


def _outcomes(counts: ShiftCounts, titles: Mapping[str, str]) -> Section:
    columns = (
        tr("report", "Code"),
        tr("report", "Outcome"),
        tr("report", "Items"),
        tr("report", "Share"),
    )
    rows = tuple(
        (code, titles.get(code, code), f"{n:,}", f"{n / counts.decided:.1%}")
        for code, n in counts.outcomes.most_common()
    )
    return Section(tr("report", "Outcomes"), table=Table(columns, (15, 55, 15, 15), rows))


def _selected(counts: ShiftCounts) -> Section:
    columns = (
        tr("report", "Selected for"),
        tr("report", "Items"),
        tr("report", "Seized"),
        tr("report", "Share seized"),
    )
    rows = tuple(
        (reason, f"{n:,}", f"{counts.seized[reason]:,}", f"{counts.seized[reason] / n:.1%}")
        for reason, n in counts.reasons.most_common()
    )
    return Section(tr("report", "Why they were selected"), table=Table(columns, (4, 2, 2, 2), rows))


def _hours(counts: ShiftCounts) -> Section:
    columns = (tr("report", "Hour"), tr("report", "Outcomes"))
    rows = tuple((f"{hour}:00", f"{n:,}") for hour, n in sorted(counts.hours.items()))
    return Section(tr("report", "Hour by hour"), table=Table(columns, (3, 7), rows))
