import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from triage_app.model.errors import DiskFault, StoreDamaged
from triage_app.store.blobs import BlobFolder

KEY = b"k" * 32
NEVER_PUT = "ab" * 32


@pytest.fixture
def blobs(tmp_path: Path) -> BlobFolder:
    return BlobFolder(tmp_path / "evidence", KEY)


def only_file(blobs: BlobFolder) -> Path:
    (path,) = (path for path in blobs._folder.rglob("*") if path.is_file())
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=3_000))
def test_what_is_put_is_got_by_its_sha256(blobs: BlobFolder, data: bytes) -> None:
    name = blobs.put(data)
    assert name == hashlib.sha256(data).hexdigest()
    assert blobs.has(name)
    assert blobs.get(name) == data


def test_putting_twice_keeps_one_file_untouched(blobs: BlobFolder) -> None:
    blobs.put(b"picture")
    before = only_file(blobs).read_bytes()
    blobs.put(b"picture")
    assert only_file(blobs).read_bytes() == before


def test_the_file_tells_nothing_of_its_content(blobs: BlobFolder) -> None:
    data = b"a face" * 100
    blobs.put(data)
    assert data[:12] not in only_file(blobs).read_bytes()


def test_names_go_through_all_blobs_in_order(blobs: BlobFolder) -> None:
    names = [blobs.put(bytes([n])) for n in range(20)]
    assert list(blobs.names()) == sorted(names)


def test_names_skip_what_an_interrupted_write_left(blobs: BlobFolder) -> None:
    name = blobs.put(b"picture")
    only_file(blobs).with_name(".half.1.part").write_bytes(b"half")
    assert list(blobs.names()) == [name]


def test_an_empty_folder_has_no_names(blobs: BlobFolder) -> None:
    assert list(blobs.names()) == []


@pytest.mark.parametrize("place", [0, 1, 20, -1])
def test_a_flipped_bit_is_damage(blobs: BlobFolder, place: int) -> None:
    name = blobs.put(b"picture" * 10)
    path = only_file(blobs)
    sealed = bytearray(path.read_bytes())
    sealed[place] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(StoreDamaged, match="damaged"):
        blobs.get(name)


def test_a_damaged_blob_is_mended_by_putting_it_again(blobs: BlobFolder) -> None:
    name = blobs.put(b"picture")
    only_file(blobs).write_bytes(b"")
    assert blobs.put(b"picture") == name
    assert blobs.get(name) == b"picture"


def test_a_blob_under_anothers_name_is_damage(blobs: BlobFolder) -> None:
    first, second = blobs.put(b"first"), blobs.put(b"second")
    blobs._path(first).replace(blobs._path(second))
    with pytest.raises(StoreDamaged):
        blobs.get(second)


def test_another_key_opens_nothing(blobs: BlobFolder) -> None:
    name = blobs.put(b"picture")
    with pytest.raises(StoreDamaged):
        BlobFolder(blobs._folder, b"o" * 32).get(name)


@pytest.mark.parametrize("name", [NEVER_PUT, "", "../../etc/passwd", "AB" * 32, "zz" * 32])
def test_a_name_never_put_is_missing(blobs: BlobFolder, name: str) -> None:
    assert not blobs.has(name)
    with pytest.raises(StoreDamaged, match="not on this station"):
        blobs.get(name)


def test_a_deleted_blob_is_gone(blobs: BlobFolder) -> None:
    name = blobs.put(b"working copy")
    blobs.delete(name)
    blobs.delete(name)
    assert not blobs.has(name)


def test_a_folder_that_cannot_be_made_is_a_disk_fault(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("in the way")
    with pytest.raises(DiskFault):
        BlobFolder(tmp_path / "evidence", KEY).put(b"picture")
