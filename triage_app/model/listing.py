"""Screening lists: who is named on them, and how like a name on the label is."""

from datetime import datetime
from enum import Enum

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


class Tier(Enum):
    """What kind of name of an entry was met; the value is said to people."""

    NAME = "name"
    ALIAS = "alias"
    WEAK_ALIAS = "weak alias"


@noun(frozen=True, slots=True)
class ListMatch:
    """A name found on a list. `matched` is the entry's name or alias that was nearest,
    `score_micro` the likeness in millionths."""

    entry: ListEntry
    matched: str
    score_micro: int
    tier: Tier = Tier.NAME


@noun(frozen=True, slots=True)
class ListChange:
    """An entry that differs between two editions of a list: "new", "removed" or "changed", and of
    a changed one which of its fields."""

    uid: str
    name: str
    change: str
    fields: tuple[str, ...] = ()


@noun(frozen=True, slots=True)
class ListEdition:
    """One edition of a list as it was taken in. `version` goes into assessments; `digest` is the
    file's SHA-256; the counts tell it from the edition before."""

    list_name: str
    version: str
    taken_at: datetime
    digest: str
    format: str
    entries: int
    new: int
    removed: int
    changed: int
