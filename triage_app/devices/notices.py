"""What is said of a device: what happened, and the next step, with its lane's name."""

import errno

from triage_app.devices.port_spec import PortSpec
from triage_app.devices.reading import Trouble
from triage_app.model.sentence import Sentence, tr

_NO_RIGHTS = (errno.EACCES, errno.EPERM)
_TAKEN = (errno.EBUSY, errno.EAGAIN)


def is_ready(spec: PortSpec) -> Sentence:
    return tr("devices", "Scanner {lane} is connected.", lane=spec.lane)


def is_gone(spec: PortSpec) -> Sentence:
    return tr(
        "devices",
        "Scanner {lane} was unplugged. Plug it in again and scan on; "
        "until then use another scanner or type the code (Ctrl+L).",
        lane=spec.lane,
    )


def is_not_there(spec: PortSpec, error: OSError) -> Sentence:
    """A port that could not be opened at the start."""
    if error.errno in _NO_RIGHTS:
        return tr(
            "devices",
            "Scanner {lane}: {port} may not be opened. "
            "Give the user rights on it (Linux: the group dialout), then sign in again.",
            lane=spec.lane,
            port=spec.port,
        )
    if error.errno in _TAKEN:
        return tr(
            "devices",
            "Scanner {lane}: another program has {port}. Close that one; it is tried again.",
            lane=spec.lane,
            port=spec.port,
        )
    return tr(
        "devices",
        "Scanner {lane} is not connected ({port}). Plug it in, or mend [scanner] serial_ports.",
        lane=spec.lane,
        port=spec.port,
    )


def of_trouble(spec: PortSpec, trouble: Trouble) -> Sentence:
    """What came from a scanner and was not taken for a code."""
    if trouble is Trouble.TOO_LONG:
        return tr(
            "devices",
            "Scanner {lane}: a code without an end was not taken. "
            "Set the scanner to send Enter (CR) after each code, then scan again.",
            lane=spec.lane,
        )
    if trouble is Trouble.CUT_OFF:
        return tr(
            "devices",
            "Scanner {lane}: a code was cut off and not taken. Scan it again.",
            lane=spec.lane,
        )
    if trouble is Trouble.PARITY:
        return tr(
            "devices",
            "Scanner {lane} sends 7 bits and parity, this port expects {framing}. "
            "Write {port}@{baud}/7E1 (or 7O1) in [scanner] serial_ports, or set the scanner.",
            lane=spec.lane,
            framing=spec.framing,
            port=spec.port,
            baud=spec.baud,
        )
    return tr(
        "devices",
        "Scanner {lane} cannot be understood: its speed is probably not {baud} {framing}. "
        "Set the scanner, or {port}@BAUD in [scanner] serial_ports, so that both are the same.",
        lane=spec.lane,
        baud=spec.baud,
        framing=spec.framing,
        port=spec.port,
    )
