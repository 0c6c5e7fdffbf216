"""The acts of record.db as the flow needs them: append, read, draft, verify."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from triage_app.model.act import Act, ActDraft, ActLine, ChainReport, Head
from triage_app.model.item import ItemKey, PartyHistory
from triage_app.model.work import ItemAct
from triage_app.store import act_lines, act_trail, drafts
from triage_app.store.acts import ActLog
from triage_app.store.chain import verify
from triage_app.store.home_mark import HomeMark
from triage_app.store.sealed import Connection, writing
from triage_app.store.station_secrets import SAMPLING, Signer, newest


class StationRecord:
    """Fits ports.Record."""

    def __init__(self, connection: Connection, log: ActLog, mark: HomeMark, signer: Signer) -> None:
        self._connection = connection
        self._log = log
        self._mark = mark
        self._signer = signer

    def append(self, draft: ActDraft) -> Act:
        return self._log.append(draft)

    def begin_epoch(self, last_known: Head) -> Act:
        """After a restore: a new epoch, whose act names what was known of the old one."""
        return self._log.begin_epoch(last_known, "restored")

    def acts_on(self, scheme: str, number: str) -> tuple[ActLine, ...]:
        return act_lines.acts_on(self._connection, scheme, number)

    def latest(self, limit: int, since: datetime | None = None) -> tuple[ActLine, ...]:
        return act_lines.latest(self._connection, limit, since)

    def act(self, act_id: str) -> ActLine | None:
        return act_lines.act_by_id(self._connection, act_id)

    def kept(self, act_id: str) -> Act | None:
        """The act of this id as it was signed, if it is here."""
        return self._log.kept(act_id)

    def trail(self, after: int, limit: int) -> tuple[ItemAct, ...]:
        return act_trail.trail(self._connection, after, limit)

    def party_history(self, party_key: str) -> PartyHistory:
        return act_lines.party_history(self._connection, party_key)

    def numbers_decided(self, outcomes: Sequence[str]) -> frozenset[str]:
        return act_lines.numbers_decided(self._connection, outcomes)

    def keep_draft(self, inspector: str, key: ItemKey, fields: Mapping[str, str]) -> None:
        drafts.keep(self._connection, inspector, key, fields)

    def draft(self, inspector: str, key: ItemKey) -> Mapping[str, str] | None:
        return drafts.find(self._connection, inspector, key)

    def drop_draft(self, inspector: str, key: ItemKey) -> None:
        drafts.drop(self._connection, inspector, key)

    def sampling_secret(self) -> tuple[str, bytes]:
        return newest(self._connection, SAMPLING)

    def refusal_seen(self, act_id: str, inspector: str) -> None:
        """A supervisor has seen why the hub refused this act; it is counted no more."""
        with writing(self._connection):
            self._connection.execute(
                "UPDATE delivery SET seen_by = ? WHERE state = 'refused'"
                " AND seq = (SELECT seq FROM act WHERE id = ?)",
                (inspector, act_id),
            )

    def head(self) -> Head:
        return self._log.head()

    def verify(self) -> ChainReport:
        return verify(self._connection, self._signer.public_key(), self._mark.read())
