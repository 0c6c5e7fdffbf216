"""Two editions of a screening list -> what is new, removed and changed."""

from collections.abc import Iterable, Sequence

from triage_app.model.listing import ListChange, ListEntry

_COMPARED = (
    "name", "kind", "aliases", "weak_aliases", "programme", "countries", "note", "citation",
)  # fmt: skip


def list_delta(before: Iterable[ListEntry], now: Iterable[ListEntry]) -> tuple[ListChange, ...]:
    """The differences by the list's own numbers: new ones first, then removed, then changed, each
    in the order of its list. Entries of one number are taken together."""
    old, new = _by_number(before), _by_number(now)
    return (
        *(ListChange(uid, new[uid][0].name, "new") for uid in new if uid not in old),
        *(ListChange(uid, old[uid][0].name, "removed") for uid in old if uid not in new),
        *(
            ListChange(uid, new[uid][0].name, "changed", _fields(old[uid], new[uid]))
            for uid in new
            if uid in old and old[uid] != new[uid]
        ),
    )


def _by_number(entries: Iterable[ListEntry]) -> dict[str, list[ListEntry]]:
    grouped: dict[str, list[ListEntry]] = {}
    for entry in entries:
        grouped.setdefault(entry.uid, []).append(entry)
    return grouped


def _fields(old: Sequence[ListEntry], new: Sequence[ListEntry]) -> tuple[str, ...]:
    if len(old) != len(new):
        return ("entries of this number",)
    pairs = list(zip(old, new, strict=True))
    return tuple(
        field
        for field in _COMPARED
        if any(getattr(one, field) != getattr(other, field) for one, other in pairs)
    )
