"""The hub's tables, and the steps from an empty database to them.

Every table leads with `facility`: each statement of the road names it, so rows may be spread by it.
Acts are bytes, never a JSON column: what is stored is what was hashed and signed.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    insert,
    select,
)

METADATA = MetaData()

# SQLite counts up only in an INTEGER PRIMARY KEY; elsewhere it is a 64-bit identity.
Counter = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out, also where the database keeps no zone (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


SCHEMA_VERSION = Table(
    "schema_version", METADATA, Column("version", Integer, primary_key=True, autoincrement=False)
)

HUB = Table(
    "hub",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("demonstration", Boolean, nullable=False),
    Column("made_at", Moment, nullable=False),
)

ENROLMENT_CODES = Table(
    "enrolment_codes",
    METADATA,
    Column("code_hash", String(64), primary_key=True),
    Column("facility", String(64), nullable=False),  # "": any
    Column("station", String(64), nullable=False),  # "": any that is not taken
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", String(160), nullable=False),  # station~key; "": not used yet
)

STATIONS = Table(
    "stations",
    METADATA,
    Column("facility", String(64), primary_key=True),
    Column("station", String(64), primary_key=True),
    Column("public_key", String(64), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("app_version", String(64), nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    Column("last_contact_at", Moment),
    Column("revoked_at", Moment),
    Column("revocation", LargeBinary),
    Column("revocation_signature", String(128)),
)

ACTS = Table(
    "acts",
    METADATA,
    Column("facility", String(64), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("station", String(64), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("signature", String(128), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("facility", "station", "epoch", "seq", name="acts_place"),
)

CHAINS = Table(
    "chains",
    METADATA,
    Column("facility", String(64), primary_key=True),
    Column("station", String(64), primary_key=True),
    Column("epoch", BigInteger, primary_key=True),
    Column("seq", BigInteger, nullable=False),  # the last without a missing one before it
    Column("anchor_seq", BigInteger, nullable=False),  # the last of these that is no quarantine
    Column("anchor_hash", String(64), nullable=False),
    Column("newest_seq", BigInteger, nullable=False),
    Column("acts", BigInteger, nullable=False),
)

OUTCOMES = Table(
    "outcomes",
    METADATA,
    Column("facility", String(64), primary_key=True),
    Column("act_id", String(64), primary_key=True),
    Column("scheme", String(32), nullable=False),
    Column("item_number", String(128), nullable=False),
    Column("posted_on", String(10), nullable=False),
    Column("station", String(64), nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("undone_by", String(64), nullable=False),  # "": stands
    Index("outcomes_item", "facility", "item_number", "scheme"),
)

CONFLICTS = Table(
    "conflicts",
    METADATA,
    Column("number", Counter, primary_key=True, autoincrement=True),
    Column("facility", String(64), nullable=False),
    Column("scheme", String(32), nullable=False),
    Column("item_number", String(128), nullable=False),
    Column("station", String(64), nullable=False),
    Column("act_id", String(64), nullable=False),
    Column("other_station", String(64), nullable=False),
    Column("other_act_id", String(64), nullable=False),
    Column("found_at", Moment, nullable=False),
    UniqueConstraint("facility", "act_id", "other_act_id", name="conflicts_once"),
    Index("conflicts_station", "facility", "station", "number"),
)

QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("number", Counter, primary_key=True, autoincrement=True),
    Column("facility", String(64), nullable=False),
    Column("station", String(64), nullable=False),
    Column("act_id", String(64), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("data_hash", String(64), nullable=False),
    Column("signature", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("facility", "station", "act_id", "data_hash", name="quarantine_once"),
)

ALARMS = Table(
    "alarms",
    METADATA,
    Column("number", Counter, primary_key=True, autoincrement=True),
    Column("facility", String(64), nullable=False),
    Column("station", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("act_id", String(64), nullable=False),
    Column("words", String, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Index("alarms_facility", "facility", "number"),
)

SEGMENTS = Table(
    "segments",
    METADATA,
    Column("facility", String(64), primary_key=True),
    Column("stream", String(32), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("items", BigInteger, nullable=False),
    Column("signature", String(128), nullable=False),
    Column("made_at", Moment, nullable=False),
)

ANNOUNCED = Table(
    "announced",
    METADATA,
    Column("facility", String(64), primary_key=True),
    Column("id", String(128), primary_key=True),
    Column("digest", String(64), nullable=False),
)

UPLOADS = Table(
    "uploads",
    METADATA,
    Column("facility", String(64), primary_key=True),
    Column("station", String(64), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

BLOBS = Table(
    "blobs",
    METADATA,
    Column("facility", String(64), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("station", String(64), nullable=False),
    Column("received_at", Moment, nullable=False),
)

UNTOLD = Table(
    "untold_outcomes",
    METADATA,
    Column("facility", String(64), primary_key=True),
    Column("act_id", String(64), primary_key=True),
)

FIRST_TABLES = (
    HUB,
    ENROLMENT_CODES,
    STATIONS,
    ACTS,
    CHAINS,
    OUTCOMES,
    CONFLICTS,
    QUARANTINE,
    ALARMS,
    SEGMENTS,
    ANNOUNCED,
    UPLOADS,
    BLOBS,
)


def _first(connection: Connection) -> None:
    METADATA.create_all(connection, tables=FIRST_TABLES)


def _untold(connection: Connection) -> None:
    METADATA.create_all(connection, tables=(UNTOLD,))
    known = select(OUTCOMES.c.facility, OUTCOMES.c.act_id)
    connection.execute(insert(UNTOLD).from_select(["facility", "act_id"], known))


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, _untold)
"""Step n brings version n-1 to n. Steps are only ever added; a table that changes later keeps its
first form here and is changed by a step of its own."""
