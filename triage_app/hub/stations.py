"""Stations: enrolled by a code, known by a token, ended by a signed revocation."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from triage_app.hub.schema import ENROLMENT_CODES, STATIONS
from triage_app.protocol.enrol import EnrolRequest, make_token, name_allowed, split_token
from triage_app.protocol.envelope import SignedStatement
from triage_app.protocol.signing import PUBLIC_KEY_BYTES

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are mistaken for another
CODE_GROUPS, CODE_GROUP = 4, 5


@dataclass(frozen=True, slots=True)
class Station:
    """An enrolled station as a request finds it. `revocation`: it is one no longer."""

    facility: str
    name: str
    public_key: bytes
    revocation: SignedStatement | None = None


async def make_code(
    connection: AsyncConnection, facility: str, station: str, at: datetime, hours: int
) -> str:
    """A new enrolment code. With `station` it may replace that station's key or lift its
    revocation; without, it enrols a station whose name is free."""
    groups = (
        "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_GROUP)) for _ in range(CODE_GROUPS)
    )
    code = "-".join(groups)
    await connection.execute(
        insert(ENROLMENT_CODES).values(
            code_hash=_hashed(code),
            facility=facility,
            station=station,
            made_at=at,
            expires_at=at + timedelta(hours=hours),
            used_by="",
        )
    )
    return code


async def enrol(connection: AsyncConnection, request: EnrolRequest, at: datetime) -> str | None:
    """The station's new token; None when the code, the names or the key do not allow it.

    The same code with the same key is answered again: the first answer may have been lost.
    """
    if not _well_formed(request):
        return None
    code = await _code(connection, request, at)
    if code is None:
        return None
    known = await _row(connection, request.facility, request.station)
    if known is not None and not _may_replace(known, request, code.station):
        return None
    secret = secrets.token_hex(32)
    values = {
        "public_key": request.public_key,
        "token_hash": _hashed(secret),
        "app_version": request.app_version[:64],
        "enrolled_at": at,
        "revoked_at": None,
        "revocation": None,
        "revocation_signature": None,
    }
    if known is None:
        place = {"facility": request.facility, "station": request.station}
        await connection.execute(insert(STATIONS).values(place | values))
    else:
        where = _at(request.facility, request.station)
        await connection.execute(update(STATIONS).where(*where).values(values))
    await connection.execute(
        update(ENROLMENT_CODES)
        .where(ENROLMENT_CODES.c.code_hash == code.code_hash)
        .values(used_by=_user(request))
    )
    return make_token(request.facility, request.station, secret)


async def station_of(connection: AsyncConnection, token: str) -> Station | None:
    """The station a token belongs to, revoked or not; None for a token that is nobody's."""
    parts = split_token(token)
    if parts is None:
        return None
    facility, name, secret = parts
    row = await _row(connection, facility, name)
    if row is None or not hmac.compare_digest(row.token_hash, _hashed(secret)):
        return None
    return _station(row)


async def station_named(connection: AsyncConnection, facility: str, name: str) -> Station | None:
    """The station of that name, revoked or not; whoever asks has to prove what it says."""
    row = await _row(connection, facility, name)
    return None if row is None else _station(row)


async def seen(connection: AsyncConnection, station: Station, at: datetime) -> None:
    """Note when the station last spoke."""
    where = _at(station.facility, station.name)
    await connection.execute(update(STATIONS).where(*where).values(last_contact_at=at))


async def stations_named(connection: AsyncConnection, name: str) -> list[tuple[str, str]]:
    """(facility, station) of every station with this name."""
    query = select(STATIONS.c.facility, STATIONS.c.station).where(STATIONS.c.station == name)
    return [(row.facility, row.station) for row in await connection.execute(query)]


async def revoke(
    connection: AsyncConnection, facility: str, name: str, signed: SignedStatement, at: datetime
) -> None:
    """End the station's trust; what it still sends goes into quarantine."""
    await connection.execute(
        update(STATIONS)
        .where(*_at(facility, name))
        .values(revoked_at=at, revocation=signed.data, revocation_signature=signed.signature)
    )


def _well_formed(request: EnrolRequest) -> bool:
    try:
        key_fits = len(bytes.fromhex(request.public_key)) == PUBLIC_KEY_BYTES
    except ValueError:
        return False
    return key_fits and name_allowed(request.station) and name_allowed(request.facility)


async def _code(
    connection: AsyncConnection, request: EnrolRequest, at: datetime
) -> Row[tuple[object, ...]] | None:
    hashed = _hashed(request.code.strip().upper())
    query = select(ENROLMENT_CODES).where(ENROLMENT_CODES.c.code_hash == hashed)
    code = (await connection.execute(query)).first()
    if code is None or code.expires_at < at:
        return None
    fits = (
        code.facility in ("", request.facility)
        and code.station in ("", request.station)
        and code.used_by in ("", _user(request))
    )
    return code if fits else None


def _user(request: EnrolRequest) -> str:
    return f"{request.station}~{request.public_key}"


def _may_replace(known: Row[tuple[object, ...]], request: EnrolRequest, code_for: str) -> bool:
    if code_for == request.station:
        return True
    return bool(known.revoked_at is None and known.public_key == request.public_key)


def _station(row: Row[tuple[Any, ...]]) -> Station:
    revocation = None
    if row.revoked_at is not None:
        revocation = SignedStatement(row.revocation, row.revocation_signature)
    return Station(row.facility, row.station, bytes.fromhex(row.public_key), revocation)


async def _row(
    connection: AsyncConnection, facility: str, name: str
) -> Row[tuple[object, ...]] | None:
    query = select(STATIONS).where(*_at(facility, name))
    return (await connection.execute(query)).first()


def _at(facility: str, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return STATIONS.c.facility == facility, STATIONS.c.station == name


def _hashed(secret: str) -> str:
    """Codes and tokens are long and random: a plain hash keeps them, no salt is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
