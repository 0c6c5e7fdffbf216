"""A pack's name on the command line -> its text, its lexicons and its signature, as they lie there.

A pack is a file, with its own lexicons in `lexicons/` beside it where they are not the shipped
ones, and its signature in FILE.sig; or one of the words `shipped` and `current`.
"""

from pathlib import Path

from triage_app.assets import asset
from triage_app.flow.rule_packs import PackSource, shipped_source
from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr
from triage_app.protocol.packs import MOST_SIGNATURE_BYTES

SHIPPED_WORD, CURRENT = "shipped", "current"
LARGEST_FILE = 20_000_000
"""Bytes read of a file at all; the pack's reader says what is too long for it."""


def pack_source(named: str) -> PackSource:
    """The pack as it lies there, not read yet. Raises FileUnreadable."""
    if named == SHIPPED_WORD:
        return shipped_source()
    path = Path(named)
    lexicons = {
        inner.stem: text_of(inner) for inner in sorted((path.parent / "lexicons").glob("*.toml"))
    }
    if path.resolve().parent == asset("rules").resolve():
        lexicons = {}  # the shipped ones
    signature = signature_path(path)
    return PackSource(
        path.name,
        text_of(path),
        lexicons,
        signature.read_bytes()[: MOST_SIGNATURE_BYTES + 1] if signature.is_file() else b"",
    )


def signature_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.sig")


def text_of(path: Path) -> str:
    """A file's text. Raises FileUnreadable when there is none, or it is no text."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise OSError(f"larger than {LARGEST_FILE:,} bytes")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(
            tr("cli", "{file} cannot be read: {error}.", file=path.name, error=error),
            tr("cli", "Name a rule pack that is there; the rules used before stay in use."),
        ) from error
