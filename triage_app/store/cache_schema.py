"""The schema of cache.db, as migrations that are only ever added to.

An announcement is one row: the whole of it packed in `data`, so that a look-up is one read. Every
number on the item, its own (kind '') and the others, is a row of `alias`. Tables without rowids
take their rows sorted by key, many at once: at three million items, rows one by one in random
order would each rewrite a page. `kin_new` are items whose rows in `kin` are still to be written.
Days are ordinals of the calendar, times microseconds since 1970.
"""

from triage_app.store.migrate import Migration

_ANNOUNCED = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE announcement (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        number TEXT NOT NULL,
        posted_on TEXT NOT NULL,
        version INTEGER NOT NULL,
        digest BLOB NOT NULL,
        imported_at INTEGER NOT NULL,
        arrived INTEGER NOT NULL,
        basis TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE announcement_version (
        announcement INTEGER NOT NULL,
        version INTEGER NOT NULL,
        digest BLOB NOT NULL,
        imported_at INTEGER NOT NULL,
        arrived INTEGER NOT NULL,
        basis TEXT NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (announcement, version)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE alias (
        number TEXT NOT NULL,
        announcement INTEGER NOT NULL,
        kind TEXT NOT NULL,
        PRIMARY KEY (number, announcement, kind)
    ) STRICT, WITHOUT ROWID""",
)

_KIN = (
    """CREATE TABLE kin (
        key INTEGER NOT NULL,
        day INTEGER NOT NULL,
        announcement INTEGER NOT NULL,
        person INTEGER,
        sender INTEGER,
        PRIMARY KEY (key, day, announcement)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE kin_new (
        announcement INTEGER PRIMARY KEY,
        day INTEGER NOT NULL,
        person INTEGER,
        address INTEGER,
        phone INTEGER,
        sender INTEGER
    ) STRICT""",
    """CREATE TABLE sender_day (
        sender INTEGER NOT NULL,
        day INTEGER NOT NULL,
        items INTEGER NOT NULL,
        PRIMARY KEY (sender, day)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE peers (
        hs TEXT NOT NULL,
        origin TEXT NOT NULL,
        count INTEGER NOT NULL,
        unit_value TEXT NOT NULL,
        value_per_kg TEXT NOT NULL,
        PRIMARY KEY (hs, origin)
    ) STRICT, WITHOUT ROWID""",
)

_BESIDE = (
    """CREATE TABLE hold (
        id TEXT PRIMARY KEY,
        number TEXT NOT NULL,
        placed_by TEXT NOT NULL,
        why TEXT NOT NULL,
        placed_at INTEGER NOT NULL,
        until INTEGER,
        cleared_only INTEGER NOT NULL,
        lifted_by TEXT NOT NULL DEFAULT '',
        lifted_at INTEGER
    ) STRICT""",
    "CREATE INDEX hold_number ON hold (number)",
    """CREATE TABLE image (
        announcement_id TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        role TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        view TEXT NOT NULL,
        UNIQUE (announcement_id, sha256, view)
    ) STRICT""",
    """CREATE TABLE list (
        name TEXT PRIMARY KEY,
        version TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE judgement (
        announcement_id TEXT PRIMARY KEY,
        pack TEXT NOT NULL,
        lists TEXT NOT NULL,
        verdict TEXT NOT NULL,
        score_micro INTEGER NOT NULL,
        rules TEXT NOT NULL
    ) STRICT""",
)

# What keeps something beside the cache needs to know: which cache this is, what was renewed or went
# since it looked, which item was judged how, and when it was examined here.
_WATCHED = (
    "INSERT INTO meta VALUES ('name', lower(hex(randomblob(16))))",
    """CREATE TABLE renewed (
        announcement INTEGER PRIMARY KEY,
        version INTEGER NOT NULL
    ) STRICT""",
    """CREATE TRIGGER announcement_gone AFTER DELETE ON announcement BEGIN
        INSERT OR REPLACE INTO renewed VALUES (old.key, 0);
    END""",
    "ALTER TABLE judgement ADD COLUMN announcement INTEGER",
    "ALTER TABLE judgement ADD COLUMN seen_at INTEGER",
    "CREATE INDEX judgement_flagged ON judgement (announcement) WHERE verdict <> 'clear'",
    "CREATE INDEX judgement_seen ON judgement (seen_at, announcement) WHERE seen_at IS NOT NULL",
)

# What travels together: a bag of a flight of a day, its items counted, and which item lies where.
# `bags_to` is the last announcement that came before there were bags; see `cache_bags.catch_up`.
_BAGS = (
    """CREATE TABLE bag (
        key INTEGER PRIMARY KEY,
        number TEXT NOT NULL,
        flight TEXT NOT NULL,
        arrived INTEGER NOT NULL,
        number_key TEXT NOT NULL,
        flight_key TEXT NOT NULL,
        items INTEGER NOT NULL,
        newest INTEGER NOT NULL,
        told INTEGER,
        UNIQUE (number, flight, arrived)
    ) STRICT""",
    "CREATE INDEX bag_number ON bag (number_key) WHERE number_key <> ''",
    "CREATE INDEX bag_flight ON bag (flight_key, arrived)",
    "CREATE INDEX bag_arrived ON bag (arrived)",
    """CREATE TABLE flight_told (
        flight_key TEXT NOT NULL,
        arrived INTEGER NOT NULL,
        master TEXT NOT NULL,
        items INTEGER NOT NULL,
        PRIMARY KEY (flight_key, arrived, master)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE intake (
        feed TEXT NOT NULL,
        file TEXT NOT NULL,
        begun INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        read INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        PRIMARY KEY (feed, file)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE bag_item (
        announcement INTEGER PRIMARY KEY,
        bag INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX bag_item_bag ON bag_item (bag)",
    """CREATE TRIGGER bag_item_gone AFTER DELETE ON announcement BEGIN
        UPDATE bag SET items = items - 1
            WHERE key = (SELECT bag FROM bag_item WHERE announcement = old.key);
        DELETE FROM bag_item WHERE announcement = old.key;
    END""",
    # Examined while it lay there, not when somebody opened it from a list.
    "ALTER TABLE judgement ADD COLUMN present_at INTEGER",
    """CREATE INDEX judgement_present ON judgement (present_at, announcement)
        WHERE present_at IS NOT NULL""",
    """INSERT INTO meta SELECT 'bags_to', max(key) FROM announcement
        HAVING max(key) IS NOT NULL""",
)

# Which editions of a screening list were taken in, and what each changed against the one before.
_EDITIONS = (
    """CREATE TABLE list_edition (
        name TEXT NOT NULL,
        taken_at INTEGER NOT NULL,
        edition BLOB NOT NULL,
        changes BLOB NOT NULL,
        PRIMARY KEY (name, taken_at)
    ) STRICT, WITHOUT ROWID""",
)

# What the facility's other stations decided, as the hub tells it.
_TOLD = (
    """CREATE TABLE told_outcome (
        act TEXT PRIMARY KEY,
        station TEXT NOT NULL,
        scheme TEXT NOT NULL,
        number TEXT NOT NULL,
        posted_on TEXT NOT NULL,
        code TEXT NOT NULL,
        decided_at INTEGER NOT NULL,
        undone_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX told_number ON told_outcome (number)",
    "CREATE INDEX told_decided ON told_outcome (decided_at)",
)

# What is asked at every look: which numbers only cleared roles may see more of.
_CLEARED = (
    "CREATE INDEX hold_cleared ON hold (number, until) WHERE cleared_only AND lifted_at IS NULL",
)

MIGRATIONS: tuple[Migration, ...] = (
    (*_ANNOUNCED, *_KIN, *_BESIDE),
    _WATCHED,
    _BAGS,
    _EDITIONS,
    _TOLD,
    _CLEARED,
)
