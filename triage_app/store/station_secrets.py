"""The secrets inside record.db: signing key, random slice, and the keys of the command sheets."""

import os
from typing import Any

from triage_app.store.sealed import Connection, translated, writing

SIGNING = "signing_key"
SAMPLING = "sampling_secret"
SHEET = "sheet_key"
MOST_SHEETS = 255  # two letters of a code; then they are counted from 1 again


def make_missing(connection: Connection) -> None:
    """Make what a new store lacks; inside a transaction of the caller's."""
    for name in (SIGNING, SAMPLING):
        connection.execute(
            "INSERT INTO secret (name, id, value) SELECT ?, ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM secret WHERE name = ?)",
            (name, os.urandom(8).hex(), os.urandom(32), name),
        )


def newest(connection: Connection, name: str) -> tuple[str, bytes]:
    """(id, secret) of the one in use."""
    with translated():
        found = connection.execute(
            "SELECT id, value FROM secret WHERE name = ? ORDER BY number DESC LIMIT 1", (name,)
        ).fetchone()
    return str(found[0]), bytes(found[1])


class SheetSecrets:
    """Fits ports.SheetKeys: a key a sheet, the newest in use, the sheets counted from 1."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sheet_version(self) -> int:
        with translated():
            found = self._connection.execute(
                "SELECT count(*) FROM secret WHERE name = ?", (SHEET,)
            ).fetchone()
        return (int(found[0]) - 1) % MOST_SHEETS + 1 if found[0] else 0

    def sheet_key(self) -> bytes:
        if self.sheet_version() == 0:
            with writing(self._connection):
                if self.sheet_version() == 0:  # another process may have been first
                    self._make()
        return newest(self._connection, SHEET)[1]

    def renew_sheet(self) -> None:
        """A new key: the codes of every sheet printed before are refused from now on."""
        with writing(self._connection):
            self._make()

    def _make(self) -> None:
        self._connection.execute(
            "INSERT INTO secret (name, id, value) VALUES (?, ?, ?)",
            (SHEET, os.urandom(8).hex(), os.urandom(32)),
        )


class Signer:
    """The station's Ed25519 key, loaded at the first use: reading acts needs none."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._key: Any = None

    def sign(self, message: bytes) -> str:
        """The signature in hex."""
        signature: bytes = self._loaded().sign(message)
        return signature.hex()

    def agree(self, their_public: bytes) -> bytes:
        """The secret shared with the holder of an X25519 key (see protocol.sealing)."""
        from triage_app.protocol.sealing import agreed

        return agreed(newest(self._connection, SIGNING)[1], their_public)

    def public_key(self) -> bytes:
        """The 32 bytes others check our signatures with."""
        public: bytes = self._loaded().public_key().public_bytes_raw()
        return public

    def _loaded(self) -> Any:
        if self._key is None:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

            self._key = Ed25519PrivateKey.from_private_bytes(newest(self._connection, SIGNING)[1])
        return self._key
