"""SQLite: cache.db, record.db and the blobs beside them. Nothing outside says SQL."""
