"""A home's record alone, to look at: works when the cache is damaged, changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from triage_app.cli.output import warn
from triage_app.settings import Settings, load_settings
from triage_app.store.keys import StoreKeys, open_keys
from triage_app.store.record import OpenRecord, open_record


@contextmanager
def record_here(home: Path) -> Iterator[tuple[Settings, StoreKeys, OpenRecord]]:
    """The settings, the keys and the record, open for reading. Raises KeyMissing, StoreDamaged."""
    settings = load_settings(home)
    keys = open_keys(home, settings.store.key)
    record = open_record(home, keys, station=settings.station.name, read_only=True)
    if record.notice:
        warn(f"triage: {record.notice}")
    try:
        yield settings, keys, record
    finally:
        record.close()
