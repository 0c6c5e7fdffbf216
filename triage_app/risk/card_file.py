"""Handling cards as a pack's file says them; loaded where a pack is read, never at the bench."""

from collections.abc import Mapping

from triage_app.model.risk import Card
from triage_app.risk.lexicon_file import identifier
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
