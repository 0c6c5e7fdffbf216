"""RulePack -> text -> RulePack: a pack read and checked once is read again in a fraction of that.

The text holds the pack's values, and its lexicons with their forms worked out. It names the
sources it was made of: beside another text, lexicon or program it is not taken.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import msgspec

from triage_app import __version__
from triage_app.assets import asset
from triage_app.model.noun import noun
from triage_app.risk.lexicons import Concept, Forms, Lexicon, Lexicons
from triage_app.risk.rules import EVERYWHERE, LawRow, Rule, RulePack, source_digest

Scoped = TypeVar("Scoped", Rule, LawRow)

EDITION = f"1 {__version__}"
"""How it is kept, and by which program: another one may read the same source another way."""


_Lexicons: TypeAlias = tuple[list[tuple[str, str, tuple[Concept, ...]]], Forms]


@noun(frozen=True, slots=True)
class _Kept:
    edition: str
    pack: RulePack


def pack_text(pack: RulePack) -> str:
    """The pack as text, to be kept where nobody else can write: it is checked no more."""
    return msgspec.json.encode(_Kept(EDITION, pack), enc_hook=_plain).decode()


def kept_pack(
    text: str, source: str, lexicons: Mapping[str, str] = MappingProxyType({})
) -> RulePack | None:
    """The pack again, if it was made of the pack text `source`, these lexicons by id, and for
    others the shipped ones as they are now; None when it was made of others, by another program,
    or is no such text."""
    try:
        kept = msgspec.json.decode(text, type=_Kept, dec_hook=_again)
    except msgspec.MsgspecError:
        return None
    if kept.edition != EDITION or kept.pack.digest != _digest_now(kept.pack, source, lexicons):
        return None
    return replace(
        kept.pack,
        law=tuple(_everywhere(row) for row in kept.pack.law),
        rules=tuple(_everywhere(rule) for rule in kept.pack.rules),
    )


def _everywhere(row: Scoped) -> Scoped:
    """With the one scope of most rules, which judging knows by its identity."""
    return replace(row, scope=EVERYWHERE) if row.scope == EVERYWHERE else row


def _digest_now(pack: RulePack, source: str, lexicons: Mapping[str, str]) -> str:
    paths = {word: _lexicon_path(word) for word in pack.lexicons.by_id if word not in lexicons}
    texts = {word: path.read_text("utf-8") for word, path in paths.items() if path.is_file()}
    texts |= {word: lexicons[word] for word in pack.lexicons.by_id if word in lexicons}
    return source_digest(source, texts)


def _lexicon_path(word: str) -> Path:
    return asset("rules", "lexicons", f"{word}.toml")


def _plain(value: object) -> Any:
    """What msgspec does not know: the lexicons."""
    if isinstance(value, Lexicons):
        return (
            [(one.id, one.version, one.concepts) for one in value.by_id.values()],
            value.forms,
        )
    raise NotImplementedError(type(value))


def _again(kind: type, value: Any) -> Any:
    """Lexicons, and a rule's settings: whole numbers or tuples of words."""
    if kind is Lexicons:
        lexicons, forms = msgspec.convert(value, _Lexicons, strict=False)
        return Lexicons([Lexicon(*parts) for parts in lexicons], forms)
    return tuple(value) if isinstance(value, list) else value
