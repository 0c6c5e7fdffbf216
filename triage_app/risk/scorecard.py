"""Row -> points that can be read: an additive scorecard.

A score is a base and one entry of each term's table, whole numbers that add up. Twenty points
double the odds that something is found. Each entry keeps what it rests on: in how many earlier
rows that was so, and in how many of them something was found.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

DOUBLING: Final = 20
"""Points that double the odds; the usual scale of credit scorecards."""
FORMAT: Final = "triage scorecard 1"
BETWEEN: Final = "\x1f"
"""Stands between the keys of a pair (ASCII unit separator); a cell that holds it has it removed."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Feature:
    """One way of reading a row: a cell as written, the start of a code, the band a number lies in,
    the number itself (whether it came before), or the band of one number per another."""

    kind: str
    column: str
    per: str = ""
    length: int = 0
    cuts: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """What a person calls it."""
        match self.kind:
            case "start":
                return f"{self.column}, first {self.length}"
            case "band":
                return f"{self.column} (band)"
            case "repeat":
                return f"{self.column} (same value before)"
            case "ratio":
                return f"{self.column} per {self.per} (band)"
        return self.column

    def key(self, row: Row) -> str:
        """What the row has here: "" where nothing can be said of it."""
        cell = row.get(self.column, "").strip()
        match self.kind:
            case "start":
                return cell[: self.length]
            case "repeat":
                value = number(cell)
                return "" if value is None else repr(value)
            case "band" | "ratio":
                value = self.measure(row)
                return "" if value is None else str(band(value, self.cuts))
        return cell.replace(BETWEEN, "") or "-"

    def measure(self, row: Row) -> float | None:
        """The number whose band is asked, None where there is none."""
        value = number(row.get(self.column, ""))
        if self.kind != "ratio" or value is None:
            return value
        divisor = number(row.get(self.per, ""))
        return value / divisor if divisor else None

    def says(self, key: str) -> str:
        """A key in words."""
        if self.kind not in ("band", "ratio") or not key:
            return key or "?"
        at = int(key)
        if not 0 <= at <= len(self.cuts):
            raise ValueError(f"there is no band {at}")
        low = f"from {self.cuts[at - 1]:g}" if at else ""
        high = f"under {self.cuts[at]:g}" if at < len(self.cuts) else ""
        return " ".join(filter(None, (low, high))) or "any"


class Told(NamedTuple):
    """An entry of a term's table: its points, and the rows they rest on."""

    points: int
    found: int
    rows: int


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: one feature or a pair, and the points of each key seen. A key that is not in the
    table says nothing: no points."""

    features: tuple[Feature, ...]
    table: Mapping[str, Told]

    @property
    def name(self) -> str:
        return " x ".join(feature.name for feature in self.features)

    def key(self, row: Row) -> str:
        """ "" where one of the features has nothing."""
        keys = [feature.key(row) for feature in self.features]
        return BETWEEN.join(keys) if all(keys) else ""

    def says(self, key: str) -> str:
        """A key of the table in words."""
        parts = key.split(BETWEEN)
        return ", ".join(f.says(part) for f, part in zip(self.features, parts, strict=True))


class Summand(NamedTuple):
    """What one term adds to a row's score, and why."""

    term: str
    value: str
    told: Told


@dataclass(frozen=True, slots=True)
class Card:
    """A fitted scorecard. `base` is the score of a row of which no term says anything; `rows` and
    `found` are what it was fitted on; `left_out` says why a column is not in it; `ordered_by` is
    the column of days by which its own fitting looked back, "" where rows have no day."""

    label: str
    base: int
    terms: tuple[Term, ...]
    rows: int
    found: int
    ordered_by: str
    left_out: Mapping[str, str]

    def score(self, row: Row) -> int:
        """Points: the base and what each term adds."""
        return self.base + sum(summand.told.points for summand in self.summands(row))

    def summands(self, row: Row) -> Iterator[Summand]:
        """The terms that say something of the row, in the card's order."""
        for term in self.terms:
            key = term.key(row)
            told = term.table.get(key) if key else None
            if told is not None:
                yield Summand(term.name, term.says(key), told)


def chance(points: int) -> float:
    """The share of rows with such a score in which something is found, as the card has it."""
    return 1 / (1 + math.exp2(min(-points / DOUBLING, 1000.0)))


def points_of(log_odds: float) -> int:
    """Natural log odds as points."""
    return round(log_odds * DOUBLING / math.log(2))


def band(value: float, cuts: Sequence[float]) -> int:
    """How many cuts lie at or under the value."""
    return bisect_right(cuts, value)


def number(cell: str) -> float | None:
    """A cell as a number; a comma is decimal where it stands alone. None where it is none."""
    text = cell.strip()
    if "," in text and "." not in text and text.count(",") == 1:
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


class CardUnreadable(ValueError):
    """The file is no scorecard; says what is wrong."""


def as_json(card: Card) -> dict[str, Any]:
    """The card as plain values, the same for the same card."""
    return {
        "format": FORMAT,
        "label": card.label,
        "base": card.base,
        "doubling": DOUBLING,
        "rows": card.rows,
        "found": card.found,
        "ordered_by": card.ordered_by,
        "left_out": dict(card.left_out),
        "terms": [
            {
                "features": [_feature_json(feature) for feature in term.features],
                "table": {key: list(told) for key, told in sorted(term.table.items())},
            }
            for term in card.terms
        ],
    }


def from_json(value: Any) -> Card:
    """The card of plain values. Raises CardUnreadable."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise CardUnreadable(f'it does not say "format": "{FORMAT}"')
    if value.get("doubling") != DOUBLING:
        raise CardUnreadable("its points are of another scale")
    try:
        return Card(
            label=str(value["label"]),
            base=int(value["base"]),
            terms=tuple(_term(each) for each in value["terms"]),
            rows=int(value["rows"]),
            found=int(value["found"]),
            ordered_by=str(value["ordered_by"]),
            left_out={str(name): str(why) for name, why in value["left_out"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CardUnreadable(f"a part is missing or odd: {error}") from error


def _feature_json(feature: Feature) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": feature.kind, "column": feature.column}
    if feature.per:
        told["per"] = feature.per
    if feature.length:
        told["length"] = feature.length
    if feature.cuts:
        told["cuts"] = list(feature.cuts)
    return told


KINDS: Final = frozenset({"written", "start", "band", "repeat", "ratio"})


def _term(value: Mapping[str, Any]) -> Term:
    features = tuple(_feature(each) for each in value["features"])
    if not 1 <= len(features) <= 2:
        raise ValueError("a term has one feature or two")
    table = {str(key): Told(*map(int, told)) for key, told in value["table"].items()}
    term = Term(features, table)
    for key in table:
        term.says(key)  # raises where the key is not one of such features
    return term


def _feature(value: Mapping[str, Any]) -> Feature:
    if value["kind"] not in KINDS:
        raise ValueError(f"no kind of feature is called {value['kind']!r}")
    cuts = tuple(map(float, value.get("cuts", ())))
    if list(cuts) != sorted(cuts):
        raise ValueError("the cuts of a band do not rise")
    return Feature(
        value["kind"],
        str(value["column"]),
        str(value.get("per", "")),
        int(value.get("length", 0)),
        cuts,
    )
