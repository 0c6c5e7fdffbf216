"""HOME/search.db: words of the announcements -> their keys in cache.db, newest first.

A file of its own, so that building it never makes a scan or an import wait for the one writer of
cache.db; what is lost is built again. Both tables hold no text, only where a word stands: the
words' (SQLite FTS5, contentless) and, of names and numbers, the trigrams'.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from triage_app.model.item import Announcement
from triage_app.store.migrate import Migration, migrate
from triage_app.store.search_text import PART_FROM, part_text, word_text
from triage_app.store.sealed import Connection, connect, translated, writing

SEARCH_FILE: Final = "search.db"
PAGE_CACHE_KIB: Final = 32_768
_NEWEST: Final = 2**62

# "ascii": what is stored is folded and split already; every other character belongs to its word.
# detail=none: which announcement, not where in it; half the size, and no phrase is asked for.
MIGRATIONS: tuple[Migration, ...] = (
    (
        "CREATE TABLE built (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE VIRTUAL TABLE word USING fts5(text, content='', contentless_delete=1,
            detail=none, prefix='2 3', tokenize='ascii')""",
        """CREATE VIRTUAL TABLE part USING fts5(text, content='', contentless_delete=1,
            detail=none, tokenize='trigram case_sensitive 1')""",
        "INSERT INTO word (word, rank) VALUES ('crisismerge', 64)",
    ),
)


class Entry(NamedTuple):
    """An announcement with its key in cache.db; None: it is there no more."""

    key: int
    announcement: Announcement | None


class SearchIndex:
    """Belongs to the thread that opened it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def built_to(self) -> int:
        """Up to which key announcements are in the index."""
        with translated():
            row = self._connection.execute("SELECT number FROM built WHERE name = 'key'").fetchone()
        return row[0] if row else 0

    def add(self, entries: Sequence[Entry], *, built_to: int) -> None:
        """Take entries in, in place of what stood under their keys; one transaction."""
        here = [entry for entry in entries if entry.announcement is not None]
        known = self.built_to
        stale = [(entry.key,) for entry in entries if entry.key <= known]
        with writing(self._connection):
            for table, text_of in (("word", word_text), ("part", part_text)):
                self._connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", stale)
                self._connection.executemany(
                    f"INSERT INTO {table} (rowid, text) VALUES (?, ?)",
                    ((e.key, text_of(e.announcement)) for e in here if e.announcement is not None),
                )
            self._connection.execute(
                "INSERT INTO built VALUES ('key', ?1) ON CONFLICT (name)"
                " DO UPDATE SET number = max(number, ?1)",
                (built_to,),
            )

    def keys(self, asked: Sequence[str], facets: Sequence[str], limit: int) -> Iterator[int]:
        """Keys of announcements that may fit, newest first, `limit` a step, until nobody asks on.

        A word that begins no word is looked for inside names and numbers; there the index may
        answer too much (its trigrams stand anywhere): the caller looks again.
        """
        query = self._query(asked, facets)
        if query is None:
            return
        statement, matches = query
        before = _NEWEST
        while True:
            with translated():
                rows = self._connection.execute(statement, (*matches, before, limit)).fetchall()
            yield from (key for (key,) in rows)
            if len(rows) < limit:
                return
            before = rows[-1][0]

    def close(self) -> None:
        self._connection.close()

    def _query(
        self, asked: Sequence[str], facets: Sequence[str]
    ) -> tuple[str, tuple[str, ...]] | None:
        """The statement and its matches; None where some word is nowhere."""
        beginning = [_quoted(word) + "*" for word in asked if self._begins(word)]
        inside = [word for word in asked if not self._begins(word)]
        if any(len(word) < PART_FROM for word in inside):
            return None
        terms = [*beginning, *(_quoted(word) for word in facets)]
        trigrams = [_quoted(word[i : i + 3]) for word in inside for i in range(len(word) - 2)]
        tables = [("word", terms), ("part", trigrams)]
        matched = [(table, " AND ".join(terms)) for table, terms in tables if terms]
        if not matched:
            return None
        first, *others = matched
        also = "".join(
            f" AND rowid IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)"
            for table, _ in others
        )
        statement = (
            f"SELECT rowid FROM {first[0]} WHERE {first[0]} MATCH ?{also}"
            " AND rowid < ? ORDER BY rowid DESC LIMIT ?"
        )
        return statement, tuple(match for _, match in matched)

    def _begins(self, word: str) -> bool:
        """Whether some announcement holds a word that begins so."""
        with translated():
            row = self._connection.execute(
                "SELECT 1 FROM word WHERE word MATCH ? LIMIT 1", (_quoted(word) + "*",)
            ).fetchone()
        return row is not None


def open_search(home: Path, key: bytes) -> SearchIndex:
    """Open (or make) the index of `home`, sealed with the cache's key.

    Raises StoreDamaged, StoreNewer, StoreBusy, DiskFault.
    """
    path = home / SEARCH_FILE
    connection = connect(path, key, durable=False, page_cache_kib=PAGE_CACHE_KIB)
    try:
        migrate(connection, path, key, MIGRATIONS, home / "backups")
    except BaseException:
        connection.close()
        raise
    return SearchIndex(connection)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
