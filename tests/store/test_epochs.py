"""A record put back from a copy, copied or renamed goes on in a new epoch."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.record_home import STATION, Home, draft
from triage_app.model.act import ActKind, Head
from triage_app.store.home_mark import MARK_FILE, HomeMark
from triage_app.store.record import OpenRecord


@pytest.fixture
def five(record_home: Home) -> Home:
    with record_home.opened() as opened:
        for n in range(1, 6):
            opened.record.append(draft(n))
    return record_home


def store_files(home: Path) -> list[Path]:
    return sorted(home.glob("record.db*"))


def kept_copy(home: Home) -> Path:
    copy = home.path.parent / "copy"
    copy.mkdir()
    for path in store_files(home.path):
        shutil.copy2(path, copy)
    return copy


def put_back(home: Home, copy: Path) -> None:
    for path in store_files(home.path):
        path.unlink()
    for path in copy.iterdir():
        shutil.copy2(path, home.path)


def epoch_said(opened: OpenRecord) -> dict[str, object]:
    (line,) = opened.record.latest(1)
    assert line.kind is ActKind.EPOCH
    said = line.body["epoch"]
    assert isinstance(said, dict)
    return said


def test_opening_again_stays_in_the_epoch(five: Home) -> None:
    with five.opened() as opened:
        assert opened.record.head().seq == 5
        assert not opened.notice
    assert not list((five.path).glob("backups/*"))


def test_a_record_put_back_from_an_older_copy_says_so_in_a_new_epoch(five: Home) -> None:
    copy = kept_copy(five)
    with five.opened() as opened:
        opened.record.append(draft(6))
        known = opened.record.append(draft(7))
    put_back(five, copy)

    with five.opened() as opened:
        assert "act 5" in str(opened.notice)
        assert "act 7" in str(opened.notice)
        said = epoch_said(opened)
        assert said["why"] == "behind"
        assert said["last_known"] == {"station": STATION, "epoch": 1, "seq": 7, "hash": known.hash}
        head = opened.record.head()
        assert (head.epoch, head.seq) == (2, 6)
        report = opened.record.verify()
        assert (report.whole, report.first_bad_seq) == (False, 6)
        assert "up to 7 of epoch 1" in report.reason
        assert [act.seq for act in opened.outbox.waiting(9)] == [1, 2, 3, 4, 5, 6]
    with five.opened() as again:
        assert again.record.head() == head
        assert not again.notice


def test_reading_only_begins_nothing_but_sees_what_is_missing(five: Home) -> None:
    copy = kept_copy(five)
    with five.opened() as opened:
        opened.record.append(draft(6))
    put_back(five, copy)
    with five.opened(read_only=True) as opened:
        report = opened.record.verify()
        assert (report.whole, report.first_bad_seq) == (False, 6)
        assert opened.record.head().epoch == 1


def test_a_record_deleted_outright_is_not_forgotten(five: Home) -> None:
    for path in store_files(five.path):
        path.unlink()
    with five.opened() as opened:
        assert (opened.record.head().epoch, opened.record.head().seq) == (2, 1)
        assert opened.record.verify().first_bad_seq == 1
        assert "act 5" in str(opened.notice)


def test_a_restore_that_names_what_it_leaves_behind_is_whole(five: Home) -> None:
    with five.opened() as opened:
        lost = Head(STATION, 1, 9, "9" * 64)
        opened.outbox.keep_receipt(b"signed", 1, 9, lost.hash)
        assert not opened.record.verify().whole
        opened.record.begin_epoch(lost)
        assert epoch_said(opened)["why"] == "restored"
        assert opened.record.verify().whole
        act = opened.record.append(draft(6))
        assert (act.epoch, act.seq) == (2, 7)
        assert opened.record.verify().whole


def test_a_copied_home_goes_its_own_way(five: Home) -> None:
    copy = replace(five, path=five.path.parent / "copied")
    shutil.copytree(five.path, copy.path)
    with copy.opened() as opened:
        assert epoch_said(opened)["why"] == "moved"
        assert opened.record.verify().whole
    with five.opened() as opened:
        assert opened.record.head().epoch == 1


def test_another_machine_is_another_epoch(five: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage_app.store.home_mark.machine_name", lambda: "another")
    content = json.loads((five.path / MARK_FILE).read_bytes())
    (five.path / MARK_FILE).write_text(json.dumps({**content, "machine": "the one before"}))
    with five.opened() as opened:
        assert epoch_said(opened)["why"] == "moved"


def test_a_record_without_its_mark_begins_an_epoch(five: Home) -> None:
    (five.path / MARK_FILE).write_bytes(b"\0" * 512)
    with five.opened() as opened:
        assert epoch_said(opened)["why"] == "unmarked"
        assert opened.record.verify().whole


def test_a_renamed_station_begins_an_epoch_in_its_new_name(five: Home) -> None:
    with five.opened(station="bench-8") as opened:
        assert epoch_said(opened)["own_head"] == {
            "station": STATION,
            "epoch": 1,
            "seq": 5,
            "hash": opened.record._log.hash_at(5),
        }
        assert opened.record.head().station == "bench-8"
        assert opened.record.verify().whole


def test_the_epoch_act_names_the_key_that_signs_it(five: Home) -> None:
    with five.opened() as opened:
        opened.record.begin_epoch(opened.record.head())
        assert epoch_said(opened)["public_key"] == opened.public_key().hex()


def test_a_mark_that_cannot_be_written_stops_nothing(five: Home) -> None:
    (five.path / MARK_FILE).unlink()
    (five.path / MARK_FILE).mkdir()
    with five.opened() as opened:
        act = opened.record.append(draft(6))
        assert act.epoch == 2
        assert opened.record.verify().whole


def test_an_old_mark_behind_the_record_is_no_finding(five: Home) -> None:
    """After a power cut the mark may be some acts old."""
    with five.opened() as opened:
        mark = HomeMark(five.path, five.path / "record.db")
        mark.write(Head(STATION, 1, 3, opened.record._log.hash_at(3)))
        mark.close()
    with five.opened() as opened:
        assert opened.record.head() == Head(STATION, 1, 5, opened.record._log.hash_at(5))
        assert opened.record.verify().whole
