"""What was recorded can be read on a disk that takes nothing: full, or read-only from the start."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.disks import Disk, mounted
from tests.store.record_home import Home, draft, make_home
from triage_app.model.errors import DiskFault
from triage_app.store.record import RECORD_FILE, OpenRecord, open_record


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with mounted(tmp_path / "disk", 4) as disk:
        yield disk


@pytest.fixture
def home(disk: Disk) -> Home:
    """Three acts, cleanly closed."""
    home = make_home(disk.path / "home")
    with home.opened() as record:
        for number in range(3):
            record.record.append(draft(number))
    return home


def cut(home: Home, beside: Path) -> None:
    """The home as a power cut leaves it: the last two acts lie in the journal alone."""
    with home.opened() as record:
        record.record.append(draft(8))
        record.record.append(draft(9))
        shutil.copytree(home.path, beside)
    shutil.rmtree(home.path)
    shutil.copytree(beside, home.path, ignore=shutil.ignore_patterns("*-shm"))
    assert (home.path / f"{RECORD_FILE}-wal").stat().st_size


def read(home: Home) -> OpenRecord:
    return open_record(home.path, home.keys, station="station-1", read_only=True)


@pytest.mark.parametrize("stop", [Disk.make_read_only, Disk.fill], ids=["read-only", "full"])
def test_a_record_is_read_and_verified_on_a_disk_that_takes_nothing(
    disk: Disk, home: Home, stop: object
) -> None:
    stop(disk)  # type: ignore[operator]
    record = read(home)

    assert record.record.verify().whole
    assert [act.seq for act in record.every_act()] == [1, 2, 3]
    assert "nothing can be recorded until the disk takes it" in str(record.notice)
    record.close()


@pytest.mark.parametrize("stop", [Disk.make_read_only, Disk.fill], ids=["read-only", "full"])
def test_acts_that_lie_in_the_journal_alone_are_read_too(
    disk: Disk, home: Home, tmp_path: Path, stop: object
) -> None:
    cut(home, tmp_path / "beside")
    stop(disk)  # type: ignore[operator]
    record = read(home)

    assert record.record.verify().acts == 5
    record.close()


def test_the_copy_that_was_read_is_gone_afterwards(
    disk: Disk, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(home, tmp_path / "beside")
    disk.make_read_only()
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))

    record = read(home)
    assert list(copies.iterdir())
    record.close()

    assert not list(copies.iterdir())


def test_where_no_copy_finds_room_the_full_disk_is_read_itself(
    disk: Disk, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(home, tmp_path / "beside")
    disk.fill()
    monkeypatch.setattr(tempfile, "tempdir", str(disk.path))

    record = read(home)

    assert record.record.verify().acts == 5
    record.close()


def test_nothing_is_recorded_meanwhile_and_what_was_is_there_when_the_disk_is_mended(
    disk: Disk, home: Home
) -> None:
    disk.fill()
    record = read(home)
    with pytest.raises(DiskFault, match="could not be written"):
        record.record.append(draft(4))
    record.close()
    disk.empty()

    with home.opened() as mended:
        assert mended.record.append(draft(4)).seq == 4
        assert mended.record.verify().whole
