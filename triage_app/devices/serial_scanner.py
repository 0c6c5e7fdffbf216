"""One serial scanner's lane: opens its port, reads codes, and takes it up again when replugged.

    not there -> reading -> gone -> reading ...

The loss is said once and the return once. While the device is away the port is tried with a
growing pause. A driver that opens and fails at once is not "back": only a read that succeeds is.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock

from triage_app.devices import notices
from triage_app.devices.framing import Framer
from triage_app.devices.port_spec import PortSpec
from triage_app.devices.reading import Trouble
from triage_app.devices.serial_port import Port, open_port
from triage_app.model.sentence import Sentence

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 2.0
MOST_AT_ONCE = 65_536


class SerialScanner:
    """`run` until `stop`; both callbacks come on the thread that runs it."""

    def __init__(
        self,
        spec: PortSpec,
        framer: Callable[[], Framer],
        on_code: Callable[[str, str], None],
        on_notice: Callable[[Sentence], None],
        *,
        pause_s: float = 0.2,
        hello: bytes = b"",
        opened: Callable[[PortSpec, float], Port] = open_port,
    ) -> None:
        """`on_code` gets the text and the lane's name. `pause_s`: a silence in the line.
        `hello` is sent whenever the port was opened."""
        self._spec = spec
        self._framer = framer
        self._on_code = on_code
        self._on_notice = on_notice
        self._pause_s = pause_s
        self._hello = hello
        self._opened = opened
        self._stopping = Event()
        self._port: Port | None = None
        self._port_lock = Lock()
        self._missed = False
        self._told: Trouble | None = None
        self._wait_s = FIRST_PAUSE_S

    def run(self) -> None:
        """Read codes, and wait for the device whenever it is not there."""
        while not self._stopping.is_set():
            try:
                port = self._opened(self._spec, self._pause_s)
            except OSError as error:
                self._miss(notices.is_not_there(self._spec, error))
            else:
                self._follow(port)
            self._stopping.wait(self._wait_s)
            self._wait_s = min(2 * self._wait_s, LONGEST_PAUSE_S)

    def stop(self) -> None:
        """May be called from any thread; `run` returns soon."""
        self._stopping.set()
        # under the lock: a port closed meanwhile has given its descriptors to others
        with self._port_lock, suppress(OSError):
            if self._port is not None:
                self._port.cancel_read()

    def _follow(self, port: Port) -> None:
        with self._port_lock:
            self._port = port
        framer = self._framer()
        try:
            if self._hello:
                port.write(self._hello)
            while not self._stopping.is_set():
                data = port.read(1)
                if data:
                    data += port.read(min(port.in_waiting, MOST_AT_ONCE))
                self._is_there()
                self._take(framer, data)
        except OSError:
            self._miss(notices.is_gone(self._spec))
        finally:
            with self._port_lock:
                self._port = None
            with suppress(OSError):
                port.close()

    def _take(self, framer: Framer, data: bytes) -> None:
        for taken in framer.feed(data) if data else framer.pause():
            if self._stopping.is_set():
                return
            if isinstance(taken, Trouble):
                self._tell(taken)
            else:
                self._told = None
                self._on_code(taken, self._spec.lane)

    def _tell(self, trouble: Trouble) -> None:
        """Once, until a code comes again: a wrong speed spoils every code."""
        if trouble is not self._told or trouble in (Trouble.CUT_OFF, Trouble.TOO_LONG):
            self._on_notice(notices.of_trouble(self._spec, trouble))
        self._told = trouble

    def _is_there(self) -> None:
        self._wait_s = FIRST_PAUSE_S
        if self._missed:
            self._missed = False
            self._on_notice(notices.is_ready(self._spec))

    def _miss(self, said: Sentence) -> None:
        if not self._missed and not self._stopping.is_set():
            self._missed = True
            self._on_notice(said)
