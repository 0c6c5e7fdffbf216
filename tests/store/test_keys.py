import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from triage_app.model.errors import Fault, KeyMissing, StoreDamaged, StoreNewer
from triage_app.store.keys import KEYS_FILE, derive, make_keys, open_keys, recover_keys

posix_only = pytest.mark.skipif(os.name != "posix", reason="rights are POSIX")


class MemoryKeyring(KeyringBackend):
    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def memory_keyring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    mine = MemoryKeyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


@pytest.mark.parametrize("kind", ["file", "keyring"])
def test_keys_made_are_the_keys_opened(
    tmp_path: Path, memory_keyring: MemoryKeyring, kind: str
) -> None:
    made = make_keys(tmp_path, kind)
    assert open_keys(tmp_path, kind) == made.keys
    assert bool(memory_keyring.kept) is (kind == "keyring")
    assert (tmp_path / "station.key").exists() is (kind == "file")


def test_the_four_keys_are_32_bytes_and_differ(tmp_path: Path) -> None:
    keys = make_keys(tmp_path, "file").keys
    four = {keys.cache, keys.record, keys.images, keys.evidence}
    assert len(four) == 4
    assert {len(key) for key in four} == {32}


def test_no_key_is_shown_by_repr(tmp_path: Path) -> None:
    made = make_keys(tmp_path, "file")
    assert made.recovery_key not in repr(made)
    assert repr(made.keys) == "StoreKeys()"


@posix_only
def test_key_files_are_for_this_account_alone(tmp_path: Path) -> None:
    make_keys(tmp_path / "home", "file")
    for name in ("station.key", KEYS_FILE):
        assert stat.S_IMODE((tmp_path / "home" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


@posix_only
def test_a_key_file_others_can_read_is_refused(tmp_path: Path) -> None:
    make_keys(tmp_path, "file")
    (tmp_path / "station.key").chmod(0o640)
    with pytest.raises(KeyMissing, match="chmod 600"):
        open_keys(tmp_path, "file")


def test_a_home_keeps_the_keys_it_has(tmp_path: Path) -> None:
    keys = make_keys(tmp_path, "file").keys
    with pytest.raises(Fault, match="already has keys"):
        make_keys(tmp_path, "file")
    assert open_keys(tmp_path, "file") == keys


def test_a_home_without_keys_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="triage demo"):
        open_keys(tmp_path, "file")


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_a_keyring_that_keeps_nothing_is_not_used(
    tmp_path: Path, memory_keyring: MemoryKeyring, backend: type[KeyringBackend]
) -> None:
    keyring.set_keyring(backend())
    with pytest.raises(KeyMissing, match="Secret Service"):
        make_keys(tmp_path, "keyring")
    assert not (tmp_path / KEYS_FILE).exists()


def test_a_plaintext_keyring_is_not_used(tmp_path: Path, memory_keyring: MemoryKeyring) -> None:
    plain = type("PlaintextKeyring", (MemoryKeyring,), {"__module__": "keyrings.alt.file"})()
    keyring.set_keyring(plain)
    with pytest.raises(KeyMissing, match="no keyring"):
        make_keys(tmp_path, "keyring")
    assert not plain.kept


def test_a_keyring_that_forgets_is_found_out_before_the_home_is_made(
    tmp_path: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryKeyring, "set_password", lambda *_: None)
    with pytest.raises(KeyMissing, match="did not keep"):
        make_keys(tmp_path, "keyring")
    assert not (tmp_path / KEYS_FILE).exists()


def test_a_lost_keyring_is_survived_with_the_recovery_key(
    tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    made = make_keys(tmp_path, "keyring")
    (tmp_path / "cache.db").write_bytes(b"sealed under the lost key")
    memory_keyring.kept.clear()
    with pytest.raises(KeyMissing, match="doctor --recover"):
        open_keys(tmp_path, "keyring")

    recovered = recover_keys(tmp_path, made.recovery_key.lower().replace("-", " "), "keyring")

    assert (recovered.record, recovered.evidence) == (made.keys.record, made.keys.evidence)
    assert recovered.cache != made.keys.cache
    assert open_keys(tmp_path, "keyring") == recovered
    assert not (tmp_path / "cache.db").exists()
    assert len(list(tmp_path.glob("cache.db.*.unreadable"))) == 1


def test_recovering_with_the_key_still_here_keeps_the_cache(tmp_path: Path) -> None:
    made = make_keys(tmp_path, "file")
    (tmp_path / "cache.db").write_bytes(b"readable")
    assert recover_keys(tmp_path, made.recovery_key, "file") == made.keys
    assert (tmp_path / "cache.db").exists()


def test_the_recovery_key_works_again_after_a_recovery(tmp_path: Path) -> None:
    made = make_keys(tmp_path, "file")
    (tmp_path / "station.key").unlink()
    first = recover_keys(tmp_path, made.recovery_key, "file")
    (tmp_path / "station.key").unlink()
    assert recover_keys(tmp_path, made.recovery_key, "file").record == first.record


def test_the_recovery_key_of_another_home_is_refused(tmp_path: Path) -> None:
    make_keys(tmp_path / "one", "file")
    other = make_keys(tmp_path / "other", "file")
    with pytest.raises(KeyMissing, match="another home"):
        recover_keys(tmp_path / "one", other.recovery_key, "file")


def test_the_key_file_of_another_home_is_refused(tmp_path: Path) -> None:
    make_keys(tmp_path / "one", "file")
    make_keys(tmp_path / "other", "file")
    (tmp_path / "other" / "station.key").replace(tmp_path / "one" / "station.key")
    with pytest.raises(KeyMissing, match="another home"):
        open_keys(tmp_path / "one", "file")


def test_a_changed_byte_in_the_wrapped_key_is_noticed(tmp_path: Path) -> None:
    make_keys(tmp_path, "file")
    content = json.loads((tmp_path / KEYS_FILE).read_text())
    sealed = bytearray.fromhex(content["by_station"])
    sealed[20] ^= 1
    (tmp_path / KEYS_FILE).write_text(json.dumps({**content, "by_station": sealed.hex()}))
    with pytest.raises(KeyMissing, match="does not fit"):
        open_keys(tmp_path, "file")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "name": "zz"}'])
def test_an_unreadable_keys_file_is_damage(tmp_path: Path, text: str) -> None:
    (tmp_path / KEYS_FILE).write_text(text)
    with pytest.raises(StoreDamaged, match="backup"):
        open_keys(tmp_path, "file")


def test_a_newer_keys_file_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_text('{"format": 2}')
    with pytest.raises(StoreNewer):
        open_keys(tmp_path, "file")


@pytest.mark.parametrize("salt", [None, bytes(8), bytes(range(8)), b"home"])
def test_keys_are_derived_as_rfc_5869_says(salt: bytes | None) -> None:
    """As two independent readings of it; homes made by either open under the other."""
    master = os.urandom(32)
    other = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"triage record.db")

    assert derive(master, b"triage record.db", salt) == other.derive(master)


def test_a_derived_key_is_the_one_of_rfc_5869_a_1() -> None:
    """The first 32 bytes of its test case; later ones are of later rounds."""
    key, salt, purpose = bytes([0x0B] * 22), bytes(range(13)), bytes(range(0xF0, 0xFA))

    assert derive(key, purpose, salt).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    )
