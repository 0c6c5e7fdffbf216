"""The spread of values among items of one HS heading and origin, worked out from the cache."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from triage_app.store.cache_context import HEADING
from triage_app.store.packed import Priced

FEWEST = 4
MOST_KEPT = 4_000
"""Values kept of one heading and origin: quantiles move little beyond."""

ToUsd = Callable[[int | None, str], int | None]


@dataclass(slots=True)
class Spread:
    """Values in US cents of one heading and origin."""

    count: int = 0
    units: list[int] = field(default_factory=list)
    kilograms: list[int] = field(default_factory=list)

    def add(self, usd_minor: int, quantity: int | None, net_weight_g: int | None) -> None:
        self.count += 1
        if self.count > MOST_KEPT:
            return
        if quantity:
            self.units.append(usd_minor // quantity)
        if net_weight_g:
            self.kilograms.append(usd_minor * 1000 // net_weight_g)


def peer_rows(
    announced: Iterable[Priced], to_usd_minor: ToUsd
) -> list[tuple[str, str, int, str, str]]:
    """Rows of the table `peers`: by heading and origin, and by heading alone (origin "")."""
    spreads: defaultdict[tuple[str, str], Spread] = defaultdict(Spread)
    for origin, currency, lines in announced:
        for _, _, quantity, net_weight_g, value_minor, its_currency, hs, its_origin in lines:
            usd = to_usd_minor(value_minor, its_currency or currency)
            heading = hs[:HEADING]
            if usd is None or len(heading) < HEADING:
                continue
            for place in {its_origin or origin, ""}:
                spreads[heading, place].add(usd, quantity, net_weight_g)
    return [
        (hs, origin, spread.count, _five(spread.units), _five(spread.kilograms))
        for (hs, origin), spread in spreads.items()
        if min(len(spread.units), len(spread.kilograms)) >= FEWEST
    ]


def _five(values: list[int]) -> str:
    """The 5, 25, 50, 75 and 95 % quantiles as JSON."""
    from statistics import quantiles  # not on the way to the first scan

    twentieths = quantiles(values, n=20, method="inclusive")
    return json.dumps([round(twentieths[at]) for at in (0, 4, 9, 14, 18)])
