"""Opens a serial port as a scanner needs it. pyserial is loaded here, by the lane, never before."""

from pathlib import Path
from typing import Protocol

from triage_app.devices.port_spec import PortSpec

BY_ID = Path("/dev/serial/by-id")  # where udev links each adapter by maker and serial number


class Port(Protocol):
    """What a lane needs of an open port. Each method raises OSError once the device is gone."""

    @property
    def in_waiting(self) -> int:
        """How many bytes can be read at once."""
        ...

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer, or none, when its time is up or the reading was cancelled."""
        ...

    def write(self, data: bytes) -> object: ...

    def cancel_read(self) -> None: ...

    def close(self) -> None: ...


def open_port(spec: PortSpec, timeout_s: float) -> Port:
    """The port for this program alone; a read waits `timeout_s` at most. Raises OSError."""
    import serial

    try:
        port: Port = serial.Serial(
            spec.port,
            baudrate=spec.baud,
            bytesize=spec.bits,
            parity=spec.parity,
            stopbits=spec.stop_bits,
            timeout=timeout_s,
            exclusive=True,
        )
    except OSError:
        raise
    except Exception as error:
        # ValueError and termios.error, as the system and its driver have it, mean the same.
        raise OSError(str(error)) from error
    return port


def usb_ports() -> tuple[str, ...]:
    """The USB serial ports there are now, by names that stay the same when replugged."""
    from serial.tools.list_ports import comports

    by_id = {str(link.resolve()): str(link) for link in BY_ID.glob("*")}
    usb = [str(port.device) for port in comports() if port.vid is not None]
    return tuple(sorted(by_id.get(device, device) for device in usb))
