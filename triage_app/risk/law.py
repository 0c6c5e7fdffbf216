"""Item + arrival date -> the law rows in force, and what they say is owed (an aid, not a bill)."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TypeAlias

from triage_app.model.item import Announcement
from triage_app.model.noun import noun
from triage_app.model.risk import LawNote
from triage_app.model.sentence import NOTHING, Sentence, tr
from triage_app.risk.rules import LawRow, Rates, RulePack, When


@noun(frozen=True, slots=True)
class Goods:
    """What the law asks of an item: how and whence it came, what it is worth in US cents."""

    channel: str
    origins: frozenset[str]
    destination: str
    nature: str
    usd_minor: int | None


def goods_of(announced: Announcement, usd_minor: int | None) -> Goods:
    """An announcement as the law sees it: post's origin and the goods' origins both count."""
    origins = {announced.origin, *(line.origin for line in announced.lines[:999])} - {""}
    return Goods(
        str(announced.channel),
        frozenset(origins),
        announced.destination,
        announced.nature,
        usd_minor,
    )


def rows_in_force(pack: RulePack, goods: Goods, on: date) -> tuple[LawRow, ...]:
    """The rows that apply to such goods arriving on that day; superseded ones left out."""
    jurisdiction = pack.jurisdiction_of(goods.destination)
    rows = [
        row
        for row in pack.law
        if row.jurisdiction == jurisdiction
        and row.scope.covers_day(on)
        and row.scope.covers_channel(goods.channel)
        and row.scope.covers_origins(goods.origins)
    ]
    gone = {old for row in rows for old in row.supersedes}
    return tuple(row for row in rows if row.id not in gone)


def law_notes(
    rows: Collection[LawRow], goods: Goods, pack: RulePack, fired: Collection[str]
) -> tuple[LawNote, ...]:
    """The rows whose predicate holds, as notes. `fired` are the rules that flagged the item."""
    return tuple(
        LawNote(row.id, _text(row, goods, pack), row.citation, row.effect, _owed(row, goods, pack))
        for row in rows
        if _holds(row.when, goods, fired)
    )


def value_limits(rows: Collection[LawRow], nature: str) -> tuple[tuple[int, LawRow], ...]:
    """The value limits (US cents) those rows set for one person and day, lowest first."""
    limits = []
    for row in rows:
        limit = row.amounts.get("limit_usd")
        natures = row.when.natures
        if isinstance(limit, int) and (not natures or nature in natures):
            limits.append((limit * 100, row))
    return tuple(sorted(limits, key=lambda pair: pair[0]))


def _holds(when: When, goods: Goods, fired: Collection[str]) -> bool:
    value = goods.usd_minor
    if when.natures and goods.nature not in when.natures:
        return False
    if when.rules and not when.rules.intersection(fired):
        return False
    if when.value_over_usd is not None and (value is None or value <= when.value_over_usd * 100):
        return False
    return when.value_up_to_usd is None or (
        value is not None and value <= when.value_up_to_usd * 100
    )


def _text(row: LawRow, goods: Goods, pack: RulePack) -> Sentence:
    template = row.text
    values: Mapping[str, object] = {}
    if row.owed and goods.usd_minor is not None:
        template = f"{row.text} {row.owed}"
        values = OWED[row.effect].values(row.amounts, goods.usd_minor, pack)
    template += not_confirmed(row)
    return tr("rules", template, **values)


def not_confirmed(row: LawRow) -> str:
    """What is said behind a row some of whose facts could not be confirmed; "" behind others."""
    return f" (Not confirmed: {', '.join(row.unconfirmed)}.)" if row.unconfirmed else ""


def _owed(row: LawRow, goods: Goods, pack: RulePack) -> Sentence:
    """What the row says is owed on this item; NOTHING where it says nothing, or of no value."""
    if not row.owed or goods.usd_minor is None:
        return NOTHING
    values = OWED[row.effect].values(row.amounts, goods.usd_minor, pack)
    return tr("rules", row.owed, **values)


def valued(announced: Announcement, rates: Rates) -> Sentence:
    """Which rates, of which day and whose, made the announced amounts USD; NOTHING where none had
    to. A currency without a rate is said too: the law cannot be worked out on it."""
    used = {announced.currency} if announced.value_minor is not None else set()
    used |= {line.currency for line in announced.lines[:200] if line.value_minor is not None}
    foreign = sorted(used - {"USD", ""})
    if not foreign:
        return NOTHING
    told = [
        f"1 {code[:3]} = {rates.micro_usd[code] / 1_000_000:.6f}".rstrip("0") + " USD"
        for code in foreign
        if code in rates.micro_usd
    ]
    unknown = [code[:3] for code in foreign if code not in rates.micro_usd]
    if unknown:
        told.append(str(tr("rules", "no rate for {codes}", codes=", ".join(unknown[:20]))))
    return tr(
        "rules",
        "Values in USD by the pack's rates of {day}: {rates} ({source}).",
        day=rates.as_of,
        rates="; ".join(told[:20]),
        source=rates.source,
    )


def usd(minor: int) -> str:
    """US cents as people write them: 1,146.00."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100:,}.{abs(minor) % 100:02d}"


Amounts: TypeAlias = Mapping[str, object]


@noun(frozen=True, slots=True)
class Effect:
    """A kind of consequence: the amounts a row must give (all whole numbers, but `tiers`), the
    values its sentence may use, and how they are worked out from the value in US cents."""

    amounts: frozenset[str]
    says: frozenset[str]
    values: Callable[[Amounts, int, RulePack], Mapping[str, object]]


def _said(_amounts: Amounts, value: int, _pack: RulePack) -> Mapping[str, object]:
    return {"value": usd(value)}


def _limit(amounts: Amounts, value: int, _pack: RulePack) -> Mapping[str, object]:
    limit = _whole(amounts, "limit_usd")
    over = value - limit * 100
    return {
        "value": usd(value),
        "limit": f"{limit:,}",
        "stands": (
            tr("rules", "above it by {over} USD", over=usd(over))
            if over > 0
            else tr("rules", "not above it")
        ),
    }


def _rate(amounts: Amounts, value: int, _pack: RulePack) -> Mapping[str, object]:
    percent = _whole(amounts, "rate_percent")
    return {"value": usd(value), "rate": percent, "duty": usd(value * percent // 100)}


def _rate_or_flat(amounts: Amounts, value: int, pack: RulePack) -> Mapping[str, object]:
    return {**_rate(amounts, value, pack), "flat": _whole(amounts, "flat_usd")}


def _per_heading(amounts: Amounts, value: int, pack: RulePack) -> Mapping[str, object]:
    euro = pack.rates.micro_usd.get("EUR")
    limit = _whole(amounts, "limit_eur")
    return {
        "value": usd(value),
        "limit": limit,
        "each": _whole(amounts, "each_eur"),
        "euro": usd(value * 1_000_000 // euro) if euro else "?",
    }


def _whole(amounts: Amounts, name: str) -> int:
    value = amounts[name]
    return value if isinstance(value, int) else 0


_VALUE = frozenset({"value"})
OWED: Mapping[str, Effect] = {
    "notice": Effect(frozenset(), _VALUE, _said),
    "exempt-up-to": Effect(frozenset({"limit_usd"}), _VALUE | {"limit", "stands"}, _limit),
    "gift-up-to": Effect(frozenset({"limit_usd"}), _VALUE | {"limit", "stands"}, _limit),
    "formal-entry-over": Effect(frozenset({"limit_usd"}), _VALUE | {"limit", "stands"}, _limit),
    "surcharge": Effect(frozenset({"rate_percent"}), _VALUE | {"rate", "duty"}, _rate),
    "rate-or-flat": Effect(
        frozenset({"rate_percent", "flat_usd"}), _VALUE | {"rate", "duty", "flat"}, _rate_or_flat
    ),
    "per-heading": Effect(
        frozenset({"each_eur", "limit_eur"}), _VALUE | {"each", "limit", "euro"}, _per_heading
    ),
}
"""Every effect a law row may have."""
