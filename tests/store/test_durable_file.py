"""Small files whole or not at all, and whether a disk takes any."""

from pathlib import Path

from tests.disks import mounted
from triage_app.store.durable_file import takes_files


def test_a_disk_with_room_takes_files_and_keeps_nothing_of_the_question(tmp_path: Path) -> None:
    assert takes_files(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_and_one_that_is_only_read_take_none(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 1) as disk:
        disk.fill()
        assert not takes_files(disk.path)
        disk.empty()
        assert takes_files(disk.path)
        disk.make_read_only()
        assert not takes_files(disk.path)
        assert list(disk.path.iterdir()) == []
