"""The window is painted without its key: that is fetched meanwhile, on a lane."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAKE = """
import sys
from pathlib import Path
from triage_app.app import make_home
from triage_app.settings import load_settings
make_home(load_settings(Path(sys.argv[1])))
"""
# As `triage` starts it. Each line is written in one piece, so their order is that of what happened.
START = """
import os, sys
from pathlib import Path
from triage_app.ui.starting import load_qt, rest_collector
rest_collector()
from triage_app.app import make_desk
from triage_app.settings import load_settings
desk = make_desk(load_settings(Path(sys.argv[1])))
load_qt()
from PySide6.QtCore import QEvent, QObject
from triage_app.ui.application import listen, make_application, open_window
can_read, can_write = os.pipe()
os.environ["TRIAGE_TEST_PAINTED"] = str(can_read)

class Painting(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            os.write(1, b"painted\\n")
            os.write(can_write, b"!")
        return False

application, tokens = make_application(desk.settings.ui)
os.write(1, b"made\\n" if "keyring" not in sys.modules else b"keyring first\\n")
window = open_window(desk, tokens)
listen(application, desk, window)
painting = Painting()
window.page.installEventFilter(painting)
window.ready.connect(lambda: os.write(1, b"ready\\n"))
window.ready.connect(application.quit)
window.opened.connect(application.quit)
window.show()
application.exec()
window.close()
"""


def run(code: str, home: Path) -> list[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "tests.ui.waiting_keyring.WaitingKeyring",
        "TRIAGE_TEST_KEYRING": str(home / "kept.txt"),
        "COVERAGE_PROCESS_START": "",
    }
    ended = subprocess.run(
        [sys.executable, "-P", "-c", code, str(home)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return ended.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="waits on a pipe")
def test_the_window_is_painted_before_its_key_is_there(tmp_path: Path) -> None:
    """The keyring gives the key only after the first paint. Were the paint to wait for the key, or
    the keyring be loaded on the window's own thread, it would show here."""
    run(MAKE, tmp_path)

    said = run(START, tmp_path)

    assert "loaded on lane-store" in said
    said.remove("loaded on lane-store")
    assert said == ["made", "painted", "key", "ready"]
