"""A backup's record file: found, and read through before anything is made of it."""

from pathlib import Path
from typing import Final

from triage_app.model.act import Head
from triage_app.model.errors import FileUnreadable, StoreDamaged
from triage_app.model.sentence import tr
from triage_app.store.keys import KEYS_FILE
from triage_app.store.sealed import connect, translated

HEAD: Final = "SELECT station, epoch, seq, hash FROM act ORDER BY seq DESC LIMIT 1"


def backup_at(path: Path) -> Path:
    """The record file of a backup: the one named, or the newest of its folder.

    Raises FileUnreadable."""
    source = max(path.glob("record-*.db"), default=path) if path.is_dir() else path
    if source.is_file() and (source.parent / KEYS_FILE).is_file():
        return source
    raise FileUnreadable(
        tr("restore", "{path} is no backup: it has no record and record.keys.", path=path),
        tr("restore", "Name record-TIME.db in the folder 'triage backup' wrote, or that folder."),
    )


def proved_head(copy: Path, key: bytes, source: Path) -> Head | None:
    """The last act of a copy of `source`, once every page was read; None where none is in it.

    Raises FileUnreadable, which speaks of the source."""
    try:
        connection = connect(copy, key, durable=True)
        try:
            with translated():
                found = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
                found += [row[0] for row in connection.execute("PRAGMA integrity_check")]
                row = connection.execute(HEAD).fetchone()
        finally:
            connection.close()
    except StoreDamaged as error:
        raise _damaged(source, str(error.what)) from error
    if found != ["ok"]:
        raise _damaged(source, found[0].splitlines()[0])
    return Head(*row) if row else None


def _damaged(source: Path, what: str) -> FileUnreadable:
    return FileUnreadable(
        tr(
            "restore",
            "{file} is damaged, or sealed under another key than record.keys beside it: {what}",
            file=source,
            what=what,
        ),
        tr("restore", "Try another backup; nothing was changed."),
    )
