"""Announcements -> a courier's CSV that reads back the same; rejects -> their file."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from typing import TextIO

from triage_app.formats.courier_csv import ALIASES, LINE_BREAK, PARTY
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement, ArrivalBasis, Line, Party
from triage_app.model.money import minor_digits

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

COLUMNS = (
    "number", "posted_on", "announced_at", "channel", "carrier", "service", "origin",
    "destination", "mail_class", "nature", "gross_weight_g", "total_value", "currency",
    "arrived_on", "flight_date", "bag", "flight", *ALIASES,
    *(f"sender_{part}" for part in PARTY), *(f"recipient_{part}" for part in PARTY),
    "documents", "url", "referral", "referral_answer",
    "line", "description", "quantity", "net_weight_g", "value", "hs", "line_origin",
)  # fmt: skip


def write_courier_csv(announcements: Iterable[Announcement], file: TextIO) -> int:
    """One row a line (one for an item without lines); how many rows. `extra` is not written."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for announcement in announcements:
        head = _head(announcement)
        for line in announcement.lines or (None,):
            writer.writerow((*head, *_line(line)))
            count += 1
    return count


def write_rejects(rejects: Iterable[Reject], file: TextIO) -> None:
    """The rejects file: line, column, reason, raw row. A cell that a spreadsheet would take for a
    formula gets an apostrophe before it (OWASP, CSV injection)."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("line", "column", "reason", "raw"))
    for reject in rejects:
        cells = (str(reject.line), reject.column, reject.reason, reject.raw)
        writer.writerow([neutral(cell) for cell in cells])


def neutral(cell: str) -> str:
    """`cell`, harmless in a spreadsheet."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _head(a: Announcement) -> tuple[str, ...]:
    arrived = a.arrived_on.isoformat() if a.arrived_on else ""
    by_flight = a.arrived_basis is ArrivalBasis.FLIGHT
    named = dict(a.aliases)
    return (
        a.number,
        a.posted_on,
        a.announced_at.isoformat() if a.announced_at else "",
        a.channel.value,
        a.carrier,
        a.service,
        a.origin,
        a.destination,
        a.mail_class,
        a.nature,
        "" if a.gross_weight_g is None else str(a.gross_weight_g),
        _money(a.value_minor, a.currency),
        a.currency,
        "" if by_flight else arrived,
        arrived if by_flight else "",
        a.bag,
        a.flight,
        *(named.get(kind, "") for kind in ALIASES),
        *_party(a.sender),
        *_party(a.recipient),
        LINE_BREAK.join(a.documents),
        a.url,
        a.referral,
        a.referral_answer,
    )


def _party(p: Party) -> tuple[str, ...]:
    address = LINE_BREAK.join(p.address_lines)
    return (
        p.name, address, p.city, p.state, p.post_code, p.country, p.phone, p.email, p.tax_id,
    )  # fmt: skip


def _line(line: Line | None) -> tuple[str, ...]:
    if line is None:
        return ("",) * 7
    return (
        str(line.index or ""),
        line.description,
        "" if line.quantity is None else str(line.quantity),
        "" if line.net_weight_g is None else str(line.net_weight_g),
        _money(line.value_minor, line.currency),
        line.hs,
        line.origin,
    )


def _money(minor: int | None, currency: str) -> str:
    if minor is None:
        return ""
    digits = minor_digits(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"
