"""Family `wording`: is the HS code one that the nomenclature has?"""

from collections.abc import Iterator
from functools import cache

from triage_app.assets import asset
from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.rules import Rule

NO_HS = because("no HS code is announced")
KNOWN = because("the HS codes begin with headings of the nomenclature")
NATIONAL = frozenset({"98", "99"})
"""Chapters left to each country."""
SHORTEST, LONGEST = 2, 14
"""Digits of a code: a chapter at least; the longest national ones have ten to fourteen."""

NO_LEVEL = 3
"""Digits between a chapter's two and a heading's four: a code that lost one."""


def hs_unknown(case: Case, _rule: Rule) -> Answer:
    """An HS code that is no number, or whose heading (first four digits; chapter where there are
    two) HS 2022 does not have."""
    coded = [words.line for words in case.lines if words.line.hs.strip()]
    if not coded:
        return NO_HS
    unknown = [line for line in coded if not is_known(line.hs)]
    if not unknown:
        return KNOWN
    codes = list(dict.fromkeys(line.hs[:20] for line in unknown))[:5]
    return Fired(
        {"codes": codes, "lines": [line.index for line in unknown[:20]]},
        {"hs": ", ".join(codes), "count": len(unknown)},
    )


def is_known(hs: str) -> bool:
    """Whether the nomenclature has the code's heading. Points and spaces between digits are left
    out; further digits are each country's own."""
    digits = "".join(hs[:40].replace(".", " ").split())
    if not (digits.isascii() and digits.isdecimal()) or not SHORTEST <= len(digits) <= LONGEST:
        return False
    if len(digits) == NO_LEVEL:
        return False
    if digits[:2] in NATIONAL:
        return True
    return digits[:4] in headings() if len(digits) >= 4 else digits[:2] in chapters()


@cache
def headings() -> frozenset[str]:
    """The four digits of each heading, of `resources/rules/hs-headings.txt`."""
    return frozenset(_read())


@cache
def chapters() -> frozenset[str]:
    """The two digits of each chapter."""
    return frozenset(heading[:2] for heading in headings())


def _read() -> Iterator[str]:
    for row in asset("rules", "hs-headings.txt").read_text("utf-8").splitlines():
        if row.startswith("#"):
            continue
        chapter, *spans = row.split()
        for span in spans:
            first, _, last = span.partition("-")
            yield from (f"{chapter}{n:02}" for n in range(int(first), int(last or first) + 1))
