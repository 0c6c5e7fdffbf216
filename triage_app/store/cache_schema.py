"""The schema of cache.db, as migrations that are only ever added to.

An announcement is one row: what is looked for in columns, the whole of it packed in `data`, so
that a look-up is one read. Rows have rowids and are indexed for what is asked of them.
"""

from triage_app.store.migrate import Migration

MIGRATIONS: tuple[Migration, ...] = (
    (
        "CREATE TABLE meta (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE announcement (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            number TEXT NOT NULL,
            posted_on TEXT NOT NULL,
            arrived_on TEXT NOT NULL,
            version INTEGER NOT NULL,
            digest TEXT NOT NULL,
            imported_at INTEGER NOT NULL,
            recipient_person TEXT NOT NULL,
            recipient_address TEXT NOT NULL,
            recipient_phone TEXT NOT NULL,
            sender_person TEXT NOT NULL,
            data BLOB NOT NULL
        )""",
        "CREATE UNIQUE INDEX announcement_id ON announcement (id)",
        (
            "CREATE INDEX announcement_person ON announcement (recipient_person, arrived_on)"
            " WHERE recipient_person <> ''"
        ),
        (
            "CREATE INDEX announcement_address ON announcement"
            " (recipient_address, arrived_on, recipient_person, sender_person)"
            " WHERE recipient_address <> ''"
        ),
        (
            "CREATE INDEX announcement_phone ON announcement (recipient_phone, arrived_on)"
            " WHERE recipient_phone <> ''"
        ),
        (
            "CREATE INDEX announcement_sender ON announcement (sender_person, arrived_on)"
            " WHERE sender_person <> ''"
        ),
        """CREATE TABLE alias (
            number TEXT NOT NULL, announcement INTEGER NOT NULL, kind TEXT NOT NULL
        )""",
        "CREATE INDEX alias_number ON alias (number, announcement)",
        "CREATE INDEX alias_announcement ON alias (announcement)",
        """CREATE TABLE announcement_version (
            announcement INTEGER NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL,
            replaced_at INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (announcement, version)
        )""",
        """CREATE TABLE hold (
            id TEXT PRIMARY KEY, number TEXT NOT NULL, placed_by TEXT NOT NULL, why TEXT NOT NULL,
            placed_at TEXT NOT NULL, until TEXT NOT NULL, cleared_only INTEGER NOT NULL,
            lifted_by TEXT NOT NULL DEFAULT '', lifted_at TEXT NOT NULL DEFAULT ''
        )""",
        "CREATE INDEX hold_number ON hold (number)",
        """CREATE TABLE image (
            announcement_id TEXT NOT NULL, sha256 TEXT NOT NULL, role TEXT NOT NULL,
            media_type TEXT NOT NULL, size INTEGER NOT NULL, view TEXT NOT NULL,
            UNIQUE (announcement_id, sha256, view)
        )""",
        """CREATE TABLE list (
            name TEXT PRIMARY KEY, version TEXT NOT NULL, data BLOB NOT NULL
        )""",
        """CREATE TABLE judgement (
            announcement_id TEXT PRIMARY KEY, pack TEXT NOT NULL, lists TEXT NOT NULL,
            verdict TEXT NOT NULL, score_micro INTEGER NOT NULL, rules TEXT NOT NULL
        )""",
        """CREATE TABLE peers (
            hs TEXT NOT NULL, origin TEXT NOT NULL, count INTEGER NOT NULL,
            unit_value TEXT NOT NULL, value_per_kg TEXT NOT NULL,
            PRIMARY KEY (hs, origin)
        ) WITHOUT ROWID""",
    ),
)
