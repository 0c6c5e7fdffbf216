"""What devices say on their threads arrives on the window's, in order, until it closes."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from triage_app.model.scan import Scan, ScanSource, ShownWeight, TakenPicture
from triage_app.model.sentence import Sentence, tr
from triage_app.ui.device_lane import DeviceLane

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class FakeSources:
    """Devices whose threads say what the test tells them to."""

    def __init__(self) -> None:
        self.running = False
        self.started = 0
        self.say: Callable[[object], None] = print

    def start(
        self,
        on_scan: Callable[[Scan], None],
        on_picture: Callable[[TakenPicture], None],
        on_notice: Callable[[Sentence], None],
        on_weight: Callable[[ShownWeight], None],
    ) -> None:
        self.running, self.started = True, self.started + 1
        to = {
            Scan: on_scan,
            TakenPicture: on_picture,
            Sentence: on_notice,
            ShownWeight: on_weight,
        }
        self.say = lambda came: to[type(came)](came)  # type: ignore[operator]

    def stop(self) -> None:
        self.running = False

    def on_a_thread(self, *came: object) -> None:
        thread = Thread(target=lambda: [self.say(one) for one in came])
        thread.start()
        thread.join()


class Heard(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.came: list[object] = []

    def take(self, came: object) -> None:
        assert current_thread() is main_thread()
        self.came.append(came)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def scan(text: str) -> Scan:
    return Scan(text, NOON, ScanSource.SERIAL, "Belt 2")


def lane_on(window: QWidget, sources: FakeSources) -> tuple[DeviceLane, Heard]:
    lane, heard = DeviceLane(sources, window), Heard()
    for signal in (lane.scanned, lane.pictured, lane.noticed):
        signal.connect(heard.take)
    return lane, heard


def test_what_a_thread_says_arrives_in_order_on_the_window_s(window: QWidget, qtbot: QtBot) -> None:
    sources = FakeSources()
    lane, heard = lane_on(window, sources)
    lane.start()
    picture = TakenPicture("a.jpg", b"x", NOON)
    sources.on_a_thread(
        scan("1"), scan("2"), picture, tr("devices", "{lane} is back.", lane="B\x1b"), scan("3")
    )
    assert heard.came == []
    qtbot.waitUntil(lambda: len(heard.came) == 5)

    assert heard.came == [scan("1"), scan("2"), picture, "B⟨U+001B⟩ is back.", scan("3")]


def test_nothing_is_listened_to_before_it_is_started_and_after_the_window_closed(
    window: QWidget, qtbot: QtBot
) -> None:
    sources = FakeSources()
    lane, heard = lane_on(window, sources)
    assert not sources.running
    lane.start()
    lane.start()
    assert (sources.running, sources.started) == (True, 1)
    sources.on_a_thread(scan("late"))
    window.close()

    assert not sources.running
    window.show()
    qtbot.waitExposed(window)
    lane.start()
    sources.on_a_thread(scan("again"))
    qtbot.waitUntil(lambda: bool(heard.came))
    assert heard.came == [scan("again")]
    lane.stop()


def test_a_window_closed_before_its_stores_opened_starts_nothing(window: QWidget) -> None:
    sources = FakeSources()
    lane, _ = lane_on(window, sources)
    window.close()
    lane.start()

    assert not sources.running
