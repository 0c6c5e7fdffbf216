"""Where a station's own secret lies: the system's keyring, or a file by explicit setting."""

import os
import stat
from pathlib import Path
from typing import Any, Protocol

from triage_app.model.errors import DiskFault, KeyMissing
from triage_app.model.sentence import Sentence, tr
from triage_app.store.durable_file import write_durably

KEY_FILE = "station.key"
SERVICE = "triage-station"
# They keep secrets in the clear, or nowhere.
NO_KEYRINGS = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")

INSTALL = tr(
    "keys",
    'Unlock or install a Secret Service (for example gnome-keyring), or set key = "file"'
    " under [store] in settings.toml.",
)
RECOVER = tr(
    "keys",
    "Run 'triage doctor --recover' and type the recovery key; the record is kept until then.",
)


class KeyPlace(Protocol):
    """Keeps one secret for one home."""

    def keep(self, name: str, secret: bytes) -> None: ...

    def fetch(self, name: str) -> bytes:
        """The secret. Raises KeyMissing saying why it cannot be had."""
        ...


def key_place(home: Path, kind: str) -> KeyPlace:
    """The place `kind` ("keyring" or "file") names."""
    return KeyFile(home / KEY_FILE) if kind == "file" else Keyring()


class KeyFile:
    """The secret in a file only this account may read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, name: str, secret: bytes) -> None:
        write_durably(self._path, f"{name} {secret.hex()}\n".encode("ascii"), mode=0o600)

    def fetch(self, name: str) -> bytes:
        try:
            mode = self._path.stat().st_mode
            words = self._path.read_text("ascii", errors="replace").split()
        except FileNotFoundError as error:
            raise KeyMissing(
                tr("keys", "The key file {path} is not there.", path=self._path), RECOVER
            ) from error
        except OSError as error:
            raise DiskFault(
                tr("keys", "The key file {path} cannot be read.", path=self._path),
                tr("keys", "Run the station under the account that made this home."),
            ) from error
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise KeyMissing(
                tr("keys", "Others can read the key file {path}.", path=self._path),
                tr("keys", "Run 'chmod 600 {path}' and find out who read it.", path=self._path),
            )
        return _secret_in(words, name, self._path)


class Keyring:
    """The secret in the system's keyring (Secret Service, Keychain, Credential Locker)."""

    def keep(self, name: str, secret: bytes) -> None:
        backend = _backend()
        from keyring.errors import KeyringError

        try:
            backend.set_password(SERVICE, name, secret.hex())
            kept = backend.get_password(SERVICE, name)
        except (KeyringError, OSError, RuntimeError) as error:
            raise _no_keyring(error) from error
        if kept != secret.hex():
            raise KeyMissing(tr("keys", "The keyring did not keep the station's key."), INSTALL)

    def fetch(self, name: str) -> bytes:
        backend = _backend()
        from keyring.errors import KeyringError

        try:
            kept = backend.get_password(SERVICE, name)
        except (KeyringError, OSError, RuntimeError) as error:
            raise _no_keyring(error) from error
        try:
            return bytes.fromhex(kept or "")
        except ValueError:
            return b""


def _backend() -> Any:
    """The best keyring that really keeps secrets. Importing keyring costs 90 ms: here only."""
    import keyring

    try:
        backend = keyring.get_keyring()
    except (ImportError, AttributeError, RuntimeError) as error:  # PYTHON_KEYRING_BACKEND
        raise _no_keyring(error) from error
    chained = getattr(type(backend), "backends", None)
    for candidate in chained if isinstance(chained, list) else [backend]:
        if not type(candidate).__module__.startswith(NO_KEYRINGS):
            return candidate
    raise KeyMissing(
        tr("keys", "This machine has no keyring to keep the station's key in."), INSTALL
    )


def _no_keyring(error: Exception) -> KeyMissing:
    what: Sentence = tr("keys", "The keyring does not answer: {why}.", why=str(error) or "locked")
    return KeyMissing(what, INSTALL)


def _secret_in(words: list[str], name: str, path: Path) -> bytes:
    try:
        of, text = words
        secret = bytes.fromhex(text)
    except ValueError:
        of, secret = "", b""
    if of != name:
        raise KeyMissing(
            tr("keys", "The key file {path} belongs to another home.", path=path), RECOVER
        )
    return secret
