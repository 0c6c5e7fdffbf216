import threading

import pytest
from pytestqt.qtbot import QtBot

from triage_app.model.errors import StoreBusy
from triage_app.model.sentence import tr
from triage_app.ui.lanes import Lane


def test_a_job_runs_off_the_gui_thread_and_its_answer_comes_back_on_it(qtbot: QtBot) -> None:
    lane = Lane("t", lambda: 20)
    answers: list[tuple[int, str]] = []

    lane.run(
        lambda n: (n + 1, threading.current_thread().name),
        lambda answer: answers.append((answer[0], answer[1])),
    )
    qtbot.waitUntil(lambda: bool(answers))
    lane.close()

    assert answers == [(21, "lane-t")]


def test_jobs_keep_their_order_and_the_resource_is_opened_once(qtbot: QtBot) -> None:
    opened: list[str] = []
    lane = Lane("t", lambda: opened.append(threading.current_thread().name))
    done: list[int] = []

    for n in range(50):
        lane.run(lambda _, n=n: n, done.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(done) == 50)
    lane.close()

    assert done == list(range(50))
    assert opened == ["lane-t"]


def test_a_fault_is_told_and_the_next_job_still_runs(qtbot: QtBot) -> None:
    def fail(_: object) -> None:
        raise StoreBusy(tr("t", "held"), tr("t", "wait"))

    lane = Lane("t", lambda: None)
    told: list[object] = []
    done: list[int] = []
    lane.faulted.connect(told.append)

    lane.run(fail)
    lane.run(lambda _: 1, done.append)
    qtbot.waitUntil(lambda: bool(done))
    lane.close()

    assert [type(fault) for fault in told] == [StoreBusy]


def test_a_resource_that_cannot_be_opened_is_told_and_tried_again(qtbot: QtBot) -> None:
    tries: list[int] = []

    def opened() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise StoreBusy(tr("t", "held"), tr("t", "wait"))
        return "open"

    lane = Lane("t", opened)
    told: list[object] = []
    done: list[str] = []
    lane.faulted.connect(told.append)
    lane.run(lambda house: house, done.append)
    lane.run(lambda house: house, done.append)
    qtbot.waitUntil(lambda: bool(done))
    lane.close()

    assert len(told) == 1
    assert done == ["open"]


def test_a_bug_is_raised_where_it_is_seen(qtbot: QtBot) -> None:
    lane = Lane("t", lambda: None)
    with qtbot.captureExceptions() as bugs:
        lane.run(lambda _: 1 // 0)
        qtbot.waitUntil(lambda: bool(bugs))
    lane.close()

    assert bugs[0][0] is ZeroDivisionError


def test_closing_a_lane_finishes_what_waits_and_closes_its_connections(qtbot: QtBot) -> None:
    closed: list[str] = []
    done: list[int] = []
    lane = Lane("t", lambda: "house", closed.append)
    lane.run(lambda _: done.append(1))
    lane.run(lambda _: done.append(2))

    lane.close()

    assert done == [1, 2]
    assert closed == ["house"]


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """Signals between threads need one."""


def test_what_is_only_shown_is_not_heard_after_the_end(qtbot: QtBot) -> None:
    lane: Lane = Lane("t", lambda: "house")
    shown: list[str] = []
    written: list[str] = []
    lane.ask(lambda house: house, shown.append)
    lane.run(lambda house: house, written.append)
    lane.close()

    qtbot.waitUntil(lambda: not lane.is_busy)
    assert (shown, written) == ([], ["house"])
