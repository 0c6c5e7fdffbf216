"""Bytes -> sealed file by SHA-256, and back. Written once, never altered."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from triage_app.model.errors import StoreDamaged
from triage_app.model.sentence import tr
from triage_app.store.durable_file import disk_faults, make_folder, write_durably

_NONCE_BYTES = 12
_NAME_LENGTH = 64
_FORMAT = b"\x01"


class BlobFolder:
    """Fits ports.Blobs. `folder`/ab/cd../: AES-256-GCM under `key`, bound to the blob's name."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        self._cipher: Any = None

    def put(self, data: bytes) -> str:
        """Keep `data`, durable on return; its SHA-256 in hex. Keeping it twice changes nothing.

        Raises DiskFault when it cannot be written.
        """
        name = hashlib.sha256(data).hexdigest()
        if not self._whole(name):
            nonce = os.urandom(_NONCE_BYTES)
            sealed = self._opened().encrypt(nonce, data, bytes.fromhex(name))
            path = self._path(name)
            make_folder(path.parent)
            write_durably(path, _FORMAT + nonce + sealed)
        return name

    def get(self, sha256: str) -> bytes:
        """The blob. Raises StoreDamaged when it is missing or not what its name says."""
        sealed = self._sealed(sha256)
        from cryptography.exceptions import InvalidTag

        try:
            data: bytes = self._opened().decrypt(
                sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], bytes.fromhex(sha256)
            )
        except (InvalidTag, ValueError) as error:
            raise _damaged(sha256) from error
        if sealed[:1] != _FORMAT or hashlib.sha256(data).hexdigest() != sha256:
            raise _damaged(sha256)
        return data

    def has(self, sha256: str) -> bool:
        """Whether a blob of this name lies here; `get` says whether it is whole."""
        return _is_name(sha256) and self._path(sha256).is_file()

    def names(self) -> Iterator[str]:
        """SHA-256 of every blob, in order."""
        if not self._folder.is_dir():
            return
        for fan in sorted(self._folder.iterdir()):
            if fan.is_dir():
                yield from sorted(
                    name for path in fan.iterdir() if _is_name(name := fan.name + path.name)
                )

    def delete(self, sha256: str) -> None:
        """Forget a blob; for working copies in images/ alone, never for evidence."""
        if _is_name(sha256):
            path = self._path(sha256)
            with disk_faults(path):
                path.unlink(missing_ok=True)

    def _whole(self, name: str) -> bool:
        """Present and readable: a damaged blob is written again when its bytes come by."""
        if not self.has(name):
            return False
        try:
            self.get(name)
        except StoreDamaged:
            return False
        return True

    def _sealed(self, sha256: str) -> bytes:
        if not _is_name(sha256):
            raise _missing(sha256)
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise _missing(sha256) from error
        except OSError as error:
            raise _damaged(sha256) from error

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]

    def _opened(self) -> Any:
        if self._cipher is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            self._cipher = AESGCM(self._key)
        return self._cipher


def _is_name(text: str) -> bool:
    return len(text) == _NAME_LENGTH and not text.strip("0123456789abcdef")


def _missing(sha256: str) -> StoreDamaged:
    return StoreDamaged(
        tr("blobs", "Picture {name} is not on this station.", name=sha256[:12]),
        tr("blobs", "Fetch it with 'triage sync', or copy it back from a backup."),
    )


def _damaged(sha256: str) -> StoreDamaged:
    return StoreDamaged(
        tr("blobs", "Picture {name} is damaged on this disk.", name=sha256[:12]),
        tr("blobs", "Attach or fetch it again; 'triage check' lists what else is damaged."),
    )
