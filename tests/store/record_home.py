"""A home with an open record, and ways behind its back, for the tests of this room."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.builders import NOON, make_draft
from triage_app.model.act import ActDraft, ActKind, uuid7
from triage_app.store.keys import StoreKeys, make_keys
from triage_app.store.record import OpenRecord, open_record
from triage_app.store.sealed import connect

STATION = "bench-7"


@dataclass
class Hands:
    """A clock set by hand."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Home:
    """A home whose record can be opened again and again."""

    path: Path
    keys: StoreKeys
    clock: Hands = field(default_factory=Hands)

    def open(self, **changes: Any) -> OpenRecord:
        return open_record(
            self.path, self.keys, **{"station": STATION, "now": self.clock, **changes}
        )

    @contextmanager
    def opened(self, **changes: Any) -> Iterator[OpenRecord]:
        record = self.open(**changes)
        try:
            yield record
        finally:
            record.close()

    @contextmanager
    def behind_its_back(self) -> Iterator[Any]:
        """The decrypted store without the triggers that guard it."""
        connection = connect(self.path / "record.db", self.keys.record, durable=True)
        connection.execute("PRAGMA foreign_keys = OFF")
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()
        connection.close()


def make_home(path: Path) -> Home:
    return Home(path, make_keys(path, "file").keys)


def act_id(number: int) -> str:
    return uuid7(1_772_452_800_000 + number, number.to_bytes(10, "big"))


def draft(number: int, **changes: Any) -> ActDraft:
    return make_draft(
        **{
            "id": act_id(number),
            "recorded_at": NOON + timedelta(seconds=number),
            "body": outcome_body(),
            **changes,
        }
    )


def outcome_body(code: str = "REL", **changes: Any) -> dict[str, Any]:
    return {
        "outcome": {"code": code, "title": code.title(), "seized": code == "SZ", "fields": {}},
        "shown": {"sender_key": "sender", "recipient_key": "recipient"},
        **changes,
    }


def undo_draft(number: int, undone: str) -> ActDraft:
    return draft(number, kind=ActKind.UNDO, body={"undoes": undone, "why": "wrong key"})


def attachment_draft(number: int, sha256: str) -> ActDraft:
    attached = {"sha256": sha256, "size": 9, "media_type": "image/png", "role": "photo"}
    return draft(number, kind=ActKind.ATTACHMENT, body={"attachment": attached})


def years_on(years: int) -> datetime:
    return datetime(NOON.year + years, 1, 1, tzinfo=UTC)
