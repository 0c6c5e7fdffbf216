"""Settings and kept credentials -> an open road, one a home."""

from collections.abc import Iterator
from contextlib import contextmanager

from triage_app.settings import Settings
from triage_app.uplink.credentials import Notes, kept_credentials
from triage_app.uplink.one_sync import the_only_sync
from triage_app.uplink.uplink import Uplink


@contextmanager
def open_road(settings: Settings, notes: Notes) -> Iterator[Uplink]:
    """The road of an enrolled station, held against every other process of this home.

    Raises HomeTaken naming the holder, HubRefusedStation when the station was never enrolled,
    SettingsWrong for an address that is none.
    """
    with the_only_sync(settings.home), Uplink(settings.hub, kept_credentials(notes)) as road:
        yield road
