"""Who the hub is: an Ed25519 key in its own file, an id taken from it, a row in the database."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select

from triage_app.hub.database import Database
from triage_app.hub.schema import HUB
from triage_app.model.errors import KeyMissing
from triage_app.model.sentence import tr
from triage_app.protocol.envelope import SignedStatement
from triage_app.protocol.sealing import agreed

KEY_BYTES = 32


class HubIdentity:
    """Signs receipts, segments and revocations. `id` follows from the public key."""

    def __init__(self, private: bytes, *, demonstration: bool) -> None:
        self._seed = private
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.public_key = self._key.public_key().public_bytes_raw()
        self.id = "hub-" + hashlib.sha256(self.public_key).hexdigest()[:16]
        self.demonstration = demonstration

    def sign(self, data: bytes) -> SignedStatement:
        """The statement with the hub's signature."""
        return SignedStatement(data, self._key.sign(data).hex())

    def sign_hex(self, data: bytes) -> str:
        """The signature alone, in hex."""
        return self._key.sign(data).hex()

    def agree(self, their_public: bytes) -> bytes:
        """The secret shared with the holder of an X25519 key (see protocol.sealing)."""
        return agreed(self._seed, their_public)


def hub_key(path: Path) -> bytes:
    """The hub's private key from its file, made (mode 0600) when there is none."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    key = Ed25519PrivateKey.generate().private_bytes_raw()
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _read_key(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except OSError as error:
        raise _key_fault(path, str(error)) from error
    if len(key) != KEY_BYTES:
        raise _key_fault(path, f"{len(key)} bytes instead of {KEY_BYTES}")
    return key


async def settle(database: Database, private: bytes, *, demonstration: bool, at: datetime) -> bool:
    """Make the database this hub's own, or check that it is; whether it is a demonstration.

    Raises KeyMissing when the database belongs to another key, or when a real hub is to be
    started as a demonstration.
    """
    me = HubIdentity(private, demonstration=demonstration).id
    async with database.writing() as connection:
        row = (await connection.execute(select(HUB.c.id, HUB.c.demonstration))).first()
        if row is None:
            values = {"id": me, "demonstration": demonstration, "made_at": at}
            await connection.execute(insert(HUB).values(values))
            return demonstration
    if row.id != me:
        raise KeyMissing(
            tr(
                "hub",
                "This database belongs to {owner}, the key file to {me}.",
                owner=row.id,
                me=me,
            ),
            tr("hub", "Put back the hub.key this database was made with."),
        )
    if demonstration and not row.demonstration:
        raise KeyMissing(
            tr("hub", "This is a real hub; it cannot be made a demonstration."),
            tr("hub", "Use another --home or --db for the demonstration."),
        )
    return bool(row.demonstration)


def _key_fault(path: Path, why: str) -> KeyMissing:
    return KeyMissing(
        tr("hub", "The hub's key {path} cannot be read: {why}.", path=path, why=why),
        tr("hub", "Put back the hub.key from a backup; stations trust no other."),
    )
