"""An enrolment code -> credentials, given by a hub that from then on is the only one believed."""

from dataclasses import dataclass

import msgspec

from triage_app import __version__
from triage_app.model.errors import HubRefusedStation
from triage_app.model.sentence import tr
from triage_app.protocol.enrol import EnrolAnswer, EnrolRequest, name_allowed
from triage_app.protocol.hello import HelloAnswer
from triage_app.settings import HubSettings
from triage_app.uplink.credentials import Credentials
from triage_app.uplink.exchange import Exchange
from triage_app.uplink.line import PATIENCE_S, Ask
from triage_app.uplink.uplink import check_hello

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Applicant:
    """The station that asks: its names, its acts' public key (32 bytes), what its home is."""

    station: str
    facility: str
    public_key: bytes
    demonstration: bool = False


def enrol(
    hub: HubSettings, code: str, applicant: Applicant, *, patience_s: float = PATIENCE_S
) -> Credentials:
    """Trade the code. Raises HubUnreachable, HubRefusedStation; asking again is harmless."""
    for name in (applicant.station, applicant.facility):
        if not name_allowed(name):
            raise HubRefusedStation(
                tr("road", "{name} is no name for a station or facility.", name=repr(name)),
                tr("road", "Use letters, digits, dot, underscore, hyphen; at most 64."),
            )
    exchange = Exchange(hub, None, patience_s=patience_s)
    try:
        hello = exchange.get("/v1/hello", HelloAnswer)
        check_hello(hello, demonstration=applicant.demonstration)
        request = EnrolRequest(
            code=code,
            station=applicant.station,
            facility=applicant.facility,
            public_key=applicant.public_key.hex(),
            app_version=__version__,
            demonstration=applicant.demonstration,
        )
        ask = Ask("POST", "/v1/enrol", msgspec.json.encode(request), JSON)
        answer = exchange.message(exchange.ask(ask), EnrolAnswer)
    finally:
        exchange.close()
    return Credentials(
        answer.token,
        answer.hub,
        bytes.fromhex(answer.public_key),
        answer.facility,
        answer.station,
        applicant.demonstration,
    )
