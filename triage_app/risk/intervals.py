"""Counts -> shares and ratios with the interval they leave open, 95 %.

Wilson, E. B. (1927), J. Am. Stat. Assoc. 22, 209; recommended for any n by Newcombe, R. G. (1998),
Stat. Med. 17, 857. Ratio of two shares: Katz, D. et al. (1978), Biometrics 34, 469.
"""

from math import exp, log, sqrt
from typing import Final

from triage_app.model.measure import Lift, Share

Z: Final = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
FEWEST: Final = 30
"""Items on either side under which no ratio is told: its interval would hold nearly anything."""


def share(part: int, of: int) -> Share:
    """The share with Wilson's interval. Raises ValueError unless 0 <= part <= of."""
    if not 0 <= part <= of:
        raise ValueError(f"{part} of {of} is no share")
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    p, square = part / of, Z * Z
    middle = (p + square / (2 * of)) / (1 + square / of)
    half = Z * sqrt(p * (1 - p) / of + square / (4 * of * of)) / (1 + square / of)
    low = 0.0 if part == 0 else max(0.0, middle - half)
    high = 1.0 if part == of else min(1.0, middle + half)
    return Share(part, of, low, high)


def lift(found: int, of: int, base_found: int, base_of: int) -> Lift | None:
    """How many times `found` of `of` is `base_found` of `base_of`; None where either has fewer than
    FEWEST items or nothing was found in the base. Where nothing was found of `of`, half a find is
    supposed for the upper end (Haldane 1956, Anscombe 1956)."""
    if min(of, base_of) < FEWEST or not base_found:
        return None
    one, other = max(found, 0.5), base_found
    spread = sqrt(max(0.0, 1 / one - 1 / of + 1 / other - 1 / base_of))
    ratio = (one / of) / (other / base_of)
    if not found:
        return Lift(0.0, 0.0, ratio * exp(Z * spread))
    return Lift(ratio, exp(log(ratio) - Z * spread), exp(log(ratio) + Z * spread))
