"""The keys of one home: made once, opened at each start, recovered when the keyring is lost.

The station's secret (keyring or key file) is the cache key and a key-encryption key. The record
master is random and lies in HOME/record.keys twice, sealed by that key-encryption key and by the
recovery key, so the record outlives the keyring and goes along in backups.
"""

import hmac
import json
import os
from dataclasses import field
from pathlib import Path

from triage_app.model.errors import Fault, KeyMissing, StoreDamaged, StoreNewer
from triage_app.model.noun import noun
from triage_app.model.sentence import tr
from triage_app.store.durable_file import make_folder, write_durably
from triage_app.store.key_place import RECOVER, key_place
from triage_app.store.recovery_key import read as read_recovery_key
from triage_app.store.recovery_key import written

KEYS_FILE = "record.keys"
FORMAT = 1
_KEY_BYTES = 32
_NONCE_BYTES = 12
_SEALED_UNDER_LOST_KEY = ("cache.mark", "cache.db", "cache.db-wal", "cache.db-shm", "images")


@noun(frozen=True, slots=True)
class StoreKeys:
    """32 bytes each: cache.db, record.db, blobs of images/, blobs of evidence/."""

    cache: bytes = field(repr=False)
    record: bytes = field(repr=False)
    images: bytes = field(repr=False)
    evidence: bytes = field(repr=False)


@noun(frozen=True, slots=True)
class NewKeys:
    """Keys just made. `recovery_key` is shown to a person once and kept nowhere here."""

    keys: StoreKeys
    recovery_key: str = field(repr=False)


def make_keys(home: Path, kind: str) -> NewKeys:
    """Keys for a new home. Raises Fault if it has keys, KeyMissing if none can be kept."""
    if (home / KEYS_FILE).exists():
        raise Fault(
            tr("keys", "{home} already has keys; they were left as they are.", home=home),
            tr("keys", "Choose an empty home, or open this one."),
        )
    make_folder(home)
    name = os.urandom(8).hex()
    secret = _Secret(os.urandom(_KEY_BYTES), os.urandom(_KEY_BYTES))
    master = os.urandom(_KEY_BYTES)
    recovery = os.urandom(_KEY_BYTES)
    key_place(home, kind).keep(name, secret.joined())
    wrapped = _Wrapped(
        name=name,
        by_station=_seal(secret.kek, master, f"{name} station"),
        by_recovery=_seal(_recovery_kek(recovery, name), master, f"{name} recovery"),
    )
    _write(home, wrapped)
    return NewKeys(_derived(secret.cache, master), written(recovery))


def open_keys(home: Path, kind: str) -> StoreKeys:
    """The keys of a home. Raises KeyMissing with the next step, StoreDamaged, StoreNewer."""
    wrapped = _read(home)
    secret = _station_secret(home, kind, wrapped.name)
    return _derived(secret.cache, _master(secret, wrapped))


def name_of_home(home: Path) -> str:
    """The random name a home's keys are kept under; its backups carry the same one."""
    return _read(home).name


def recover_keys(home: Path, recovery_key: str, kind: str) -> StoreKeys:
    """The keys again from the recovery key, kept in `kind` from now on.

    The record and its evidence open as before. When the old cache key is lost too, cache.db and
    images/ are set aside as *.unreadable: they are fetched or built anew.
    Raises KeyMissing for a mistyped or foreign recovery key.
    """
    wrapped = _read(home)
    recovery = read_recovery_key(recovery_key)
    master = _unseal(
        _recovery_kek(recovery, wrapped.name), wrapped.by_recovery, f"{wrapped.name} recovery"
    )
    if master is None:
        raise KeyMissing(
            tr(
                "keys",
                "This recovery key is well typed but belongs to another home,"
                " or a newer one replaced it.",
            ),
            tr("keys", "Look for the key printed last for this home."),
        )
    secret = _kept_or_new_secret(home, kind, wrapped.name)
    key_place(home, kind).keep(wrapped.name, secret.joined())
    sealed = _seal(secret.kek, master, f"{wrapped.name} station")
    _write(home, _Wrapped(wrapped.name, sealed, wrapped.by_recovery))
    return _derived(secret.cache, master)


def renew_recovery_key(home: Path, kind: str) -> str:
    """Another recovery key, to be shown to a person once; the one before opens this home no more,
    though still the backups made with it. Raises what `open_keys` raises, and DiskFault."""
    wrapped = _read(home)
    secret = _station_secret(home, kind, wrapped.name)
    master = _master(secret, wrapped)
    recovery = os.urandom(_KEY_BYTES)
    sealed = _seal(_recovery_kek(recovery, wrapped.name), master, f"{wrapped.name} recovery")
    _write(home, _Wrapped(wrapped.name, wrapped.by_station, sealed))
    return written(recovery)


@noun(frozen=True, slots=True)
class _Secret:
    """What the keyring or the key file holds."""

    cache: bytes
    kek: bytes

    def joined(self) -> bytes:
        return self.cache + self.kek


@noun(frozen=True, slots=True)
class _Wrapped:
    """record.keys: the home's name and the record master sealed twice."""

    name: str
    by_station: bytes
    by_recovery: bytes


def _station_secret(home: Path, kind: str, name: str) -> _Secret:
    kept = key_place(home, kind).fetch(name)
    if len(kept) != 2 * _KEY_BYTES:
        raise KeyMissing(tr("keys", "The station's key is not in the {kind}.", kind=kind), RECOVER)
    return _Secret(kept[:_KEY_BYTES], kept[_KEY_BYTES:])


def _master(secret: "_Secret", wrapped: "_Wrapped") -> bytes:
    master = _unseal(secret.kek, wrapped.by_station, f"{wrapped.name} station")
    if master is None:
        raise KeyMissing(tr("keys", "The station's key does not fit its record."), RECOVER)
    return master


def _kept_or_new_secret(home: Path, kind: str, name: str) -> _Secret:
    try:
        return _station_secret(home, kind, name)
    except KeyMissing:
        for lost in _SEALED_UNDER_LOST_KEY:
            _set_aside(home / lost)
        return _Secret(os.urandom(_KEY_BYTES), os.urandom(_KEY_BYTES))


def _set_aside(path: Path) -> None:
    if path.exists():
        path.rename(path.with_name(f"{path.name}.{os.urandom(4).hex()}.unreadable"))


def _derived(cache: bytes, master: bytes) -> StoreKeys:
    return StoreKeys(
        cache=cache,
        record=derive(master, b"triage record.db"),
        images=derive(cache, b"triage images"),
        evidence=derive(master, b"triage evidence"),
    )


def _recovery_kek(recovery: bytes, name: str) -> bytes:
    """A slow derivation would add nothing: the recovery key is 256 random bits, not a password."""
    return derive(recovery, b"triage recovery", salt=bytes.fromhex(name))


def derive(key: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    """HKDF-SHA256 (RFC 5869) to 32 bytes: one block, so one round of its expansion."""
    extracted = hmac.digest(salt or bytes(_KEY_BYTES), key, "sha256")
    return hmac.digest(extracted, purpose + b"\x01", "sha256")


def _seal(key: bytes, secret: bytes, bound_to: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, bound_to.encode())


def _unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes | None:
    """The secret, or None when the key does not fit or a byte was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError):
        return None


def _write(home: Path, wrapped: _Wrapped) -> None:
    content = {
        "format": FORMAT,
        "name": wrapped.name,
        "by_station": wrapped.by_station.hex(),
        "by_recovery": wrapped.by_recovery.hex(),
    }
    write_durably(home / KEYS_FILE, (json.dumps(content, indent=1) + "\n").encode())


def _read(home: Path) -> _Wrapped:
    path = home / KEYS_FILE
    try:
        content = json.loads(path.read_bytes())
        if content["format"] > FORMAT:
            raise StoreNewer(
                tr("keys", "{path} was written by a newer program.", path=path),
                tr("keys", "Start that one; nothing was changed."),
            )
        return _Wrapped(
            str(bytes.fromhex(content["name"]).hex()),
            bytes.fromhex(content["by_station"]),
            bytes.fromhex(content["by_recovery"]),
        )
    except FileNotFoundError as error:
        raise KeyMissing(
            tr("keys", "There is no station in {home}.", home=home),
            tr("keys", "Run 'triage demo', or start the window to make one."),
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(
            tr("keys", "{path} cannot be read: {error}.", path=path, error=error),
            tr("keys", "Copy record.keys back from a backup; the record itself is untouched."),
        ) from error
