"""Announcements -> a courier's CSV that reads back the same; rejects -> their file.

What it reads back as is the normal form: cells trimmed, codes in capitals, empty parts left out,
scheme and carrier as the number says, no version.
"""

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, TextIO

from triage_app.formats.courier_columns import PARTY
from triage_app.formats.courier_parts import ALIASES, BETWEEN
from triage_app.formats.referral_json import listed_cell
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement, ArrivalBasis, Line, Party, Referral
from triage_app.model.money import minor_digits
from triage_app.model.referring import is_bare

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

COLUMNS: Final = (
    *("number", "posted_on", "announced_at", "channel", "carrier", "service", "origin"),
    *("destination", "mail_class", "nature", "gross_weight_g", "total_value", "total_currency"),
    *("arrived_on", "arrived_basis", "flight_date", "bag", "flight", *ALIASES, "aliases"),
    *(f"sender_{part}" for part in PARTY),
    *(f"recipient_{part}" for part in PARTY),
    *("documents", "url", "referral", "referral_answer", "referrals", "extra"),
    *("line", "description", "quantity", "net_weight_g", "value", "currency", "hs", "line_origin"),
)
_LINE_CELLS: Final = 8
END: Final = "\r\n"
"""Of a line (RFC 4180, 2.1); the writer quotes a cell that holds either character of it, and a lone
carriage return that is not quoted would end the row where it is read back."""


def write_courier_csv(
    announcements: Iterable[Announcement], file: TextIO, *, harmless: bool = False
) -> int:
    """One row a line (one for an item without lines); how many rows. `harmless` keeps spreadsheets
    from reading formulas, at the price of an apostrophe before such cells when it is read back."""
    writer = csv.writer(file, lineterminator=END)
    writer.writerow(COLUMNS)
    count = 0
    for announcement in announcements:
        head = _head(announcement)
        for line in announcement.lines or (None,):
            cells = (*head, *_line(line))
            writer.writerow(map(neutral, cells) if harmless else cells)
            count += 1
    return count


class RejectsFile:
    """The rejects file: line, column, reason, raw row, each written as it comes. A cell that a
    spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection)."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file, lineterminator=END)
        self._writer.writerow(("line", "column", "reason", "raw"))

    def add(self, reject: Reject) -> None:
        cells = (str(reject.line), reject.column, reject.reason, reject.raw)
        self._writer.writerow([neutral(cell) for cell in cells])


def neutral(cell: str) -> str:
    """`cell`, harmless in a spreadsheet."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _head(a: Announcement) -> tuple[str, ...]:
    arrived = a.arrived_on.isoformat() if a.arrived_on else ""
    by_flight = a.arrived_basis is ArrivalBasis.FLIGHT
    named, others = _aliases(a)
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
        "" if by_flight or not arrived else a.arrived_basis.value,
        arrived if by_flight else "",
        a.bag,
        a.flight,
        *(named.get(kind, "") for kind in ALIASES),
        others,
        *_party(a.sender),
        *_party(a.recipient),
        BETWEEN.join(a.documents),
        a.url,
        *_referrals(a.referrals),
        json.dumps(a.extra, ensure_ascii=False) if a.extra else "",
    )


def _referrals(told: tuple[Referral, ...]) -> tuple[str, str, str]:
    """Code, answer and the cell that lists what is more than that."""
    if len(told) == 1 and is_bare(told[0]):
        return told[0].code, told[0].answer, ""
    return "", "", listed_cell(told)


def _aliases(a: Announcement) -> tuple[dict[str, str], str]:
    """The first number of each kind that has a column, and the cell of all the others."""
    named: dict[str, str] = {}
    others = []
    for kind, number in a.aliases:
        if kind in ALIASES and kind not in named:
            named[kind] = number
        else:
            others.append(f"{kind}:{number}")
    return named, BETWEEN.join(others)


def _party(p: Party) -> tuple[str, ...]:
    address = BETWEEN.join(p.address_lines)
    contact = p.country, p.phone, p.email, p.tax_id
    return (p.name, address, p.city, p.state, p.post_code, *contact)


def _line(line: Line | None) -> tuple[str, ...]:
    if line is None:
        return ("",) * _LINE_CELLS
    return (
        str(line.index or ""),
        line.description,
        "" if line.quantity is None else str(line.quantity),
        "" if line.net_weight_g is None else str(line.net_weight_g),
        _money(line.value_minor, line.currency),
        line.currency,
        line.hs,
        line.origin,
    )


def _money(minor: int | None, currency: str) -> str:
    if minor is None:
        return ""
    digits = minor_digits(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"
