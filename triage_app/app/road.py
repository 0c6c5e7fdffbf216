"""The station's way to its hub: registering, and one run of what goes out and comes in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from triage_app.app.parts import Parts, assemble
from triage_app.app.shared import Shared
from triage_app.flow.fetching import CURSOR_NOTE
from triage_app.model.carried import BundledIn, BundledOut
from triage_app.model.errors import StationRevoked
from triage_app.model.road import SyncReport
from triage_app.model.sentence import tr
from triage_app.settings import Settings
from triage_app.store.home_lock import HomeLock


def sync_home(settings: Settings, shared: Shared | None = None) -> SyncReport:
    """One sync run on connections of its own, the only one on this home. `shared` knows afterwards
    what a person should know.

    Raises HomeTaken naming the holder, HubUnreachable, HubRefusedStation.
    """
    from triage_app.flow.sync import sync_once
    from triage_app.uplink import open_road

    with (
        HomeLock(settings.home, "sync"),
        assemble(settings, shared) as parts,
        open_road(settings, parts.record.outbox) as road,
        _wiped_if_revoked(parts),
    ):
        return sync_once(parts.record.outbox, road, parts.evidence, parts.cache.writer, parts.clock)


def enroll_home(settings: Settings, url: str, code: str) -> str:
    """Register the station with a hub; the hub's name. The code works once.

    Raises HubUnreachable, HubRefusedStation.
    """
    from triage_app.uplink.credentials import keep_credentials
    from triage_app.uplink.enrolment import Applicant, enrol

    with assemble(settings) as parts:
        applicant = Applicant(
            settings.station.name,
            settings.station.facility,
            parts.record.public_key(),
            parts.demonstration,
        )
        credentials = enrol(replace(settings.hub, url=url), code, applicant)
        keep_credentials(parts.record.outbox, credentials)
    return credentials.hub


def export_bundle(settings: Settings, path: Path) -> BundledOut:
    """All that waits for the hub, in one sealed file; it waits on until the hub's answer is here.

    Raises HubRefusedStation when the station was never enrolled, DiskFault.
    """
    from triage_app.flow.carrying import carry_out
    from triage_app.uplink.carried import BundleForHub
    from triage_app.uplink.credentials import kept_credentials

    with assemble(settings) as parts:
        record = parts.record
        mine = kept_credentials(record.outbox)
        bundle = BundleForHub(mine, record.signer.sign)
        return carry_out(path, record.outbox, record.undelivered, parts.evidence, bundle, mine.hub)


def import_bundle(settings: Settings, path: Path, shared: Shared | None = None) -> BundledIn:
    """What the hub answers and hands out, taken in from a file.

    Raises FileUnreadable, HomeTaken while a sync runs, StationRevoked.
    """
    from triage_app.flow.carrying import carry_in
    from triage_app.uplink.carried import BundleOfHub
    from triage_app.uplink.credentials import kept_credentials

    with HomeLock(settings.home, "sync"), assemble(settings, shared) as parts:
        record = parts.record
        mine = kept_credentials(record.outbox)
        bundle = BundleOfHub(path, mine, record.public_key(), record.signer.agree)
        with _wiped_if_revoked(parts):
            return carry_in(
                bundle, record.outbox, record.undelivered, parts.cache.writer, parts.clock
            )


@contextmanager
def _wiped_if_revoked(parts: Parts) -> Iterator[None]:
    """The hub's signed word, and nothing else, empties the cache; the record stays as it is."""
    try:
        yield
    except StationRevoked as revoked:
        from triage_app.store.cache_wipe import wipe_cache

        wipe_cache(parts.settings.home, parts.keys.cache, parts.cache.connection)
        # Enrolled anew, it is told everything from the beginning.
        parts.record.outbox.keep_note(CURSOR_NOTE, "")
        raise StationRevoked(
            revoked.what,
            tr(
                "road",
                "What it was told of items is gone from here; what was recorded here is kept"
                " sealed. Call a supervisor.",
            ),
            revoked.statement,
        ) from revoked
