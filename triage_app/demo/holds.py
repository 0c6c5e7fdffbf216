"""Holds of a demonstration: who asked for which of the day's items to be kept, and why."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from triage_app.demo.showcase import Showcase, Shown
from triage_app.model.item import Hold

REASONS = {
    "split-lot": ("targeting unit", "several items for one person today; open and count"),
    "list-name": ("targeting unit", "name near an entry of a list; compare date of birth"),
    "pill-press": ("drug enforcement liaison", "pill-press parts to a private address"),
    "referral-open": ("targeting unit", "pre-loading referral was not answered"),
    "undervalued": ("import specialist", "check the value against the seller's listing"),
}
CLEAN_REASONS = (
    ("agriculture desk", "sweep: every tenth parcel of this flight"),
    ("import specialist", "sample for a valuation survey"),
    ("targeting unit", "tip from the carrier; X-ray before release"),
)
CONTROLLED = ("precursor", "drug enforcement liaison", "controlled delivery, case agent on call")


def demonstration_holds(showcase: Showcase, day: date) -> Iterator[tuple[str, Hold]]:
    """(number, hold): one for each rule of REASONS, some on clean items, and a controlled
    delivery that only cleared roles see."""
    placed_at = datetime.combine(day, time(9, 30), UTC)
    for rule, (who, why) in REASONS.items():
        for number in _first(showcase.cases[rule]):
            yield number, Hold(f"demo-hold-{rule}", who, why, placed_at)
    for nth, (shown, (who, why)) in enumerate(
        zip(showcase.held_clean, CLEAN_REASONS, strict=False), 1
    ):
        yield shown.announcement.number, Hold(f"demo-hold-{nth}", who, why, placed_at)
    rule, who, why = CONTROLLED
    for number in _first(showcase.cases[rule]):
        yield number, Hold("demo-hold-cd", who, why, placed_at, cleared_only=True)


def _first(kept: list[Shown]) -> list[str]:
    return [shown.announcement.number for shown in kept[:1]]
