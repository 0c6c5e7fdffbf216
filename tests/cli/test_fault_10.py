"""FAULTS 10, at the command line: a full or read-only disk, a store that another process holds, a
journal that is gone, a page that is flipped. The program opens, says what happened and the next
step; nothing that was kept is lost, and what was refused can be done again."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.record_cli import CODE, Run, new_home, runner
from tests.disks import Disk, mounted
from tests.store.record_home import draft
from triage_app.app import assemble
from triage_app.settings import load_settings
from triage_app.store import sealed
from triage_app.store.sealed import PAGE_BYTES, writing

ROWS = 30_000
STOPS = pytest.mark.parametrize("stop", [Disk.make_read_only, Disk.fill], ids=["read-only", "full"])


def manifest_in(folder: Path, rows: int = ROWS) -> Path:
    path = folder / "m.csv"
    lines = "".join(f"X{n},soap number {n},Jane {n % 99}\n" for n in range(rows))
    path.write_text("HAWB,contents,consignee\n" + lines, "utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with mounted(tmp_path / "disk", 6) as disk:
        yield disk


def stored(home: Path) -> set[str]:
    with assemble(load_settings(home)) as parts:
        assert parts.cache.damage() == ()
        return {one.number for one in parts.cache.announcements()}


def test_a_disk_that_fills_up_amidst_an_import_keeps_whole_batches_and_the_file_again_the_rest(
    disk: Disk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, manifest = disk.path / "home", manifest_in(tmp_path)
    new_home(home)
    run = runner(home, capsys)

    code, _, err = run("import", str(manifest), "--json")
    assert code == 3
    assert "could not be written" in err
    assert "Free space" in err

    larger = tmp_path / "larger"
    with mounted(larger, 200):
        shutil.copytree(home, larger / "home")
        kept = stored(larger / "home")
        assert kept == {f"X{n}" for n in range(len(kept))}
        code, (said,), _ = runner(larger / "home", capsys)("import", str(manifest), "--json")
        assert (code, said["new"], said["unchanged"]) == (0, ROWS - len(kept), len(kept))


@STOPS
def test_an_import_onto_a_disk_that_takes_nothing_changes_nothing(
    disk: Disk, tmp_path: Path, capsys: pytest.CaptureFixture[str], stop: Callable[[Disk], None]
) -> None:
    new_home(disk.path / "home")
    run = runner(disk.path / "home", capsys)
    assert run("record", CODE, "REL")[0] == 0
    stop(disk)

    code, _, err = run("import", str(manifest_in(tmp_path, 50)), "--json")
    assert code == 3
    assert "riage: " in err
    assert run("log", "--json")[1][0]["outcome"] == "REL"


@pytest.mark.parametrize("store", ["cache", "record"])
def test_a_store_that_another_holds_too_long_is_said_and_the_same_again_goes_through(
    home: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    words = {
        "cache": ["import", str(manifest_in(tmp_path, 50)), "--json"],
        "record": ["record", CODE, "REL", "--json"],
    }[store]
    run("record", CODE, "REL")
    with assemble(load_settings(home)) as holder:
        held = {"cache": holder.cache.connection, "record": holder.record._connection}[store]
        monkeypatch.setattr(sealed, "BUSY_TIMEOUT_MS", 200)  # a person waits 30 s
        with writing(held):
            code, _, err = run(*words)
    assert code == 3
    assert "is held by another process; nothing was written" in err
    assert "try again" in err
    assert run(*words)[0] == 0
    assert run("verify", "--json")[1][0]["chain"] == "whole"


@pytest.mark.parametrize("name", ["record.db-wal", "record.db-shm", "cache.db-wal", "cache.db-shm"])
def test_without_its_journal_a_store_opens_and_goes_on(
    home: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """After a crash the journal lies there; a store is copied without it, as by careless hands."""
    run("import", str(manifest_in(tmp_path, 50)))
    run("record", CODE, "REL")
    copy = tmp_path / "copy"
    with assemble(load_settings(home)) as parts:
        parts.record.outbox.keep_note("x", "y")
        parts.cache.keep("x", "y")
        shutil.copytree(home, copy, ignore=lambda _folder, _names: {name})

    there = runner(copy, capsys)
    code, lines, _ = there("log", "--json")
    assert code == 0
    assert "REL" in [act["outcome"] for act in lines]
    assert there("record", CODE, "REL")[0] == 0
    assert there("verify", "--json")[1][0]["chain"] == "whole"
    assert there("show", "X1")[0] == 0


def test_acts_of_a_journal_that_is_gone_are_missed_by_name(
    home: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They cannot be had back, and nobody is told that all is well."""
    run("record", CODE, "REL")
    copy = tmp_path / "copy"
    with assemble(load_settings(home)) as parts:
        parts.record.record.append(draft(2))
        parts.record.record.append(draft(3))
        shutil.copytree(home, copy, ignore=lambda _folder, _names: {"record.db-wal"})

    there = runner(copy, capsys)
    code, _, err = there("record", CODE, "REL")
    assert code == 0
    assert "seq" in err or "missing" in err or "older" in err, err


def test_a_flipped_page_of_the_record_is_named_with_the_way_back_and_nothing_is_written(
    home: Path, run: Run
) -> None:
    for _ in range(40):
        run("record", CODE, "REL")
    whole = bytearray((home / "record.db").read_bytes())
    for page in range(2, len(whole) // PAGE_BYTES):
        whole[page * PAGE_BYTES + 100] ^= 1
    (home / "record.db").write_bytes(whole)

    code, _, err = run("check")
    assert code == 3
    assert "triage restore" in err
    code, _, err = run("record", CODE, "REL")
    assert code == 3
    assert "triage check" in err
    assert (home / "record.db").read_bytes() == whole
