"""Screening lists: who is named on them, and how like a name on the label is."""

from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class ListEntry:
    """One entry of an official list in one form, whatever file it came from.

    `list_name` is the list's short name ("ofac-sdn"), `uid` the list's own number of the entry.
    `kind` is Person, Organization, Vessel, Aircraft or "" where the list does not say. `programme`
    is why the entry is listed, in the list's words; `weak_aliases` are marked by the list itself as
    of low quality. `citation` is the law or notice the list names for it.
    """

    list_name: str
    uid: str
    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    programme: str = ""
    countries: tuple[str, ...] = ()
    note: str = ""
    citation: str = ""


@noun(frozen=True, slots=True)
class ListMatch:
    """A name found on a list. `matched` is the entry's name or alias that was nearest,
    `score_micro` the likeness in millionths."""

    entry: ListEntry
    matched: str
    score_micro: int
