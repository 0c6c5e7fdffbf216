"""A sealed database that cannot be opened says so once, in our words."""

import os
from pathlib import Path

import pytest

from triage_app.model.errors import StoreDamaged
from triage_app.store.sealed import connect

KEY = b"k" * 32


def test_the_cipher_s_own_lines_stay_off_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.db"
    connect(path, KEY, durable=True).close()
    path.write_bytes(os.urandom(8_192))

    with pytest.raises(StoreDamaged, match=r"a\.db cannot be read"):
        connect(path, KEY, durable=True)

    assert capfd.readouterr() == ("", "")
