import os
from pathlib import Path

import pytest

from triage_app.model.errors import HomeTaken
from triage_app.store.home_lock import HomeLock


def test_a_second_window_is_told_who_holds_the_home(tmp_path: Path) -> None:

    with HomeLock(tmp_path, "window"), pytest.raises(HomeTaken, match=str(os.getpid())):
        HomeLock(tmp_path, "window").__enter__()


def test_the_lock_is_free_again_when_its_holder_is_done(tmp_path: Path) -> None:
    with HomeLock(tmp_path, "window"):
        pass
    with HomeLock(tmp_path, "window"):
        assert (tmp_path / "window.lock").read_text("ascii") == str(os.getpid())


def test_a_sync_does_not_keep_the_window_out(tmp_path: Path) -> None:
    with HomeLock(tmp_path, "sync"), HomeLock(tmp_path, "window"):
        assert (tmp_path / "sync.lock").exists()
