from pathlib import Path

import pytest

from tests.store.record_home import Home, draft
from triage_app.model.errors import StoreDamaged
from triage_app.store.migrate import migrate, schema_version
from triage_app.store.record_schema import MIGRATIONS
from triage_app.store.sealed import connect

NEXT = ("CREATE TABLE later (name TEXT) STRICT",)
BROKEN = ("CREATE TABLE half (name TEXT) STRICT", "CREATE NONSENSE")


@pytest.fixture
def two_acts(record_home: Home) -> Home:
    with record_home.opened() as opened:
        opened.record.append(draft(1))
        opened.record.append(draft(2))
    return record_home


def bring_up(home: Home, *more: tuple[str, ...]) -> None:
    path = home.path / "record.db"
    connection = connect(path, home.keys.record, durable=True)
    try:
        migrate(connection, path, home.keys.record, (*MIGRATIONS, *more), home.path / "backups")
    finally:
        connection.close()


def version_of(path: Path, home: Home) -> int:
    connection = connect(path, home.keys.record, durable=True)
    try:
        return schema_version(connection)
    finally:
        connection.close()


def test_an_older_file_is_copied_sealed_before_it_is_changed(two_acts: Home) -> None:
    bring_up(two_acts, NEXT)
    assert version_of(two_acts.path / "record.db", two_acts) == len(MIGRATIONS) + 1
    (copy,) = (two_acts.path / "backups").glob("*.db")
    assert copy.name == f"record-before-v{len(MIGRATIONS) + 1}.db"
    assert b"SQLite format" not in copy.read_bytes()[:100]
    assert version_of(copy, two_acts) == len(MIGRATIONS)
    connection = connect(copy, two_acts.keys.record, durable=True)
    assert connection.execute("SELECT count(*) FROM act").fetchone() == (2,)
    connection.close()


def test_a_present_file_is_not_copied(two_acts: Home) -> None:
    bring_up(two_acts)
    assert not (two_acts.path / "backups").exists()


def test_a_migration_that_fails_leaves_the_file_as_it_was(two_acts: Home) -> None:
    with pytest.raises(StoreDamaged):
        bring_up(two_acts, BROKEN)
    with two_acts.opened() as opened:
        tables = opened._connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'half'"
        ).fetchone()
        assert tables == (0,)
        assert opened.record.verify().whole
        assert len(opened.outbox.waiting(9)) == 2


def test_migrations_run_once_in_order(two_acts: Home) -> None:
    second = ("ALTER TABLE later ADD COLUMN more TEXT",)
    bring_up(two_acts, NEXT)
    bring_up(two_acts, NEXT, second)
    bring_up(two_acts, NEXT, second)
    assert version_of(two_acts.path / "record.db", two_acts) == len(MIGRATIONS) + 2


def test_reading_only_leaves_an_older_file_alone(two_acts: Home) -> None:
    with two_acts.behind_its_back() as store:
        store.execute("PRAGMA user_version = 0")
    with pytest.raises(StoreDamaged, match="older program"):
        two_acts.open(read_only=True)
