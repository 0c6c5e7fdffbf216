"""ActDraft -> Act: its place in the chain, hash, signature, and a row for its delivery."""

import os
from collections.abc import Callable
from datetime import datetime

from triage_app import __version__
from triage_app.model.act import GENESIS_HASH, Act, ActDraft, ActKind, Head, canonical, uuid7
from triage_app.model.errors import Fault
from triage_app.model.sentence import tr
from triage_app.store.act_row import (
    COLUMNS,
    act_from,
    attached_blob,
    columns,
    placed,
    says_the_same,
    signed_hash,
    stamp,
)
from triage_app.store.home_mark import HomeMark
from triage_app.store.sealed import Connection, translated, writing
from triage_app.store.station_secrets import Signer

FIRST_EPOCH = 1
ACT_COLUMNS = "id, station, epoch, seq, kind, data, hash, signature"
_INSERT = (
    f"INSERT INTO act ({', '.join(COLUMNS)}, data, hash, signature)"
    f" VALUES ({', '.join('?' * (len(COLUMNS) + 3))})"
)


class ActLog:
    """The acts of one store and the pen that adds to them."""

    def __init__(
        self,
        connection: Connection,
        station: str,
        mark: HomeMark,
        signer: Signer,
        now: Callable[[], datetime],
    ) -> None:
        self._connection = connection
        self._station = station
        self._mark = mark
        self._signer = signer
        self._now = now

    def head(self) -> Head:
        """The last act; `station` is the one that wrote it."""
        with translated():
            found = self._connection.execute(
                "SELECT station, epoch, seq, hash FROM act ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        return Head(*found) if found else Head(self._station, FIRST_EPOCH, 0, GENESIS_HASH)

    def hash_at(self, seq: int) -> str:
        """The hash of the act with this seq, "" if there is none."""
        with translated():
            found = self._connection.execute(
                "SELECT hash FROM act WHERE seq = ?", (seq,)
            ).fetchone()
        return str(found[0]) if found else ""

    def append(self, draft: ActDraft) -> Act:
        """Durable on return. The same act again gives the one kept; other bytes are a Fault."""
        with writing(self._connection):
            known = self.kept(draft.id)
            if known:
                return _same_or_fault(known, draft)
            head = self.head()
            act = self._add(draft, head.epoch, head)
        self._mark.write(Head(act.station, act.epoch, act.seq, act.hash))
        return act

    def begin_epoch(self, last_known: Head, why: str) -> Act:
        """A new epoch, begun by an act naming what was last known of this station's chain."""
        with writing(self._connection):
            own = self.head()
            epoch = max(own.epoch, last_known.epoch) + 1
            act = self._add(self._epoch_draft(last_known, own, why), epoch, own)
            self._connection.execute(
                "INSERT INTO epoch (epoch, first_seq, begun_at, public_key) VALUES (?, ?, ?, ?)",
                (epoch, act.seq, stamp(self._now()), self._signer.public_key().hex()),
            )
        self._mark.write(Head(act.station, act.epoch, act.seq, act.hash))
        return act

    def _epoch_draft(self, last_known: Head, own: Head, why: str) -> ActDraft:
        now = self._now()
        body = {
            "epoch": {
                "why": why,
                "last_known": _as_mapping(last_known),
                "own_head": _as_mapping(own),
                "public_key": self._signer.public_key().hex(),
            }
        }
        return ActDraft(
            id=uuid7(int(now.timestamp() * 1000), os.urandom(10)),
            kind=ActKind.EPOCH,
            recorded_at=now,
            inspector="",
            body=body,
            app_version=__version__,
        )

    def kept(self, act_id: str) -> Act | None:
        """The act of this id as it was signed, if it is here."""
        found = self._connection.execute(
            f"SELECT {ACT_COLUMNS} FROM act WHERE id = ?",
            (act_id,),
        ).fetchone()
        return act_from(found) if found else None

    def _add(self, draft: ActDraft, epoch: int, head: Head) -> Act:
        envelope = placed(draft, self._station, epoch, head)
        data = canonical(envelope)
        digest = signed_hash(data)
        signature = self._signer.sign(digest)
        row = columns(envelope)
        self._refuse_second_undo(row["undoes"])
        values = [row[name] for name in COLUMNS]
        self._connection.execute(_INSERT, (*values, data, digest.hex(), signature))
        self._connection.execute("INSERT INTO delivery (seq) VALUES (?)", (row["seq"],))
        if blob := attached_blob(envelope):
            self._connection.execute(
                "INSERT INTO blob_delivery (sha256, seq) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (blob, row["seq"]),
            )
        return Act(
            draft.id,
            self._station,
            epoch,
            head.seq + 1,
            draft.kind,
            data,
            digest.hex(),
            signature,
        )

    def _refuse_second_undo(self, undone: str | None) -> None:
        """Two inspectors may press undo at once; the first one stands."""
        if undone is None:
            return
        found = self._connection.execute(
            "SELECT seq FROM act WHERE undoes = ?", (undone,)
        ).fetchone()
        if found:
            raise Fault(
                tr("record", "This act was undone a moment ago by act {seq}.", seq=found[0]),
                tr("record", "Nothing was written; look at the item again."),
            )


def _same_or_fault(kept: Act, draft: ActDraft) -> Act:
    if says_the_same(kept.data, draft):
        return kept
    raise Fault(
        tr("record", "Act {id} is recorded already and says something else.", id=draft.id),
        tr("record", "The recorded one stands; nothing was written."),
    )


def _as_mapping(head: Head) -> dict[str, object]:
    return {"station": head.station, "epoch": head.epoch, "seq": head.seq, "hash": head.hash}
