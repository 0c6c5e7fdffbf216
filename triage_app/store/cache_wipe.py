"""Everything the facility told this station, gone: when its hub has revoked it, and only then.

The rows go in one transaction, so a window that has the cache open beside shows nothing either; the
file is then written anew where nobody holds it. The record and its evidence are not touched.
"""

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from triage_app.model.errors import HomeTaken, StoreBusy
from triage_app.store.cache_aside import drop_copies, old_copies
from triage_app.store.cache_walk import cache_name
from triage_app.store.durable_file import disk_faults
from triage_app.store.sealed import Connection, translated, writing
from triage_app.store.search_keeping import KeptIndex

_TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table'"
    " AND name NOT LIKE 'sqlite_%' AND name <> 'meta'"
)
_COUNTS: Final = "DELETE FROM meta WHERE name IN ('items', 'newest')"


def wipe_cache(home: Path, key: bytes, connection: Connection) -> None:
    """Empty the cache, its pictures, its search index and every copy of it under `home`. Again is
    harmless. Raises DiskFault, StoreBusy."""
    with translated():
        connection.execute("PRAGMA secure_delete = ON")
        tables = [row[0] for row in connection.execute(_TABLES)]
    with writing(connection):
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for _ in range(2):  # a trigger of one table writes into another
            for table in tables:
                connection.execute(f'DELETE FROM "{table}"')
        connection.execute(_COUNTS)
    with suppress(HomeTaken, OSError):  # another process builds it: from an empty cache now
        index = KeptIndex(home, key, cache_name(connection))
        with index.building():
            index.discard()
    images = home / "images"
    if images.is_dir():
        with disk_faults(images):
            shutil.rmtree(images)
    drop_copies(old_copies(home, datetime.max.replace(tzinfo=UTC)))
    with suppress(StoreBusy), translated():  # its pages are zeros already
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
