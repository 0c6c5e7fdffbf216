"""Outcome acts as the record gives them back, with what was shown; say only what matters."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from triage_app.model.act import ActKind, ActLine
from triage_app.model.item import ImageRole

FIRST_DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
RULES = ("vague-text", "split-lot", "po-box")


class Acts:
    """A record's acts, one after the other."""

    def __init__(self) -> None:
        self.lines: list[ActLine] = []

    def outcome(
        self,
        number: str,
        code: str = "REL",
        fired: Sequence[str] = (),
        *,
        day: int = 0,
        examined: str = "",
        follows: Sequence[str] = (),
        reason: str = "",
        holds: Sequence[dict[str, Any]] = (),
        **assessed: Any,
    ) -> str:
        """An outcome; its id. `assessed` are other parts of the assessment."""
        told = {
            "verdict": "look" if fired else "clear",
            "score_micro": 200_000 * len(fired),
            "flags": [{"rule": rule, "severity": "look"} for rule in fired],
            "not_flagged": [rule for rule in RULES if rule not in fired],
            "pack": "us 1",
            "sampling_secret_id": "s1",
            "sampling_share_micro": 50_000,
            **assessed,
        }
        body = {
            "outcome": {"code": code, "fields": {"examined": examined} if examined else {}},
            "why_selected": {"reason": reason, "given": bool(reason)},
            "follows": list(follows),
            "shown": {"assessment": told, "holds": list(holds)},
        }
        return self.add(ActKind.OUTCOME, number, body, day, outcome=code)

    def xray(self, number: str, role: ImageRole = ImageRole.XRAY) -> str:
        body = {"attachment": {"sha256": "ab" * 32, "role": role.value}}
        return self.add(ActKind.ATTACHMENT, number, body, 0)

    def add(self, kind: ActKind, number: str, body: dict[str, Any], day: int, **more: Any) -> str:
        seq = len(self.lines) + 1
        at = FIRST_DAY + timedelta(days=day)
        line = ActLine(f"act{seq}", seq, kind, at, "li.w", "s10", number, body=body, **more)
        self.lines.append(line)
        return line.id
