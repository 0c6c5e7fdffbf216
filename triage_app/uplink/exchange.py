"""Questions to one hub, and its own answers: anything else is a fault."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from triage_app import __version__
from triage_app.protocol.envelope import (
    HEADER_APP,
    HEADER_PROTOCOL,
    HEADER_REQUEST,
    PROTOCOL_VERSION,
    ErrorAnswer,
    HubAnswer,
)
from triage_app.protocol.uploads import TUS_VERSION
from triage_app.settings import HubSettings
from triage_app.uplink.credentials import Credentials
from triage_app.uplink.line import Ask, Line, Reply
from triage_app.uplink.reading import marked_as_ours, not_our_hub, read_message, refusal

Message = TypeVar("Message", bound=HubAnswer)


class Exchange:
    """One line to one hub. Without credentials any hub's word is taken (enrolment)."""

    def __init__(
        self, hub: HubSettings, credentials: Credentials | None, *, patience_s: float
    ) -> None:
        self._line = Line(hub, patience_s=patience_s)
        self._credentials = credentials
        self._hub = credentials.hub if credentials else ""

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def ask(self, ask: Ask) -> Reply:
        """Whatever comes back. A line that gives the answer to an earlier question (a reply said
        twice) is hung up and the question asked once more: every question may be."""
        reply = self._ask_once(ask)
        if reply.headers.get(HEADER_REQUEST.lower(), reply.asked) != reply.asked:
            self._line.renew()
            reply = self._ask_once(ask)
        return reply

    def _ask_once(self, ask: Ask) -> Reply:
        asked = uuid.uuid4().hex
        return replace(self._line.ask(self._with_headers(ask, asked)), asked=asked)

    def ask_into(self, ask: Ask, body: bytearray, begun: Callable[[Reply], None]) -> None:
        """The body into `body` as it comes, `begun` first (see Line)."""
        asked = uuid.uuid4().hex
        self._line.ask_into(
            self._with_headers(ask, asked), body, lambda reply: begun(replace(reply, asked=asked))
        )

    def get(self, path: str, kind: type[Message]) -> Message:
        """The hub's message at this path."""
        return self.message(self.ask(Ask("GET", path)), kind)

    def message(self, reply: Reply, kind: type[Message]) -> Message:
        """The reply as the hub's own message. Raises HubUnreachable, HubRefusedStation."""
        if reply.status != 200:
            raise self.refused(reply)
        message = read_message(reply, kind, self._hub)
        if message is None:
            raise not_our_hub(reply)
        return message

    def refused(self, reply: Reply) -> Exception:
        """The fault a reply other than the wanted one stands for."""
        error = self.own_error(reply)
        if error is None:
            return not_our_hub(reply)
        return refusal(error, reply.status, self._credentials)

    def own_error(self, reply: Reply) -> ErrorAnswer | None:
        """The hub's own refusal, if it is one."""
        return read_message(reply, ErrorAnswer, self._hub)

    def is_own(self, reply: Reply) -> bool:
        """Whether a reply without a message is the hub's."""
        return marked_as_ours(reply, self._hub)

    def _with_headers(self, ask: Ask, asked: str) -> Ask:
        return replace(ask, headers=self._common(asked) | dict(ask.headers or {}))

    def _common(self, asked: str) -> dict[str, str]:
        headers = {
            HEADER_PROTOCOL: str(PROTOCOL_VERSION),
            HEADER_APP: __version__,
            HEADER_REQUEST: asked,
            "Tus-Resumable": TUS_VERSION,
            "User-Agent": f"triage/{__version__}",
            "Accept-Encoding": "gzip",
        }
        if self._credentials is not None:
            headers["Authorization"] = f"Bearer {self._credentials.token}"
        return headers
