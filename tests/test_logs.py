"""The log: one line a message, whatever the message brings along."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from triage_app.logs import start_log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger("triage_app")
    before, level, propagate = list(root.handlers), root.level, root.propagate
    start_log(tmp_path)
    yield tmp_path / "logs" / "triage.log"
    for handler in [h for h in root.handlers if h not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    root.propagate = propagate


def test_a_message_from_outside_stays_on_its_line(log: Path) -> None:
    text = "A\x00B\r\n2026 INFO forged\x1b[2J\u202e"
    logging.getLogger("triage_app.x").info("scanned %s", text)
    written = log.read_text("utf-8")
    assert written.count("\n") == 1
    assert "A⟨U+0000⟩B⟨U+000D⟩⟨U+000A⟩2026 INFO forged⟨U+001B⟩[2J⟨U+202E⟩" in written
