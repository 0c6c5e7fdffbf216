"""What people and their clearance need from outside, in the flow's words; ports.py says what holds
for all such objects."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from triage_app.model.inspector import Inspector
from triage_app.model.outcome import Refusal


class InspectorShelf(Protocol):
    """Inspectors as the acts say, and beside them what no act holds."""

    def inspectors(self) -> Mapping[str, Inspector]:
        """By id, the disabled ones too."""
        ...

    def keep_pin(self, inspector: str, pin: str) -> None: ...

    def is_pin(self, inspector: str, pin: str) -> bool:
        """Slow on purpose (argon2id), and as slow where there is no PIN."""
        ...

    def failures(self, name: str) -> tuple[int, str, int]:
        """(how often in a row, boot id, ns of its count from which the wait is counted)."""
        ...

    def count_failure(self, names: tuple[str, ...], seen: int, boot_id: str, at_ns: int) -> bool:
        """Durable on return; False where the first name has not `seen` failures any more."""
        ...

    def wait_anew(self, name: str, boot_id: str, at_ns: int) -> None: ...

    def forget_failures(self, names: tuple[str, ...]) -> None: ...

    def badge_key(self) -> bytes: ...

    def give_pass(self, inspector: str, until_ns: int) -> str: ...

    def pass_holder(self, word: str, now_ns: int) -> str: ...


class ControlledHolds(Protocol):
    """The part of ports.ManifestCache that tells what only cleared roles may see."""

    def controlled(self, more: frozenset[str]) -> frozenset[str]: ...


class DecidedNumbers(Protocol):
    """The part of ports.Record that tells the same of outcomes."""

    def numbers_decided(self, outcomes: Sequence[str]) -> frozenset[str]: ...


class RecordingClearance(Protocol):
    """What an inspector may write."""

    def may_record(self, inspector: str, roles: Sequence[str]) -> Refusal | None:
        """Why not an outcome that one of `roles` is asked for (none: any inspector's)."""
        ...

    def may_write_of(self, inspector: str, numbers: Iterable[str]) -> Refusal | None:
        """Why not anything about an item of these numbers."""
        ...
