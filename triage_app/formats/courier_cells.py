"""Cells -> values: numbers, weights, money, dates; a cell that cannot be read says why."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from triage_app.formats.courier_columns import UNIT_GRAMS, unit_of
from triage_app.model.money import minor_digits

_NUMBER = re.compile(r"[-+]?[0-9][0-9.,' \u00a0\u202f]*$")
_WEIGHT = re.compile(r"([-+]?[0-9.,' ]*[0-9])\s*([a-zA-Z]*)$")
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})$")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})$")
LARGEST = 10**15


class CellWrong(Exception):
    """Inside the room only: a cell that cannot be read, and why."""


def number(text: str) -> Decimal:
    """A decimal number with point or comma, thousands grouped or not. Raises CellWrong."""
    said = text.strip()
    if not _NUMBER.match(said):
        raise CellWrong(f"'{said[:40]}' is no number")
    bare = re.sub("[' \u00a0\u202f]", "", said)
    try:
        value = Decimal(_with_point(bare))
    except InvalidOperation as error:
        raise CellWrong(f"'{said[:40]}' is no number") from error
    if abs(value) > LARGEST:
        raise CellWrong(f"'{said[:40]}' is too large")
    return value


def _with_point(bare: str) -> str:
    """The last of point and comma is the decimal mark, unless it only groups thousands."""
    point, comma = bare.rfind("."), bare.rfind(",")
    if point >= 0 and comma >= 0:
        mark = max(point, comma)
        return re.sub("[.,]", "", bare[:mark]) + "." + bare[mark + 1 :]
    if comma < 0:
        return bare.replace(".", "") if bare.count(".") > 1 else bare
    if bare.count(",") > 1:
        return bare.replace(",", "")
    if len(bare) - comma == 4 and not bare.startswith(("0", "-0", "+0")):
        raise CellWrong(f"'{bare[:40]}' may be a thousands or a decimal comma")
    return bare.replace(",", ".")


def whole(text: str) -> int:
    """A whole number. Raises CellWrong."""
    value = number(text)
    if value != value.to_integral_value():
        raise CellWrong(f"'{text.strip()[:40]}' is not whole")
    return int(value)


def grams(text: str, unit: str) -> int:
    """A weight in grams; the cell's own unit before the column's; kilograms where none says."""
    match = _WEIGHT.match(text.strip())
    if not match:
        raise CellWrong(f"'{text.strip()[:40]}' is no weight")
    said = unit_of(match.group(2)) if match.group(2) else unit or "kg"
    if not said:
        raise CellWrong(f"'{match.group(2)}' is no unit of weight")
    return round(float(number(match.group(1))) * UNIT_GRAMS[said])


def minor(text: str, currency: str) -> int:
    """Money in minor units of `currency`. Raises CellWrong for more digits than it has."""
    value = number(text).scaleb(minor_digits(currency))
    if value != value.to_integral_value():
        raise CellWrong(f"'{text.strip()[:40]}' has more digits than {currency or 'money'} has")
    return int(value)


def day(text: str, order: str) -> date:
    """A date; `order` says how slashed dates of this column go: "dmy", "mdy" or "" unknown."""
    said = text.strip()
    try:
        if match := _ISO.match(said[:10]):
            return date(*map(int, match.groups()))
        if match := _DOTTED.match(said):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _SLASHED.match(said):
            first, second, year = map(int, match.groups())
            if first == second or order == "dmy":
                return date(year, second, first)
            if order == "mdy":
                return date(year, first, second)
            raise CellWrong(f"'{said}' may be day/month or month/day")
    except ValueError as error:
        raise CellWrong(f"'{said[:40]}' is no date") from error
    raise CellWrong(f"'{said[:40]}' is no date")


def instant(text: str, order: str) -> datetime:
    """A date or a time with its zone; UTC where none says."""
    said = text.strip()
    if "T" in said:
        try:
            at = datetime.fromisoformat(said)
        except ValueError as error:
            raise CellWrong(f"'{said[:40]}' is no time") from error
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    found = day(said, order)
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def slashed_order(cells: Iterable[str]) -> str:
    """How the slashed dates of a column go, if a day above 12 tells; "" where none or both do."""
    day_first = month_first = False
    for cell in cells:
        if match := _SLASHED.match(cell.strip()):
            day_first = day_first or int(match[1]) > 12
            month_first = month_first or int(match[2]) > 12
    if day_first == month_first:
        return ""
    return "dmy" if day_first else "mdy"
