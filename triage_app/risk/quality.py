"""Announcement -> what is wrong with its data; many of them -> scorecards of who announced them.

The checks are the pack's own signals (resources/quality.toml says which counts as what), so a post
is told what an inspector would see.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from typing import Any, Final

from triage_app.model.identity import Identity, Unidentified
from triage_app.model.item import Announcement, Channel, Context, ItemKey, MailItem
from triage_app.model.noun import noun
from triage_app.model.quality import KINDS, Scorecard, Scorecards, Shortfall
from triage_app.model.risk import Flag
from triage_app.risk.intervals import share
from triage_app.risk.judge import judge
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.names import person_key
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice
from triage_app.risk.signals.registry import SIGNALS

MOST_GROUPS: Final = 100_000
"""Groups counted at once; beyond it the half with fewest items is let go of."""
POST, CARRIER, SELLER = "post", "carrier", "seller"
_NOBODY = RandomSlice("", b"", 0.0)
_NO_LISTS = ScreeningLists()
_ITEMS, _ANY = len(KINDS), len(KINDS) + 1


@noun(frozen=True, slots=True)
class Check:
    """What a signal counts as; `field` "": the flag says which."""

    kind: str
    field: str
    ask: bool


@noun(frozen=True, slots=True)
class Checks:
    """By rule of the pack, and the pack with those rules alone."""

    pack: RulePack
    of_rule: Mapping[str, Check] = field(default_factory=dict)


def load_checks(text: str, pack: RulePack) -> Checks:
    """The table of checks over a pack. Raises ValueError naming the row that is wrong."""
    by_signal: dict[str, Check] = {}
    for row in tomllib.loads(text)["check"]:
        kind, signal = _named(row)
        by_signal[signal] = Check(kind, row.get("field", ""), row.get("ask", True))
    rules = tuple(one for one in pack.rules if one.on and one.signal in by_signal)
    of_rule = {rule.id: by_signal[rule.signal] for rule in rules}
    return Checks(replace(pack, rules=rules), of_rule)


def _named(row: Mapping[str, Any]) -> tuple[str, str]:
    unknown = set(row) - {"kind", "signal", "field", "ask"}
    kind, signal = row.get("kind"), row.get("signal")
    if unknown or kind not in KINDS or signal not in SIGNALS:
        raise ValueError(f"no check: {dict(row)}")
    return str(kind), str(signal)


def shortfalls(
    announced: Announcement,
    identity: Identity | Unidentified,
    previous: Announcement | None,
    checks: Checks,
    today: date,
) -> tuple[Shortfall, ...]:
    """What is wrong with an announcement, each thing once. `previous` is the version it replaced;
    an item with no known arrival is looked at as of today."""
    item = MailItem(
        key=ItemKey(announced.scheme, announced.number, announced.posted_on, announced.id),
        identity=identity,
        announcement=announced,
        context=Context(previous=previous),
    )
    day = announced.arrived_on or today
    flags = judge(item, checks.pack, _NO_LISTS, _NOBODY, day).flags
    found = (one for flag in flags for one in _of(flag, checks.of_rule[flag.rule]))
    return tuple(dict.fromkeys(found))


def _of(flag: Flag, check: Check) -> list[Shortfall]:
    missing = flag.evidence.get("missing")
    if check.field or not isinstance(missing, list | tuple):
        return [Shortfall(check.kind, check.field or flag.rule, str(flag.text), check.ask)]
    return [Shortfall(check.kind, str(name), "not given", check.ask) for name in missing]


def group_of(announced: Announcement, by: str) -> tuple[str, str]:
    """(key, name) of whom an announcement counts for; "" where it tells none. A post is the one of
    the S10 number's country, else of the origin; express items have none."""
    if by == POST:
        post = post_of(announced)
        return post, post
    if by == CARRIER:
        return announced.carrier.casefold(), announced.carrier
    return person_key(announced.sender), announced.sender.name


def post_of(announced: Announcement) -> str:
    """The country whose post announced a postal item; "" for others."""
    if announced.channel is not Channel.POST:
        return ""
    return announced.number[-2:] if announced.scheme == "s10" else announced.origin


class Tally:
    """Counts in the memory of MOST_GROUPS groups, however many announcements come."""

    def __init__(self, by: str, most_groups: int = MOST_GROUPS) -> None:
        self._by = by
        self._most = most_groups
        self._counts: dict[str, list[int]] = {}
        self._names: dict[str, str] = {}
        self._crowded = False
        self._all = self._nameless = self._let_go = 0

    def add(self, announced: Announcement, wrong: tuple[Shortfall, ...]) -> None:
        key, name = group_of(announced, self._by)
        self._all += 1
        if not key:
            self._nameless += 1
            return
        count = self._counts.get(key)
        if count is None:
            if len(self._counts) >= self._most:
                self._let_half_go()
            count = self._counts[key] = [0] * (len(KINDS) + 2)
            self._names[key] = name
        count[_ITEMS] += 1
        count[_ANY] += bool(wrong)
        for kind in {one.kind for one in wrong}:
            count[KINDS.index(kind)] += 1

    def _let_half_go(self) -> None:
        self._crowded = True
        fewest = sorted(self._counts, key=lambda key: self._counts[key][_ITEMS])
        for key in fewest[: max(1, len(fewest) // 2)]:
            self._let_go += self._counts.pop(key)[_ITEMS]
            del self._names[key]

    def scorecards(self, fewest: int = 1) -> Scorecards:
        """Of those with at least `fewest` items."""
        cards = [
            _card(self._names[key], count, part=self._crowded)
            for key, count in self._counts.items()
            if count[_ITEMS] >= fewest
        ]
        cards.sort(key=lambda one: (-one.items, one.name))
        return Scorecards(self._by, tuple(cards), self._all, self._nameless, self._let_go)


def _card(name: str, count: list[int], *, part: bool) -> Scorecard:
    items = count[_ITEMS]
    kinds = {kind: share(count[place], items) for place, kind in enumerate(KINDS)}
    return Scorecard(name, items, kinds, share(count[_ANY], items), part)
