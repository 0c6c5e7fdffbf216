"""HOME/search.db: words of the announcements -> their keys in cache.db, newest first.

A file of its own, so that building it never makes a scan or an import wait for the one writer of
cache.db. It holds no text of an item, only where each word stands (SQLite FTS5, contentless), and
the words themselves once each, to find those that hold a part. What is lost is built again.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from triage_app.model.errors import StoreDamaged
from triage_app.model.sentence import tr
from triage_app.store.cache_walk import Told
from triage_app.store.migrate import refuse_newer, schema_version
from triage_app.store.sealed import Connection, connect, translated, writing
from triage_app.store.search_spelling import Spelling

SEARCH_FILE: Final = "search.db"
SCHEMA: Final = 3
"""An older file is made anew, not migrated."""
PAGE_CACHE_KIB: Final = 32_768
GATHERED_BYTES: Final = 32 * 1024 * 1024
"""Words in memory before FTS5 writes them as a segment; fewer segments answer sooner."""
TIDIED_PAGES: Final = 2_000
"""Merged in one transaction: about a quarter of a second."""
LEAST_TIDIED: Final = 100_000
"""Items that came, changed or went since it was last tidied; of fewer nobody feels it."""
NEWEST: Final = 2**62
"""Above every key."""
LAST_CHARACTER: Final = "\U0010ffff"
"""Behind every letter."""

# "ascii": what is stored is folded and split already; every other character belongs to its word.
# detail=none: which announcement, not where in it; half the size, and no phrase is asked for.
_TABLES: Final = (
    "CREATE TABLE built (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE vocabulary (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT",
    """CREATE VIRTUAL TABLE inside USING fts5(text, content='vocabulary', content_rowid='id',
        detail=none, columnsize=0, tokenize='trigram')""",
    """CREATE VIRTUAL TABLE word USING fts5(text, content='', contentless_delete=1,
        detail=none, tokenize='ascii')""",
    f"INSERT INTO word (word, rank) VALUES ('hashsize', {GATHERED_BYTES})",
    # By itself FTS5 would merge as it goes, every word five times over at three million items.
    "INSERT INTO word (word, rank) VALUES ('automerge', 0)",
    f"PRAGMA user_version = {SCHEMA}",
)
_MERGE: Final = "INSERT INTO word (word, rank) VALUES ('merge', ?)"
MERGED: Final = 2
"""Changed rows from which on FTS5 has merged anything (its manual, section 6.8)."""
_KEYS: Final = "SELECT rowid FROM word WHERE word MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
_BEGINNING: Final = "SELECT text FROM vocabulary WHERE text >= ?1 AND text < ?2 LIMIT ?3"
_HOLDING: Final = "SELECT text FROM inside WHERE text LIKE ?1 AND text NOT LIKE ?2 LIMIT ?3"
_KEEP: Final = "INSERT INTO built VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2"


class SearchIndex:
    """Belongs to the thread that opened it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._spelling = Spelling()

    @property
    def built_to(self) -> int:
        """Up to which key announcements are in the index."""
        return int(self._kept("key") or 0)

    @property
    def cache_name(self) -> str:
        """Of which cache it is the index; "" while it is empty."""
        return self._kept("cache")

    def add(
        self, items: Iterable[Told], *, gone: Sequence[int] = (), built_to: int, cache_name: str
    ) -> None:
        """Take items in; what stood under the keys of `gone` goes first. One transaction."""
        with writing(self._connection):
            self._connection.executemany(
                "DELETE FROM word WHERE rowid = ?", ((key,) for key in gone)
            )
            spell = self._spelling.text
            self._connection.executemany(
                "INSERT INTO word (rowid, text) VALUES (?, ?)",
                ((key, spell(number, content)) for key, number, content in items),
            )
            self._keep_words(self._spelling.take_fresh())
            untidied = int(self._kept("untidied") or 0) + built_to - self.built_to + len(gone)
            kept = {"key": str(built_to), "cache": cache_name, "untidied": str(untidied)}
            self._connection.executemany(_KEEP, kept.items())

    def tidy(self) -> bool:
        """Merge some of what many small steps left behind; whether there may be more to merge.
        Each call is a transaction, and whoever is cut off between two goes on later."""
        if int(self._kept("untidied") or 0) < LEAST_TIDIED:
            return False
        with writing(self._connection):
            before = self._connection.total_changes
            self._connection.execute(_MERGE, (-TIDIED_PAGES,))
            if self._connection.total_changes - before >= MERGED:
                return True
            self._connection.execute(_KEEP, ("untidied", "0"))
        return False

    def is_sound(self) -> bool:
        """Whether every page can be read and hangs together."""
        with translated():
            found = self._connection.execute("PRAGMA cipher_integrity_check").fetchall()
            found += self._connection.execute("PRAGMA quick_check").fetchall()
        return all(words == "ok" for (words,) in found)

    def keys(self, match: str, before: int, limit: int) -> list[int]:
        """Keys of announcements that fit an FTS5 expression, newest first, from under `before`."""
        with translated():
            rows = self._connection.execute(_KEYS, (match, before, limit)).fetchall()
        return [key for (key,) in rows]

    def words_beginning(self, beginning: str, most: int) -> list[str]:
        """Words that begin so, itself among them, in the order of their characters."""
        with translated():
            rows = self._connection.execute(
                _BEGINNING, (beginning, beginning + LAST_CHARACTER, most)
            ).fetchall()
        return [word for (word,) in rows]

    def words_holding(self, part: str, most: int) -> list[str]:
        """Words that hold a part of three characters or more, behind their beginning."""
        with translated():
            rows = self._connection.execute(_HOLDING, (f"%{part}%", f"{part}%", most)).fetchall()
        return [word for (word,) in rows]

    def close(self) -> None:
        self._connection.close()

    def _keep_words(self, words: Sequence[str]) -> None:
        """Words not met before into the vocabulary, and their parts with them."""
        (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM vocabulary").fetchone()
        self._connection.executemany(
            "INSERT OR IGNORE INTO vocabulary (text) VALUES (?)", ((word,) for word in words)
        )
        self._connection.execute(
            "INSERT INTO inside (rowid, text) SELECT id, text FROM vocabulary WHERE id > ?",
            (last,),
        )

    def _kept(self, name: str) -> str:
        with translated():
            row = self._connection.execute(
                "SELECT value FROM built WHERE name = ?", (name,)
            ).fetchone()
        return str(row[0]) if row else ""


def open_search(home: Path, key: bytes) -> SearchIndex:
    """Open (or make) the index of `home`, sealed with the cache's key.

    Raises StoreDamaged, also for one of an older program; StoreNewer, StoreBusy, DiskFault.
    """
    path = home / SEARCH_FILE
    connection = connect(path, key, durable=False, page_cache_kib=PAGE_CACHE_KIB)
    try:
        refuse_newer(connection, path, SCHEMA)
        if schema_version(connection) != SCHEMA:
            _begin(connection, path)
    except BaseException:
        connection.close()
        raise
    return SearchIndex(connection)


def _begin(connection: Connection, path: Path) -> None:
    with writing(connection):
        version = schema_version(connection)  # another process may have been quicker
        if version not in (0, SCHEMA):
            raise StoreDamaged(
                tr("store", "{name} is of an older program.", name=path.name),
                tr("store", "It is built again by itself."),
            )
        for statement in _TABLES if version == 0 else ():
            connection.execute(statement)
