"""All devices of a station: one thread each, started together, stopped together.

Satisfies flow.device_ports.ScanSources by shape.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Protocol

from triage_app.devices.framing import Framer
from triage_app.devices.port_spec import AUTO, REPLAY, PortSpec, read_specs
from triage_app.devices.replay import ReplayScanner
from triage_app.devices.scale import ASKED, Scale
from triage_app.devices.serial_port import Port, open_port, usb_ports
from triage_app.devices.serial_scanner import SerialScanner
from triage_app.devices.watched_folder import FolderWatch
from triage_app.model.errors import SettingsWrong
from triage_app.model.scan import Scan, ScanSource, ShownWeight, TakenPicture
from triage_app.model.sentence import Sentence, tr
from triage_app.settings import ScannerSettings

LOOK_FOR_PORTS_S = 2.0
STOP_LIMIT_S = 1.0
SHORTEST_PAUSE_MS = 20  # 19 bytes at 9600 baud: less would cut codes apart
LONGEST_PAUSE_MS = 5_000
CAMERA = "camera"


class Device(Protocol):
    """What runs on a thread of its own until it is stopped."""

    def run(self) -> None: ...

    def stop(self) -> None: ...


class DeviceSet:
    """May be started again once stopped."""

    def __init__(
        self,
        settings: ScannerSettings,
        home: Path,
        now: Callable[[], datetime],
        *,
        opened: Callable[[PortSpec, float], Port] = open_port,
        ports: Callable[[], Sequence[str]] = usb_ports,
    ) -> None:
        """Nothing is opened yet. Raises SettingsWrong where a port's text cannot be read or the
        pause is none."""
        self._specs = read_specs(settings.serial_ports)
        if not SHORTEST_PAUSE_MS <= settings.serial_pause_ms <= LONGEST_PAUSE_MS:
            raise SettingsWrong(
                tr("devices", "scanner.serial_pause_ms is {ms}.", ms=settings.serial_pause_ms),
                tr(
                    "devices",
                    "Set it from {least} to {most}, then start again.",
                    least=SHORTEST_PAUSE_MS,
                    most=LONGEST_PAUSE_MS,
                ),
            )
        self._scale = _scale_at(settings.scale, self._specs)
        self._settings = settings
        self._home = home
        self._now = now
        self._opened = opened
        self._ports = ports
        self._lock = Lock()
        self._running: list[tuple[Device, Thread]] = []
        self._stopped = True

    @property
    def is_empty(self) -> bool:
        """Whether the settings name no device at all."""
        return not (self._specs or self._scale or self._settings.camera_folder)

    def start(
        self,
        on_scan: Callable[[Scan], None],
        on_picture: Callable[[TakenPicture], None],
        on_notice: Callable[[Sentence], None],
        on_weight: Callable[[ShownWeight], None],
    ) -> None:
        self._stopped = False
        heard = _Heard(self._now, on_scan, on_picture, on_notice)
        if self._scale is not None:
            self._begin(self._scale.lane, self._weigher(self._scale, on_weight, on_notice))
        for spec in self._specs:
            self._begin(spec.lane, self._device(spec, heard))
        if self._settings.camera_folder:
            folder = self._home / self._settings.camera_folder
            self._begin(CAMERA, FolderWatch(folder, heard.picture, heard.notice))

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            running, self._running = self._running, []
        for device, _ in running:
            device.stop()
        until = monotonic() + STOP_LIMIT_S
        for _, thread in running:
            thread.join(max(0.0, until - monotonic()))

    def _device(self, spec: PortSpec, heard: "_Heard") -> Device:
        if spec.port.startswith(REPLAY):
            code = partial(heard.code, ScanSource.REPLAY)
            return ReplayScanner(spec, self._home, code, heard.notice)
        if spec.port == AUTO:
            named = {_real(other.port) for other in self._specs}
            return PortWatch(self._ports, named, lambda port: self._found(spec.on(port), heard))
        return self._serial(spec, heard)

    def _found(self, spec: PortSpec, heard: "_Heard") -> None:
        self._begin(spec.lane, self._serial(spec, heard))

    def _serial(self, spec: PortSpec, heard: "_Heard") -> SerialScanner:
        return SerialScanner(
            spec,
            partial(Framer, self._settings.serial_suffix),
            partial(heard.code, ScanSource.SERIAL),
            heard.notice,
            pause_s=self._settings.serial_pause_ms / 1000,
            opened=self._opened,
        )

    def _weigher(
        self,
        spec: PortSpec,
        on_weight: Callable[[ShownWeight], None],
        on_notice: Callable[[Sentence], None],
    ) -> SerialScanner:
        scale = Scale(self._now, lambda grams, name: on_weight(ShownWeight(grams, name)))
        return SerialScanner(spec, Framer, scale.take, on_notice, opened=self._opened, hello=ASKED)

    def _begin(self, name: str, device: Device) -> None:
        with self._lock:
            if self._stopped:
                return
            thread = Thread(target=device.run, name=f"device-{name}", daemon=True)
            self._running.append((device, thread))
            thread.start()


class PortWatch:
    """Looks for ports plugged in; each is told of once, then its own lane minds it."""

    def __init__(
        self,
        ports: Callable[[], Sequence[str]],
        known: set[str],
        on_port: Callable[[str], None],
        every_s: float = LOOK_FOR_PORTS_S,
    ) -> None:
        """`known` are the real paths of ports that have a lane already."""
        self._ports = ports
        self._known = known
        self._on_port = on_port
        self._every_s = every_s
        self._stopping = Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(self._every_s)

    def look(self) -> None:
        """One look; a list that cannot be had now is had the next time."""
        try:
            present = self._ports()
        except OSError:
            return
        for port in present:
            if port not in self._known and _real(port) not in self._known:
                self._known.add(port)
                self._on_port(port)

    def stop(self) -> None:
        self._stopping.set()


class _Heard:
    """Findings -> nouns with their time, handed on."""

    def __init__(
        self,
        now: Callable[[], datetime],
        on_scan: Callable[[Scan], None],
        on_picture: Callable[[TakenPicture], None],
        on_notice: Callable[[Sentence], None],
    ) -> None:
        self._now = now
        self._on_scan = on_scan
        self._on_picture = on_picture
        self.notice = on_notice

    def code(self, source: ScanSource, text: str, lane: str) -> None:
        self._on_scan(Scan(text, self._now(), source, lane))

    def picture(self, name: str, data: bytes) -> None:
        self._on_picture(TakenPicture(name, data, self._now(), CAMERA))


def _scale_at(text: str, scanners: Sequence[PortSpec]) -> PortSpec | None:
    """The scale's port; it is no scanner's too."""
    if not text:
        return None
    (spec,) = read_specs([text])
    if spec.port == AUTO or spec.port.startswith(REPLAY) or spec.port in {s.port for s in scanners}:
        raise SettingsWrong(
            tr("devices", "scanner.scale is {port}.", port=text),
            tr("devices", "Name a port of its own: [NAME=]PORT[@BAUD[/8N1]]."),
        )
    return spec


def _real(port: str) -> str:
    """One name for a port and the links to it; the name itself where it is no file."""
    return str(Path(port).resolve()) if Path(port).exists() else port
