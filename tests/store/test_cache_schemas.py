"""FAULTS 11, for the cache: one of every schema that shipped opens, is brought up and takes what
comes; a newer program's is left as it is (see test_cache_care)."""

from pathlib import Path

import pytest

from tests.builders import NOON, make_announcement
from triage_app.store.cache import CACHE_FILE, open_cache
from triage_app.store.cache_schema import MIGRATIONS
from triage_app.store.keys import StoreKeys
from triage_app.store.migrate import migrate, schema_version
from triage_app.store.sealed import connect, writing

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_a_cache_of_an_older_schema_opens_keeps_what_it_holds_and_goes_on(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / CACHE_FILE
    old = connect(path, KEYS.cache, durable=False, shrinks=True)
    migrate(old, path, KEYS.cache, MIGRATIONS[:version], tmp_path / "backups")
    with writing(old):
        old.execute("INSERT INTO meta VALUES ('kept old', 'word')")
    old.close()

    cache = open_cache(tmp_path, KEYS)
    try:
        assert schema_version(cache.connection) == len(MIGRATIONS)
        assert cache.kept("old") == "word"
        assert cache.writer.store([make_announcement(id="")], NOON).new == 1
        assert cache.reader.age().items == 1
        assert cache.damage() == ()
    finally:
        cache.close()
    assert len(list((tmp_path / "backups").glob("*"))) == (version < len(MIGRATIONS))
