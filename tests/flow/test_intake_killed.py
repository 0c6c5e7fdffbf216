"""kill -9 amidst an import: whole batches stay, its readers end by themselves, and the file taken
in again gives the store of one import that nothing disturbed."""

import os
import random
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.importer import BATCH, CLOCK, KEYS, READERS
from triage_app.bench.manifest import number_of, write_manifest
from triage_app.flow.intake import take_in
from triage_app.model.item import Announcement
from triage_app.store.cache import CACHE_FILE, OpenCache, open_cache
from triage_app.store.sealed import connect

ROOT = Path(__file__).resolve().parents[2]
ITEMS = 14_000
KILLS = 4
KEPT_BESIDE = (
    "SELECT number, kind FROM alias ORDER BY 1, 2",
    "SELECT key, day, person, sender FROM kin ORDER BY 1, 2, 3, 4",
    "SELECT sender, day, items FROM sender_day ORDER BY 1, 2",
    "SELECT count(*) FROM kin_new",
    "SELECT number, flight, arrived, items FROM bag ORDER BY 1, 2, 3",
    "SELECT count(*), count(DISTINCT bag) FROM bag_item",
    "SELECT feed, file, rows, read, rejected FROM intake",
    "SELECT text FROM meta WHERE name = 'items'",
)


def content(cache: OpenCache) -> dict[str, Announcement]:
    return {announcement.id: announcement for announcement in cache.announcements()}


def opened(home: Path) -> tuple[dict[str, Announcement], list[object]]:
    """All announcements, and what is kept of them elsewhere; the file is found sound."""
    cache = open_cache(home, KEYS)
    assert cache.damage() == ()
    kept = content(cache)
    cache.close()
    connection = connect(home / CACHE_FILE, KEYS.cache, durable=False)
    beside = [connection.execute(query).fetchall() for query in KEPT_BESIDE]
    connection.close()
    return kept, beside


def killed_after(batches: int, home: Path, manifest: Path) -> None:
    command = [sys.executable, "-m", "tests.flow.importer", str(home), str(manifest)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as importer:
        assert importer.stdout is not None
        for _ in range(batches):
            said = importer.stdout.readline()
        readers = [os.pidfd_open(int(pid)) for pid in said.split()[1:]]
        assert len(readers) == READERS
        importer.kill()
    for reader in readers:
        assert select.select([reader], [], [], 60)[0], "a reader outlives its import"
        os.close(reader)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="other systems do not say who ended")
def test_a_killed_import_leaves_whole_batches_and_is_finished_by_another(tmp_path: Path) -> None:
    manifest = tmp_path / "m.csv"
    write_manifest(manifest, ITEMS)
    undisturbed = open_cache(tmp_path / "undisturbed", KEYS)
    take_in(manifest, undisturbed.writer, CLOCK)
    undisturbed.close()
    whole, beside = opened(tmp_path / "undisturbed")
    dice = random.Random(8)

    for _ in range(KILLS):
        batches = dice.randint(2, ITEMS // BATCH // 2)
        killed_after(batches, tmp_path / "cut", manifest)
        kept, _ = opened(tmp_path / "cut")
        assert kept.items() <= whole.items()
        numbers = {announcement.number for announcement in kept.values()}
        assert numbers == {number_of(item) for item in range(len(kept))}
        assert len(kept) > BATCH

    cut = open_cache(tmp_path / "cut", KEYS)
    take_in(manifest, cut.writer, CLOCK)
    cut.close()
    assert opened(tmp_path / "cut") == (whole, beside)
