"""Unfinished forms, one an inspector and item: kept through a crash, shown to nobody else."""

import json
from collections.abc import Mapping

from triage_app.model.item import ItemKey
from triage_app.store.sealed import Connection, translated, writing

_WHERE = (
    " WHERE inspector = ? AND item_number = ? AND item_scheme = ?"
    " AND posted_on = ? AND announcement = ?"
)


def keep(connection: Connection, inspector: str, key: ItemKey, fields: Mapping[str, str]) -> None:
    """Keep the form as it stands, in place of the one before."""
    with writing(connection):
        connection.execute(
            "INSERT OR REPLACE INTO draft (inspector, item_number, item_scheme, posted_on,"
            " announcement, fields) VALUES (?, ?, ?, ?, ?, ?)",
            (*_names(inspector, key), json.dumps(dict(fields))),
        )


def find(connection: Connection, inspector: str, key: ItemKey) -> Mapping[str, str] | None:
    """The inspector's own draft for this item, or None."""
    with translated():
        found = connection.execute(
            "SELECT fields FROM draft" + _WHERE, _names(inspector, key)
        ).fetchone()
    if found is None:
        return None
    return {str(name): str(text) for name, text in json.loads(found[0]).items()}


def drop(connection: Connection, inspector: str, key: ItemKey) -> None:
    """Forget the draft; nothing is written when there is none."""
    if find(connection, inspector, key) is not None:
        with writing(connection):
            connection.execute("DELETE FROM draft" + _WHERE, _names(inspector, key))


def _names(inspector: str, key: ItemKey) -> tuple[str, str, str, str, str]:
    return (inspector, key.number, key.scheme, key.posted_on, key.announcement)
