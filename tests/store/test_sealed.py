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


def test_what_is_bound_comes_back_as_it_was(tmp_path: Path) -> None:
    connection = connect(tmp_path / "a.db", KEY, durable=False)
    values = (None, b"", b"\x00\xff", bytearray(b"ab"), "", "a\x00b", 0, -1.5)

    came = connection.execute(f"SELECT {', '.join('?' * len(values))}", values).fetchone()

    assert came == values
    assert [type(value) for value in came[:3]] == [type(None), bytes, bytes]
    connection.close()
