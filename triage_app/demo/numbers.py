"""Numbers as the trade prints them, check digits included, never the same one twice.

Sources: UPU S10 and S9, IATA resolution 600a (master air waybill), GS1 General Specifications 7.9
(modulo 10), and the carriers' own published check digit rules.
"""

from collections.abc import Callable
from random import Random

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
FEDEX_WEIGHTS = (3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1)
S10_SERVICES = ("LV", "LZ", "RX", "UJ", "CY", "EZ", "HX", "LW", "RB", "CP")


def s10_check(serial: str) -> int:
    """The check digit of eight digits (UPU S10, 6.1.3): 10 becomes 0, 11 becomes 5."""
    rest = 11 - sum(int(d) * w for d, w in zip(serial, S10_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def gs1_check(digits: str) -> int:
    """Modulo 10 with weight 3 on the rightmost digit (GS1 General Specifications 7.9)."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return -total % 10


def ups_check(body: str) -> int:
    """The check digit of the fifteen characters after 1Z; letters count as (code - 3) mod 10."""
    total = 0
    for i, char in enumerate(body):
        value = int(char) if char.isdigit() else (ord(char) - 3) % 10
        total += value * 2 if i % 2 else value
    return -total % 10


def fedex_check(digits: str) -> int:
    """The check digit of an eleven-digit FedEx Express serial: mod 11, then mod 10."""
    return sum(int(d) * w for d, w in zip(digits, FEDEX_WEIGHTS, strict=True)) % 11 % 10


def with_wrong_check(number: str, at: int) -> str:
    """The same number with the digit at `at` turned into another one."""
    return number[:at] + str((int(number[at]) + 3) % 10) + number[at + 1 :]


class Numbers:
    """Draws numbers of each kind; a counter spread over the whole range keeps them unique
    without remembering any. `year` goes into receptacle numbers."""

    def __init__(self, seed: int, year: int) -> None:
        self._rng = Random(f"{seed}:numbers")
        self._year = year
        self._counts: dict[str, int] = {}
        self._spreads: dict[str, tuple[int, int]] = {}
        self.makers: dict[str, Callable[[], str]] = {
            "ups": self.ups,
            "fedex": self.fedex,
            "dhl": self.dhl,
            "amazon": self.amazon,
            "cainiao": self.cainiao,
            "impb": self.impb,
        }

    def s10(self, country: str) -> str:
        """An item number of `country`'s post. The service letters take turns, shifted by one each
        time all serials were used."""
        kind = f"s10:{country}"
        turn = self._counts.get(kind, 0)
        nth, serial = self._serial(kind, 8)
        service = S10_SERVICES[(turn + nth) % len(S10_SERVICES)]
        return f"{service}{serial}{s10_check(serial)}{country}"

    def ups(self) -> str:
        """1Z, six characters of the shipper, service 66 (worldwide), seven digits, check."""
        nth, serial = self._serial("ups", 7)
        body = f"{_base36(46_656 + nth * 7919 % 1_600_000).rjust(4, 'A')}7E66{serial}"
        return f"1Z{body}{ups_check(body)}"

    def fedex(self) -> str:
        """Twelve digits."""
        nth, serial = self._serial("fedex", 10)
        digits = f"{7 + nth % 2}{serial}"
        return f"{digits}{fedex_check(digits)}"

    def dhl(self) -> str:
        """Ten digits, the last is the other nine modulo 7."""
        nth, serial = self._serial("dhl", 8)
        digits = f"{1 + nth % 9}{serial}"
        return f"{digits}{int(digits) % 7}"

    def amazon(self) -> str:
        """TBA and twelve digits; it has no check digit."""
        return f"TBA{self._serial('amazon', 12)[1]}"

    def cainiao(self) -> str:
        """LP and fourteen digits; it has no check digit."""
        return f"LP00{self._serial('cainiao', 12)[1]}"

    def impb(self) -> str:
        """Twenty-two digits: 92, service type 612, a nine-digit mailer, serial, check."""
        nth, serial = self._serial("impb", 7)
        digits = f"92612{902_000_017 + nth * 13}{serial}"
        return f"{digits}{gs1_check(digits)}"

    def house(self, prefix: str) -> str:
        """A house bill of a broker: no check digit."""
        return f"{prefix}{self._serial('house', 9)[1]}"

    def master(self, airline: str) -> str:
        """Eleven digits; the last is the seven before it modulo 7."""
        serial = self._serial(f"master:{airline}", 7)[1]
        return f"{airline}{serial}{int(serial) % 7}"

    def receptacle(self, origin: str, destination: str, dispatch: int, nth: int) -> str:
        """A UPU S9 identifier, 29 characters. `origin` and `destination` are six-character
        office codes; `nth` is the bag within the dispatch; the weight is in hundreds of grams."""
        weight = self._rng.randint(60, 310)
        return (
            f"{origin}{destination}ACN{self._year % 10}{dispatch % 10_000:04}"
            f"{nth % 1000:03}00{weight:04}"
        )

    def _serial(self, kind: str, digits: int) -> tuple[int, str]:
        """(how often the range was used up, digits not drawn before in this turn)."""
        size = 10**digits
        if kind not in self._spreads:
            step = self._rng.randrange(size // 3, size) // 10 * 10 + 7
            self._spreads[kind] = (step, self._rng.randrange(size))
        count = self._counts.get(kind, 0)
        self._counts[kind] = count + 1
        step, start = self._spreads[kind]
        return count // size, f"{(start + step * count) % size:0{digits}}"


def _base36(value: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while value:
        value, rest = divmod(value, 36)
        text = digits[rest] + text
    return text
