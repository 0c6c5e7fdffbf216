"""Item + pack + lists + day -> a case: what the signals look at, worked out once."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import TypeAlias

from triage_app.model.item import Announcement, Line, MailItem
from triage_app.model.noun import noun
from triage_app.model.sentence import Sentence, tr
from triage_app.risk.law import Goods, goods_of, rows_in_force
from triage_app.risk.lexicons import Hit
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.rules import LawRow, RulePack

MOST_LINES = 200
"""Lines of one item that are looked at; an announcement with more says so by a flag."""


@noun(frozen=True, slots=True)
class Fired:
    """A signal saw what it looks for. `evidence` as in Flag; `values` fill the rule's text,
    `text` stands in its place."""

    evidence: Mapping[str, object]
    values: Mapping[str, object] = field(default_factory=dict)
    text: Sentence | None = None


@noun(frozen=True, slots=True)
class NotFired:
    why: Sentence


Answer: TypeAlias = Fired | NotFired | tuple[Fired, ...]


@noun(frozen=True, slots=True)
class Words:
    """One line's description with the lexicon words found in it."""

    line: Line
    hits: Mapping[str, tuple[Hit, ...]]


@noun(frozen=True, slots=True)
class Case:
    """An item on one day under one pack. `line_usd` go by the lines' order (US cents, None where
    unknown); `usd` is the item's whole value."""

    item: MailItem
    announced: Announcement
    pack: RulePack
    lists: ScreeningLists
    as_of: date
    lines: tuple[Words, ...]
    line_usd: tuple[int | None, ...]
    usd: int | None
    goods: Goods
    law: tuple[LawRow, ...]


NOT_ANNOUNCED = Announcement("", "", "", "")


def open_case(item: MailItem, pack: RulePack, lists: ScreeningLists, as_of: date) -> Case:
    """The case of an item; one that is on no manifest has the empty announcement."""
    announced = item.announcement or NOT_ANNOUNCED
    lines = announced.lines[:MOST_LINES]
    line_usd = tuple(pack.rates.to_usd_minor(line.value_minor, line.currency) for line in lines)
    usd = pack.rates.to_usd_minor(announced.value_minor, announced.currency)
    if usd is None:
        usd = _total(line_usd)
    goods = goods_of(announced, usd)
    return Case(
        item=item,
        announced=announced,
        pack=pack,
        lists=lists,
        as_of=as_of,
        lines=tuple(Words(line, pack.lexicons.hits(line.description)) for line in lines),
        line_usd=line_usd,
        usd=usd,
        goods=goods,
        law=rows_in_force(pack, goods, as_of),
    )


def _total(values: tuple[int | None, ...]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def because(text: str, **values: object) -> NotFired:
    """Why a signal did not fire, in words."""
    return NotFired(tr("risk", text, **values))
