"""Settings and kept credentials -> an open road."""

from triage_app.settings import Settings
from triage_app.uplink.credentials import Notes, kept_credentials
from triage_app.uplink.uplink import Uplink


def open_road(settings: Settings, notes: Notes) -> Uplink:
    """The road of an enrolled station; close it. Nothing is said on it yet.

    Raises HubRefusedStation when the station was never enrolled, SettingsWrong for an address
    that is none.
    """
    return Uplink(settings.hub, kept_credentials(notes))
