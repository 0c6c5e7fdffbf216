"""What a station needs to speak to its hub, kept as notes of the record (sealed)."""

from dataclasses import dataclass
from typing import Protocol

from triage_app.model.errors import HubRefusedStation
from triage_app.model.sentence import tr

TOKEN = "station_token"
HUB = "hub_id"
HUB_KEY = "hub_public_key"
FACILITY = "hub_facility"
STATION = "hub_station"
DEMONSTRATION = "hub_demonstration"


class Notes(Protocol):
    """The outbox, as far as credentials go."""

    def note(self, name: str) -> str: ...

    def keep_note(self, name: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Credentials:
    """Given by the hub at enrolment. `hub_key` is pinned: no other hub is believed.
    `demonstration`: home and hub are both made up; a hub that is not is refused."""

    token: str
    hub: str
    hub_key: bytes
    facility: str
    station: str
    demonstration: bool = False

    def __repr__(self) -> str:
        return f"Credentials(hub={self.hub!r}, station={self.station!r})"


def keep_credentials(notes: Notes, credentials: Credentials) -> None:
    """Keep them; the token last, so that a cut leaves the station unenrolled, not half."""
    notes.keep_note(HUB, credentials.hub)
    notes.keep_note(HUB_KEY, credentials.hub_key.hex())
    notes.keep_note(FACILITY, credentials.facility)
    notes.keep_note(STATION, credentials.station)
    notes.keep_note(DEMONSTRATION, "yes" if credentials.demonstration else "")
    notes.keep_note(TOKEN, credentials.token)


def kept_credentials(notes: Notes) -> Credentials:
    """Raises HubRefusedStation when the station was never enrolled."""
    token, hub, key = notes.note(TOKEN), notes.note(HUB), notes.note(HUB_KEY)
    if not token or not hub or not key:
        raise HubRefusedStation(
            tr("road", "This station is not enrolled with a hub."),
            tr("road", "Run 'triage enroll HUB_URL' with a code from the hub; acts wait here."),
        )
    return Credentials(
        token,
        hub,
        bytes.fromhex(key),
        notes.note(FACILITY),
        notes.note(STATION),
        notes.note(DEMONSTRATION) == "yes",
    )
