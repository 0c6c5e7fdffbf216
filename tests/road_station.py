"""A station with real stores and a road to a hub, for the tests of the road."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.builders import make_draft
from triage_app.flow.sync import sync_once
from triage_app.model.act import Act, ActKind
from triage_app.model.road import SyncReport
from triage_app.settings import HubSettings
from triage_app.store.blobs import BlobFolder
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.keys import make_keys
from triage_app.store.record import OpenRecord, open_record
from triage_app.uplink.credentials import Credentials, keep_credentials, kept_credentials
from triage_app.uplink.enrolment import Applicant, enrol
from triage_app.uplink.uplink import Uplink

PATIENCE_S = 5.0


@dataclass
class HandClock:
    """Fits ports.Clock; moved by hand."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    ticks_ns: int = 0

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def monotonic_ns(self) -> int:
        return self.ticks_ns

    def boot_id(self) -> str:
        return "boot"


@dataclass
class RoadStation:
    """One bench."""

    name: str
    record: OpenRecord
    cache: OpenCache
    evidence: BlobFolder
    clock: HandClock
    made: int = 0

    def enrol(self, address: str, code: str, *, facility: str = "JFK", demo: bool = False) -> None:
        applicant = Applicant(self.name, facility, self.record.public_key(), demo)
        credentials = enrol(HubSettings(url=address), code, applicant, patience_s=PATIENCE_S)
        keep_credentials(self.record.outbox, credentials)

    @property
    def credentials(self) -> Credentials:
        return kept_credentials(self.record.outbox)

    def road(self, address: str, *, patience_s: float = PATIENCE_S, **changes: Any) -> Uplink:
        credentials = replace(self.credentials, **changes)
        return Uplink(HubSettings(url=address), credentials, patience_s=patience_s)

    def sync(self, address: str, *, patience_s: float = PATIENCE_S) -> SyncReport:
        with self.road(address, patience_s=patience_s) as road:
            return sync_once(self.record.outbox, road, self.evidence, self.cache.writer, self.clock)

    def decide(self, number: str = "", code: str = "REL", **changes: Any) -> Act:
        """Record an outcome on an item; each on its own number unless told."""
        self.made += 1
        item = number or f"{self.name}-{self.made}"
        values = {
            "id": self._act_id(),
            "recorded_at": self.clock.now(),
            "item_number": item,
            "body": {"outcome": {"code": code, "fields": {}}},
            **changes,
        }
        return self.record.record.append(make_draft(**values))

    def attach(self, data: bytes) -> str:
        sha256 = self.evidence.put(data)
        attached = {"sha256": sha256, "size": len(data), "media_type": "image/png"}
        self.made += 1
        self.record.record.append(
            make_draft(id=self._act_id(), kind=ActKind.ATTACHMENT, body={"attachment": attached})
        )
        return sha256

    def later(self, seconds: float) -> None:
        self.clock.at += timedelta(seconds=seconds)

    def words(self) -> dict[int, tuple[str, str]]:
        """(delivery, the hub's words) by seq."""
        lines = self.record.record.latest(1000)
        return {line.seq: (str(line.delivery), line.refusal) for line in lines}

    def _act_id(self) -> str:
        return f"{self.name}-{self.made:06d}"


@contextmanager
def road_station(home: Path, name: str = "bench-1") -> Iterator[RoadStation]:
    """A station on new stores under `home`, closed at the end."""
    keys = make_keys(home, "file").keys
    clock = HandClock()
    record = open_record(home, keys, station=name, now=clock.now)
    cache = open_cache(home, keys)
    try:
        evidence = BlobFolder(home / "evidence", keys.evidence)
        yield RoadStation(name, record, cache, evidence, clock)
    finally:
        cache.close()
        record.close()
