"""What a request handler is given: the hub's stores, its name, its clock; no state of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from triage_app.hub.blob_store import BlobStore
from triage_app.hub.database import Database
from triage_app.hub.identity import HubIdentity
from triage_app.hub.segments import Segments
from triage_app.hub.signatures import Signatures
from triage_app.hub.uploads import Uploads


@dataclass(frozen=True, slots=True)
class HubParts:
    """The parts of one hub process; `now` gives aware UTC."""

    database: Database
    blobs: BlobStore
    me: HubIdentity
    signatures: Signatures
    now: Callable[[], datetime]

    @property
    def uploads(self) -> Uploads:
        return Uploads(self.database, self.blobs)

    @property
    def segments(self) -> Segments:
        return Segments(self.database, self.blobs, self.me)
