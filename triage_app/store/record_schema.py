"""record.db: every change its schema went through, oldest first. Never edit one that shipped.

Acts are only ever added: triggers refuse the rest. An act's columns repeat what its bytes say, for
indexes; `verify` compares them. What may change (delivery, drafts, notes, secrets) lies beside.
"""

_GENESIS = "0" * 64

_ACTS = (
    """
    CREATE TABLE act (
        seq INTEGER PRIMARY KEY,
        epoch INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        station TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        inspector TEXT NOT NULL,
        item_scheme TEXT NOT NULL,
        item_number TEXT NOT NULL,
        posted_on TEXT NOT NULL,
        announcement TEXT NOT NULL,
        outcome TEXT,
        seized INTEGER NOT NULL,
        undoes TEXT,
        sender_key TEXT,
        recipient_key TEXT,
        prev_hash TEXT NOT NULL,
        hash TEXT NOT NULL,
        signature TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX act_item ON act (item_number, item_scheme)",
    "CREATE UNIQUE INDEX act_undoes ON act (undoes) WHERE undoes IS NOT NULL",
    "CREATE INDEX act_sender ON act (sender_key) WHERE sender_key IS NOT NULL",
    "CREATE INDEX act_recipient ON act (recipient_key) WHERE recipient_key IS NOT NULL",
    """
    CREATE TRIGGER act_never_changed BEFORE UPDATE ON act
    BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END
    """,
    """
    CREATE TRIGGER act_never_removed BEFORE DELETE ON act
    BEGIN SELECT RAISE(ABORT, 'an act is never removed'); END
    """,
    # INSERT OR REPLACE deletes without asking the trigger above.
    f"""
    CREATE TRIGGER act_follows BEFORE INSERT ON act
    BEGIN
        SELECT RAISE(ABORT, 'an act is written once')
            WHERE EXISTS (SELECT 1 FROM act WHERE id = NEW.id);
        SELECT RAISE(ABORT, 'an act follows the last one')
            WHERE NEW.seq <> coalesce((SELECT max(seq) FROM act), 0) + 1
            OR NEW.prev_hash <> coalesce(
                (SELECT hash FROM act ORDER BY seq DESC LIMIT 1), '{_GENESIS}');
    END
    """,
)

_DELIVERY = (
    """
    CREATE TABLE delivery (
        seq INTEGER PRIMARY KEY REFERENCES act (seq),
        state TEXT NOT NULL DEFAULT 'waiting'
            CHECK (state IN ('waiting', 'sent', 'refused', 'conflict')),
        attempts INTEGER NOT NULL DEFAULT 0,
        words TEXT NOT NULL DEFAULT '',
        put_off_at TEXT,
        not_before TEXT,
        answered_at TEXT,
        seen_by TEXT
    ) STRICT
    """,
    "CREATE INDEX delivery_waiting ON delivery (seq) WHERE state = 'waiting'",
    "CREATE INDEX delivery_refused ON delivery (seq) WHERE state = 'refused' AND seen_by IS NULL",
    """
    CREATE TRIGGER delivery_never_removed BEFORE DELETE ON delivery
    BEGIN SELECT RAISE(ABORT, 'an act never leaves the outbox unaccounted'); END
    """,
    """
    CREATE TABLE blob_delivery (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        seq INTEGER NOT NULL REFERENCES act (seq),
        state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent')),
        attempts INTEGER NOT NULL DEFAULT 0,
        words TEXT NOT NULL DEFAULT '',
        put_off_at TEXT,
        not_before TEXT,
        answered_at TEXT
    ) STRICT
    """,
    "CREATE INDEX blob_waiting ON blob_delivery (id) WHERE state = 'waiting'",
    """
    CREATE TABLE receipt (
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        head_hash TEXT NOT NULL,
        receipt BLOB NOT NULL,
        PRIMARY KEY (epoch, seq, head_hash)
    ) STRICT
    """,
    """
    CREATE TRIGGER receipt_never_changed BEFORE UPDATE ON receipt
    BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END
    """,
    """
    CREATE TRIGGER receipt_never_removed BEFORE DELETE ON receipt
    BEGIN SELECT RAISE(ABORT, 'a receipt is never removed'); END
    """,
)

_BESIDE = (
    """
    CREATE TABLE epoch (
        epoch INTEGER PRIMARY KEY,
        first_seq INTEGER NOT NULL,
        begun_at TEXT NOT NULL,
        public_key TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE draft (
        inspector TEXT NOT NULL,
        item_scheme TEXT NOT NULL,
        item_number TEXT NOT NULL,
        posted_on TEXT NOT NULL,
        announcement TEXT NOT NULL,
        fields TEXT NOT NULL,
        PRIMARY KEY (inspector, item_number, item_scheme, posted_on, announcement)
    ) STRICT
    """,
    """
    CREATE TABLE secret (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        id TEXT NOT NULL,
        value BLOB NOT NULL,
        UNIQUE (name, id)
    ) STRICT
    """,
    "CREATE TABLE note (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT",
)

_VIEWS = (
    """
    CREATE VIEW standing_outcome AS
    SELECT * FROM act AS a
    WHERE a.kind = 'outcome' AND NOT EXISTS (SELECT 1 FROM act AS u WHERE u.undoes = a.id)
    """,
    """
    CREATE VIEW item_state AS
    SELECT s.item_scheme, s.item_number, s.seq, s.id, s.outcome, s.recorded_at, s.inspector
    FROM standing_outcome AS s
    WHERE NOT EXISTS (
        SELECT 1 FROM standing_outcome AS later
        WHERE later.item_number = s.item_number AND later.item_scheme = s.item_scheme
        AND later.seq > s.seq)
    """,
)

# All that a list of items needs to know of an act, in order, without its thousands of bytes.
_TRAIL = (
    """
    CREATE INDEX act_trail ON act
        (seq, id, kind, item_number, posted_on, outcome, undoes, recorded_at)
        WHERE kind IN ('outcome', 'attachment', 'undo')
    """,
)

# People: who there is, the acts say. What may not leave the station lies here.
_PEOPLE = (
    "CREATE INDEX act_inspector ON act (seq) WHERE kind = 'inspector'",
    "CREATE INDEX act_outcome ON act (outcome, item_number) WHERE outcome IS NOT NULL",
    "CREATE TABLE pin (inspector TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT",
    """
    CREATE TABLE failed_log_in (
        name TEXT PRIMARY KEY,
        failures INTEGER NOT NULL,
        boot_id TEXT NOT NULL,
        at_ns INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE pass (
        hash TEXT PRIMARY KEY,
        inspector TEXT NOT NULL,
        until_ns INTEGER NOT NULL
    ) STRICT
    """,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (*_ACTS, *_DELIVERY, *_BESIDE, *_VIEWS),
    _TRAIL,
    _PEOPLE,
)

GUARDS = (
    "act_never_changed",
    "act_never_removed",
    "act_follows",
    "delivery_never_removed",
    "receipt_never_changed",
    "receipt_never_removed",
)
