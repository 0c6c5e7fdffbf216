"""HOME/record.db: open it, and know when it was put back from a copy."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from triage_app.model.act import ActLine
from triage_app.model.errors import DiskFault, StoreDamaged
from triage_app.model.noun import noun
from triage_app.model.sentence import NOTHING, Sentence, tr
from triage_app.store import act_lines
from triage_app.store.act_row import stamp
from triage_app.store.acts import FIRST_EPOCH, ActLog
from triage_app.store.chain import FOUND_BEHIND
from triage_app.store.durable_file import make_folder
from triage_app.store.home_mark import HomeMark
from triage_app.store.inspectors import InspectorBook
from triage_app.store.keys import StoreKeys
from triage_app.store.migrate import copy_sealed, migrate, refuse_newer, schema_version
from triage_app.store.outbox import RecordOutbox
from triage_app.store.reading import connect_to_read
from triage_app.store.record_schema import GUARDS, MIGRATIONS
from triage_app.store.sealed import Connection, connect, translated, writing
from triage_app.store.station_record import StationRecord
from triage_app.store.station_secrets import SheetSecrets, Signer, make_missing
from triage_app.store.undelivered import Undelivered

if TYPE_CHECKING:  # only a purge needs it
    from triage_app.store.retained import RetainedItems

RECORD_FILE = "record.db"
BACKUP_FOLDER = "backups"
CHECKPOINT_PAGES = 4_000  # an act writes about ten: fewer than one in a hundred waits for one


@noun(frozen=True, slots=True)
class OpenRecord:
    """record.db, open on one thread. `notice` says what a person should know of how it opened."""

    record: StationRecord
    outbox: RecordOutbox
    sheets: SheetSecrets
    undelivered: Undelivered
    signer: Signer
    inspectors: InspectorBook
    notice: Sentence
    _connection: Connection
    _mark: HomeMark

    def public_key(self) -> bytes:
        """The 32 bytes others check our signatures with."""
        return self.signer.public_key()

    @property
    def demonstration(self) -> bool:
        """Whether this record is made up: said on screen, refused by a real hub."""
        with translated():
            found = self._connection.execute(
                "SELECT text FROM meta WHERE name = 'demonstration'"
            ).fetchone()
        return found is not None

    def mark_demonstration(self) -> None:
        """Mark the record as made up, for good."""
        with writing(self._connection):
            self._connection.execute(
                "INSERT INTO meta (name, text) VALUES ('demonstration', 'yes')"
                " ON CONFLICT DO NOTHING"
            )

    def damage(self) -> tuple[str, ...]:
        """What SQLite, the cipher and the schema say is wrong with the file; () when sound."""
        with translated():
            found = [row[0] for row in self._connection.execute("PRAGMA cipher_integrity_check")]
            found += [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
            guards = {
                row[0]
                for row in self._connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                )
            }
        missing = [f"the guard {guard} is gone" for guard in GUARDS if guard not in guards]
        return tuple(words for words in found if words != "ok") + tuple(missing)

    def every_act(self) -> Iterator[ActLine]:
        """All acts in order, read a few at a time."""
        return act_lines.every(self._connection)

    def attached(self) -> tuple[str, ...]:
        """SHA-256 of every blob an attachment names; each should lie in evidence/."""
        with translated():
            rows = self._connection.execute("SELECT sha256 FROM blob_delivery ORDER BY id")
            return tuple(row[0] for row in rows)

    def retained(self, now: Callable[[], datetime]) -> "RetainedItems":
        """Which items somebody is not done with."""
        from triage_app.store.retained import RetainedItems

        return RetainedItems(self._connection, now)

    def copy_to(self, path: Path, key: bytes) -> None:
        """The record as it stands now, sealed under the same key, while others go on writing."""
        copy_sealed(self._connection, path, key)

    def close(self) -> None:
        self._mark.close()
        self._connection.close()


def _wall_clock() -> datetime:
    return datetime.now(UTC)


def open_record(
    home: Path,
    keys: StoreKeys,
    *,
    station: str,
    read_only: bool = False,
    now: Callable[[], datetime] = _wall_clock,
) -> OpenRecord:
    """Open (or make) the record of `home`, bringing an older file up to date after a copy.

    A record put back from a copy, moved to another machine or renamed begins a new epoch.
    `read_only` makes, changes and begins nothing, and reads on a disk that takes nothing too.
    Raises StoreDamaged, StoreNewer, StoreBusy, DiskFault; StoreDamaged also when there is nothing
    to read.
    """
    path = home / RECORD_FILE
    if read_only and not path.exists():
        raise StoreDamaged(
            tr("record", "There is no record in {home}.", home=home),
            tr("record", "Copy it back from a backup, or start the station once."),
        )
    if not read_only:
        make_folder(home)
    connection, notice = _connected(path, keys, read_only)
    try:
        if read_only:
            _only_read(connection, path)
        else:
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            migrate(connection, path, keys.record, MIGRATIONS, home / BACKUP_FOLDER)
        return _opened(connection, home, station, read_only, now, notice)
    except BaseException:
        connection.close()
        raise


def _opened(
    connection: Connection,
    home: Path,
    station: str,
    read_only: bool,
    now: Callable[[], datetime],
    notice: Sentence,
) -> OpenRecord:
    mark = HomeMark(home, home / RECORD_FILE)
    signer = Signer(connection)
    log = ActLog(connection, station, mark, signer, now)
    if not read_only:
        _furnish(connection, signer, now)
        notice = _begin_epoch_if_copied(log, mark, station)
    return OpenRecord(
        record=StationRecord(connection, log, mark, signer),
        outbox=RecordOutbox(connection, log, now),
        sheets=SheetSecrets(connection),
        undelivered=Undelivered(connection),
        signer=signer,
        inspectors=InspectorBook(connection),
        notice=notice,
        _connection=connection,
        _mark=mark,
    )


def _connected(path: Path, keys: StoreKeys, read_only: bool) -> tuple[Connection, Sentence]:
    """A connection, and what a person should know of a disk that takes nothing."""
    try:
        return connect(path, keys.record, durable=True), NOTHING
    except DiskFault as fault:
        if not read_only:
            raise
        said = tr(
            "record",
            "{why} What was recorded is read as it stands and waits here; nothing can be recorded"
            " until the disk takes it. Free space or mend its rights: an open window goes on by"
            " itself then.",
            why=fault.what,
        )
        return connect_to_read(path, keys.record), said


def _only_read(connection: Connection, path: Path) -> None:
    refuse_newer(connection, path, len(MIGRATIONS))
    if schema_version(connection) < len(MIGRATIONS):
        raise StoreDamaged(
            tr("record", "{name} was written by an older program.", name=path.name),
            tr("record", "Start the station once; it copies the file and brings it up to date."),
        )
    with translated(path):
        connection.execute("PRAGMA query_only = ON")


def _furnish(connection: Connection, signer: Signer, now: Callable[[], datetime]) -> None:
    """The secrets and the first epoch of a new store; nothing is written to an older one."""
    with translated():
        if connection.execute("SELECT 1 FROM epoch").fetchone():
            return
    with writing(connection):
        make_missing(connection)
        connection.execute(
            "INSERT INTO epoch (epoch, first_seq, begun_at, public_key) VALUES (?, 1, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (FIRST_EPOCH, stamp(now()), signer.public_key().hex()),
        )


def _begin_epoch_if_copied(log: ActLog, mark: HomeMark, station: str) -> Sentence:
    """Compare the record with the home's mark; begin a new epoch where they disagree."""
    kept, head = mark.read(), log.head()
    last_known = kept.head if kept else head
    if kept and kept.head.seq and log.hash_at(kept.head.seq) != kept.head.hash:
        log.begin_epoch(last_known, FOUND_BEHIND)
        return tr(
            "record",
            "The record stands at act {own}, but this station had recorded act {known}. A new"
            " epoch was begun; the hub may hold what is missing.",
            own=head.seq,
            known=kept.head.seq,
        )
    if not head.seq:
        mark.write(head)
    elif kept is None:
        log.begin_epoch(last_known, "unmarked")
    elif mark.elsewhere(kept):
        log.begin_epoch(last_known, "moved")
    elif head.station != station:
        log.begin_epoch(last_known, "renamed")
    return NOTHING
