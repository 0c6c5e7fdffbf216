"""What whoever runs the hub does to it: revoke a station, take a manifest in."""

from triage_app.hub.parts import HubParts
from triage_app.hub.stations import revoke, stations_named
from triage_app.protocol.revocation import RevocationBody, revocation_statement


async def revoke_station(parts: HubParts, name: str, facility: str = "") -> int:
    """Sign and keep the revocation of every station of that name (of the facility, if given);
    how many there were."""
    now = parts.now()
    async with parts.database.writing() as connection:
        found = [
            place for place in await stations_named(connection, name) if facility in ("", place[0])
        ]
        for where, station in found:
            body = RevocationBody(parts.me.id, where, station, now)
            signed = parts.me.sign(revocation_statement(body))
            await revoke(connection, where, station, signed, now)
    return len(found)
