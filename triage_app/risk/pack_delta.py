"""Two rule packs -> what the second changes: rules, law, words, rates, each value old and new."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from triage_app.model.risk import Card
from triage_app.risk.lexicons import Concept
from triage_app.risk.rules import LawRow, Rule, RulePack, Scope, When

NONE = "none"
_QUIET = frozenset({"line", "scope", "when", "settings", "amounts", "id"})


class PackChange(NamedTuple):
    """`what` is added, removed or changed; `part` is pack, rule, law, card, rate, weight or
    lexicon; `id` names which one. `field`, `old` and `new` say what differs, as text."""

    what: str
    part: str
    id: str
    field: str = ""
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        name = f"{self.part} {self.id}".rstrip()
        if not self.field:
            return f"{name} {self.what}"
        if self.what == "changed":
            return f"{name}: {self.field} {self.old} -> {self.new}"
        return f"{name}: {self.field} {self.what}: {self.new or self.old}"


def pack_delta(before: RulePack, after: RulePack) -> tuple[PackChange, ...]:
    """What `after` has otherwise than `before`; () where judging by either is the same."""
    return (
        *_fields("pack", "", _head(before), _head(after)),
        *_fields("rate", "", _rates(before), _rates(after)),
        *_things("rule", before.rules, after.rules),
        *_things("law", before.law, after.law),
        *_things("card", before.cards, after.cards),
        *_fields("weight", "", _grams(before), _grams(after)),
        *_lexicons(before, after),
        *_spoken(before, after),
    )


def rule_values(rule: Rule) -> Mapping[str, str]:
    """A rule's values as text by their names in the pack."""
    return {**_plain(rule), **_scope(rule.scope), **_said(rule.settings)}


def _law_values(row: LawRow) -> Mapping[str, str]:
    when = {f"when {one.name}": _text(getattr(row.when, one.name)) for one in fields(When)}
    return {**_plain(row), **_scope(row.scope), **when, **_said(row.amounts)}


def _head(pack: RulePack) -> Mapping[str, str]:
    return {
        "id": pack.id,
        "version": pack.version,
        "jurisdiction": pack.jurisdiction,
        "hold_at": str(pack.hold_at_micro // 1_000),
        "look_at": str(pack.look_at_micro // 1_000),
        **{f"countries of {name}": _text(of) for name, of in pack.jurisdictions.items()},
    }


def _rates(pack: RulePack) -> Mapping[str, str]:
    rates = pack.rates
    told = {code: f"{micro / 1_000_000:.6f}" for code, micro in rates.micro_usd.items()}
    return {"as_of": str(rates.as_of), "source": rates.source, **told}


def _grams(pack: RulePack) -> Mapping[str, str]:
    return {hs: f"{least} to {most} g" for hs, (least, most) in pack.grams.items()}


def _plain(thing: Rule | LawRow | Card) -> dict[str, str]:
    told = {
        one.name: _text(getattr(thing, one.name)) for one in fields(thing) if one.name not in _QUIET
    }
    micro = told.pop("points_micro", "")
    return {**told, "points": str(int(micro) // 1_000)} if micro else told


def _scope(scope: Scope) -> Mapping[str, str]:
    return {
        "channel": scope.channel,
        "origins": _text(scope.origins) if scope.origins else "all",
        "except_origins": _text(scope.except_origins),
        "from": _text(scope.valid_from),
        "until": _text(scope.until),
    }


def _said(values: Mapping[str, object]) -> Mapping[str, str]:
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, frozenset):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or NONE
    return NONE if value is None or value == "" else str(value)


def _things(
    part: str, before: Iterable[Rule | LawRow | Card], after: Iterable[Rule | LawRow | Card]
) -> Iterator[PackChange]:
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    yield from (PackChange("removed", part, name) for name in old if name not in new)
    for name, thing in new.items():
        if name not in old:
            yield PackChange("added", part, name)
        elif thing != old[name]:
            yield from _fields(part, name, _values(old[name]), _values(thing))


def _values(thing: Rule | LawRow | Card) -> Mapping[str, str]:
    if isinstance(thing, Rule):
        return rule_values(thing)
    return _law_values(thing) if isinstance(thing, LawRow) else _plain(thing)


def _fields(
    part: str, name: str, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[PackChange]:
    for field in dict.fromkeys([*old, *new]):
        was, now = old.get(field, NONE), new.get(field, NONE)
        if was != now:
            yield PackChange("changed", part, name, field, was, now)


def _lexicons(before: RulePack, after: RulePack) -> Iterator[PackChange]:
    old, new = before.lexicons.by_id, after.lexicons.by_id
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            yield PackChange("added" if name in new else "removed", "lexicon", name)
            continue
        was = {concept.id: concept for concept in old[name].concepts}
        now = {concept.id: concept for concept in new[name].concepts}
        if old[name].version != new[name].version:
            pair = old[name].version, new[name].version
            yield PackChange("changed", "lexicon", name, "version", *pair)
        for concept in dict.fromkeys([*was, *now]):
            yield from _words(f"{name} {concept}", was.get(concept), now.get(concept))


def _spoken(before: RulePack, after: RulePack) -> Iterator[PackChange]:
    """Texts in other languages: which changed, by the English one."""
    for language in sorted(before.texts.keys() | after.texts.keys()):
        old, new = before.texts.get(language, {}), after.texts.get(language, {})
        yield from _fields("text", language, old, new)


def _words(name: str, was: Concept | None, now: Concept | None) -> Iterator[PackChange]:
    old, new = _concept(was), _concept(now)
    gone = sorted(set(was.words if was else ()) - set(now.words if now else ()))
    came = sorted(set(now.words if now else ()) - set(was.words if was else ()))
    if gone:
        yield PackChange("removed", "lexicon", name, "words", old=", ".join(gone))
    if came:
        yield PackChange("added", "lexicon", name, "words", new=", ".join(came))
    if was and now:
        yield from _fields("lexicon", name, old, new)


def _concept(concept: Concept | None) -> Mapping[str, str]:
    if concept is None:
        return {}
    return {
        one.name: _text(getattr(concept, one.name))
        for one in fields(concept)
        if one.name not in ("id", "words")
    }
