"""The program's own stores without the cipher, to know what the cipher costs. Scratch stores alone:
a station opens none of them.

    python -m triage_app.bench.unsealed --home HOME ARGS    a command of the program, so run
"""

import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from triage_app.store import sealed
from triage_app.store.keys import StoreKeys
from triage_app.store.sealed import Connection

COPY = "plain"


@contextmanager
def without_cipher() -> Iterator[None]:
    """Inside, what is opened is opened as it lies, and what is made is made plain."""
    kept = sealed.unlock
    sealed.unlock = _as_it_lies
    try:
        yield
    finally:
        sealed.unlock = kept


def copy_plain(path: Path, keys: StoreKeys, to: Path) -> None:
    """The same cache without the cipher."""
    connection = sealed.connect(path, keys.cache, durable=False)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"ATTACH ? AS {COPY} KEY ''", (str(to),))
        connection.execute(f"SELECT sqlcipher_export('{COPY}')").fetchall()
        connection.execute(f"PRAGMA {COPY}.user_version = {version}")
        connection.execute(f"DETACH {COPY}")
    finally:
        connection.close()


def _as_it_lies(connection: Connection, key: bytes) -> None:
    """No key is given, so the engine neither seals nor opens."""


def main(words: list[str]) -> None:
    """Run the program as it runs itself; it ends with its exit code."""
    sys.argv[1:] = words
    with without_cipher():
        runpy.run_module("triage_app", run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
