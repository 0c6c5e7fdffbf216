"""Inspectors as the acts say, and beside the acts what never leaves: PINs, failures, passes.

A PIN is kept as its argon2id hash. A failure is counted before a PIN is looked at, so that ten
processes that guess at once count ten times; the wait behind it is measured by the machine's own
count since it started, which no clock setting moves. Another boot starts the wait anew.
"""

import os
from hashlib import sha256

from triage_app.model.act import ActLine
from triage_app.model.inspector import Inspector, Role
from triage_app.store import act_lines
from triage_app.store.sealed import Connection, translated, writing

BADGES = "badge_key"
ANYBODY = ""
"""Under this name all failures of the station are counted together."""


class InspectorBook:
    """Fits people_ports.InspectorShelf. Belongs to one thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read_to = -1
        self._known: dict[str, Inspector] = {}

    def inspectors(self) -> dict[str, Inspector]:
        """By id, as the acts say now; read anew only when another act was written."""
        with translated():
            (last,) = self._connection.execute(
                "SELECT coalesce(max(seq), 0) FROM act WHERE kind = 'inspector'"
            ).fetchone()
        if last != self._read_to:
            lines = act_lines.about_inspectors(self._connection)
            self._known = {one.id: one for one in map(_inspector, lines)}
            self._read_to = last
        return self._known

    def keep_pin(self, inspector: str, pin: str) -> None:
        """The PIN from now on; its failures are forgotten."""
        from argon2 import PasswordHasher

        hashed = PasswordHasher().hash(pin)
        with writing(self._connection):
            self._connection.execute(
                "INSERT INTO pin (inspector, hash) VALUES (?1, ?2)"
                " ON CONFLICT (inspector) DO UPDATE SET hash = ?2",
                (inspector, hashed),
            )
            self._connection.execute("DELETE FROM failed_log_in WHERE name = ?", (inspector,))

    def is_pin(self, inspector: str, pin: str) -> bool:
        """Whether it is; of somebody unknown the answer takes as long."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        with translated():
            row = self._connection.execute(
                "SELECT hash FROM pin WHERE inspector = ?", (inspector,)
            ).fetchone()
        hasher = PasswordHasher()
        if row is None:
            hasher.hash(pin)
            return False
        try:
            return bool(hasher.verify(row[0], pin))
        except (VerificationError, InvalidHashError):
            return False

    def failures(self, name: str) -> tuple[int, str, int]:
        """(how often in a row, the boot and the ns since it that the wait is counted from)."""
        with translated():
            row = self._connection.execute(
                "SELECT failures, boot_id, at_ns FROM failed_log_in WHERE name = ?", (name,)
            ).fetchone()
        return (int(row[0]), str(row[1]), int(row[2])) if row else (0, "", 0)

    def count_failure(self, names: tuple[str, ...], seen: int, boot_id: str, at_ns: int) -> bool:
        """Count one more under each name, durable on return; False where the first of them has
        more than `seen` by now: another process was quicker, and its wait is to be asked for."""
        with writing(self._connection):
            if self.failures(names[0])[0] != seen:
                return False
            self._connection.executemany(
                "INSERT INTO failed_log_in (name, failures, boot_id, at_ns) VALUES (?1, 1, ?2, ?3)"
                " ON CONFLICT (name) DO UPDATE SET failures = failures + 1, boot_id = ?2,"
                " at_ns = ?3",
                [(name, boot_id, at_ns) for name in names],
            )
        return True

    def wait_anew(self, name: str, boot_id: str, at_ns: int) -> None:
        """Count the wait from here: the machine's count began anew since."""
        with writing(self._connection):
            self._connection.execute(
                "UPDATE failed_log_in SET boot_id = ?, at_ns = ? WHERE name = ?",
                (boot_id, at_ns, name),
            )

    def forget_failures(self, names: tuple[str, ...]) -> None:
        with writing(self._connection):
            self._connection.executemany(
                "DELETE FROM failed_log_in WHERE name = ?", [(name,) for name in names]
            )

    def badge_key(self) -> bytes:
        """The 32 bytes the badges of this station are keyed by, made at first need."""
        with translated():
            row = self._badge_key()
        if row is None:
            with writing(self._connection):
                if self._badge_key() is None:  # another process may have been first
                    self._connection.execute(
                        "INSERT INTO secret (name, id, value) VALUES (?, ?, ?)",
                        (BADGES, os.urandom(8).hex(), os.urandom(32)),
                    )
                row = self._badge_key()
        assert row is not None
        return bytes(row[0])

    def give_pass(self, inspector: str, until_ns: int) -> str:
        """A word by which a child process acts for the inspector until then (ns of the machine's
        own count); the one given before is good no more."""
        word = os.urandom(24).hex()
        with writing(self._connection):
            self._connection.execute("DELETE FROM pass")
            self._connection.execute(
                "INSERT INTO pass (hash, inspector, until_ns) VALUES (?, ?, ?)",
                (sha256(word.encode()).hexdigest(), inspector, until_ns),
            )
        return word

    def pass_holder(self, word: str, now_ns: int) -> str:
        """Whose pass it is; "" where it is none, or none any more."""
        with translated():
            row = self._connection.execute(
                "SELECT inspector FROM pass WHERE hash = ? AND until_ns > ?",
                (sha256(word.encode()).hexdigest(), now_ns),
            ).fetchone()
        return str(row[0]) if row else ""

    def _badge_key(self) -> tuple[bytes] | None:
        row: tuple[bytes] | None = self._connection.execute(
            "SELECT value FROM secret WHERE name = ? ORDER BY number DESC LIMIT 1", (BADGES,)
        ).fetchone()
        return row


def _inspector(line: ActLine) -> Inspector:
    """Each act says all of the inspector, so the newest one is enough."""
    said = line.body["inspector"]
    assert isinstance(said, dict)  # flow.people wrote it, verify would say otherwise
    known = {role.value for role in Role}
    return Inspector(
        id=said["id"],
        name=said["name"],
        roles=tuple(Role(role) for role in said["roles"] if role in known),
        badge=said["badge"],
        disabled=said["disabled"],
    )
