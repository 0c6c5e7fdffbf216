"""resources/formats/edifact_maps.toml -> for each kind of message, which segments say what."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from triage_app.assets import asset
from triage_app.formats.edifact_segments import Segment
from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr

SCOPES: Final = ("message", "bag", "item", "line", "sender", "recipient")
PARTY: Final = (
    *("name", "address_lines", "city", "state", "post_code", "country", "phone", "email"),
    "tax_id",
)
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "item": (
        *("number", "posted_on", "announced_at", "carrier", "service", "origin", "destination"),
        *("mail_class", "nature", "gross_weight", "total_value", "default_currency"),
        *("arrived_on", "flight_on", "bag", "flight", "house", "master", "receptacle", "sscc"),
        *("documents", "url", "referral", "referral_by", "referral_at", "referral_text"),
        *("referral_answer", "referral_answered_by", "referral_answered_at"),
    ),
    "bag": ("items",),
    "line": (
        *("index", "description", "quantity", "net_weight", "value", "hs", "origin"),
        "default_currency",
    ),
    "sender": PARTY,
    "recipient": PARTY,
}
"""What may be taken; of a message, what may be taken of an item, and of a bag that too."""
ALL: Final = 0
"""In a place: every component of the element."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """What one kind of segment says where it stands in `scope`."""

    scope: str
    when: tuple[tuple[Place, frozenset[str]], ...]
    opens: str
    take: tuple[tuple[str, tuple[Place, ...]], ...]
    by: Place | None
    passes: frozenset[Place]
    passes_all: bool

    def fits(self, segment: Segment) -> bool:
        """Whether what must stand in the segment does."""
        for (element, component), texts in self.when:
            if segment.at(element, component) not in texts:
                return False
        return True

    def leaves(self, segment: Segment) -> bool:
        """Whether something stands in it that the rule neither takes nor passes."""
        if self.passes_all:
            return False
        known = self.passes
        for e, element in enumerate(segment.elements, 1):
            if (e, ALL) not in known:
                for c, text in enumerate(element, 1):
                    if text and (e, c) not in known:
                        return True
        return False


@dataclass(frozen=True, slots=True)
class MessageMap:
    """One kind of message. `beside`: it says something of items, not what they are. Rules go by
    scope and tag. `function` is the place in BGM, `whole` what may stand there."""

    kind: str
    beside: bool
    channel: str
    function: Place
    whole: frozenset[str]
    rules: Mapping[tuple[str, str], tuple[Rule, ...]]

    @property
    def opening(self) -> frozenset[str]:
        """Tags of segments that open an item."""
        return frozenset(
            tag for (_, tag), rules in self.rules.items() if any(r.opens == "item" for r in rules)
        )

    def numbers(self, segment: Segment) -> str:
        """The number of the item a segment opens; "" where it opens none."""
        for scope in SCOPES:
            for rule in self.rules.get((scope, segment.tag), ()):
                if rule.opens == "item" and rule.fits(segment):
                    return "".join(
                        segment.at(*p) for f, ps in rule.take for p in ps if f == "number"
                    )
        return ""


@dataclass(frozen=True, slots=True)
class Maps:
    """All kinds of messages that are read, and the units of weight."""

    messages: Mapping[str, MessageMap]
    units: Mapping[str, str]


def load_maps(path: Path | None = None) -> Maps:
    """The maps that come with the program, or those of a file. Raises FileUnreadable for a file
    that cannot be read or says something no map can."""
    place = path or asset("formats", "edifact_maps.toml")
    try:
        table = tomllib.loads(place.read_text("utf-8"))
        units = {code: unit for unit, codes in table.pop("units", {}).items() for code in codes}
        return Maps({kind: _message(kind, table) for kind in table}, units)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise FileUnreadable(
            tr("formats", "{path} is no table of message maps: {error}.", path=place, error=error),
            tr(
                "formats",
                "Mend it after the one that comes with the program; nothing was imported.",
            ),
        ) from error


def _message(kind: str, table: Mapping[str, Any]) -> MessageMap:
    like = table[kind].get("like")
    said = {**(table[like] if like else {}), **table[kind]}
    rules: dict[tuple[str, str], tuple[Rule, ...]] = {}
    for row in said["rules"]:
        rule = _rule(row)
        key = rule.scope, row["segment"]
        rules[key] = (*rules.get(key, ()), rule)
    return MessageMap(
        kind=kind,
        beside=bool(said.get("beside", said.get("places", False))),
        channel=said["channel"],
        function=_place(said["function"]),
        whole=frozenset(said["whole"]),
        rules=rules,
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    scope, opens, by = row["in"], row.get("opens", ""), row.get("by")
    if scope not in SCOPES or (opens and opens not in SCOPES[1:]):
        raise ValueError(f"no scope '{opens if scope in SCOPES else scope}'")
    take = tuple((field, _places(at)) for field, at in row.get("take", {}).items())
    told = opens or scope
    known = (*FIELDS.get(told, ()), *(FIELDS["item"] if told in ("message", "bag") else ()))
    for field, _ in take:
        if field not in known:
            raise ValueError(f"no field '{field}' of '{opens or scope}'")
    when = tuple((_place(at), _texts(texts)) for at, texts in row.get("when", {}).items())
    passes = row.get("passes", "")
    named = {place for _, places in take for place in places} | {place for place, _ in when}
    named |= {_place(by)} if by else set()
    named |= set(_places(passes)) if passes != "*" else set()
    return Rule(
        scope, when, opens, take, _place(by) if by else None, frozenset(named), passes == "*"
    )


def _texts(said: str | Sequence[str]) -> frozenset[str]:
    return frozenset([said] if isinstance(said, str) else said)


def _places(text: str) -> tuple[Place, ...]:
    return tuple(map(_place, text.split()))


def _place(text: str) -> Place:
    element, _, component = text.partition(".")
    return int(element), ALL if component == "*" else int(component)
