"""A damaged cache.db -> a new one, with what can still be read of what nobody sends again.

Only damage is mended. A file under another key or of a newer program is refused as it is, one that
others have open is left to them. The damaged one is renamed with the time, never deleted.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from triage_app.model.errors import Fault, StoreBusy, StoreDamaged
from triage_app.model.noun import noun
from triage_app.model.sentence import NOTHING, Sentence, tr
from triage_app.store.cache import CACHE_FILE, OpenCache, open_cache
from triage_app.store.cache_presence import CachePresence
from triage_app.store.cache_read import wall_clock
from triage_app.store.cache_schema import MIGRATIONS
from triage_app.store.durable_file import disk_faults, sync_folder
from triage_app.store.keys import StoreKeys
from triage_app.store.migrate import migrate
from triage_app.store.sealed import Connection, connect, translated, writing

DOUBT_FILE: Final = "cache.doubted"
RENEWED_FILE: Final = "cache.renewed.db"
_CARRIED: Final = ("hold", "list", "image")
_BESIDE: Final = ("-wal", "-shm")


@noun(frozen=True, slots=True)
class _Carried:
    """What was read of the damaged cache; `whole`: nothing of these tables was missing."""

    holds: int
    whole: bool


def open_mended(
    home: Path, keys: StoreKeys, *, now: Callable[[], datetime] = wall_clock
) -> tuple[OpenCache, Sentence]:
    """The cache of `home`, and what a person should know: a damaged one was set aside and made
    anew. One that is doubted is read through first, which may take a minute.

    Raises StoreForeign, StoreNewer, StoreBusy, DiskFault.
    """
    _finish_renewal(home)
    path = home / CACHE_FILE
    file, was_there = _identity(path), CachePresence(home, keys.cache).key_fits() is not None
    try:
        cache = _trusted(home, keys, now)
    except StoreDamaged as fault:
        said = _renew(home, keys, file, fault.what, now())
        return open_cache(home, keys, now=now), said
    return cache, _said_of_new() if cache.is_new and was_there else NOTHING


def doubt(home: Path) -> None:
    """Something here could not be read: the next opening looks through the whole cache first."""
    if (home / CACHE_FILE).exists():
        with disk_faults(home / DOUBT_FILE):
            (home / DOUBT_FILE).touch()


def set_aside(home: Path) -> tuple[Path, ...]:
    """The damaged caches kept beside the present one, oldest first."""
    return tuple(sorted(home.glob("cache-*.damaged.db")))


def _trusted(home: Path, keys: StoreKeys, now: Callable[[], datetime]) -> OpenCache:
    """The cache, sound as far as is known. Raises StoreDamaged and what `open_cache` raises."""
    cache = open_cache(home, keys, now=now)
    try:
        if (home / DOUBT_FILE).exists():
            if found := cache.damage():
                raise StoreDamaged(
                    tr("store", "cache.db is damaged: {what}.", what=found[0].splitlines()[0]),
                    tr("store", "Start the station; it is made anew by itself."),
                )
            (home / DOUBT_FILE).unlink(missing_ok=True)
    except BaseException:
        cache.close()
        raise
    return cache


def _renew(
    home: Path, keys: StoreKeys, damaged: tuple[int, ...], why: Sentence, at: datetime
) -> Sentence:
    """Set the damaged file aside and put a new one in its place, once: who comes second finds the
    new one and says nothing."""
    alone = CachePresence(home, keys.cache)
    if not alone.enter_alone():
        raise StoreBusy(
            tr("store", "{why} Another program has it open.", why=why),
            tr("store", "Close the window and the other commands, then start the station again."),
        )
    try:
        if _identity(home / CACHE_FILE) != damaged:
            return NOTHING
        aside = home / f"cache-{at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z.damaged.db"
        carried = _make_renewed(home, keys)
        _set_aside(home, aside)
        alone.note_key()
    finally:
        alone.leave()
    return _said(why, aside, carried)


def _make_renewed(home: Path, keys: StoreKeys) -> _Carried:
    """An empty cache under another name, with what the damaged one still gives."""
    path = home / RENEWED_FILE
    for ending in ("", *_BESIDE):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    new = connect(path, keys.cache, durable=True, shrinks=True)
    try:
        migrate(new, path, keys.cache, MIGRATIONS, home / "backups")
        return _carry_over(home / CACHE_FILE, keys, new)
    finally:
        new.close()


def _carry_over(damaged: Path, keys: StoreKeys, new: Connection) -> _Carried:
    try:
        old = connect(damaged, keys.cache, durable=False)
    except Fault:
        return _Carried(0, whole=False)
    try:
        tables = {table: _readable(old, table) for table in _CARRIED}
        made_up, _ = _readable(old, "meta", "WHERE name = 'demonstration'", by="name")
    finally:
        old.close()
    with writing(new):
        for table, (rows, _) in tables.items():
            _insert(new, table, rows)
        _insert(new, "meta", made_up)
    return _Carried(len(tables["hold"][0]), all(whole for _, whole in tables.values()))


def _readable(
    connection: Connection, table: str, where: str = "", by: str = "rowid"
) -> tuple[list[Any], bool]:
    """The rows before the first damaged page and, from the end, those behind the last."""
    rows: dict[Any, Any] = {}
    for order in ("ASC", "DESC"):
        try:
            with translated():
                asked = f"SELECT {by}, * FROM {table} {where} ORDER BY {by} {order}"
                for key, *row in connection.execute(asked):
                    rows[key] = row
        except Fault:
            continue
        return list(rows.values()), order == "ASC"
    return list(rows.values()), False


def _insert(connection: Connection, table: str, rows: list[Any]) -> None:
    if rows:
        marks = ",".join("?" * len(rows[0]))
        connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)


def _set_aside(home: Path, aside: Path) -> None:
    """The damaged cache under another name, then the new one in its place."""
    path = home / CACHE_FILE
    with disk_faults(path):
        for ending in _BESIDE:  # first: a journal left behind would be played into the new one
            beside = path.with_name(path.name + ending)
            if beside.exists():
                beside.replace(aside.with_name(aside.name + ending))
        path.replace(aside)
        (home / RENEWED_FILE).replace(path)
        (home / DOUBT_FILE).unlink(missing_ok=True)
        sync_folder(home)


def _finish_renewal(home: Path) -> None:
    """A renewal that was cut before its last step."""
    renewed, path = home / RENEWED_FILE, home / CACHE_FILE
    if renewed.exists() and not path.exists():
        with disk_faults(path):
            renewed.replace(path)


def _identity(path: Path) -> tuple[int, ...]:
    """Which file lies there; () for none."""
    try:
        stat = path.stat()
    except OSError:
        return ()
    return (stat.st_dev, stat.st_ino)


def _said_of_new() -> Sentence:
    return tr(
        "store",
        "There was no cache here any more: a new one was begun; the record was not touched. The"
        " announcements come again by 'triage import FILE' or 'triage sync'.",
    )


def _said(why: Sentence, aside: Path, carried: _Carried) -> Sentence:
    if carried.whole:
        kept = tr("store", "{n} holds were carried over.", n=carried.holds)
    else:
        kept = tr(
            "store",
            "Not all of its holds and lists could be read ({n} holds were): ask for them again.",
            n=carried.holds,
        )
    return tr(
        "store",
        "{why} It was set aside as {aside} and a new one begun; the record was not touched. {kept}"
        " The announcements come again by 'triage import FILE' or 'triage sync'.",
        why=why,
        aside=aside.name,
        kept=kept,
    )
