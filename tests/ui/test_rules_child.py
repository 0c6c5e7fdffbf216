"""A child process that judges: heard line by line, stopped, abandoned, or broken."""

import sys

import pytest
from pytestqt.qtbot import QtBot

from triage_app.model.progress import Progress
from triage_app.ui.rules_child import RulesChild

TOLD = '{"progress": {"file": "draft", "read": 3, "rows": 9, "seconds": 1.0}}'
WAITS = f"import sys; print('{TOLD}', flush=True); sys.stdin.read(); print('{{\"judged\": 3}}')"


def child(code: str) -> RulesChild:
    return RulesChild((sys.executable, "-c", code))


def test_progress_comes_and_a_child_that_is_stopped_reports_what_it_has(qtbot: QtBot) -> None:
    one = child(WAITS)
    with qtbot.waitSignal(one.progressed) as told:
        one.start()
    assert told.args == [Progress(3, 9, 1.0)]
    assert one.is_running
    with qtbot.waitSignal(one.reported) as report:
        one.stop()
    assert (report.args, one.is_running) == ([{"judged": 3}], False)


def test_one_that_reports_nothing_says_why_on_its_errors(qtbot: QtBot) -> None:
    one = child("import sys; sys.exit('triage: no room')")
    with qtbot.waitSignal(one.failed) as said:
        one.start()
    assert said.args == ["triage: no room"]


def test_one_that_cannot_be_begun_has_failed(qtbot: QtBot) -> None:
    one = RulesChild(("/nowhere/at/all",))
    with qtbot.waitSignal(one.failed):
        one.start()
    assert not one.is_running


@pytest.mark.parametrize("end", ["abandon", "close"])
def test_one_that_is_let_go_is_heard_no_more(qtbot: QtBot, end: str) -> None:
    one = child(WAITS)
    heard: list[object] = []
    one.reported.connect(heard.append)
    one.failed.connect(heard.append)
    with qtbot.waitSignal(one.progressed):
        one.start()
    getattr(one, end)()
    assert not one.is_running
    with qtbot.waitSignal(one.progressed):
        one.start()  # the next one is heard
    one.close()
    assert heard == []


def test_without_a_command_nothing_begins() -> None:
    one = RulesChild(())
    one.start()
    one.stop()
    assert not one.is_running
