"""A keyring that keeps its secret in a file and gives it out only once the window was painted. It
says on standard output on which thread it was loaded, and when it was asked."""

import os
import select
import threading
from pathlib import Path

from keyring.backend import KeyringBackend

PLACE = "TRIAGE_TEST_KEYRING"
PAINTED = "TRIAGE_TEST_PAINTED"
"""A descriptor that can be read once the window was painted."""
PATIENCE_S = 60.0


class WaitingKeyring(KeyringBackend):
    priority = 9  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        if PAINTED in os.environ:
            came, _, _ = select.select([int(os.environ[PAINTED])], [], [], PATIENCE_S)
            os.write(1, b"key\n" if came else b"the window waited for its key\n")
        return Path(os.environ[PLACE]).read_text("ascii")

    def set_password(self, service: str, username: str, password: str) -> None:
        Path(os.environ[PLACE]).write_text(password, "ascii")


os.write(1, f"loaded on {threading.current_thread().name}\n".encode())
