"""A home's record -> a folder that can be carried away: sealed as it lies, and proved by opening.

FOLDER/record-TIME.db, FOLDER/record.keys, FOLDER/evidence/ (a blob is copied once) and the
settings, which hold no secret. `restore` makes it a home's record again, with the recovery key
where the station's own key is gone.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from triage_app.model.act import ChainReport
from triage_app.model.errors import Fault, StoreDamaged
from triage_app.model.sentence import tr
from triage_app.settings import LAYERS
from triage_app.store.blobs import BlobFolder
from triage_app.store.chain import verify
from triage_app.store.durable_file import disk_faults, make_folder, write_durably
from triage_app.store.keys import KEYS_FILE, StoreKeys, name_of_home
from triage_app.store.record import OpenRecord
from triage_app.store.sealed import connect

EVIDENCE = "evidence"
SETTINGS = LAYERS


@dataclass(frozen=True, slots=True)
class BackupReport:
    """`file` is the copy of record.db; `missing` are blobs that acts name and the home has not."""

    file: Path
    chain: ChainReport
    blobs_copied: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """How many blobs were read, and which that acts name are damaged or not there."""

    blobs: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]


def back_up(
    home: Path, keys: StoreKeys, record: OpenRecord, folder: Path, now: datetime, mark: str = ""
) -> BackupReport:
    """Copy the record while others go on writing; the copy is opened and verified. `mark` stands
    behind the time in the file's name.

    Raises Fault when `folder` holds another home's backup, DiskFault, StoreDamaged when the copy
    does not open. What a backup before left there stays.
    """
    make_folder(folder)
    _refuse_another_homes(home, folder)
    write_durably(folder / KEYS_FILE, (home / KEYS_FILE).read_bytes())
    for name in SETTINGS:
        if (home / name).is_file():
            write_durably(folder / name, (home / name).read_bytes())
    blobs_copied, missing = _copy_blobs(record.attached(), home / EVIDENCE, folder / EVIDENCE)
    file = folder / f"record-{now.astimezone(UTC):%Y%m%dT%H%M%S%f}Z{mark}.db"
    part = file.with_suffix(".part")
    try:
        record.copy_to(part, keys.record)
        chain = _proved(part, keys, record.public_key())
        with disk_faults(file):
            part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return BackupReport(file, chain, blobs_copied, missing)


def check_evidence(folder: Path, key: bytes, attached: Iterable[str]) -> EvidenceReport:
    """Read every blob that acts name."""
    blobs = BlobFolder(folder, key)
    damaged, missing, whole = [], [], 0
    for name in attached:
        if not blobs.has(name):
            missing.append(name)
            continue
        try:
            blobs.get(name)
            whole += 1
        except StoreDamaged:
            damaged.append(name)
    return EvidenceReport(whole + len(damaged), tuple(damaged), tuple(missing))


def _refuse_another_homes(home: Path, folder: Path) -> None:
    if (folder / KEYS_FILE).exists() and name_of_home(folder) != name_of_home(home):
        raise Fault(
            tr("backup", "{folder} holds the backup of another home.", folder=folder),
            tr("backup", "Choose another folder; nothing was written."),
        )


def _copy_blobs(names: Iterable[str], source: Path, target: Path) -> tuple[int, tuple[str, ...]]:
    copied, missing = 0, []
    for name in names:
        blob, copy = source / name[:2] / name[2:], target / name[:2] / name[2:]
        if not blob.is_file():
            missing.append(name)
        elif not copy.is_file() or copy.stat().st_size != blob.stat().st_size:
            make_folder(copy.parent)
            write_durably(copy, blob.read_bytes())
            copied += 1
    return copied, tuple(missing)


def _proved(file: Path, keys: StoreKeys, public_key: bytes) -> ChainReport:
    connection = connect(file, keys.record, durable=True)
    try:
        return verify(connection, public_key, None)
    finally:
        connection.close()
        _sync(file)


def _sync(file: Path) -> None:
    with disk_faults(file), file.open("r+b") as opened:
        os.fsync(opened.fileno())
