"""The hub as a process: listens, says where, stops cleanly when asked."""

import signal
import socket
from collections.abc import Callable

import uvicorn

from triage_app.hub.opening import HubPlace, opened_hub
from triage_app.hub.parts import HubParts
from triage_app.hub.service import hub_application
from triage_app.model.errors import DiskFault
from triage_app.model.sentence import tr

GRACE_S = 10
KEEP_ALIVE_S = 30
BACKLOG = 1024


class HubServer(uvicorn.Server):
    """Says where it listens once it takes requests."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As the server does it, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


async def serve_hub(place: HubPlace, listen: str, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. `ready` is given the address once requests are taken.

    Raises DiskFault when the address is taken or the stores cannot be opened.
    """
    listener = listener_at(listen)
    with listener:
        host, port = listener.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        async with opened_hub(place) as parts:
            _end_quietly()
            parts.signatures.start()
            await hub_server(parts, lambda: ready(address)).serve(sockets=[listener])


def hub_server(parts: HubParts, ready: Callable[[], None]) -> HubServer:
    """A server over opened parts; `ready` is called once it takes requests."""
    config = uvicorn.Config(
        hub_application(parts),
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        log_config=None,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    return HubServer(config, ready)


def listener_at(listen: str) -> socket.socket:
    """A socket that takes requests at HOST:PORT. Raises DiskFault when it cannot be."""
    host, _, port_text = listen.rpartition(":")
    try:
        port = int(port_text)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server(
            (host.strip("[]") or "127.0.0.1", port), family=family, backlog=BACKLOG
        )
    except (ValueError, OverflowError, OSError) as error:
        raise DiskFault(
            tr("hub", "The hub cannot listen on {listen}: {error}.", listen=listen, error=error),
            tr("hub", "Choose another --listen HOST:PORT."),
        ) from error


def _end_quietly() -> None:
    """The server raises the signal that stopped it once more; let that one do nothing."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stopped)


def _stopped(_number: int, _frame: object) -> None:
    return None
