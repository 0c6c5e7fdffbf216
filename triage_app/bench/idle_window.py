"""The real window on a home: what it holds when it was opened, and when it was worked with.

    python -m triage_app.bench.idle_window HOME CODE...

Scans the codes, searches, draws the work list, goes back to the bench and rests; prints both in MB,
child processes included.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from triage_app.app import make_desk
from triage_app.bench.launcher import held_mb
from triage_app.settings import load_settings
from triage_app.ui.modes import SEARCH, WORK
from triage_app.ui.stage import Stage

SIZE = (1280, 800)
REST_S = 6.0
"""By then the window has looked after the index, the bags and the coverage by itself."""
ASKED = ("a", "li", "street", "led lamp", "555")


def main(home: Path, codes: list[str]) -> int:
    stage = Stage(make_desk(load_settings(home)), SIZE)
    try:
        stage.pause(REST_S)
        opened = held_mb(os.getpid())
        for code in codes:
            stage.scan(code)
            stage.settle()
        _search(stage)
        stage.window.modes.bring(WORK)
        stage.pause(1.0)
        stage.press(Qt.Key.Key_End)
        stage.scan(codes[0])
        stage.pause(REST_S)
        sys.stdout.write(f"{opened} {held_mb(os.getpid())}\n")
    finally:
        stage.close()
    return 0


def _search(stage: Stage) -> None:
    stage.window.modes.bring(SEARCH)
    for text in ASKED:
        stage.window.searching.page.field.setText(text)
        stage.pause(1.0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
