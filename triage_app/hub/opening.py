"""A folder, a database address, a blob address -> the parts of a hub, brought up to date."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from triage_app.hub.blob_store import BlobStore
from triage_app.hub.database import Database, sqlite_url
from triage_app.hub.identity import HubIdentity, hub_key, settle
from triage_app.hub.parts import HubParts
from triage_app.hub.signatures import Signatures
from triage_app.model.errors import DiskFault
from triage_app.model.sentence import tr

KEY_FILE = "hub.key"
DATABASE_FILE = "hub.db"
BLOB_FOLDER = "blobs"


@dataclass(frozen=True, slots=True)
class HubPlace:
    """Where a hub's things lie; "" for `database` and `blobs`: in the folder."""

    folder: Path
    database: str = ""
    blobs: str = ""
    demonstration: bool = False


def aware_now() -> datetime:
    """The hub's clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def opened_hub(place: HubPlace) -> AsyncIterator[HubParts]:
    """The hub's parts, closed at the end. Raises DiskFault, StoreNewer, KeyMissing."""
    try:
        place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        private = hub_key(place.folder / KEY_FILE)
    except OSError as error:
        raise DiskFault(
            tr("hub", "{folder} cannot be written: {error}.", folder=place.folder, error=error),
            tr("hub", "Choose another --home or mend its rights."),
        ) from error
    blobs = BlobStore(place.blobs or str(place.folder / BLOB_FOLDER))
    database = Database(place.database or sqlite_url(place.folder / DATABASE_FILE))
    signatures = Signatures()
    try:
        await database.migrate()
        demonstration = await settle(
            database, private, demonstration=place.demonstration, at=aware_now()
        )
        me = HubIdentity(private, demonstration=demonstration)
        yield HubParts(database, blobs, me, signatures, aware_now)
    finally:
        signatures.close()
        await database.close()
