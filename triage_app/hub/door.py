"""The outermost layer: opens packed bodies with a limit, names hub and request in every answer."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from triage_app.hub.parts import HubParts
from triage_app.protocol.bodies import BodyDamaged, BodyTooLarge, unpack
from triage_app.protocol.envelope import (
    HEADER_HUB,
    HEADER_REQUEST,
    HEADER_TIME,
    PROTOCOL_VERSION,
    ErrorAnswer,
)
from triage_app.protocol.push import MAX_BODY_BYTES


class Door:
    """Wraps the application; holds nothing between requests."""

    def __init__(self, inside: ASGIApp, parts: HubParts) -> None:
        self._inside = inside
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._inside(scope, receive, send)
            return
        headers = {name.lower(): value for name, value in scope["headers"]}
        asked = headers.get(HEADER_REQUEST.lower().encode(), b"")[:64]
        marked = self._marked(send, asked)
        encoding = headers.get(b"content-encoding", b"").decode("latin-1").lower()
        if encoding in ("", "identity"):
            await self._inside(scope, receive, marked)
            return
        try:
            body = unpack(await _whole_body(receive), encoding, MAX_BODY_BYTES)
        except BodyTooLarge:
            await self._refuse(marked, asked, 413, "too_large", "The body is too large.")
        except BodyDamaged:
            await self._refuse(marked, asked, 400, "unreadable", "The body cannot be opened.")
        except ConnectionError:
            return
        else:
            await self._inside(_opened(scope, len(body)), _replay(body, receive), marked)

    def _marked(self, send: Send, asked: bytes) -> Send:
        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                marks = [
                    (HEADER_HUB.lower().encode(), self._parts.me.id.encode()),
                    (HEADER_REQUEST.lower().encode(), asked),
                    (HEADER_TIME.lower().encode(), self._parts.now().isoformat().encode()),
                ]
                message["headers"] = [*message["headers"], *marks]
            await send(message)

        return send_marked

    async def _refuse(
        self, send: Callable[[Any], Any], asked: bytes, status: int, code: str, words: str
    ) -> None:
        answer = ErrorAnswer(
            triage=PROTOCOL_VERSION,
            hub=self._parts.me.id,
            at=self._parts.now(),
            request=asked.decode("latin-1"),
            code=code,
            words=words,
        )
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": msgspec.json.encode(answer)})


async def _whole_body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError("the station went away")
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise BodyTooLarge
        if not message.get("more_body", False):
            return bytes(body)


def _opened(scope: Scope, size: int) -> Any:
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name.lower() not in (b"content-encoding", b"content-length")
    ]
    return {**scope, "headers": [*kept, (b"content-length", str(size).encode())]}


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [body]

    async def replay() -> Any:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replay
