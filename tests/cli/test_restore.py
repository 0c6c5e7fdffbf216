import io
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.record_cli import CODE, Run, new_home, runner
from triage_app.store import restore as restoring
from triage_app.store.blobs import BlobFolder
from triage_app.store.home_lock import HomeLock
from triage_app.store.keys import open_keys
from triage_app.store.record import open_record

PICTURE = b"picture"


@dataclass
class Place:
    """A home with two acts and a picture, backed up; and a way to run commands on others."""

    home: Path
    backup: Path
    file: Path
    recovery_key: str
    run: Run
    on: Callable[[Path], Run]
    type: Callable[[str], None]

    def elsewhere(self) -> Path:
        return self.home.parent / "new"


@pytest.fixture
def place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Place:
    home, backup = tmp_path / "home", tmp_path / "stick"
    recovery_key = new_home(home)
    run = runner(home, capsys)
    run("record", CODE, "REL")
    attach(home)
    _, (said,), _ = run("backup", str(backup), "--json")
    return Place(
        home,
        backup,
        Path(said["file"]),
        recovery_key,
        run,
        lambda path: runner(path, capsys),
        lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n")),
    )


def attach(home: Path, data: bytes = PICTURE) -> str:
    from tests.store.record_home import attachment_draft

    keys = open_keys(home, "file")
    name = BlobFolder(home / "evidence", keys.evidence).put(data)
    opened = open_record(home, keys, station="station-1")
    opened.record.append(attachment_draft(len(data), name))
    opened.close()
    return name


def blob(folder: Path) -> Path:
    (found,) = [path for path in (folder / "evidence").rglob("*") if path.is_file()]
    return found


def lying_in(home: Path) -> dict[str, bytes]:
    """Every file of a home but those that only say who holds it."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.suffix not in (".lock", ".db-shm")
    }


def last_known(run: Run) -> dict[str, Any]:
    """What the newest epoch act says it knows."""
    (line, *_) = [one for one in reversed(run("log", "--json")[1]) if one["kind"] == "epoch"]
    said: dict[str, Any] = line["body"]["epoch"]
    return said


def test_a_backup_is_a_record_again_on_another_machine_by_the_recovery_key(place: Place) -> None:
    new = place.elsewhere()
    place.type(place.recovery_key)

    code, (said,), _ = place.on(new)("restore", str(place.file), "--json")

    assert (code, said["acts"], said["chain"], said["epoch"]) == (0, 3, "whole", 2)
    assert (said["last_known"]["epoch"], said["last_known"]["seq"]) == (1, 2)
    assert (said["set_aside"], said["blobs_copied"]) == (None, 1)
    assert not (new / restoring.STAGE).exists()
    again = place.on(new)
    code, (report,), _ = again("check", "--json")
    assert (code, report["record"]["acts"], report["evidence"]["blobs"]) == (0, 3, 1)
    code, (act,), _ = again("record", CODE, "REL", "--json")
    assert (code, act["seq"]) == (0, 4)  # no second epoch was begun
    assert again("verify", "--json")[1][0]["chain"] == "whole"


def test_the_new_epoch_s_act_names_the_head_that_was_known(place: Place) -> None:
    verified = place.run("log", "--json")[1][-1]
    place.type(place.recovery_key)
    place.on(place.elsewhere())("restore", str(place.backup))

    keys = open_keys(place.elsewhere(), "file")
    opened = open_record(place.elsewhere(), keys, station="station-1", read_only=True)
    (line,) = opened.record.latest(1)
    opened.close()

    epoch = line.body["epoch"]
    assert isinstance(epoch, dict)
    assert epoch["why"] == "restored"
    assert epoch["last_known"]["seq"] == verified["seq"] == 2
    assert epoch["own_head"] == epoch["last_known"]


def test_an_older_backup_over_a_newer_record_names_what_the_home_still_knew(place: Place) -> None:
    place.run("record", CODE, "REL")
    code, _, err = place.run("restore", str(place.file))
    assert (code, "--over" in err) == (3, True)

    code, (said,), _ = place.run("restore", str(place.file), "--over", "--json")

    assert (code, said["chain"], said["last_known"]["seq"]) == (0, "whole", 3)
    aside = Path(said["set_aside"])
    assert aside.parent == place.home / "backups"
    code, (act,), _ = place.run("record", CODE, "REL", "--json")
    assert (code, act["seq"]) == (0, 4)
    assert place.run("verify")[0] == 0
    newest = place.run("log", "--json")[1]
    assert [line["seq"] for line in newest] == [1, 2, 3, 4]


def test_a_record_that_was_lost_comes_back_without_the_recovery_key(place: Place) -> None:
    """The station's own key is still here."""
    for path in place.home.glob("record.*"):
        path.unlink()
    shutil.rmtree(place.home / "evidence")

    code, (said,), _ = place.run("restore", str(place.file), "--json")

    assert (code, said["blobs_copied"], said["set_aside"]) == (0, 1, None)
    assert place.run("check")[0] == 0


def test_a_record_that_does_not_open_is_set_aside_whole(place: Place) -> None:
    for beside in place.home.glob("record.db-*"):
        beside.unlink()
    damaged = b"damaged" * 1_000
    (place.home / "record.db").write_bytes(damaged)
    (place.home / "record.db-wal").write_bytes(b"rest")

    code, (said,), _ = place.run("restore", str(place.backup), "--over", "--json")

    assert (code, said["last_known"]["seq"]) == (0, 2)
    assert Path(said["set_aside"]).read_bytes() == damaged
    assert Path(said["set_aside"] + "-wal").read_bytes() == b"rest"
    assert place.run("check")[0] == 0


def test_a_lost_key_is_recovered_on_the_way(place: Place) -> None:
    (place.home / "station.key").unlink()
    place.type(place.recovery_key)

    assert place.run("restore", str(place.file), "--over")[0] == 0
    assert place.run("verify")[0] == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (lambda key: ("1" if key[0] != "1" else "2") + key[1:], "Group 1 "),
        (lambda key: "", "0"),
    ],
    ids=["mistyped", "none"],
)
def test_a_wrong_recovery_key_is_refused_and_nothing_is_made(
    place: Place, typed: Callable[[str], str], words: str
) -> None:
    place.type(typed(place.recovery_key))

    code, _, err = place.on(place.elsewhere())("restore", str(place.file))

    assert (code, words in err) == (3, True)
    assert lying_in(place.elsewhere()) == {}


def test_another_home_s_recovery_key_is_refused(place: Place, tmp_path: Path) -> None:
    place.type(new_home(tmp_path / "other"))

    code, _, err = place.on(place.elsewhere())("restore", str(place.file))

    assert code == 3
    assert "belongs to another home" in err
    assert lying_in(place.elsewhere()) == {}


def flipped(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("at", [100, -2_000], ids=["first page", "last page"])
def test_a_damaged_backup_is_refused_with_a_sentence(place: Place, at: int) -> None:
    flipped(place.file, at)
    before = lying_in(place.home)

    code, _, err = place.run("restore", str(place.file), "--over")

    assert code == 3
    assert "is damaged" in err
    assert "Try another backup; nothing was changed." in err
    assert lying_in(place.home) == before


def test_a_backup_that_breaks_off_is_refused(place: Place) -> None:
    os.truncate(place.file, place.file.stat().st_size // 2)
    assert place.run("restore", str(place.file), "--over")[0] == 3
    assert place.run("verify")[0] == 0


def test_keys_that_are_another_home_s_are_refused(place: Place, tmp_path: Path) -> None:
    other_key = new_home(tmp_path / "other")
    shutil.copy(tmp_path / "other" / "record.keys", place.backup)
    place.type(other_key)

    code, _, err = place.on(place.elsewhere())("restore", str(place.file))
    assert code == 3
    assert "sealed under another key" in err
    code, _, err = place.run("restore", str(place.file), "--over")
    assert code == 3
    assert "another home" in err


def test_a_backup_whose_chain_does_not_hold_is_taken_only_as_it_is(place: Place) -> None:
    from triage_app.store.sealed import connect

    connection = connect(place.file, open_keys(place.home, "file").record, durable=True)
    connection.execute("DROP TRIGGER act_never_changed")
    connection.execute("UPDATE act SET inspector = 'somebody else' WHERE seq = 1")
    connection.commit()
    connection.close()
    before = lying_in(place.home)

    code, _, err = place.run("restore", str(place.file), "--over")
    assert code == 3
    assert "broken at act 1" in err
    assert lying_in(place.home) == before
    code, _, err = place.run("restore", str(place.file), "--over", "--as-it-is")
    assert (code, "tell a supervisor" in err) == (1, True)
    assert place.run("verify", "--json")[1][0]["first_bad_seq"] == 1


@pytest.mark.parametrize("state", ["damaged", "missing"])
def test_a_picture_the_backup_has_not_whole_is_named(place: Place, state: str) -> None:
    if state == "damaged":
        blob(place.backup).write_bytes(b"rot")
    else:
        blob(place.backup).unlink()
    place.type(place.recovery_key)

    code, lines, err = place.on(place.elsewhere())("restore", str(place.file))

    assert code == 1
    assert f"is {state} in the backup" in err
    assert lines[0].startswith("3 acts are here again")


def test_what_is_no_backup_is_said_to_be_none(place: Place, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "nothing", place.backup / "record.keys" / "x"):
        code, _, err = place.run("restore", str(path), "--over")
        assert code == 3
        assert "is no backup" in err


def test_the_newest_backup_of_a_folder_is_taken(place: Place) -> None:
    place.run("record", CODE, "REL")
    place.run("backup", str(place.backup))
    place.type(place.recovery_key)

    assert place.on(place.elsewhere())("restore", str(place.backup), "--json")[1][0]["acts"] == 4


def test_the_settings_come_along_but_never_over_others(place: Place) -> None:
    with (place.home / "settings.toml").open("a") as settings:
        settings.write('[station]\nname = "bench-7"\n')
    place.run("record", CODE, "REL")
    place.run("backup", str(place.backup))
    place.type(place.recovery_key)
    new = place.elsewhere()
    new.mkdir()
    (new / "facility.toml").write_text('[store]\nkey = "file"\n')
    assert place.on(new)("restore", str(place.backup))[0] == 0
    assert 'name = "bench-7"' in (new / "settings.toml").read_text()
    (new / "settings.toml").write_text('[store]\nkey = "file"\n[ui]\ntheme = "dark"\n')

    assert place.on(new)("restore", str(place.backup), "--over")[0] == 0
    assert "dark" in (new / "settings.toml").read_text()


def test_nothing_is_restored_under_an_open_window(place: Place) -> None:
    with HomeLock(place.home, "window"):
        code, _, err = place.run("restore", str(place.file), "--over")
    assert code == 3
    assert "is the window here" in err


@pytest.mark.parametrize("cut_after", range(1, 6))
def test_one_that_is_cut_can_be_run_again(
    place: Place, cut_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each move of a file may be the last."""
    moved = 0
    replace = Path.replace

    class Cut(BaseException):
        """The process ends."""

    def cut(self: Path, target: Path) -> Path:
        nonlocal moved
        if restoring.STAGE in self.parts or "before-restore" in str(target):
            moved += 1
            if moved == cut_after:
                raise Cut
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        try:
            place.run("restore", str(place.file), "--over")
        except Cut:
            place.run("verify")

    code, (said,), _ = place.run("restore", str(place.file), "--over", "--json")
    assert (code, said["chain"]) == (0, "whole")
    assert place.run("record", CODE, "REL")[0] == 0
    assert place.run("check")[0] == 0
    assert json.loads((place.home / "record.keys").read_text())["format"] == 1
