"""A backup -> the record of a home again, in a new epoch that names what was last known.

Everything is made and proved in HOME/restoring/ first; what lay in the home is set aside, never
written over. One that is cut can be run again.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from triage_app.model.act import GENESIS_HASH, ChainReport, Head
from triage_app.model.errors import Fault, FileUnreadable, KeyMissing, StoreDamaged
from triage_app.model.noun import noun
from triage_app.model.sentence import tr
from triage_app.store.acts import FIRST_EPOCH
from triage_app.store.backup import EVIDENCE, SETTINGS
from triage_app.store.backup_proof import HEAD, proved_head
from triage_app.store.blobs import BlobFolder
from triage_app.store.durable_file import disk_faults, make_folder, sync_folder, write_durably
from triage_app.store.home_mark import MARK_FILE, HomeMark
from triage_app.store.key_place import KEY_FILE
from triage_app.store.keys import KEYS_FILE, StoreKeys, name_of_home, open_keys, recover_keys
from triage_app.store.reading import connect_to_read
from triage_app.store.record import BACKUP_FOLDER, RECORD_FILE, OpenRecord, open_record
from triage_app.store.sealed import translated

STAGE: Final = "restoring"
_BESIDE: Final = ("-wal", "-shm")


@noun(frozen=True, slots=True)
class Restoring:
    """What is to be restored: a backup's record file, into which home, and where its key lies
    ("keyring" or "file"). `over`: a record that lies there is set aside. `as_it_is`: also one whose
    chain does not hold."""

    home: Path
    source: Path
    kind: str
    station: str
    over: bool = False
    as_it_is: bool = False

    @property
    def folder(self) -> Path:
        return self.source.parent

    @property
    def stage(self) -> Path:
        return self.home / STAGE


@noun(frozen=True, slots=True)
class RestoreReport:
    """`last_known` is the head the new epoch names; `set_aside` where the record before lies now,
    if there was one. Pictures that acts name: `copied` came, `damaged` and `missing` did not."""

    chain: ChainReport
    head: Head
    last_known: Head
    set_aside: Path | None
    copied: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]


def restore(asked: Restoring, recovery_key: Callable[[], str], now: datetime) -> RestoreReport:
    """Put the backup's record and evidence into the home. `recovery_key` is asked for only where
    the station's own key is not here.

    Nobody may have the home open. Raises Fault where the home is another's or has a record and
    `over` was not said, KeyMissing, FileUnreadable for a damaged or foreign backup, StoreNewer,
    DiskFault; the record is then as it was.
    """
    _refuse_another_home(asked)
    _refuse_record_here(asked)
    make_folder(asked.home)
    _clear(asked.stage)
    make_folder(asked.stage)
    try:
        keys = _keys(asked, recovery_key)
        _copy(asked.source, asked.stage / RECORD_FILE)
        own = proved_head(asked.stage / RECORD_FILE, keys.record, asked.source) or Head(
            asked.station, FIRST_EPOCH, 0, GENESIS_HASH
        )
        known = [own, *_known_here(asked, keys)]
        last_known = max(known, key=lambda head: (head.epoch, head.seq))
        _mark(asked.stage, own)  # so that no epoch is begun but ours
        record = open_record(asked.stage, keys, station=asked.station, now=lambda: now)
        try:
            chain = _begun(asked, record, last_known)
            head, attached = record.record.head(), record.attached()
        finally:
            record.close()
        pictures = _copy_pictures(asked, keys, attached)
        set_aside = _exchange(asked, now)
    finally:
        _clear(asked.stage)
    return RestoreReport(chain, head, last_known, set_aside, *pictures)


def _refuse_another_home(asked: Restoring) -> None:
    if not (asked.home / KEYS_FILE).exists():
        return
    if name_of_home(asked.home) != name_of_home(asked.folder):
        raise Fault(
            tr("restore", "{file} is the backup of another home.", file=asked.source),
            tr("restore", "Name an empty home by --home; nothing was changed."),
        )


def _refuse_record_here(asked: Restoring) -> None:
    if (asked.home / RECORD_FILE).exists() and not asked.over:
        raise Fault(
            tr("restore", "There is a record in {home}.", home=asked.home),
            tr(
                "restore",
                "Look at it by 'triage check'. With --over it is set aside and the backup takes its"
                " place; nothing was changed.",
            ),
        )


def _keys(asked: Restoring, recovery_key: Callable[[], str]) -> StoreKeys:
    """The keys, by the station's own secret where it is still here, else by the recovery key."""
    place = asked.home
    if not (asked.home / KEYS_FILE).exists():
        place = asked.stage
        write_durably(place / KEYS_FILE, (asked.folder / KEYS_FILE).read_bytes())
        if (asked.home / KEY_FILE).exists():
            write_durably(place / KEY_FILE, (asked.home / KEY_FILE).read_bytes())
    try:
        return open_keys(place, asked.kind)
    except KeyMissing:
        return recover_keys(place, recovery_key(), asked.kind)


def _known_here(asked: Restoring, keys: StoreKeys) -> list[Head]:
    """What the home still knows of the station's chain: its mark, and its record if that opens."""
    known = []
    mark = HomeMark(asked.home, asked.home / RECORD_FILE).read()
    if mark is not None:
        known.append(mark.head)
    if (asked.home / RECORD_FILE).exists():
        with suppress(StoreDamaged):
            connection = connect_to_read(asked.home / RECORD_FILE, keys.record)  # changes nothing
            try:
                with translated():
                    known += [Head(*row) for row in connection.execute(HEAD)]
            finally:
                connection.close()
    return known


def _mark(stage: Path, head: Head) -> None:
    mark = HomeMark(stage, stage / RECORD_FILE)
    mark.write(head)
    mark.close()


def _begun(asked: Restoring, record: OpenRecord, last_known: Head) -> ChainReport:
    """The new epoch, in the copy. Raises FileUnreadable where the chain does not hold."""
    record.record.begin_epoch(last_known)
    chain = record.record.verify()
    if not chain.whole and not asked.as_it_is:
        raise FileUnreadable(
            tr(
                "restore",
                "The chain in {file} is broken at act {seq}: {reason}.",
                file=asked.source,
                seq=chain.first_bad_seq,
                reason=chain.reason,
            ),
            tr(
                "restore",
                "Try another backup, or take this one as it is by --as-it-is; nothing was changed.",
            ),
        )
    return chain


def _copy_pictures(
    asked: Restoring, keys: StoreKeys, names: tuple[str, ...]
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """(copied, damaged, missing): what the home has whole stays, what it lacks comes."""
    source = BlobFolder(asked.folder / EVIDENCE, keys.evidence)
    target = BlobFolder(asked.home / EVIDENCE, keys.evidence)
    copied, damaged, missing = 0, [], []
    for name in names:
        if _is_whole(target, name):
            continue
        if not source.has(name):
            missing.append(name)
        elif _is_whole(source, name):
            target.put(source.get(name))
            copied += 1
        else:
            damaged.append(name)
    return copied, tuple(damaged), tuple(missing)


def _is_whole(blobs: BlobFolder, name: str) -> bool:
    try:
        blobs.get(name)
    except StoreDamaged:
        return False
    return True


def _exchange(asked: Restoring, now: datetime) -> Path | None:
    """What was made in the stage in place of what lay in the home; where that lies now. The old
    mark goes first and the new one comes last: cut in between, the next opening begins an epoch."""
    home, stage, record = asked.home, asked.stage, asked.home / RECORD_FILE
    aside = home / BACKUP_FOLDER / f"record-before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db"
    was_here = record.exists()
    for name in SETTINGS:
        if (asked.folder / name).is_file() and not (home / name).exists():
            write_durably(home / name, (asked.folder / name).read_bytes())
    make_folder(aside.parent)
    with disk_faults(record):
        (home / MARK_FILE).unlink(missing_ok=True)
        for ending in ("", *_BESIDE):
            lying = record.with_name(record.name + ending)
            if lying.exists():
                lying.replace(aside.with_name(aside.name + ending))
        for name in (KEYS_FILE, KEY_FILE, RECORD_FILE, MARK_FILE):
            if (stage / name).exists():
                (stage / name).replace(home / name)
        sync_folder(home)
    return aside if was_here else None


def _copy(source: Path, target: Path) -> None:
    with disk_faults(target):
        shutil.copyfile(source, target)
        with target.open("r+b") as file:
            os.fsync(file.fileno())


def _clear(stage: Path) -> None:
    with disk_faults(stage):
        if stage.exists():
            shutil.rmtree(stage)
