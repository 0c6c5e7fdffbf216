"""Handling cards: read from the pack, and found for a flag."""

from collections.abc import Iterable, Mapping, Sequence

from triage_app.model.risk import Card, Flag
from triage_app.risk.lexicon_file import identifier
from triage_app.risk.rules import RulePack
from triage_app.risk.toml_table import Table


def read_card(table: Table, known: Mapping[str, frozenset[str]]) -> Card:
    """A [[card]] of a pack. `known` are the pack's rules, each with the concepts of its lexicon:
    a card that no rule can bring is refused, and so is published text without its source."""
    card = Card(
        id=identifier(table),
        title=table.text("title"),
        steps=table.words("steps"),
        source=table.text("source"),
        ours=table.words("ours", ()),
        brought_by=table.words("brought_by"),
    )
    if not card.brought_by:
        raise table.refuse("no rule brings this card", "brought_by")
    for entry in card.brought_by:
        rule, _, concept = entry.partition(" ")
        if rule not in known:
            raise table.refuse(f"'{rule}' is no rule of this pack", "brought_by")
        if concept and concept not in known[rule]:
            raise table.refuse(
                f"'{concept}' is no concept of the lexicon of '{rule}'", "brought_by"
            )
    if not card.steps or not card.source.strip():
        raise table.refuse("a card has published steps and names their source", "steps")
    table.done()
    return card


def cards_for(rule: str, evidence: Mapping[str, object], pack: RulePack) -> tuple[str, ...]:
    """The ids of the cards a flag brings: those of the concepts it names, else the rule's."""
    if not pack.cards:
        return ()
    concepts = evidence.get("concepts")
    named = concepts if isinstance(concepts, list) else ()
    return _bringing([f"{rule} {concept}" for concept in named], pack) or _bringing([rule], pack)


def _bringing(entries: Sequence[str], pack: RulePack) -> tuple[str, ...]:
    return tuple(
        card.id for card in pack.cards if any(entry in card.brought_by for entry in entries)
    )


def cards_of(flags: Iterable[Flag], pack: RulePack) -> tuple[Card, ...]:
    """The cards of all flags, each once, the heaviest flag's first."""
    wanted = dict.fromkeys(card for flag in flags for card in flag.cards)
    by_id = {card.id: card for card in pack.cards}
    return tuple(by_id[card] for card in wanted)
