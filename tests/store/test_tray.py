"""What waits is there after a restart, sealed, each picture once."""

from hashlib import sha256
from pathlib import Path

from tests.builders import NOON
from triage_app.model.item import ImageRole
from triage_app.model.tray import Waiting
from triage_app.store.tray import TrayFolder

KEY = bytes(range(32))


def one(data: bytes, name: str = "IMG_1.png") -> Waiting:
    return Waiting(
        sha256(data).hexdigest(), name, NOON, "image/png", ImageRole.PHOTO, len(data), "no name"
    )


def test_what_waits_is_there_after_a_restart_and_sealed(tmp_path: Path) -> None:
    tray = TrayFolder(tmp_path, KEY)
    assert tray.add(b"a picture", one(b"a picture"))
    again = TrayFolder(tmp_path, KEY)
    assert again.waiting() == (one(b"a picture"),)
    assert again.data(one(b"a picture")) == b"a picture"
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 2
    assert not any(b"picture" in data or b"IMG_1" in data for data in kept)


def test_the_same_picture_waits_once_whatever_it_is_called(tmp_path: Path) -> None:
    tray = TrayFolder(tmp_path, KEY)
    assert tray.add(b"a", one(b"a"))
    assert not tray.add(b"a", one(b"a", "copy.png"))
    assert len(tray.waiting()) == 1


def test_what_was_taken_waits_no_longer(tmp_path: Path) -> None:
    tray = TrayFolder(tmp_path, KEY)
    tray.add(b"a", one(b"a"))
    tray.add(b"b", one(b"b"))
    tray.take(one(b"a"))
    assert tray.waiting() == TrayFolder(tmp_path, KEY).waiting() == (one(b"b"),)
    tray.take(one(b"a"))  # twice is once


def test_a_damaged_entry_hides_no_other(tmp_path: Path) -> None:
    tray = TrayFolder(tmp_path, KEY)
    tray.add(b"a", one(b"a"))
    (entry,) = (path for path in (tmp_path / "tray" / "known").rglob("*") if path.is_file())
    tray.add(b"b", one(b"b"))
    entry.write_bytes(b"flipped")
    assert TrayFolder(tmp_path, KEY).waiting() == (one(b"b"),)
