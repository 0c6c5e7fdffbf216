"""Every act of the record, checked against itself, its neighbour, its signature, the receipts."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from triage_app.model.act import GENESIS_HASH, ActKind, ChainReport, canonical
from triage_app.store.act_row import COLUMNS, columns, signed_hash
from triage_app.store.home_mark import Mark
from triage_app.store.sealed import Connection, translated

FOUND_BEHIND = "behind"
_ROWS = f"SELECT {', '.join(COLUMNS)}, data, hash, signature FROM act ORDER BY seq"
Signed = Callable[[bytes, str], bool]


class _BadAct(Exception):
    """The first thing that does not hold, by seq."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(reason)
        self.seq = seq
        self.reason = reason


def verify(connection: Connection, public_key: bytes, mark: Mark | None) -> ChainReport:
    """Check the whole record as it stood at one moment; the lowest bad seq, and why.

    `mark` is read before the store, so that an act written meanwhile is not missed from it.
    """
    with translated():
        connection.execute("BEGIN")
        try:
            return _verify(connection, _checker(public_key), mark)
        finally:
            connection.execute("ROLLBACK")


def _verify(connection: Connection, signed: Signed, mark: Mark | None) -> ChainReport:
    (acts,) = connection.execute("SELECT count(*) FROM act").fetchone()
    bad = _first_bad(connection, signed)
    if bad is None:
        bad = _first_missing(connection, mark)
    anchored = _anchored(connection)
    if bad is None:
        return ChainReport(acts, whole=True, anchored_seq=anchored)
    return ChainReport(acts, False, bad.seq, bad.reason, min(anchored, bad.seq - 1))


def _first_bad(connection: Connection, signed: Signed) -> _BadAct | None:
    seq, epoch, last_hash = 0, 1, GENESIS_HASH
    try:
        for row, data, digest, signature in _rows(connection):
            seq += 1
            _check_place(row, seq, last_hash)
            envelope = _check_bytes(row, data, digest, seq)
            if not signed(bytes.fromhex(digest), signature):
                raise _BadAct(seq, "the station's signature does not fit")
            epoch = _check_epoch(envelope, epoch, seq)
            _check_delivery(connection, seq)
            last_hash = digest
    except _BadAct as bad:
        return bad
    return None


def _rows(connection: Connection) -> Iterator[tuple[dict[str, Any], bytes, str, str]]:
    for *values, data, digest, signature in connection.execute(_ROWS):
        yield dict(zip(COLUMNS, values, strict=True)), data, digest, signature


def _check_place(row: Mapping[str, Any], seq: int, last_hash: str) -> None:
    if row["seq"] != seq:
        raise _BadAct(seq, f"act {seq} is missing")
    if row["prev_hash"] != last_hash:
        raise _BadAct(seq, "it does not follow the act before it")


def _check_bytes(row: Mapping[str, Any], data: bytes, digest: str, seq: int) -> Mapping[str, Any]:
    if signed_hash(data).hex() != digest:
        raise _BadAct(seq, "its bytes are not those that were hashed")
    try:
        envelope: dict[str, Any] = json.loads(data)
        derived = columns(envelope)
        unchanged = canonical(envelope) == data
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _BadAct(seq, "its bytes are no act") from error
    if not unchanged:
        raise _BadAct(seq, "its bytes are not in canonical form")
    for name, value in derived.items():
        if row[name] != value:
            raise _BadAct(seq, f"its column {name} says something else than its bytes")
    return envelope


def _check_epoch(envelope: Mapping[str, Any], epoch: int, seq: int) -> int:
    """An epoch changes only by an act that says so; one that found acts missing is a finding."""
    now: int = envelope["epoch"]
    if envelope["kind"] != ActKind.EPOCH:
        if now != epoch:
            raise _BadAct(seq, "its epoch was never begun")
        return now
    if now <= epoch:
        raise _BadAct(seq, "its epoch was begun before")
    said = envelope["body"]["epoch"]
    if said["why"] == FOUND_BEHIND:
        last = said["last_known"]
        raise _BadAct(
            seq, f"acts up to {last['seq']} of epoch {last['epoch']} were recorded and are gone"
        )
    return now


def _check_delivery(connection: Connection, seq: int) -> None:
    found = connection.execute("SELECT 1 FROM delivery WHERE seq = ?", (seq,)).fetchone()
    if found is None:
        raise _BadAct(seq, "it is not in the outbox")


def _first_missing(connection: Connection, mark: Mark | None) -> _BadAct | None:
    """What the hub's receipts and the home's mark know of and the record does not hold."""
    known = connection.execute(
        "SELECT epoch, seq, head_hash FROM receipt WHERE seq > 0 ORDER BY seq"
    ).fetchall()
    if mark is not None and mark.head.seq:
        known.append((mark.head.epoch, mark.head.seq, mark.head.hash))
    (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM act").fetchone()
    for epoch, seq, digest in sorted(known, key=lambda one: one[1]):
        held = connection.execute(
            "SELECT 1 FROM act WHERE seq = ? AND hash = ? AND epoch = ?", (seq, digest, epoch)
        ).fetchone()
        if held is None and not _acknowledged(connection, epoch, seq):
            gone = seq > last
            reason = (
                f"acts up to {seq} were recorded and are gone"
                if gone
                else ("it is not the act the hub signed a receipt for")
            )
            return _BadAct(last + 1 if gone else seq, reason)
    return None


def _acknowledged(connection: Connection, epoch: int, seq: int) -> bool:
    """Whether a later epoch, begun by a restore, names what it left behind."""
    for (data,) in connection.execute("SELECT data FROM act WHERE kind = 'epoch'"):
        last = json.loads(data)["body"]["epoch"]["last_known"]
        if (last["epoch"], last["seq"]) >= (epoch, seq) and json.loads(data)["epoch"] > epoch:
            return True
    return False


def _anchored(connection: Connection) -> int:
    (seq,) = connection.execute(
        "SELECT coalesce(max(r.seq), 0) FROM receipt AS r"
        " JOIN act AS a ON a.seq = r.seq AND a.epoch = r.epoch AND a.hash = r.head_hash"
    ).fetchone()
    return int(seq)


def _checker(public_key: bytes) -> Signed:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = Ed25519PublicKey.from_public_bytes(public_key)

    def signed(message: bytes, signature: str) -> bool:
        try:
            key.verify(bytes.fromhex(signature), message)
        except (InvalidSignature, ValueError):
            return False
        return True

    return signed
