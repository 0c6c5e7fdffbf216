"""What lies beside cache.db and holds what it held: copies of it, files set aside, the words of the
search index. It goes when what it holds would have gone."""

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from triage_app.model.errors import HomeTaken
from triage_app.store.cache_tally import tally
from triage_app.store.cache_walk import cache_name
from triage_app.store.durable_file import disk_faults
from triage_app.store.sealed import Connection, translated, writing

COPIES: Final = (
    "cache-*.damaged.db*",
    "cache.db*.unreadable",
    "images.*.unreadable",
    "backups/cache-before-v*.db*",
)
"""What `cache_care`, `keys` and `migrate` leave; nothing of the record."""
WORDS_STAY: Final = 10
"""The index is begun anew once one in so many of the announcements has gone: it knows the words of
those too."""
_GONE: Final = "words of gone items"
_COUNT: Final = """INSERT INTO meta VALUES (?1, ?2)
    ON CONFLICT (name) DO UPDATE SET text = CAST(text AS INTEGER) + excluded.text"""


def old_copies(home: Path, before: datetime) -> tuple[Path, ...]:
    """Copies of the cache last written before that moment."""
    found = (path for pattern in COPIES for path in home.glob(pattern))
    return tuple(sorted(path for path in found if _written_at(path) < before))


def drop_copies(copies: tuple[Path, ...]) -> None:
    """Take them away. Raises DiskFault."""
    for path in copies:
        with disk_faults(path):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def drop_words(home: Path, key: bytes, connection: Connection, gone: int) -> bool:
    """Count what went, and begin the search index anew when it was much; whether that was done. It
    is built again by itself."""
    from triage_app.store.search_keeping import KeptIndex

    with writing(connection):
        connection.execute(_COUNT, (_GONE, str(gone)))
    with translated():
        (text,) = connection.execute("SELECT text FROM meta WHERE name = ?", (_GONE,)).fetchone()
        items, _ = tally(connection)
    if not int(text) or int(text) * WORDS_STAY < items + int(text):
        return False
    with suppress(HomeTaken, OSError):  # another process builds, or reads on Windows: next time
        index = KeptIndex(home, key, cache_name(connection))
        with index.building():
            index.discard()
        with writing(connection):
            connection.execute("DELETE FROM meta WHERE name = ?", (_GONE,))
        return True
    return False


def _written_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:  # gone meanwhile
        return datetime.max.replace(tzinfo=UTC)
