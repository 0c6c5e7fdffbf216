import hashlib
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.builders import NOON, NUMBER
from tests.store.record_home import (
    STATION,
    Home,
    act_id,
    attachment_draft,
    draft,
    outcome_body,
    undo_draft,
)
from triage_app.model.act import (
    GENESIS_HASH,
    ActKind,
    DeliveryState,
    Head,
    act_hash,
    canonical,
)
from triage_app.model.errors import Fault, StoreDamaged, StoreNewer
from triage_app.model.item import ItemKey, PartyHistory
from triage_app.store.record import MIGRATIONS, OpenRecord

REST = (
    "kind, station, recorded_at, inspector, item_scheme, item_number, posted_on, announcement,"
    " outcome, seized, undoes, sender_key, recipient_key, prev_hash, hash, signature, data"
    " FROM act WHERE seq = 1"
)


def test_a_new_record_stands_at_genesis(opened: OpenRecord) -> None:
    assert opened.record.head() == Head(STATION, 1, 0, GENESIS_HASH)


def test_acts_follow_one_another_without_gaps(opened: OpenRecord) -> None:
    acts = [opened.record.append(draft(n)) for n in range(1, 6)]
    assert [(act.epoch, act.seq) for act in acts] == [(1, n) for n in range(1, 6)]
    previous = [json.loads(act.data)["prev_hash"] for act in acts]
    assert previous == [GENESIS_HASH, *(act.hash for act in acts[:-1])]
    assert opened.record.head() == Head(STATION, 1, 5, acts[-1].hash)


def test_the_kept_bytes_are_the_canonical_envelope(opened: OpenRecord) -> None:
    act = opened.record.append(draft(1, rule_pack="us-2026.2", boot_id="b", monotonic_ns=7))
    envelope = json.loads(act.data)
    assert canonical(envelope) == act.data
    assert envelope == {
        "v": 1,
        "id": act_id(1),
        "station": STATION,
        "epoch": 1,
        "seq": 1,
        "kind": "outcome",
        "prev_hash": GENESIS_HASH,
        "recorded_at": "2026-03-02T12:00:01.000000+00:00",
        "boot_id": "b",
        "monotonic_ns": 7,
        "hub_clock_offset_ms": 0,
        "rule_pack": "us-2026.2",
        "app_version": "",
        "inspector": "li.w",
        "item": {"scheme": "s10", "number": NUMBER, "posted_on": "", "announcement": ""},
        "body": outcome_body(),
    }


def test_the_signature_covers_the_hash_of_the_bytes(opened: OpenRecord) -> None:
    act = opened.record.append(draft(1))
    assert act.hash == act_hash(act.data)
    key = Ed25519PublicKey.from_public_bytes(opened.public_key())
    key.verify(bytes.fromhex(act.signature), hashlib.sha256(act.data).digest())


def test_a_reopened_record_goes_on_where_it_stood(record_home: Home) -> None:
    with record_home.opened() as first:
        before = first.record.append(draft(1))
        secret, public = first.record.sampling_secret(), first.public_key()
    with record_home.opened() as again:
        act = again.record.append(draft(2))
        assert (act.epoch, act.seq) == (1, 2)
        assert json.loads(act.data)["prev_hash"] == before.hash
        assert (again.record.sampling_secret(), again.public_key()) == (secret, public)


def test_the_same_act_again_gives_the_one_kept(opened: OpenRecord) -> None:
    first = opened.record.append(draft(1))
    opened.record.append(draft(2))
    assert opened.record.append(draft(1)) == first
    assert opened.record.head().seq == 2


def test_the_same_id_with_other_content_is_a_fault_and_changes_nothing(
    opened: OpenRecord,
) -> None:
    opened.record.append(draft(1))
    with pytest.raises(Fault, match="says something else"):
        opened.record.append(draft(1, inspector="someone.else"))
    assert opened.record.head().seq == 1


def test_a_float_is_refused_before_anything_is_written(opened: OpenRecord) -> None:
    with pytest.raises(TypeError, match="integers only"):
        opened.record.append(draft(1, body={"weight": 1.5}))
    assert opened.record.head().seq == 0


def test_a_time_without_a_zone_is_refused(opened: OpenRecord) -> None:
    with pytest.raises(ValueError, match="aware"):
        opened.record.append(draft(1, recorded_at=datetime(2026, 3, 2)))  # noqa: DTZ001


def test_a_label_with_a_lone_surrogate_is_still_recorded(opened: OpenRecord) -> None:
    act = opened.record.append(draft(1, item_number="AB\udc80\x00CD"))
    assert opened.record.act(act.id).item_number == "AB\udc80\x00CD"  # type: ignore[union-attr]
    assert opened.record.verify().whole


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE act SET inspector = 'x'",
        "UPDATE act SET data = x'00' WHERE seq = 1",
        "DELETE FROM act",
        "DELETE FROM act WHERE seq = 2",
        "INSERT OR REPLACE INTO act SELECT * FROM act WHERE seq = 1",
        "REPLACE INTO act SELECT 1, 1, 'new-id', " + REST,
        "INSERT INTO act SELECT 9, 1, 'new-id', " + REST,
        "DELETE FROM delivery",
        "DELETE FROM receipt",
        "UPDATE receipt SET seq = 9",
    ],
)
def test_the_store_itself_refuses_to_change_what_is_written(
    opened: OpenRecord, statement: str
) -> None:
    opened.record.append(draft(1))
    opened.record.append(draft(2))
    opened.outbox.keep_receipt(b"signed", 1, 2, opened.record.head().hash)
    with pytest.raises(sqlcipher.IntegrityError):
        opened._connection.execute(statement)
    opened._connection.rollback()
    assert opened.record.verify().whole


def test_acts_on_an_item_come_oldest_first_with_their_undo(opened: OpenRecord) -> None:
    first = opened.record.append(draft(1))
    opened.record.append(draft(2, item_number="OTHER"))
    undo = opened.record.append(undo_draft(3, first.id))
    lines = opened.record.acts_on("s10", NUMBER)
    assert [(line.seq, line.kind, line.undone_by) for line in lines] == [
        (1, ActKind.OUTCOME, undo.id),
        (3, ActKind.UNDO, ""),
    ]
    assert (lines[0].outcome, lines[0].title, lines[0].inspector) == ("REL", "Rel", "li.w")
    assert lines[0].recorded_at == NOON + timedelta(seconds=1)


def test_the_latest_come_first_and_none_before_since(opened: OpenRecord) -> None:
    for n in range(1, 6):
        opened.record.append(draft(n))
    assert [line.seq for line in opened.record.latest(3)] == [5, 4, 3]
    since = NOON + timedelta(seconds=4)
    assert [line.seq for line in opened.record.latest(9, since)] == [5, 4]


def test_an_act_never_recorded_is_none(opened: OpenRecord) -> None:
    assert opened.record.act(act_id(1)) is None


def test_an_act_is_undone_once(opened: OpenRecord) -> None:
    opened.record.append(draft(1))
    opened.record.append(undo_draft(2, act_id(1)))
    with pytest.raises(Fault, match="undone a moment ago by act 2"):
        opened.record.append(undo_draft(3, act_id(1)))


def test_party_history_counts_what_stands(opened: OpenRecord) -> None:
    opened.record.append(draft(1))
    opened.record.append(draft(2, body=outcome_body("SZ")))
    opened.record.append(draft(3, body=outcome_body("SZ")))
    opened.record.append(undo_draft(4, act_id(3)))
    expected = PartyHistory(recorded=2, seized=1, last_recorded_at=NOON + timedelta(seconds=2))
    assert opened.record.party_history("sender") == expected
    assert opened.record.party_history("recipient") == expected
    assert opened.record.party_history("nobody") == PartyHistory()
    assert opened.record.party_history("") == PartyHistory()


def test_the_state_of_an_item_is_its_latest_outcome_not_undone(opened: OpenRecord) -> None:
    opened.record.append(draft(1))
    opened.record.append(draft(2, body=outcome_body("DET")))
    opened.record.append(draft(3, item_number="OTHER"))
    state = "SELECT outcome FROM item_state WHERE item_number = ?"
    assert opened._connection.execute(state, (NUMBER,)).fetchall() == [("DET",)]
    opened.record.append(undo_draft(4, act_id(2)))
    assert opened._connection.execute(state, (NUMBER,)).fetchall() == [("REL",)]
    opened.record.append(undo_draft(5, act_id(1)))
    assert opened._connection.execute(state, (NUMBER,)).fetchall() == []


def test_a_draft_is_its_inspectors_alone(record_home: Home) -> None:
    key = ItemKey("s10", NUMBER, "2026-02-20", "a")
    with record_home.opened() as first:
        first.record.keep_draft("li.w", key, {"amount": "1"})
        first.record.keep_draft("li.w", key, {"amount": "12.50"})
    with record_home.opened() as again:
        assert again.record.draft("li.w", key) == {"amount": "12.50"}
        assert again.record.draft("next.one", key) is None
        assert again.record.draft("li.w", replace(key, posted_on="")) is None
        again.record.drop_draft("next.one", key)
        assert again.record.draft("li.w", key) is not None
        again.record.drop_draft("li.w", key)
        assert again.record.draft("li.w", key) is None


def test_a_refused_act_stays_visible_until_someone_has_seen_it(opened: OpenRecord) -> None:
    opened.record.append(draft(1))
    opened.outbox.refused(act_id(1), "unknown outcome code", NOON)
    line = opened.record.act(act_id(1))
    assert line is not None
    assert (line.delivery, line.refusal) == (DeliveryState.REFUSED, "unknown outcome code")
    assert opened.outbox.counts() == (0, 0, 1)
    opened.record.refusal_seen(act_id(1), "chief")
    assert opened.outbox.counts() == (0, 0, 0)
    assert opened.record.act(act_id(1)) == line


def test_attachments_put_their_blob_into_the_outbox(opened: OpenRecord) -> None:
    opened.record.append(attachment_draft(1, "ab" * 32))
    assert opened.outbox.waiting_blobs(9) == ("ab" * 32,)


def test_a_demonstration_stays_one(record_home: Home) -> None:
    with record_home.opened() as first:
        assert not first.demonstration
        first.mark_demonstration()
        first.mark_demonstration()
    with record_home.opened() as again:
        assert again.demonstration


def test_without_the_key_nothing_is_read(record_home: Home) -> None:
    record_home.open().close()
    record_home.keys = replace(record_home.keys, record=b"w" * 32)
    with pytest.raises(StoreDamaged):
        record_home.open()
    assert b"SQLite format" not in (record_home.path / "record.db").read_bytes()[:100]


def test_reading_only_makes_and_changes_nothing(record_home: Home) -> None:
    with pytest.raises(StoreDamaged, match="no record"):
        record_home.open(read_only=True)
    assert not (record_home.path / "record.db").exists()
    with record_home.opened() as record:
        record.record.append(draft(1))
    with record_home.opened(read_only=True) as reading:
        assert reading.record.verify().whole
        with pytest.raises(Fault):
            reading.record.append(draft(2))


def test_a_newer_file_is_refused_unharmed(record_home: Home) -> None:
    record_home.open().close()
    with record_home.behind_its_back() as store:
        store.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = (record_home.path / "record.db").read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreNewer):
            record_home.open(read_only=read_only)
    assert (record_home.path / "record.db").read_bytes() == before


def test_a_sound_file_has_no_damage_and_a_lost_guard_is_named(record_home: Home) -> None:
    with record_home.opened() as record:
        record.record.append(draft(1))
        assert record.damage() == ()
        record._connection.execute("DROP TRIGGER act_never_changed")
        assert record.damage() == ("the guard act_never_changed is gone",)
