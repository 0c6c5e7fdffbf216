"""BagReconciliation -> Report: the sheet that goes with the bag, to look for what is missing."""

from collections.abc import Iterator, Sequence

from triage_app.flow.report import PrintedAt
from triage_app.model.report import Report, Section, Table
from triage_app.model.risk import Verdict
from triage_app.model.sentence import Sentence, tr
from triage_app.model.visible import visible
from triage_app.model.work import BagReconciliation, Extra, WorkItem

LONGEST_CELL = 120
_SHARES = (26, 6, 12, 32, 24)


def bag_sheet(found: BagReconciliation, at: PrintedAt) -> Report:
    """What was announced for a bag, what is missing of it, what lies in it beside that."""
    return Report(
        title=tr("bag", "Bag {bag}", bag=visible(found.bag.number, 40)),
        facts=tuple(_facts(found, at)),
        sections=tuple(_sections(found)),
        foot=tr(
            "bag",
            "Presented: examined or acted on at {station}, or scanned into the bag. A controlled"
            " delivery is named by number alone.",
            station=at.station,
        ),
    )


def _facts(found: BagReconciliation, at: PrintedAt) -> Iterator[Sentence]:
    bag = found.bag
    day = bag.arrived_on.isoformat() if bag.arrived_on else ""
    if bag.flight:
        flight = visible(bag.flight, 20)
        yield tr("bag", "{flight} · arrived {day}", flight=flight, day=day)
    else:
        yield tr("bag", "Arrived {day}", day=day)
    yield tr("bag", "{facility} · {station}", facility=at.facility, station=at.station)
    printed = at.day.isoformat()
    if at.demonstration:
        yield tr("bag", "Printed {day} · DEMONSTRATION", day=printed)
    else:
        yield tr("bag", "Printed {day}", day=printed)


def _sections(found: BagReconciliation) -> Iterator[Section]:
    yield Section(tr("bag", "In short"), tuple(_summary(found)))
    if found.missing:
        yield Section(
            tr("bag", "Missing ({n}): look for these", n=len(found.missing)),
            table=_items(found.missing, ticked=True),
        )
    if found.extra:
        yield Section(
            tr("bag", "In the bag and not announced for it ({n})", n=len(found.extra)),
            table=_extra(found.extra),
        )
    if found.not_found:
        yield Section(
            tr("bag", "Recorded as not found ({n})", n=len(found.not_found)),
            table=_items(found.not_found),
        )
    if found.presented:
        yield Section(
            tr("bag", "Presented ({n})", n=len(found.presented)), table=_items(found.presented)
        )
    yield Section(
        tr("bag", "Signed"),
        (
            tr("bag", "Emptied by ______________________________  at ______________"),
            tr("bag", "Witness ______________________________  at ______________"),
        ),
    )


def _summary(found: BagReconciliation) -> Iterator[Sentence]:
    yield tr(
        "bag",
        "{announced} announced: {presented} presented, {missing} missing, {not_found} not found,"
        " {extra} extra.",
        announced=len(found.items),
        presented=len(found.presented),
        missing=len(found.missing),
        not_found=len(found.not_found),
        extra=len(found.extra),
    )
    told = found.bag.told
    if told is not None and told != len(found.items):
        yield tr(
            "bag",
            "The manifest says {told} items; {here} of them were announced one by one.",
            told=told,
            here=len(found.items),
        )


def _items(items: Sequence[WorkItem], *, ticked: bool = False) -> Table:
    return Table(
        (
            tr("bag", "Number"),
            tr("bag", "From"),
            tr("bag", "Weight"),
            tr("bag", "Announced as"),
            tr("bag", "Wanted"),
        ),
        _SHARES,
        tuple(_row(item) for item in items),
        ticked,
    )


def _row(item: WorkItem) -> tuple[str | Sentence, ...]:
    one = item.announcement
    goods = one.lines[0].description if one.lines else ""
    grams = one.gross_weight_g
    return (
        _number(item),
        visible(one.origin, 4),
        "" if grams is None else f"{grams / 1000:,.2f} kg",
        "" if item.set_aside else visible(goods, LONGEST_CELL),
        _wanted(item),
    )


def _number(item: WorkItem) -> Sentence | str:
    """Its number; of one that was used again within twelve months which item it is."""
    number = visible(item.announcement.number, LONGEST_CELL)
    if not item.other_posted:
        return number
    return tr("bag", "{number}, posted {day}", number=number, day=item.announcement.posted_on)


def _wanted(item: WorkItem) -> Sentence | str:
    """Why it is targeted, and what was decided, shortly."""
    if item.set_aside:
        return tr("bag", "HOLD, set aside, call supervisor")
    if item.outcome:
        return visible(item.outcome, 20)
    if item.held:
        return tr("bag", "HOLD")
    if item.verdict is Verdict.HOLD:
        return tr("bag", "hold")
    return tr("bag", "look") if item.verdict is Verdict.LOOK else ""


def _extra(extra: Sequence[Extra]) -> Table:
    return Table(
        (tr("bag", "Number"), tr("bag", "Announced in")),
        (40, 60),
        tuple((visible(one.number, LONGEST_CELL), _announced_in(one)) for one in extra),
    )


def _announced_in(extra: Extra) -> Sentence | str:
    if not extra.announced:
        return tr("bag", "on no manifest here")
    if not extra.announced_bag:
        return tr("bag", "announced in no bag")
    return tr("bag", "bag {bag}", bag=visible(extra.announced_bag, 40))
