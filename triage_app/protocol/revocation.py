"""Revocation: the one signed word that ends a station's trust."""

from datetime import datetime

import msgspec
from msgspec import Struct

from triage_app.protocol.envelope import SignedStatement
from triage_app.protocol.signing import signature_holds, statement, statement_value


class RevocationBody(Struct, frozen=True):
    hub: str
    facility: str
    station: str
    at: datetime


def revocation_statement(body: RevocationBody) -> bytes:
    """The bytes of a revocation to be signed."""
    return statement("revocation", msgspec.to_builtins(body))


def revokes(signed: SignedStatement, public_key: bytes, station: str) -> bool:
    """Whether this is the hub's own revocation of this very station."""
    value = statement_value("revocation", signed.data)
    if value is None or not signature_holds(public_key, signed.signature, signed.data):
        return False
    try:
        return msgspec.json.decode(value, type=RevocationBody).station == station
    except msgspec.MsgspecError:
        return False
