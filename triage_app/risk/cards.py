"""Which handling cards a flag brings."""

from collections.abc import Iterable, Mapping, Sequence

from triage_app.model.risk import Card, Flag
from triage_app.risk.rules import RulePack


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
