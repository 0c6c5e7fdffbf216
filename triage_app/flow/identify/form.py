"""Forms of numbers: a picture of the characters, what checks them, and what the parts say.

A picture is written one character a cell: `#` digit, `@` letter, `*` digit or letter, `[ABC]` one
of these, anything else itself; `{n}` repeats the cell before it. A form knows how strongly a text
that fits speaks for it (`bits`), so that readings of one text can be ranked.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import log2
from typing import NamedTuple

from triage_app.model.identity import Element
from triage_app.model.sentence import NOTHING, Sentence, tr

DIGITS = frozenset("0123456789")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
BOTH = DIGITS | LETTERS
_CELL = re.compile(r"(\[[0-9A-Z]+\]|.)(?:\{(\d+)\})?")
_CLASSES = {"#": DIGITS, "@": LETTERS, "*": BOTH}


class Check(NamedTuple):
    """The character at `at` follows from `implied` + the characters of `body` by `rule`."""

    rule: Callable[[str], str]
    body: slice
    at: int
    modulus: int = 10
    implied: str = ""

    def wanted(self, code: str) -> str:
        return self.rule(self.implied + code[self.body])

    def problem(self, code: str) -> Sentence:
        """What is wrong with the check digit; NOTHING when it holds."""
        wanted = self.wanted(code)
        if wanted == code[self.at]:
            return NOTHING
        return tr(
            "identify",
            "check digit is {found}, by the number it should be {wanted}",
            found=code[self.at],
            wanted=wanted,
        )


class Detail(NamedTuple):
    """What the parts of a number say beyond its form; empty fields leave the form's own."""

    number: str = ""
    carrier: str = ""
    country: str = ""
    service: str = ""
    problem: Sentence = NOTHING
    elements: tuple[Element, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    bits: float = 0.0


def no_detail(_code: str) -> Detail:
    """For forms whose parts say nothing more."""
    return Detail()


@dataclass(frozen=True)
class Form:
    """One way a scheme writes its numbers.

    `checks`: any one that holds will do (a guide may allow two ways). `prior` in bits says how
    common the form is on the bench, against others a text may fit; 0 is a common one.
    """

    scheme: str
    carrier: str
    picture: str
    service: str = ""
    checks: tuple[Check, ...] = ()
    prior: float = 0.0
    detail: Callable[[str], Detail] = field(default=no_detail)

    @cached_property
    def cells(self) -> tuple[frozenset[str], ...]:
        """The characters allowed at each position."""
        return tuple(_cells(self.picture))

    @cached_property
    def length(self) -> int:
        return len(self.cells)

    @cached_property
    def digits(self) -> bool:
        """Whether any digits of this length fit."""
        return all(cell == DIGITS for cell in self.cells)

    @cached_property
    def bits(self) -> float:
        """How far a valid text of this form is from chance, plus how common the form is."""
        shape = sum(log2(36 / len(cell)) for cell in self.cells)
        check = log2(self.checks[0].modulus / len(self.checks)) if self.checks else 0.0
        return shape + check + self.prior

    def fits(self, code: str) -> bool:
        """Whether the text has this form's length and characters."""
        if self.digits:
            return len(code) == self.length and code.isascii() and code.isdecimal()
        return len(code) == self.length and all(map(frozenset.__contains__, self.cells, code))

    def misfits(self, code: str) -> list[int]:
        """The positions whose characters the form does not allow; the lengths agree."""
        return [
            i for i, (cell, c) in enumerate(zip(self.cells, code, strict=True)) if c not in cell
        ]

    def problem(self, code: str) -> Sentence:
        """Why a text of this shape is not valid as far as its check digit says, or NOTHING."""
        problems = [check.problem(code) for check in self.checks]
        return NOTHING if not all(problems) else problems[0] if problems else NOTHING


def _cells(picture: str) -> Iterator[frozenset[str]]:
    for cell, count in _CELL.findall(picture):
        allowed = _CLASSES.get(cell) or frozenset(cell.strip("[]"))
        for _ in range(int(count or 1)):
            yield allowed
