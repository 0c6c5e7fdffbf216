"""Where garbage is looked for once a window stands."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from triage_app.ui.collector import Collector
from triage_app.ui.starting import rest_collector


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def at_rest() -> Iterator[None]:
    rest_collector()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.mark.usefixtures("at_rest")
def test_what_a_lane_leaves_is_destroyed_on_the_window_s_thread(
    owner: QObject, qtbot: QtBot
) -> None:
    destroyed_on: list[str] = []
    collector = Collector(owner)
    collector.begin()

    def leave_garbage() -> None:
        rings = [Ring() for _ in range(gc.get_threshold()[0] + 100)]
        weakref.finalize(rings[0], lambda: destroyed_on.append(threading.current_thread().name))

    lane = threading.Thread(target=leave_garbage, name="lane-t")
    lane.start()
    lane.join()
    assert destroyed_on == []

    collector.collect()

    assert destroyed_on == [threading.current_thread().name]
    assert not gc.isenabled()


@pytest.mark.usefixtures("at_rest")
def test_what_stands_when_the_window_opens_is_not_looked_through_again(owner: QObject) -> None:
    Collector(owner).begin()

    assert gc.get_freeze_count() > 1_000


def test_a_collector_that_was_not_put_to_rest_is_left_as_it_is(owner: QObject) -> None:
    frozen = gc.get_freeze_count()

    Collector(owner).begin()

    assert gc.isenabled()
    assert gc.get_freeze_count() == frozen
