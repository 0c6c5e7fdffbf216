"""One HTTP line to one address: limits of time and size on everything, no redirect followed."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from triage_app.model.errors import HubUnreachable, SettingsWrong
from triage_app.model.sentence import Sentence, tr
from triage_app.settings import HubSettings

CONNECT_S = 10.0
PATIENCE_S = 20.0
SLOWEST_BYTES_PER_S = 4_096


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whoever sent it. Header names are lower case; `asked` is the id of the
    request it should answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `expect_bytes` is how much answer may be waited for, `limit_bytes` how much
    is taken at most."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] | None = None
    expect_bytes: int = 0
    limit_bytes: int = 16 * 1024 * 1024

    def patience_s(self, base_s: float) -> float:
        """How long the whole exchange may take: longer for more bytes, never for ever."""
        return base_s + (len(self.body) + self.expect_bytes) / SLOWEST_BYTES_PER_S


class Line:
    """A kept-alive connection. Raises HubUnreachable for whatever goes wrong on the way."""

    def __init__(self, hub: HubSettings, *, patience_s: float = PATIENCE_S) -> None:
        self.address = _checked_address(hub.url)
        self._patience_s = patience_s
        self._stream: Any = None
        self._proxy = hub.proxy or None
        # Loading authorities takes 20 ms and more; a plain line asks none.
        self._trust = _trust(hub) if self.address.startswith("https:") else False
        self._client = self._new_client()

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def renew(self) -> None:
        """Hang up and dial anew: what is still in the old line answers nothing of ours."""
        self._client.close()
        self._client = self._new_client()

    def ask(self, ask: Ask) -> Reply:
        """The whole reply."""
        body = bytearray()
        begun: list[Reply] = []
        self.ask_into(ask, body, begun.append)
        return Reply(begun[0].status, begun[0].headers, bytes(body))

    def ask_into(self, ask: Ask, body: bytearray, begun: Callable[[Reply], None]) -> None:
        """Add the reply's body to `body` as it comes: what came before a cut is kept.

        `begun` is given status and headers first, and may raise to take nothing of it.
        """
        patience_s = ask.patience_s(self._patience_s)
        with self._in_time(patience_s), self._said(ask, patience_s) as response:
            begun(Reply(response.status_code, dict(response.headers), b""))
            taken = 0
            for piece in response.iter_bytes():
                taken += len(piece)
                if taken > ask.limit_bytes:
                    raise _unreachable(tr("road", "The answer is larger than it may be."))
                body += piece

    def _new_client(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.address,
            verify=self._trust,
            proxy=self._proxy,
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
        )

    @contextlib.contextmanager
    def _said(self, ask: Ask, patience_s: float) -> Iterator[httpx.Response]:
        request = self._client.build_request(
            ask.method,
            ask.path,
            content=ask.body,
            headers=dict(ask.headers or {}),
            timeout=httpx.Timeout(patience_s, connect=min(CONNECT_S, patience_s)),
            extensions={"trace": self._note_stream},
        )
        response = self._client.send(request, stream=True)
        try:
            yield response
        finally:
            response.close()

    @contextlib.contextmanager
    def _in_time(self, patience_s: float) -> Iterator[None]:
        """A time-out a read starts anew with each byte; this one does not (slow loris)."""
        begun = time.monotonic()
        timer = threading.Timer(patience_s, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except httpx.TimeoutException as error:
            raise _too_slow(patience_s) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            if time.monotonic() - begun >= patience_s:
                raise _too_slow(patience_s) from error
            raise _unreachable(_words(error)) from error
        finally:
            timer.cancel()

    def _note_stream(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._stream = info["return_value"]

    def _cut(self) -> None:
        stream = self._stream
        line = stream.get_extra_info("socket") if stream is not None else None
        if isinstance(line, socket.socket):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _checked_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsWrong(
            tr("road", "The hub's address {url} is none.", url=repr(url)),
            tr("road", "It begins with https:// (see [hub] url in settings.toml)."),
        )
    return url.rstrip("/")


def _trust(hub: HubSettings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=hub.ca_file or None)
    except OSError as error:
        raise SettingsWrong(
            tr("road", "The certificate authority {path} cannot be read.", path=hub.ca_file),
            tr("road", "Mend [hub] ca_file in settings.toml."),
        ) from error


def _words(error: Exception) -> Sentence:
    return tr("road", "No answer from the hub: {error}.", error=str(error) or type(error).__name__)


def _too_slow(patience_s: float) -> HubUnreachable:
    return _unreachable(
        tr("road", "The hub did not answer in {seconds} s.", seconds=round(patience_s))
    )


def _unreachable(what: Sentence) -> HubUnreachable:
    return HubUnreachable(what, tr("road", "Everything recorded waits here and is sent later."))
