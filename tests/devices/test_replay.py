"""A file of codes and times, played."""

from pathlib import Path
from threading import Event

import pytest

from tests.devices.ports import Heard
from triage_app.devices.port_spec import PortSpec
from triage_app.devices.replay import Played, ReplayScanner, read_entry

FILE = "# a morning\n\n0 RR473124829US\n0.5 ]C10012{GS}21x\r\n7 1Z 999\n"


class Waits(Event):
    """Does not wait, but moves the clock by how long it would have; set after `most` waits."""

    def __init__(self, most: int = 100) -> None:
        super().__init__()
        self.now_s = 100.0
        self.most = most

    def wait(self, timeout: float | None = None) -> bool:
        self.now_s += timeout or 0.0
        self.most -= 1
        return self.most < 0


def player(folder: Path, heard: Heard, waits: Waits, name: str = "day.txt") -> ReplayScanner:
    spec = PortSpec("Belt 1", f"replay:{name}")
    made = ReplayScanner(spec, folder, heard.code, heard.notice, lambda: waits.now_s)
    made._stopping = waits
    return made


def test_each_code_comes_at_its_time(tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_bytes(FILE.encode())
    heard, waits = Heard(), Waits()
    times: list[float] = []

    made = player(tmp_path, heard, waits)
    made._on_code = lambda text, lane: (times.append(waits.now_s), heard.code(text, lane))[0]
    made.run()

    assert heard.codes == [
        ("RR473124829US", "Belt 1"),
        ("]C10012\x1d21x", "Belt 1"),
        ("1Z 999", "Belt 1"),
    ]
    assert times == [100.0, 100.5, 107.0]
    assert heard.notices == []


def test_a_wrong_line_is_named_and_the_rest_played(tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_text("0 A1\nB2\n0 C3\n", "utf-8")
    heard = Heard()

    player(tmp_path, heard, Waits()).run()

    assert [text for text, _ in heard.codes] == ["A1", "C3"]
    assert [said.split(":")[0] for said in heard.notices] == ["day.txt, line 2"]


def test_stopped_it_plays_no_further(tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_text("0 A1\n5 B2\n", "utf-8")
    heard = Heard()

    player(tmp_path, heard, Waits(most=1)).run()

    assert [text for text, _ in heard.codes] == ["A1"]


@pytest.mark.parametrize("data", [None, b"\xff\xfe0 A"])
def test_a_file_that_cannot_be_read_is_said_with_the_setting(
    tmp_path: Path, data: bytes | None
) -> None:
    if data is not None:
        (tmp_path / "day.txt").write_bytes(data)
    heard = Heard()

    player(tmp_path, heard, Waits()).run()

    assert len(heard.notices) == 1
    assert "serial_ports" in heard.notices[0]


@pytest.mark.parametrize("line", ["A", "x A", "-1 A", "nan A", "inf A", "1", "1 "])
def test_a_line_without_time_and_code_says_nothing(line: str) -> None:
    assert read_entry(line) is None


def test_a_code_may_hold_spaces() -> None:
    assert read_entry("1.5 1Z 999 AA1") == Played(1.5, "1Z 999 AA1")
