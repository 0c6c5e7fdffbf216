"""Texts read from a picture of a label -> the one item they agree on.

A label is the sender's: what commands the station or names an inspector is never taken from a
picture; a trade item's number, or a message that has no other, names goods, not the mail item.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from triage_app.flow.identify import identify
from triage_app.model.identity import Identity
from triage_app.model.noun import noun

NOT_FROM_A_PICTURE = frozenset({"command", "badge"})
NOT_AN_ITEM = frozenset({"gs1", "iso15434", "unknown"}) | NOT_FROM_A_PICTURE

Refuses = Callable[[str], bool]
Key = tuple[str, str]


@noun(frozen=True, slots=True)
class Labelled:
    """`item` when all that names an item names the same one; else None and `candidates`, what
    each code names, in the order of the texts."""

    item: Identity | None = None
    candidates: tuple[Identity, ...] = ()


def is_command(text: str) -> bool:
    """Whether a text would command the station or name an inspector if it were scanned."""
    answer = identify(text)
    return isinstance(answer, Identity) and answer.scheme in NOT_FROM_A_PICTURE


def labelled(texts: Iterable[str], refuses: Refuses = is_command) -> Labelled:
    """What the codes of one picture name; texts that `refuses` takes are passed over.

    A code may read as numbers of several carriers: the readings all codes share are meant.
    """
    named: dict[Key, list[Identity]] = {}
    for text in texts:
        readings = [] if refuses(text) else _readings(text)
        if readings:
            named.setdefault((readings[0].scheme, readings[0].number), readings)
    if not named:
        return Labelled()
    shared = set.intersection(
        *({key for one in each for key in _keys(one)} for each in named.values())
    )
    meant = [
        (rank, -len(one.aliases), one)
        for each in named.values()
        for rank, one in enumerate(each)
        if shared & set(_keys(one))
    ]
    if not meant:
        return Labelled(None, tuple(each[0] for each in named.values()))
    return Labelled(min(meant, key=lambda ranked: ranked[:2])[2])


def names_an_item(texts: Iterable[str]) -> bool:
    """Whether any text is a whole number of a mail item: enough of a picture was read then. Goods
    and addresses beside a label that is hard to read are not."""
    return any(map(_readings, texts))


def _readings(text: str) -> list[Identity]:
    """The valid readings of a text that name an item, best first."""
    answer = identify(text)
    if not isinstance(answer, Identity):
        return []
    every = (replace(answer, candidates=()), *answer.candidates)
    kept = [one for one in every if one.valid and one.scheme not in NOT_AN_ITEM]
    if kept and (kept[0].scheme, kept[0].number) == (answer.scheme, answer.number):
        kept[0] = answer  # with its other readings, as a scan has them
    return kept


def _keys(identity: Identity) -> tuple[Key, ...]:
    return (identity.scheme, identity.number), *identity.aliases
