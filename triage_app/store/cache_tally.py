"""How many announcements lie in the cache and when the newest came, kept beside them: counting
three million rows takes seconds."""

from triage_app.store.sealed import Connection

_ADD = "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text"


def add_items(connection: Connection, new: int, imported_at: int) -> None:
    """Count new items, inside the transaction that wrote them."""
    items, newest = tally(connection)
    connection.executemany(
        _ADD, [("items", str(items + new)), ("newest", str(max(newest, imported_at)))]
    )


def tally(connection: Connection) -> tuple[int, int]:
    """(items, when the last import began in microseconds since 1970); zeros when there was none."""
    rows = connection.execute("SELECT name, text FROM meta WHERE name IN ('items', 'newest')")
    kept = {name: int(text) for name, text in rows}
    return kept.get("items", 0), kept.get("newest", 0)
