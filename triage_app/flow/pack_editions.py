"""The pack a home judges by, as its record keeps it -> RulePack, ready to judge by.

On the way to the first scan, so nothing heavy is imported here.
"""

import re
from typing import Protocol

import msgspec

from triage_app.assets import asset
from triage_app.model.errors import Fault
from triage_app.model.sentence import NOTHING, Sentence, tr
from triage_app.risk.kept_pack import kept_pack, pack_text
from triage_app.risk.rules import RulePack

NOW = "rule_pack_now"
"""The record's note of the pack in use; "": the shipped one."""
SHIPPED = "us-2026"


class Edition(msgspec.Struct, frozen=True):
    """A pack as it is kept: what it came as, when, by whom and why it was put in use. `lexicons`
    are those that came with it, by id; `signature` is its signature file's text."""

    pack: str
    version: str
    name: str
    text: str
    lexicons: dict[str, str] = {}
    signature: str = ""
    used_at: str = ""
    by: str = ""
    why: str = ""

    @property
    def title(self) -> str:
        """How flags and acts name it."""
        return f"{self.pack} {self.version}"


class Shelf(Protocol):
    """The cache, where a pack that was read and checked lies ready."""

    def kept(self, name: str) -> str: ...

    def keep(self, name: str, text: str) -> bool: ...


def edition_in(note: str) -> Edition | None:
    """The edition a note holds; None where it holds none."""
    if not note:
        return None
    try:
        return msgspec.json.decode(note, type=Edition)
    except msgspec.MsgspecError:
        return None


def pack_in_use(note: str, shelf: Shelf) -> tuple[RulePack, Sentence]:
    """The pack to judge by. A kept one that this program cannot read gives way to the shipped one,
    which is said: what it caught is not caught meanwhile."""
    edition = edition_in(note)
    if note and edition is None:
        return _shipped(shelf), _unreadable(tr("rules", "The station's own rule pack"), "?")
    if edition is None:
        return _shipped(shelf), NOTHING
    try:
        return _ready(edition, f"pack {edition.pack}", shelf), NOTHING
    except Fault as refused:
        return _shipped(shelf), _unreadable(edition.title, refused.what)


def _shipped(shelf: Shelf) -> RulePack:
    path = asset("rules", f"{SHIPPED}.toml")
    return _ready(Edition("", "", path.name, path.read_text("utf-8")), SHIPPED, shelf)


def _ready(edition: Edition, kept_as: str, shelf: Shelf) -> RulePack:
    """As the cache keeps it ready, else read from its text and kept there."""
    if text := shelf.kept(kept_as):
        kept = kept_pack(text, edition.text, edition.lexicons)
        if kept is not None:
            return kept
    from triage_app.risk.pack import load_pack  # only a first start needs the reader

    pack = load_pack(edition.text, edition.name, edition.lexicons)
    shelf.keep(kept_as, pack_text(pack))
    return pack


def _unreadable(title: object, why: object) -> Sentence:
    return tr(
        "rules",
        "{title} cannot be read by this program ({why}). Items are judged by the shipped pack:"
        " mend it and put it in use again by 'triage pack use FILE'.",
        title=title,
        why=why,
    )


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """What versions are sorted by: numbers as numbers, 2026.11.10 after 2026.11.9."""
    return tuple(
        (1, int(part), "") if part.isdecimal() else (0, 0, part)
        for part in re.split(r"[.+-]", version)
    )
