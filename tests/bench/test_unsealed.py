"""Stores without the cipher exist to be measured beside the sealed ones, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import NOON, NUMBER, make_announcement
from tests.store.record_home import draft
from triage_app.bench.unsealed import copy_plain, without_cipher
from triage_app.model.errors import Fault
from triage_app.store.cache import CACHE_FILE, open_cache
from triage_app.store.keys import StoreKeys
from triage_app.store.record import RECORD_FILE, open_record
from triage_app.store.sealed import connect

ROOT = Path(__file__).resolve().parents[2]
PLAIN = b"SQLite format 3\x00"
KEYS = StoreKeys(*(os.urandom(32) for _ in range(4)))


def test_inside_stores_are_plain_and_afterwards_sealed_again(tmp_path: Path) -> None:
    with without_cipher():
        opened = open_record(tmp_path / "plain", KEYS, station="bench")
        assert opened.record.append(draft(1)).seq == 1
        opened.close()
    open_record(tmp_path / "sealed", KEYS, station="bench").close()

    assert (tmp_path / "plain" / RECORD_FILE).read_bytes().startswith(PLAIN)
    assert not (tmp_path / "sealed" / RECORD_FILE).read_bytes().startswith(PLAIN)


def test_a_station_opens_no_store_without_the_cipher(tmp_path: Path) -> None:
    with without_cipher():
        open_cache(tmp_path, KEYS).close()

    with pytest.raises(Fault):
        connect(tmp_path / CACHE_FILE, KEYS.cache, durable=False)


def test_a_plain_copy_holds_the_same(tmp_path: Path) -> None:
    cache = open_cache(tmp_path / "sealed", KEYS)
    cache.writer.store([make_announcement(id="", digest="")], NOON)
    cache.close()
    (tmp_path / "plain").mkdir()
    copy_plain(tmp_path / "sealed" / CACHE_FILE, KEYS, tmp_path / "plain" / CACHE_FILE)

    with without_cipher():
        plain = open_cache(tmp_path / "plain", KEYS)
    assert [one.number for one in plain.reader.find([("", NUMBER)])] == [NUMBER]
    plain.close()


def test_a_command_runs_so_in_a_process_of_its_own() -> None:
    said = [
        subprocess.run(
            (sys.executable, "-m", module, "--version"), capture_output=True, cwd=ROOT, check=True
        ).stdout
        for module in ("triage_app.bench.unsealed", "triage_app")
    ]
    assert said[0] == said[1] != b""
