"""The record's acts -> a measurement, and its tables for people and spreadsheets."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from triage_app.flow.decided import DecidedItems
from triage_app.formats.courier_write import END, neutral
from triage_app.model.act import ActLine
from triage_app.model.measure import Drift, Lift, Measurement, Rested, RuleMeasure, Share
from triage_app.model.outcome import OutcomeCode
from triage_app.risk.measuring import measure, worst_first

USUAL_DAYS: Final = 30
COLUMNS: Final = (
    *("pack", "rule", "judged", "hits", "hit_rate", "hit_rate_low", "hit_rate_high"),
    *("hits_per_day", "examined", "settled", "found", "precision", "precision_low"),
    *("precision_high", "lift", "lift_low", "lift_high", "drift", "drift_word"),
)


def usual_period(today: date) -> tuple[date, date]:
    """The last thirty days, today's among them."""
    return today - timedelta(days=USUAL_DAYS - 1), today


def measure_record(
    acts: Iterable[ActLine],
    outcomes: Sequence[OutcomeCode],
    local: Callable[[datetime], datetime],
    first: date,
    last: date,
) -> Measurement:
    """The measurement of a period (see `risk.measuring`), by all acts in order of seq."""
    decided = DecidedItems(outcomes, local).take_all(acts)
    return measure(decided.items, first, last, undone=decided.undone, unread=decided.unread)


def rule_rows(measured: Measurement) -> list[tuple[str, ...]]:
    """A row a rule, in the order of COLUMNS; what is not known is empty."""
    return [
        (
            one.pack,
            one.rule,
            str(one.judged),
            *_rested_cells(one.rate, one.per_day, one.hits),
            *_drift_cells(one.drift),
        )
        for one in measured.rules
    ]


def rules_to_read(measured: Measurement) -> list[RuleMeasure]:
    """The rules, those that cost most looks for what they find first."""
    return worst_first(measured.rules)


def told(measured: Measurement) -> bytes:
    """The measurement for the window of another process; `heard` reads it."""
    return msgspec.json.encode(measured)


def heard(data: bytes) -> Measurement:
    """What another process measured. Raises ValueError where it is no measurement."""
    return msgspec.json.decode(data, type=Measurement)


def as_csv(measured: Measurement) -> str:
    """The rules as a table for spreadsheets, in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=END)
    writer.writerow(COLUMNS)
    writer.writerows(map(neutral, row) for row in rule_rows(measured))
    return text.getvalue()


def _rested_cells(rate: Share, per_day: float, hits: Rested) -> tuple[str, ...]:
    return (
        *(str(hits.items), *_share_cells(rate), f"{per_day:.2f}"),
        *(str(hits.examined), str(hits.settled), str(hits.found)),
        *_share_cells(hits.precision),
        *_lift_cells(hits.lift),
    )


def _share_cells(share: Share) -> tuple[str, str, str]:
    if share.value is None:
        return "", "", ""
    return f"{share.value:.4f}", f"{share.low:.4f}", f"{share.high:.4f}"


def _lift_cells(lift: Lift | None) -> tuple[str, str, str]:
    if lift is None:
        return "", "", ""
    return f"{lift.value:.2f}", f"{lift.low:.2f}", f"{lift.high:.2f}"


def _drift_cells(drift: Drift | None) -> tuple[str, str]:
    return ("", "") if drift is None else (f"{drift.index:.4f}", drift.word)
