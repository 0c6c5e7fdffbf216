"""What is sent: the table of goods as values, and drawing kinds and units from it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from random import Random

from triage_app.assets import asset

WIDEST = 1.8
"""Values and weights stay within this many standard deviations, so that an innocent item is no
outlier among its peers."""
VALUE_SIGMA = 0.34
WEIGHT_SIGMA = 0.14


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of goods. `weight_g` and `usd` are medians of one unit (lognormal around them);
    `words` maps "en" and country codes to descriptions; `scene` names how it looks."""

    id: str
    hs: str
    scene: str
    weight_g: int
    usd: float
    units: tuple[int, ...]
    share: float
    origins: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Some units of a kind: grams and US cents of all of them together."""

    kind: Kind
    origin: str
    description: str
    quantity: int
    net_weight_g: int
    usd_minor: int


class GoodsTable:
    """The kinds, drawn by their shares."""

    def __init__(self, kinds: tuple[Kind, ...]) -> None:
        self.kinds = kinds
        self.by_id = {kind.id: kind for kind in kinds}
        self._shares = tuple(accumulate(kind.share for kind in kinds))
        self._origins = {
            kind.id: (tuple(kind.origins), tuple(accumulate(kind.origins.values())))
            for kind in kinds
        }
        self._from: dict[str, tuple[list[Kind], list[float]]] = {}
        for kind in kinds:
            for origin, weight in kind.origins.items():
                there, shares = self._from.setdefault(origin, ([], []))
                share = kind.share * weight / sum(kind.origins.values())
                there.append(kind)
                shares.append(share + (shares[-1] if shares else 0))

    def kind(self, rng: Random) -> Kind:
        """Any kind, by share."""
        return rng.choices(self.kinds, cum_weights=self._shares)[0]

    def origin(self, kind: Kind, rng: Random) -> str:
        """Where this kind comes from."""
        origins, weights = self._origins[kind.id]
        return origins[0] if len(origins) == 1 else rng.choices(origins, cum_weights=weights)[0]

    def kind_from(self, origin: str, rng: Random) -> Kind:
        """A kind that is sent from `origin`, by share."""
        kinds, shares = self._from[origin]
        return rng.choices(kinds, cum_weights=shares)[0]

    def draw(self, kind: Kind, origin: str, rng: Random, quantity: int = 0) -> Drawn:
        """Units of `kind`, as many as usual unless `quantity` says so."""
        count = quantity or rng.choice(kind.units)
        usd = kind.usd * _spread(rng, VALUE_SIGMA) * count
        weight = kind.weight_g * _spread(rng, WEIGHT_SIGMA) * count
        return Drawn(
            kind,
            origin,
            _words(kind, origin, rng),
            count,
            max(1, round(weight)),
            max(50, round(usd * 20) * 5),
        )


def load_goods() -> GoodsTable:
    """The table that ships with the program."""
    rows = tomllib.loads(asset("demo", "goods.toml").read_text("utf-8"))["goods"]
    return GoodsTable(
        tuple(
            Kind(
                id=row["id"],
                hs=row["hs"],
                scene=row["scene"],
                weight_g=row["weight_g"],
                usd=row["usd"],
                units=tuple(row["units"]),
                share=row["share"],
                origins=row["origins"],
                words={name: tuple(words) for name, words in row["words"].items()},
            )
            for row in rows
        )
    )


def _words(kind: Kind, origin: str, rng: Random) -> str:
    """English mostly; one in eight in the origin's language too or alone."""
    english = rng.choice(kind.words["en"])
    own = kind.words.get(origin)
    draw = rng.random()
    if own is None or draw > 0.12:
        return english
    local = rng.choice(own)
    return local if draw < 0.05 else f"{local} / {english}"


def _spread(rng: Random, sigma: float) -> float:
    """A lognormal factor around 1, cut at WIDEST standard deviations."""
    draw = rng.gauss(0.0, sigma)
    edge = WIDEST * sigma
    return exp(max(-edge, min(edge, draw)))
