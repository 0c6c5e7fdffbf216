"""Enrolment: a code handed over by a person is traded for the station's token."""

import re

from msgspec import Struct

from triage_app.protocol.envelope import HubAnswer

NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


class EnrolRequest(Struct, kw_only=True):
    """`public_key` is the station's Ed25519 key, hex; its acts are verified with it."""

    code: str
    station: str
    facility: str
    public_key: str
    app_version: str
    demonstration: bool = False


class EnrolAnswer(HubAnswer, kw_only=True):
    """`token` is the station's from now on; asking again with the same code and key (a lost
    answer) gives a new one and ends the old. `public_key` is the hub's, hex, to be pinned."""

    station: str
    facility: str
    token: str
    public_key: str
    demonstration: bool


def name_allowed(name: str) -> bool:
    """Station and facility names are 1 to 64 of letters, digits, dot, underscore, hyphen."""
    return NAME.fullmatch(name) is not None


def make_token(facility: str, station: str, secret: str) -> str:
    """A token names its facility and station, so that every look-up goes to one place."""
    return f"{facility}~{station}~{secret}"


def split_token(token: str) -> tuple[str, str, str] | None:
    """(facility, station, secret), or None when it is no token."""
    parts = token.split("~")
    if len(parts) != 3 or not all(map(name_allowed, parts)):
        return None
    return parts[0], parts[1], parts[2]
