"""Cells -> values: numbers, weights, money, dates; a cell that cannot be read says why.

What one cell leaves open (3/4/2026, 1,234) its column decides, see `courier_survey`; what the
column leaves open too is refused.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypeVar

from triage_app.formats.courier_columns import unit_of
from triage_app.model.item import YEARS
from triage_app.model.money import minor_digits

UNIT_GRAMS: Final = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
"""International avoirdupois pound and ounce (1959)."""
LARGEST: Final = 10**15
CACHED: Final = 32_768
D = TypeVar("D", date, datetime)

_SPACES = str.maketrans("", "", "' \u00a0\u202f\u2019")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+", re.ASCII)
_GROUPED = {
    mark: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+", re.ASCII) for mark in ".,"
}
_CENTS = re.compile(r"[0-9]{1,12}\.[0-9]{2}", re.ASCII)
_WEIGHT = re.compile(r"([0-9.,'\s]*[0-9])\s*([a-zA-Z]*)\.?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ].*)?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?: .*)?", re.ASCII)
_NAMED_MONTH = re.compile(r"(\d{1,2})[-/. ]([A-Za-z]{3,9})[-/. ,]+(\d{4})", re.ASCII)
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)


class CellWrong(Exception):
    """Inside the room only: a cell that cannot be read, and why."""


def number(text: str, mark: str = "") -> Decimal:
    """A decimal number of nought or more. `mark` is the column's decimal mark, "" not known.
    Raises CellWrong."""
    bare = text.translate(_SPACES).removeprefix("+")
    if bare.startswith("-"):
        raise CellWrong(f"'{text[:40]}' is below zero")
    if not _DIGITS.fullmatch(bare):
        raise CellWrong(f"'{text[:40]}' is no number")
    value = Decimal(_with_point(bare, mark))
    if value > LARGEST:
        raise CellWrong(f"'{text[:40]}' is too large")
    return value


def _with_point(bare: str, mark: str) -> str:
    """The number with a point for its decimal mark and no thousands marks."""
    point, comma = bare.rfind("."), bare.rfind(",")
    if point < 0 and comma < 0:
        return bare
    if point >= 0 and comma >= 0:
        return _both_marks(bare, "." if point > comma else ",", mark)
    here = "." if point >= 0 else ","
    grouped = _GROUPED[here].fullmatch(bare)
    if bare.count(here) > 1 or (mark and mark != here):
        if not grouped:
            raise CellWrong(f"'{bare[:40]}' has marks where none belong")
        return bare.replace(here, "")
    if here == "," and not mark and grouped and not bare.startswith("0"):
        raise CellWrong(f"'{bare[:40]}' may be a thousands or a decimal comma")
    return bare.replace(",", ".")


def _both_marks(bare: str, last: str, mark: str) -> str:
    """The last of point and comma is the decimal mark, the other groups thousands."""
    whole, _, rest = bare.rpartition(last)
    other = "," if last == "." else "."
    if (mark and mark != last) or not _GROUPED[other].fullmatch(whole):
        raise CellWrong(f"'{bare[:40]}' has marks where none belong")
    return f"{whole.replace(other, '')}.{rest}"


@lru_cache(maxsize=CACHED)
def whole(text: str, mark: str = "") -> int:
    """A whole number. Raises CellWrong."""
    if text.isdecimal() and text.isascii() and len(text) < 16:
        return int(text)
    value = number(text, mark)
    if value != value.to_integral_value():
        raise CellWrong(f"'{text[:40]}' is not whole")
    return int(value)


@lru_cache(maxsize=CACHED)
def grams(text: str, unit: str, mark: str = "") -> int:
    """A weight in grams; the cell's own unit before the column's; kilograms where none says."""
    match = _WEIGHT.fullmatch(text)
    if not match:
        raise CellWrong(f"'{text[:40]}' is no weight")
    said = unit_of(match[2]) if match[2] else unit or "kg"
    if not said:
        raise CellWrong(f"'{match[2]}' is no unit of weight")
    return round(number(match[1], mark) * UNIT_GRAMS[said])


@lru_cache(maxsize=CACHED)
def minor(text: str, currency: str, mark: str = "") -> int:
    """Money in minor units of `currency`. Raises CellWrong for more digits than it has."""
    if mark != "," and _CENTS.fullmatch(text) and minor_digits(currency) == 2:
        return int(text.replace(".", ""))  # as the long way round would have it
    value = number(text, mark).scaleb(minor_digits(currency))
    if value != value.to_integral_value():
        raise CellWrong(f"'{text[:40]}' has more digits than {currency or 'money'} has")
    return int(value)


@lru_cache(maxsize=CACHED)
def day(text: str, order: str) -> date:
    """A date; `order` says how dates of this column go that end in the year: "dmy", "mdy" or ""
    not known. Dates with points go day first everywhere. Raises CellWrong."""
    try:
        return believable(_day(text, order), text)
    except ValueError as error:
        raise CellWrong(f"'{text[:40]}' is no date") from error


def believable(found: D, text: str) -> D:
    """The same day or time; one of another age is an empty clock or a filler and says nothing."""
    if found.year not in YEARS:
        raise CellWrong(f"'{text[:40]}' is not in the years {YEARS[0]} to {YEARS[-1]}")
    return found


def _day(text: str, order: str) -> date:
    if match := _YEAR_FIRST.fullmatch(text):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := _NAMED_MONTH.fullmatch(text):
        return date(int(match[3]), _MONTHS.index(match[2][:3].lower()) + 1, int(match[1]))
    match = _YEAR_LAST.fullmatch(text)
    if not match:
        raise ValueError(text)
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first == second or order == "dmy":
        return date(year, second, first)
    if order == "mdy":
        return date(year, first, second)
    raise CellWrong(f"'{text}' may be day/month or month/day, and no other date here tells")


def instant(text: str, order: str) -> datetime:
    """A date or a time with its zone; UTC where none says. Raises CellWrong."""
    if ":" in text:
        try:
            at = datetime.fromisoformat(text)
            at = believable(at, text)
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        except (ValueError, OverflowError) as error:
            raise CellWrong(f"'{text[:40]}' is no time") from error
    found = day(text, order)
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def order_told(text: str) -> str:
    """Which order a date that ends in its year must have: "dmy", "mdy", or "" where both fit."""
    match = _YEAR_LAST.fullmatch(text)
    if not match or match[2] == ".":
        return ""
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else ""


def mark_told(text: str) -> str:
    """Which decimal mark a number must have: "." or ",", or "" where it does not tell."""
    bare = text.strip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ").translate(_SPACES)
    point, comma = bare.rfind("."), bare.rfind(",")
    last = "." if point > comma else ","
    if point < 0 and comma < 0:
        return ""
    if point >= 0 and comma >= 0:
        return last
    if bare.count(last) > 1:
        return "," if last == "." else "."
    return "" if _GROUPED[last].fullmatch(bare) and not bare.startswith("0") else last
