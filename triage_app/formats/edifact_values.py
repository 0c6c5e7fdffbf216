"""Texts of EDIFACT elements -> values. Numbers have no thousands marks and either decimal mark
(ISO 9735-1, 10); dates say their format (code list 2379)."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Final

from triage_app.formats.courier_cells import CACHED, LARGEST, UNIT_GRAMS, CellWrong, believable
from triage_app.model.money import minor_digits

_DECIMAL = re.compile(r"\+?([0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)", re.ASCII)
_FORMATS: Final = {
    "101": "%y%m%d",
    "102": "%Y%m%d",
    "201": "%y%m%d%H%M",
    "203": "%Y%m%d%H%M",
    "204": "%Y%m%d%H%M%S",
    "303": "%Y%m%d%H%M",
    "304": "%Y%m%d%H%M%S",
}
_DIGITS: Final = {"101": 6, "102": 8, "201": 10, "203": 12, "204": 14, "303": 12, "304": 14}
_ZONES: Final = ("", "UTC", "GMT", "Z")
_OFFSET = re.compile(r"(\d{12})([+-])(\d{2})(\d{2})", re.ASCII)


@lru_cache(maxsize=CACHED)
def decimal(text: str) -> Decimal:
    """A number of nought or more. Raises CellWrong."""
    match = _DECIMAL.fullmatch(text)
    if not match:
        raise CellWrong(f"'{text[:40]}' is no number of nought or more")
    value = Decimal(match[1].replace(",", "."))
    if value > LARGEST:
        raise CellWrong(f"'{text[:40]}' is too large")
    return value


def whole(text: str) -> int:
    """A whole number. Raises CellWrong."""
    value = decimal(text)
    if value != value.to_integral_value():
        raise CellWrong(f"'{text[:40]}' is not whole")
    return int(value)


def grams(text: str, code: str, units: Mapping[str, str]) -> int:
    """A weight in grams; its unit is said. Raises CellWrong."""
    unit = units.get(code.strip().upper())
    if unit is None:
        raise CellWrong(f"'{code[:9]}' is no unit of weight" if code else "no unit of weight")
    return round(decimal(text) * UNIT_GRAMS[unit])


def minor(text: str, currency: str) -> int:
    """Money in minor units. Raises CellWrong for more digits than its currency has."""
    value = decimal(text).scaleb(minor_digits(currency))
    if value != value.to_integral_value():
        raise CellWrong(f"'{text[:40]}' has more digits than {currency or 'money'} has")
    return int(value)


@lru_cache(maxsize=CACHED)
def instant(text: str, code: str) -> datetime:
    """A date or time; UTC where none says otherwise, as the zones of posts are not known. Raises
    CellWrong."""
    code = code.strip() or ("102" if len(text) == 8 else "")
    try:
        if code == "205":  # CCYYMMDDHHMMZHHMM
            return believable(_with_offset(text), text)
        form, digits = _FORMATS[code], _DIGITS[code]
        said, zone = text[:digits], text[digits:].strip().upper()
        if not (said.isdecimal() and len(said) == digits and zone in _zones(code)):
            raise ValueError(text)
        return believable(datetime.strptime(said, form).replace(tzinfo=UTC), text)
    except KeyError as error:
        why = f"date format '{code[:9]}' is not read" if code else "no date format"
        raise CellWrong(why) from error
    except (ValueError, OverflowError, TypeError) as error:
        raise CellWrong(f"'{text[:40]}' is no date of format {code}") from error


def day(text: str, code: str) -> date:
    """A date, as it is where it was written. Raises CellWrong."""
    if code.strip() == "205":
        return instant(text[:12], "203").date()
    return instant(text, code).date()


def _zones(code: str) -> tuple[str, ...]:
    """What may stand behind the digits: a zone, where the format has one."""
    return _ZONES if code in ("303", "304") else ("",)


def _with_offset(text: str) -> datetime:
    match = _OFFSET.fullmatch(text)
    if not match:
        raise ValueError(text)
    away = timedelta(hours=int(match[3]), minutes=int(match[4]))
    zone = timezone(-away if match[2] == "-" else away)
    return datetime.strptime(match[1], "%Y%m%d%H%M").replace(tzinfo=zone).astimezone(UTC)
