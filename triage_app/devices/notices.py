"""What is said of a device: what happened, and the next step, with its lane's name.

The strip shows some 95 characters: the next step comes before what may be long.
"""

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
        "Scanner {lane} was unplugged. Plug it in again, or type the code (Ctrl+L).",
        lane=spec.lane,
    )


def is_not_there(spec: PortSpec, error: OSError) -> Sentence:
    """A port that could not be opened at the start."""
    # Windows gives no number, but says this of a port another program has.
    if error.errno in _TAKEN or "PermissionError" in str(error):
        return tr(
            "devices",
            "Scanner {lane}: another program has its port. Close that one; {port} is tried again.",
            lane=spec.lane,
            port=spec.port,
        )
    if error.errno in _NO_RIGHTS:
        return tr(
            "devices",
            "Scanner {lane}: no right to open its port. Join the group dialout, sign in again "
            "({port}).",
            lane=spec.lane,
            port=spec.port,
        )
    return tr(
        "devices",
        "Scanner {lane} is not connected. Plug it in, or mend serial_ports ({port}).",
        lane=spec.lane,
        port=spec.port,
    )


def of_trouble(spec: PortSpec, trouble: Trouble) -> Sentence:
    """What came from a scanner and was not taken for a code."""
    if trouble is Trouble.TOO_LONG:
        return tr(
            "devices",
            "Scanner {lane}: a code without an end, not taken. Set it to send Enter after codes.",
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
            "Scanner {lane} sends a parity bit. Set it to {framing}, or its port to @{baud}/7E1.",
            lane=spec.lane,
            framing=spec.framing,
            baud=spec.baud,
        )
    return tr(
        "devices",
        "Scanner {lane} cannot be understood: wrong speed? "
        "Set it to {baud} {framing}, or its port to @BAUD.",
        lane=spec.lane,
        baud=spec.baud,
        framing=spec.framing,
    )
