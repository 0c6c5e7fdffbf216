import logging
import sys
from types import TracebackType

import pytest

from triage_app.model.errors import Fault, StoreDamaged
from triage_app.model.sentence import tr
from triage_app.ui.uncaught import tell_uncaught

DAMAGED = StoreDamaged(tr("t", "record.db cannot be read."), tr("t", "Run 'triage check'."))


def raised(error: Exception) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    try:
        raise error
    except type(error):
        kind, value, trace = sys.exc_info()
        assert kind is not None
        assert value is not None
        return kind, value, trace


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was logged; taken here, as an error in the log fails a test."""
    said: list[str] = []
    logger = logging.getLogger("triage_app.ui.uncaught")
    monkeypatch.setattr(logger, "handle", lambda record: said.append(record.getMessage()))
    return said


def test_a_fault_no_slot_caught_is_shown_with_its_next_step(log: list[str]) -> None:
    shown: list[Fault] = []
    passed_on: list[object] = []

    tell_uncaught(shown.append, lambda *all_of_it: passed_on.append(all_of_it))(*raised(DAMAGED))

    assert shown == [DAMAGED]
    assert passed_on == []
    assert log[0].startswith("StoreDamaged at test_uncaught.py:")


def test_a_bug_is_named_logged_without_its_words_and_passed_on(log: list[str]) -> None:
    shown: list[Fault] = []
    passed_on: list[object] = []
    bug = KeyError("Jane Doe")

    tell_uncaught(shown.append, lambda _, error, __: passed_on.append(error))(*raised(bug))

    assert "(KeyError)" in str(shown[0].what)
    assert passed_on == [bug]
    assert "raised" in log[0]
    assert "Jane" not in log[0]


def test_an_end_asked_for_is_not_told_as_a_mishap(log: list[str]) -> None:
    shown: list[Fault] = []

    tell_uncaught(shown.append, lambda *_: None)(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert shown == []
    assert log == []
