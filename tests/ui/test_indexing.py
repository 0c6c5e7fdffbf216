"""The child that takes new announcements in: begun when the index is behind, one at a time."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from triage_app.flow.clock import SystemClock
from triage_app.flow.desk import Desk, OpenSearch, nothing_to_search
from triage_app.flow.search import Search
from triage_app.model.errors import Fault, KeyMissing
from triage_app.model.search import Counted, Findings, SearchFor
from triage_app.settings import Settings
from triage_app.ui.indexing import Indexing

TAKES_IN = "import sys; from pathlib import Path; Path(sys.argv[1]).write_text('0')"


class Beside:
    """An index whose state lies in a file, as the child leaves it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.search = Search(self, SystemClock("UTC"))

    def behind(self) -> int:
        return int(self.file.read_text())

    def find(self, asked: SearchFor, *, since: datetime, before: int, limit: int) -> Findings:
        return Findings(behind=self.behind())

    def count(self, asked: SearchFor, *, since: datetime, most: int) -> Counted:
        return Counted()

    def catch_up(self, most: int) -> int:
        return 0

    def tidy(self) -> bool:
        return False

    def close(self) -> None:
        self.file.with_suffix(".closed").touch()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "behind.txt"
    made.write_text("7")
    return made


def _same(at: datetime) -> datetime:
    return at


def desk(file: Path, *command: str) -> Desk:
    def opened() -> OpenSearch:
        return Beside(file)

    return Desk(
        Settings(file.parent),
        _same,
        (),
        "li.w",
        nothing,
        None,
        (),
        open_search=opened,
        index_command=command,
    )


def nothing() -> object:
    raise AssertionError("no station is opened for a search")


@pytest.fixture
def closing() -> Iterator[list[Indexing]]:
    made: list[Indexing] = []
    yield made
    for one in made:
        one.close()


def test_what_is_missing_is_taken_in_by_a_child(
    qtbot: QtBot, file: Path, closing: list[Indexing]
) -> None:
    indexing = Indexing(desk(file, sys.executable, "-c", TAKES_IN, str(file)))
    closing.append(indexing)
    known: list[int] = []
    indexing.behind_known.connect(known.append)

    indexing.look()
    qtbot.waitUntil(lambda: known == [7])
    assert indexing.is_taking_in
    indexing.look()  # another look begins no other child
    qtbot.waitUntil(lambda: known[-1] == 0, timeout=20_000)
    qtbot.waitUntil(lambda: not indexing.is_taking_in)
    assert not indexing.is_busy


@pytest.mark.parametrize("program", ["/nowhere/at/all", ""])
def test_a_child_that_does_not_start_holds_nothing_up(
    qtbot: QtBot, file: Path, closing: list[Indexing], program: str
) -> None:
    indexing = Indexing(desk(file, *([program] if program else [])))
    closing.append(indexing)
    known: list[int] = []
    indexing.behind_known.connect(known.append)
    indexing.begin()
    indexing.look()

    qtbot.waitUntil(lambda: bool(known))
    qtbot.waitUntil(lambda: not indexing.is_taking_in and not indexing.is_busy)
    assert set(known) == {7}


def test_closing_ends_the_child_and_the_lane(qtbot: QtBot, file: Path) -> None:
    indexing = Indexing(desk(file, sys.executable, "-c", "import time; time.sleep(600)"))
    indexing.look()
    qtbot.waitUntil(lambda: indexing.is_taking_in)

    indexing.close()

    assert file.with_suffix(".closed").exists()


def test_let_go_it_begins_again_when_it_is_asked_to(
    qtbot: QtBot, file: Path, closing: list[Indexing]
) -> None:
    indexing = Indexing(desk(file, sys.executable, "-c", "import time; time.sleep(600)"))
    closing.append(indexing)
    indexing.look()
    qtbot.waitUntil(lambda: indexing.is_taking_in)

    indexing.let_go()
    qtbot.waitUntil(lambda: not indexing.is_busy)
    assert not indexing.is_taking_in
    assert file.with_suffix(".closed").exists()
    known: list[int] = []
    indexing.behind_known.connect(known.append)
    indexing.look()
    qtbot.waitUntil(lambda: known == [7])


def test_a_fault_is_told_to_who_searches_and_not_at_each_look(
    qtbot: QtBot, file: Path, closing: list[Indexing]
) -> None:
    file.write_text("1")
    made = desk(file)
    indexing = Indexing(
        Desk(made.settings, _same, (), "li.w", nothing, None, ())  # nothing to search
    )
    closing.append(indexing)
    told: list[Fault] = []
    indexing.faulted.connect(told.append)

    indexing.look()
    qtbot.waitUntil(lambda: not indexing.is_busy)
    assert told == []
    indexing.ask(lambda search: search.behind(), lambda _: None)
    qtbot.waitUntil(lambda: len(told) == 1)
    with pytest.raises(KeyMissing, match="nothing to search"):
        nothing_to_search()
