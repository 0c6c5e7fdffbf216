"""The station's way to its hub: registering, and one run of what goes out and comes in."""

from dataclasses import replace

from triage_app.app.parts import assemble
from triage_app.app.shared import Shared
from triage_app.model.road import SyncReport
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
