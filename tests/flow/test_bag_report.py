"""The sheet of a bag says what to look for, and of a controlled delivery only that it is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.builders import make_announcement
from triage_app.flow.bag_report import bag_sheet
from triage_app.flow.report import PrintedAt
from triage_app.model.report import Report
from triage_app.model.risk import Verdict
from triage_app.model.work import Bag, BagReconciliation, Extra, Presence, WorkItem

BAG = Bag(1, "JFK-0412", "CA981", date(2026, 3, 2), 5, 7, datetime(2026, 3, 2, tzinfo=UTC))
AT = PrintedAt("JFK", "bench-3", date(2026, 3, 3))


def item(number: str, presence: Presence, **changes: object) -> WorkItem:
    made = WorkItem(make_announcement(number=number), presence)
    return replace(made, **changes)  # type: ignore[arg-type]


ITEMS = (
    item("N1", Presence.PRESENTED, outcome="DET"),
    item("N2", Presence.MISSING, held=True),
    item("N3", Presence.MISSING, verdict=Verdict.HOLD),
    item("N4", Presence.MISSING, verdict=Verdict.LOOK),
    item("N5", Presence.NOT_FOUND, held=True, set_aside=True, outcome=""),
    item(
        "N6",
        Presence.PRESENTED,
        announcement=make_announcement(number="N6", lines=(), gross_weight_g=None),
    ),
)
EXTRA = (
    Extra("X1", "X1", True, "JFK-1"),
    Extra("X2", "X2", True),
    Extra("X3", "X3", False),
)


def tables(report: Report) -> dict[str, list[list[str]]]:
    return {
        str(section.heading): [[str(cell) for cell in row] for row in section.table.rows]
        for section in report.sections
        if section.table
    }


def words(report: Report) -> str:
    return "\n".join(str(said) for section in report.sections for said in section.words)


def test_each_kind_of_item_has_its_table() -> None:
    report = bag_sheet(BagReconciliation(BAG, ITEMS, EXTRA), AT)
    goods = "paraffin candles, scented, six pieces"

    assert str(report.title) == "Bag JFK-0412"
    assert [str(fact) for fact in report.facts] == [
        "CA981 · arrived 2026-03-02",
        "JFK · bench-3",
        "Printed 2026-03-03",
    ]
    assert tables(report) == {
        "Missing (3): look for these": [
            ["N2", "CN", "0.95 kg", goods, "HOLD"],
            ["N3", "CN", "0.95 kg", goods, "hold"],
            ["N4", "CN", "0.95 kg", goods, "look"],
        ],
        "In the bag and not announced for it (3)": [
            ["X1", "bag JFK-1"],
            ["X2", "announced in no bag"],
            ["X3", "on no manifest here"],
        ],
        "Recorded as not found (1)": [
            ["N5", "CN", "0.95 kg", "", "HOLD, set aside, call supervisor"],
        ],
        "Presented (2)": [["N1", "CN", "0.95 kg", goods, "DET"], ["N6", "CN", "", "", ""]],
    }
    missing = report.sections[1].table
    assert missing is not None
    assert missing.ticked


def test_what_the_manifest_says_stands_beside_what_was_announced() -> None:
    said = words(bag_sheet(BagReconciliation(BAG, ITEMS, EXTRA), AT))

    assert "6 announced: 2 presented, 3 missing, 1 not found, 3 extra." in said
    assert "The manifest says 7 items; 6 of them were announced one by one." in said
    assert "The manifest" not in words(
        bag_sheet(BagReconciliation(replace(BAG, told=None), ITEMS), AT)
    )


def test_a_bag_that_is_empty_of_trouble_has_no_empty_tables() -> None:
    bag = replace(BAG, flight="", arrived_on=None, told=0)
    report = bag_sheet(BagReconciliation(bag, ()), replace(AT, demonstration=True))

    assert tables(report) == {}
    assert "Arrived" in str(report.facts[0])
    assert "DEMONSTRATION" in str(report.facts[2])


def test_a_number_used_again_says_when_the_item_was_posted() -> None:
    again = item("N1", Presence.PRESENTED, other_posted=("2025-11-02",))
    (rows,) = tables(bag_sheet(BagReconciliation(BAG, (again,)), AT)).values()

    assert rows[0][0] == "N1, posted 2026-02-20"
