"""ActDraft + its place in the chain -> canonical bytes -> the row that repeats them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from triage_app.model.act import Act, ActDraft, ActKind, Head, canonical

ENVELOPE_VERSION = 1
PLACE = ("station", "epoch", "seq", "prev_hash")
COLUMNS = (
    "seq",
    "epoch",
    "id",
    "kind",
    "station",
    "recorded_at",
    "inspector",
    "item_scheme",
    "item_number",
    "posted_on",
    "announcement",
    "outcome",
    "seized",
    "undoes",
    "sender_key",
    "recipient_key",
    "prev_hash",
)
Row = dict[str, Any]


def stamp(at: datetime) -> str:
    """An aware time as text of one width in UTC, so that text order is time order."""
    if at.tzinfo is None:
        raise ValueError("times of acts are aware")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def content(draft: ActDraft) -> Row:
    """The envelope without its place in the chain."""
    return {
        "v": ENVELOPE_VERSION,
        "id": draft.id,
        "kind": str(draft.kind),
        "recorded_at": stamp(draft.recorded_at),
        "boot_id": draft.boot_id,
        "monotonic_ns": draft.monotonic_ns,
        "hub_clock_offset_ms": draft.hub_clock_offset_ms,
        "rule_pack": draft.rule_pack,
        "app_version": draft.app_version,
        "inspector": draft.inspector,
        "item": {
            "scheme": draft.item_scheme,
            "number": draft.item_number,
            "posted_on": draft.posted_on,
            "announcement": draft.announcement,
        },
        "body": draft.body,
    }


def placed(draft: ActDraft, station: str, epoch: int, head: Head) -> Row:
    """The whole envelope of the act when it follows `head`."""
    place = {"station": station, "epoch": epoch, "seq": head.seq + 1, "prev_hash": head.hash}
    return {**content(draft), **place}


def says_the_same(data: bytes, draft: ActDraft) -> bool:
    """Whether recorded bytes hold exactly what the draft says, wherever they stand."""
    kept = {name: value for name, value in json.loads(data).items() if name not in PLACE}
    return canonical(kept) == canonical(content(draft))


def columns(envelope: Mapping[str, Any]) -> Row:
    """The index columns of an act, read from its envelope alone."""
    item, body = envelope["item"], envelope["body"]
    outcome, shown = _part(body, "outcome"), _part(body, "shown")
    row = {
        "seq": envelope["seq"],
        "epoch": envelope["epoch"],
        "id": envelope["id"],
        "kind": envelope["kind"],
        "station": envelope["station"],
        "recorded_at": envelope["recorded_at"],
        "inspector": envelope["inspector"],
        "item_scheme": item["scheme"],
        "item_number": item["number"],
        "posted_on": item["posted_on"],
        "announcement": item["announcement"],
        "outcome": outcome.get("code") or None,
        "seized": int(outcome.get("seized") is True),
        "undoes": body.get("undoes") or None,
        "sender_key": shown.get("sender_key") or None,
        "recipient_key": shown.get("recipient_key") or None,
        "prev_hash": envelope["prev_hash"],
    }
    return {name: _storable(value) for name, value in row.items()}


def attached_blob(envelope: Mapping[str, Any]) -> str:
    """SHA-256 of the blob an attachment act names, else ""."""
    if envelope["kind"] != ActKind.ATTACHMENT:
        return ""
    return str(_part(envelope["body"], "attachment").get("sha256", ""))


def signed_hash(data: bytes) -> bytes:
    """The 32 bytes an act's signature covers."""
    return hashlib.sha256(data).digest()


def act_from(row: tuple[str, str, int, int, str, bytes, str, str]) -> Act:
    """An Act from (id, station, epoch, seq, kind, data, hash, signature)."""
    act_id, station, epoch, seq, kind, data, digest, signature = row
    return Act(act_id, station, epoch, seq, ActKind(kind), data, digest, signature)


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}


def _storable(value: Any) -> Any:
    """A lone surrogate (a damaged label) stays in the bytes; a column cannot hold it."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
