"""Processes that die, crowd or run out of disk: an act is whole or absent, and never lost."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.record_home import Home, act_id, draft

ROOT = Path(__file__).resolve().parents[2]
KILLS = 25


def appender(home: Home, first: int, count: int, *, limit_kib: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.appender", str(home.path), str(first), str(count)]
    if limit_kib:
        command = ["sh", "-c", f'ulimit -f {limit_kib * 2}; exec "$0" "$@"', *command]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def whole_acts(home: Home) -> set[str]:
    """The ids recorded, once chain, outbox and file are found sound."""
    with home.opened() as opened:
        assert opened.damage() == ()
        report = opened.record.verify()
        assert report.whole, report.reason
        waiting = {act.id for act in opened.outbox.waiting(1_000_000)}
        assert len(waiting) == report.acts
    return waiting


@pytest.mark.slow
def test_a_killed_process_loses_no_act_it_had_acknowledged(record_home: Home) -> None:
    record_home.open().close()
    acknowledged: set[str] = set()
    dice = random.Random(8)
    for run in range(KILLS):
        process = appender(record_home, run * 100_000, 100_000)
        assert process.stdout is not None
        for _ in range(dice.randint(1, 60)):
            acknowledged.add(process.stdout.readline().strip())
        process.kill()
        rest = process.communicate()[0].split("\n")
        acknowledged |= set(rest[:-1])
    acknowledged.discard("open")
    acknowledged.discard("")

    assert len(acknowledged) > KILLS
    recorded = whole_acts(record_home)
    assert acknowledged <= recorded
    assert len(recorded) - len(acknowledged) <= KILLS


@pytest.mark.slow
def test_processes_appending_at_once_make_one_chain(record_home: Home) -> None:
    record_home.open().close()
    crowd = [appender(record_home, n * 1_000, 150) for n in range(3)]
    for process in crowd:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert len(out.split()) == 151
    with record_home.opened() as opened:
        for n in range(3_000, 3_020):
            opened.record.append(draft(n))
    assert len(whole_acts(record_home)) == 470


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_full_disk_stops_recording_and_keeps_what_was_recorded(record_home: Home) -> None:
    record_home.open().close()
    process = appender(record_home, 0, 100_000, limit_kib=2_000)
    out, err = process.communicate(timeout=120)

    assert process.returncode == 3, err
    assert "what was recorded is kept" in err
    acknowledged = set(out.split()) - {"open"}
    assert len(acknowledged) > 20
    assert whole_acts(record_home) == acknowledged
    with record_home.opened() as opened:
        assert opened.record.append(draft(200_000)).id == act_id(200_000)
