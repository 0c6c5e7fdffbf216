from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import NOON
from tests.ui.views import make_examination
from triage_app.flow.station import Station
from triage_app.model.command import NOT_A_COMMAND, NotACommand
from triage_app.model.errors import StoreBusy
from triage_app.model.examination import Examination
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.sentence import tr
from triage_app.ui.scan_routing import ScanRouting

CODE = "RR473124829US"


class NoCommands:
    def read(self, scan: Scan) -> NotACommand:
        return NOT_A_COMMAND


class Bench:
    """A station that finds every item, but the first `busy` times."""

    def __init__(self, busy: int = 0) -> None:
        self.busy = busy
        self.commands = NoCommands()

    def examine(self, scan: Scan) -> Examination:
        if self.busy:
            self.busy -= 1
            raise StoreBusy(tr("t", "held"), tr("t", "wait"))
        return make_examination()


@pytest.fixture
def routing(qtbot: QtBot) -> Iterator[ScanRouting]:
    routing = ScanRouting(lambda: None)
    yield routing
    routing.deleteLater()


def looks(routing: ScanRouting, bench: Bench, *after: timedelta) -> int:
    """How many of the scans of one code, made so long after noon, were looked up."""
    found: list[object] = []
    routing.examined.connect(found.append)
    for each in after:
        scan = Scan(CODE, NOON + each, ScanSource.WEDGE)
        routing.route(scan, cast("Station", bench), None)
    return len(found)


def test_the_same_code_within_a_second_is_one_look(routing: ScanRouting) -> None:
    soon, later = timedelta(milliseconds=900), timedelta(seconds=3)
    assert looks(routing, Bench(), timedelta(), soon, later) == 2


def test_a_clock_set_back_makes_no_repeat_of_a_later_scan(routing: ScanRouting) -> None:
    assert looks(routing, Bench(), timedelta(), timedelta(hours=-1)) == 2


def test_a_scan_after_one_that_failed_is_no_repeat(routing: ScanRouting) -> None:
    assert looks(routing, Bench(busy=1), timedelta(), timedelta(milliseconds=500)) == 1
