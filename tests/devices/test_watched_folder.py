"""A folder a camera writes into: what is new, whole and given once."""

import os
import sys
from pathlib import Path
from threading import Thread

import pytest

from tests.devices.ports import Heard
from triage_app.devices import watched_folder
from triage_app.devices.watched_folder import FolderWatch, NewFiles, is_unfinished

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "camera"
    made.mkdir()
    return made


def started(folder: Path) -> NewFiles:
    files = NewFiles(folder)
    assert list(files.look()) == []
    return files


def looks(files: NewFiles, count: int = 3) -> list[tuple[str, bytes]]:
    return [found for _ in range(count) for found in files.look()]


def test_a_new_file_is_given_once_when_two_looks_find_it_the_same(folder: Path) -> None:
    files = started(folder)
    (folder / "a.jpg").write_bytes(b"one")

    assert list(files.look()) == []
    assert files.is_waiting
    assert list(files.look()) == [("a.jpg", b"one")]
    assert looks(files) == []
    assert not files.is_waiting


def test_ten_thousand_old_files_are_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(10_000):
        (folder / f"{number}.jpg").write_bytes(b"x")
    opened: list[object] = []
    monkeypatch.setattr(watched_folder.os, "open", lambda *given: opened.append(given) or os.dup(0))
    files = started(folder)

    assert looks(files) == []
    assert opened == []


def test_a_file_still_being_written_waits(folder: Path) -> None:
    files = started(folder)
    with (folder / "a.jpg").open("wb") as file:
        for part in (b"", b"ab", b"cd", b"ef"):
            file.write(part)
            file.flush()
            assert list(files.look()) == []

    assert looks(files) == [("a.jpg", b"abcdef")]


def test_a_file_that_was_being_written_at_the_start_is_new_when_it_grows(folder: Path) -> None:
    (folder / "a.jpg").write_bytes(b"ab")
    files = started(folder)
    (folder / "a.jpg").write_bytes(b"abcd")

    assert looks(files) == [("a.jpg", b"abcd")]


def test_a_renamed_file_is_given_under_its_last_name_alone(folder: Path) -> None:
    files = started(folder)
    (folder / "a.jpg.part").write_bytes(b"one")
    assert looks(files) == []
    (folder / "a.jpg.part").rename(folder / "a.jpg")
    assert looks(files) == [("a.jpg", b"one")]
    (folder / "a.jpg").rename(folder / "b.jpg")
    assert looks(files) == []


def test_the_same_content_is_given_once_whatever_becomes_of_its_time(folder: Path) -> None:
    files = started(folder)
    (folder / "a.jpg").write_bytes(b"one")
    assert len(looks(files)) == 1
    os.utime(folder / "a.jpg", (1, 1))
    (folder / "copy.jpg").write_bytes(b"one")

    assert looks(files) == []


def test_a_name_written_anew_is_a_new_picture(folder: Path) -> None:
    files = started(folder)
    (folder / "latest.jpg").write_bytes(b"one")
    assert looks(files) == [("latest.jpg", b"one")]
    (folder / "latest.jpg").write_bytes(b"other")

    assert looks(files) == [("latest.jpg", b"other")]


def test_files_come_in_the_order_they_were_written(folder: Path) -> None:
    files = started(folder)
    for name, at in (("c", 10), ("a", 20), ("b", 30)):
        (folder / name).write_bytes(name.encode())
        os.utime(folder / name, (at, at))

    assert [name for name, _ in looks(files)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    "name", [".hidden.jpg", "a.jpg.part", "a.TMP", "a.crdownload", "~$a.png", "a.jpg~"]
)
def test_hidden_and_unfinished_names_are_left_alone(folder: Path, name: str) -> None:
    files = started(folder)
    (folder / name).write_bytes(b"x")

    assert is_unfinished(name)
    assert looks(files) == []


@POSIX
def test_no_link_is_followed_no_pipe_opened_no_subfolder_entered(
    folder: Path, tmp_path: Path
) -> None:
    files = started(folder)
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "link.jpg").symlink_to(tmp_path / "secret")
    (folder / "sub").mkdir()
    (folder / "sub" / "a.jpg").write_bytes(b"x")
    os.mkfifo(folder / "pipe.jpg")

    assert looks(files) == []


@POSIX
def test_a_link_put_in_a_file_s_place_between_two_looks_is_not_followed(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    files = started(folder)
    (folder / "a.jpg").write_bytes(b"picture")
    list(files.look())
    whole = files._files

    def swapped() -> object:
        found = list(whole())
        (folder / "a.jpg").unlink()
        (folder / "a.jpg").symlink_to(tmp_path / "secret")
        return found

    files._files = swapped  # type: ignore[method-assign,assignment]

    assert list(files.look()) == []


def test_a_file_deleted_before_it_is_whole_is_forgotten(folder: Path) -> None:
    files = started(folder)
    (folder / "a.jpg").write_bytes(b"one")
    list(files.look())
    (folder / "a.jpg").unlink()

    assert looks(files) == []
    assert not files.is_waiting


def test_old_files_are_given_where_they_are_asked_for(folder: Path) -> None:
    (folder / "a.jpg").write_bytes(b"one")

    assert looks(NewFiles(folder, old_too=True)) == [("a.jpg", b"one")]


def test_a_missing_folder_is_said_once_and_once_when_it_is_there(tmp_path: Path) -> None:
    heard = Heard()
    watch = FolderWatch(tmp_path / "camera", heard.picture, heard.notice)
    for _ in range(3):
        watch.look()
    (tmp_path / "camera").mkdir()
    (tmp_path / "camera" / "old.jpg").write_bytes(b"old")
    for _ in range(3):
        watch.look()

    assert len(heard.notices) == 2
    assert "camera_folder" in heard.notices[0]
    assert heard.notices[1] == "Folder camera is there again."
    assert heard.pictures == []


def test_a_file_too_large_is_said_and_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_folder, "LARGEST_BYTES", 4)
    heard = Heard()
    watch = FolderWatch(folder, heard.picture, heard.notice)
    watch.look()
    (folder / "film.avi").write_bytes(b"12345")
    for _ in range(4):
        watch.look()

    assert heard.pictures == []
    assert [said.split(" is ")[0] for said in heard.notices] == ["film.avi"]


def test_the_watch_gives_files_on_its_thread_until_it_is_stopped(folder: Path) -> None:
    heard = Heard()
    watch = FolderWatch(folder, heard.picture, heard.notice, every_s=0.01)
    watch.look()
    thread = Thread(target=watch.run)
    thread.start()
    (folder / "a.jpg").write_bytes(b"one")
    heard.wait(lambda h: h.pictures)
    watch.stop()
    thread.join(5)

    assert not thread.is_alive()
    assert heard.pictures == [("a.jpg", b"one")]
