from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from triage_app.flow.desk import Desk, OpenStation
from triage_app.model.errors import HubUnreachable, KeyMissing
from triage_app.model.road import SyncReport
from triage_app.model.sentence import tr
from triage_app.settings import Settings
from triage_app.ui.desk_lanes import DeskLanes


class Road:
    """Syncs that raise what is put in their way, one after the other."""

    def __init__(self, *errors: Exception | None) -> None:
        self.errors = list(errors)

    def sync(self) -> SyncReport:
        error = self.errors.pop(0)
        if error is not None:
            raise error
        return SyncReport()


def _same(at: datetime) -> datetime:
    return at


@pytest.fixture
def road() -> Road:
    return Road(HubUnreachable(tr("t", "no road"), tr("t", "wait")), ValueError("a bug"), None)


@pytest.fixture
def lanes(tmp_path: Path, road: Road) -> Iterator[DeskLanes]:
    def opened() -> OpenStation:
        raise KeyMissing(tr("t", "no station"), tr("t", "make one"))

    desk = Desk(Settings(tmp_path), _same, (), "li.w", opened, road.sync, ())
    lanes = DeskLanes(desk)
    yield lanes
    lanes.close()


def test_no_failure_of_one_sync_keeps_the_next_from_running(
    qtbot: QtBot, lanes: DeskLanes, road: Road
) -> None:
    ended: list[int] = []
    with qtbot.captureExceptions() as bugs:
        for left in (2, 1, 0):
            lanes.sync_now(lambda: ended.append(1))
            lanes.sync_now(lambda: None)  # while one runs no other begins
            qtbot.waitUntil(lambda left=left: len(road.errors) == left)  # type: ignore[misc]
            qtbot.waitUntil(lambda: not lanes._sync.is_busy)

    assert len(ended) == 2  # all but the one a bug ended
    assert [type(error) for _, error, _ in bugs] == [ValueError]
