"""The envelope around every answer, and refusals as exceptions that turn into it."""

import logging
from typing import Any

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from sqlalchemy.exc import SQLAlchemyError

from triage_app.hub.parts import HubParts
from triage_app.model.errors import Fault
from triage_app.protocol.envelope import (
    HEADER_REQUEST,
    PROTOCOL_VERSION,
    ErrorAnswer,
    SignedStatement,
)

LOG = logging.getLogger("triage_app.hub")
LONGEST_REQUEST_ID = 64
BUSY_RETRY_S = 30
GONE = "client disconnected prematurely"  # as the framework says it

HubRequest = Request[Any, Any, Any]


class HubSays(Exception):
    """The hub does not do it, and why: an HTTP status and one of ERROR_CODES."""

    def __init__(
        self,
        status: int,
        code: str,
        words: str,
        *,
        headers: dict[str, str] | None = None,
        revocation: SignedStatement | None = None,
    ) -> None:
        super().__init__(words)
        self.status = status
        self.code = code
        self.words = words
        self.headers = headers or {}
        self.revocation = revocation


def request_id(request: HubRequest) -> str:
    """The id the station gave its request; every answer names it."""
    return request.headers.get(HEADER_REQUEST, "")[:LONGEST_REQUEST_ID]


def stamp(parts: HubParts, request: HubRequest) -> dict[str, Any]:
    """The envelope's fields."""
    return {
        "triage": PROTOCOL_VERSION,
        "hub": parts.me.id,
        "at": parts.now(),
        "request": request_id(request),
    }


class Refusals:
    """Turns what was raised into the hub's own answer, whatever it was."""

    def __init__(self, parts: HubParts) -> None:
        self._parts = parts

    def said(self, request: HubRequest, error: HubSays) -> Response[ErrorAnswer]:
        """A refusal of our own."""
        return self._answer(request, error)

    def http(self, request: HubRequest, error: HTTPException) -> Response[ErrorAnswer]:
        """What the framework refused: no such path, wrong method, a body that is no message."""
        codes = {404: "not_found", 405: "not_found", 413: "too_large"}
        if error.detail == GONE:  # a road that broke, as roads do: no bug of the hub's
            return self._answer(request, HubSays(400, "unreadable", "The body was cut."))
        if error.status_code >= 500:
            return self.broken(request, error)
        code = codes.get(error.status_code, "unreadable")
        return self._answer(request, HubSays(error.status_code, code, error.detail))

    def surroundings(
        self, request: HubRequest, error: SQLAlchemyError | Fault
    ) -> Response[ErrorAnswer]:
        """The database or the blobs failed: nothing was taken, come again."""
        LOG.warning("%s %s: %s", request.method, request.url.path, error)
        words = "The hub's stores cannot be reached just now; nothing was taken."
        headers = {"Retry-After": str(BUSY_RETRY_S)}
        return self._answer(request, HubSays(503, "busy", words, headers=headers))

    def broken(self, request: HubRequest, error: Exception) -> Response[ErrorAnswer]:
        """A bug: in the log with where it happened, told without."""
        LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return self._answer(request, HubSays(500, "broken", "The hub failed; see its log."))

    def _answer(self, request: HubRequest, says: HubSays) -> Response[ErrorAnswer]:
        retry = says.headers.get("Retry-After", "0")
        content = ErrorAnswer(
            **stamp(self._parts, request),
            code=says.code,
            words=says.words,
            retry_after_s=int(retry),
            revocation=says.revocation,
        )
        return Response(
            content, status_code=says.status, headers=says.headers, media_type=MediaType.JSON
        )
