"""One lane on a pseudo-terminal: read, unplugged, plugged in again, spoken to wrongly."""

import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.devices.ports import FakeScanner, Heard
from triage_app.devices.framing import Framer
from triage_app.devices.port_spec import PortSpec
from triage_app.devices.serial_port import Port, open_port
from triage_app.devices.serial_scanner import LONGEST_PAUSE_S, SerialScanner

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
CODE = "RR473124829US"


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[FakeScanner]:
    made = FakeScanner(tmp_path / "scanner")
    made.plug()
    yield made
    made.close()


@contextmanager
def lane(
    port: Path | str,
    heard: Heard,
    *,
    suffix: str = "auto",
    pause_s: float = 0.05,
    opened: Callable[[PortSpec, float], Port] = open_port,
) -> Iterator[SerialScanner]:
    """A lane on its thread; it must end when asked to."""
    spec = PortSpec("Belt 2", str(port))
    made = SerialScanner(
        spec,
        lambda: Framer(suffix),
        heard.code,
        heard.notice,
        pause_s=pause_s,
        opened=opened,
    )
    thread = Thread(target=made.run)
    thread.start()
    try:
        yield made
    finally:
        made.stop()
        thread.join(5)
        assert not thread.is_alive()


def opens_and_tells(opens: Event) -> Callable[[PortSpec, float], Port]:
    """The real port; the event says that it is open (what came before is discarded by it)."""

    def opened(spec: PortSpec, timeout_s: float) -> Port:
        port = open_port(spec, timeout_s)
        opens.set()
        return port

    return opened


def test_codes_come_in_order_with_the_lane_s_name(scanner: FakeScanner) -> None:
    heard, opens = Heard(), Event()
    with lane(scanner.link, heard, opened=opens_and_tells(opens)):
        opens.wait(5)
        scanner.send(b"]C1001\x1d02\r\n]C0RR47")
        scanner.send(b"3124829US\r\n1Z1\r\n")
        heard.wait(lambda h: len(h.codes) == 3)

    assert heard.codes == [
        ("]C1001\x1d02", "Belt 2"),
        ("]C0RR473124829US", "Belt 2"),
        ("1Z1", "Belt 2"),
    ]
    assert heard.notices == []


def test_unplugged_is_said_once_and_replugged_is_said_once(scanner: FakeScanner) -> None:
    heard, opens = Heard(), Event()
    with lane(scanner.link, heard, opened=opens_and_tells(opens)):
        opens.wait(5)
        for _ in range(2):
            before = len(heard.notices)
            scanner.send(b"half a co")
            scanner.unplug()
            heard.wait(lambda h, n=before: len(h.notices) == n + 1)
            scanner.plug()
            heard.wait(lambda h, n=before: len(h.notices) == n + 2)
            scanner.send(CODE.encode() + b"\r")
            heard.wait(lambda h: h.codes and h.codes[-1][0] == CODE)

    assert [said.split(". ")[0].rstrip(".") for said in heard.notices] == [
        "Scanner Belt 2 was unplugged",
        "Scanner Belt 2 is connected",
    ] * 2


def test_a_scanner_that_is_not_there_yet_is_taken_up_when_it_comes(tmp_path: Path) -> None:
    scanner, heard = FakeScanner(tmp_path / "scanner"), Heard()
    with lane(scanner.link, heard):
        heard.wait(lambda h: h.notices)
        scanner.plug()
        heard.wait(lambda h: len(h.notices) == 2)
        scanner.send(CODE.encode() + b"\n")
        heard.wait(lambda h: h.codes)
    scanner.close()

    assert "is not connected" in heard.notices[0]
    assert heard.notices[1] == "Scanner Belt 2 is connected."


def test_a_silence_ends_a_code_of_a_scanner_without_suffix(scanner: FakeScanner) -> None:
    heard, opens = Heard(), Event()
    with lane(scanner.link, heard, suffix="", opened=opens_and_tells(opens)):
        opens.wait(5)
        scanner.send(CODE.encode())
        heard.wait(lambda h: h.codes)
        scanner.send(b"\x02second\x03")
        heard.wait(lambda h: len(h.codes) == 2)

    assert [text for text, _ in heard.codes] == [CODE, "second"]


def test_a_wrong_speed_is_said_once_until_a_code_comes(scanner: FakeScanner) -> None:
    heard, opens = Heard(), Event()
    with lane(scanner.link, heard, opened=opens_and_tells(opens)):
        opens.wait(5)
        for garbage in (b"\x00\x80\xf8\x98\r", b"\xe6\x00\x80\x80\r", b"\x80\x81\r"):
            scanner.send(garbage)
        scanner.send(CODE.encode() + b"\r")
        heard.wait(lambda h: h.codes)
        assert len(heard.notices) == 1
        scanner.send(b"\x00\x80\xf8\x98\r")
        heard.wait(lambda h: len(h.notices) == 2)

    assert "wrong speed? Set it to 9600 8N1" in heard.notices[0]
    assert heard.codes == [(CODE, "Belt 2")]


def test_a_million_bytes_without_an_end_are_refused_and_the_lane_goes_on(
    scanner: FakeScanner,
) -> None:
    heard, opens = Heard(), Event()
    with lane(scanner.link, heard, suffix="\r", pause_s=0.5, opened=opens_and_tells(opens)):
        opens.wait(5)
        scanner.send(b"A" * 1_000_000)
        scanner.send(b"\r" + CODE.encode() + b"\r")
        heard.wait(lambda h: h.codes)

    assert heard.codes == [(CODE, "Belt 2")]
    assert len(heard.notices) == 1
    assert "a code without an end, not taken" in heard.notices[0]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "no right to open its port. Join the group"),
        (errno.EBUSY, "another program has"),
        (errno.EAGAIN, "another program has"),
        (errno.ENOENT, "is not connected"),
        (None, "another program has"),
    ],
)
def test_why_a_port_does_not_open_is_said_with_the_next_step(
    number: int | None, words: str
) -> None:
    def refused(spec: PortSpec, timeout_s: float) -> Port:
        if number is None:  # as pyserial says it on Windows
            raise OSError("could not open port 'COM9': PermissionError(13, 'Access is denied.')")
        raise OSError(number, "no")

    heard = Heard()
    with lane("COM9", heard, opened=refused):
        heard.wait(lambda h: h.notices)

    assert len(heard.notices) == 1
    assert words in heard.notices[0]


class BrokenPort:
    """Opens, and fails at the first read."""

    in_waiting = 0

    def __init__(self) -> None:
        self.closed = False

    def read(self, size: int) -> bytes:
        raise OSError("device reports readiness to read but returned no data")

    def cancel_read(self) -> None:
        return

    def close(self) -> None:
        self.closed = True


def test_a_port_that_opens_and_fails_at_once_is_tried_ever_more_seldom_and_said_once() -> None:
    opened: list[BrokenPort] = []
    pauses: list[float] = []
    heard, enough = Heard(), Event()

    def broken(spec: PortSpec, timeout_s: float) -> Port:
        opened.append(BrokenPort())
        return opened[-1]

    made = SerialScanner(
        PortSpec("Belt 2", "COM9"), Framer, heard.code, heard.notice, opened=broken
    )

    class CountedEvent(Event):
        """Does not wait, but notes how long it would have."""

        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0.0)
            if len(pauses) == 8:
                made.stop()
                enough.set()
            return self.is_set()

    made._stopping = CountedEvent()
    made.run()

    assert enough.is_set()
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0, LONGEST_PAUSE_S]
    assert all(port.closed for port in opened)
    assert len(heard.notices) == 1


def test_two_programs_do_not_share_a_port(scanner: FakeScanner) -> None:
    spec = PortSpec("Belt 2", str(scanner.link))
    first = open_port(spec, 0.1)
    try:
        with pytest.raises(OSError, match="lock") as caught:
            open_port(spec, 0.1)
    finally:
        first.close()

    assert caught.value.errno in (errno.EAGAIN, errno.EACCES)


def test_what_the_driver_does_not_know_is_a_fault_of_the_port(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no terminal")

    with pytest.raises(OSError):
        open_port(PortSpec("x", str(tmp_path / "file")), 0.1)
    with pytest.raises(OSError):
        open_port(PortSpec("x", str(tmp_path / "gone")), 0.1)
