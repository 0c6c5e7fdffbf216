"""`verify` against a record changed behind the program's back."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.store.record_home import Home, act_id, attachment_draft, draft, outcome_body, undo_draft
from triage_app.model.act import ChainReport, canonical
from triage_app.store.act_row import COLUMNS, signed_hash

ACTS = 24
TAMPERINGS = 200
Tampering = Callable[[Any, random.Random], int]


@pytest.fixture
def written_home(record_home: Home) -> Home:
    with record_home.opened() as opened:
        for n in range(1, ACTS - 3):
            opened.record.append(draft(n, body=outcome_body(random.choice(["REL", "SZ"]))))
        opened.record.append(undo_draft(ACTS - 3, act_id(1)))
        opened.record.append(attachment_draft(ACTS - 2, "ab" * 32))
        for n in range(ACTS - 1, ACTS + 1):
            opened.record.append(draft(n))
        opened.outbox.keep_receipt(b"signed", 1, ACTS, opened.record.head().hash)
    return record_home


def verified(home: Home) -> ChainReport:
    with home.opened(read_only=True) as opened:
        return opened.record.verify()


def test_an_untouched_record_is_whole(written_home: Home) -> None:
    assert verified(written_home) == ChainReport(ACTS, True, None, "", ACTS)


def test_an_empty_record_is_whole(record_home: Home) -> None:
    record_home.open().close()
    assert verified(record_home) == ChainReport(0, True)


def some_seq(dice: random.Random) -> int:
    return dice.randint(1, ACTS)


def change_bytes(store: Any, dice: random.Random) -> int:
    seq = some_seq(dice)
    (data,) = store.execute("SELECT data FROM act WHERE seq = ?", (seq,)).fetchone()
    changed = bytearray(data)
    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    store.execute("UPDATE act SET data = ? WHERE seq = ?", (bytes(changed), seq))
    return seq


def change_content_and_hash(store: Any, dice: random.Random) -> int:
    """A careful forger mends the hash too; the signature and the next act give it away."""
    seq = some_seq(dice)
    (data,) = store.execute("SELECT data FROM act WHERE seq = ?", (seq,)).fetchone()
    forged = canonical({**json.loads(data), "inspector": "forger"})
    store.execute(
        "UPDATE act SET data = ?, hash = ?, inspector = 'forger' WHERE seq = ?",
        (forged, signed_hash(forged).hex(), seq),
    )
    return seq


def change_column(store: Any, dice: random.Random) -> int:
    seq = some_seq(dice)
    name = dice.choice([column for column in COLUMNS if column not in ("seq", "undoes")])
    forged = 77 if name in ("epoch", "seized") else "forged"
    store.execute(f"UPDATE act SET {name} = ? WHERE seq = ?", (forged, seq))
    return seq


def break_signature(store: Any, dice: random.Random) -> int:
    seq = some_seq(dice)
    forged = dice.randbytes(64).hex()
    store.execute("UPDATE act SET signature = ? WHERE seq = ?", (forged, seq))
    return seq


def lend_signature(store: Any, dice: random.Random) -> int:
    one, other = sorted(dice.sample(range(1, ACTS + 1), 2))
    store.execute(
        "UPDATE act SET signature = (SELECT signature FROM act WHERE seq = ?) WHERE seq = ?",
        (other, one),
    )
    return one


def remove(store: Any, dice: random.Random) -> int:
    seq = some_seq(dice)
    store.execute("DELETE FROM act WHERE seq = ?", (seq,))
    return seq


def remove_and_close_ranks(store: Any, dice: random.Random) -> int:
    seq = dice.randint(1, ACTS - 1)
    store.execute("DELETE FROM act WHERE seq = ?", (seq,))
    store.execute("UPDATE act SET seq = -seq WHERE seq > ?", (seq,))
    store.execute("UPDATE act SET seq = -seq - 1 WHERE seq < 0")
    return seq


def cut_tail(store: Any, dice: random.Random) -> int:
    seq = some_seq(dice)
    store.execute("DELETE FROM act WHERE seq >= ?", (seq,))
    return seq


def exchange(store: Any, dice: random.Random) -> int:
    one, other = sorted(dice.sample(range(1, ACTS + 1), 2))
    for before, after in ((one, -1), (other, one), (-1, other)):
        store.execute("UPDATE act SET seq = ? WHERE seq = ?", (after, before))
    return one


def insert(store: Any, dice: random.Random) -> int:
    """A copy of an act under a new id, with the acts behind it moved on."""
    seq = some_seq(dice)
    store.execute("UPDATE act SET seq = -seq WHERE seq > ?", (seq,))
    store.execute("UPDATE act SET seq = 1 - seq WHERE seq < 0")
    columns = ", ".join(COLUMNS[3:])
    store.execute(
        f"INSERT INTO act (seq, epoch, id, {columns}, data, hash, signature)"
        f" SELECT ?, epoch, 'inserted', {columns.replace('undoes', 'NULL')}, data, hash, signature"
        " FROM act WHERE seq = ?",
        (seq + 1, seq),
    )
    return seq + 1


def forget_delivery(store: Any, dice: random.Random) -> int:
    seq = some_seq(dice)
    store.execute("DELETE FROM delivery WHERE seq = ?", (seq,))
    return seq


TRICKS: tuple[Tampering, ...] = (
    change_bytes,
    change_content_and_hash,
    change_column,
    break_signature,
    lend_signature,
    remove,
    remove_and_close_ranks,
    cut_tail,
    exchange,
    insert,
    forget_delivery,
)


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_each_kind_of_tampering_is_found_at_its_act(written_home: Home, trick: Tampering) -> None:
    with written_home.behind_its_back() as store:
        first_bad = trick(store, random.Random(trick.__name__))
        store.commit()
    report = verified(written_home)
    assert (report.whole, report.first_bad_seq) == (False, first_bad), report.reason
    assert report.reason
    assert report.anchored_seq < first_bad


def test_each_of_200_random_tamperings_is_found_at_its_act(written_home: Home) -> None:
    for number in range(TAMPERINGS):
        dice = random.Random(number)
        trick = dice.choice(TRICKS)
        with written_home.opened(read_only=True) as opened:
            connection = opened._connection
            connection.execute("PRAGMA query_only = OFF")
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("BEGIN IMMEDIATE")
            _drop_guards(connection)
            first_bad = trick(connection, dice)
            report = _verify_inside(opened)
            connection.execute("ROLLBACK")
            assert (report.whole, report.first_bad_seq) == (False, first_bad), (number, trick)
    assert verified(written_home).whole


def _drop_guards(connection: Any) -> None:
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def _verify_inside(opened: Any) -> ChainReport:
    """The checks of `verify` on what an open transaction sees, so that it can be rolled back."""
    from triage_app.store import chain

    return chain._verify(
        opened._connection,
        chain._checker(opened.public_key()),
        opened.record._mark.read(),
    )


def test_a_receipt_for_another_act_is_a_finding(written_home: Home) -> None:
    with written_home.opened() as opened:
        opened.outbox.keep_receipt(b"signed", 1, 7, "f" * 64)
        report = opened.record.verify()
    assert (report.whole, report.first_bad_seq) == (False, 7)
    assert "receipt" in report.reason


def test_a_lost_tail_is_found_by_the_receipt_though_the_mark_is_gone(written_home: Home) -> None:
    (written_home.path / "record.head").unlink()
    with written_home.behind_its_back() as store:
        store.execute("DELETE FROM act WHERE seq > 20")
    report = verified(written_home)
    assert (report.first_bad_seq, report.anchored_seq) == (21, 0)


def test_acts_after_the_last_receipt_are_not_anchored_yet(written_home: Home) -> None:
    with written_home.opened() as opened:
        opened.record.append(draft(ACTS + 1))
        assert opened.record.verify() == ChainReport(ACTS + 1, True, None, "", ACTS)


def test_an_epoch_begun_without_its_act_is_found(written_home: Home) -> None:
    """Even when the station's own key signs it."""
    with written_home.opened() as opened:
        head = opened.record.head()
        opened.record._log._add(draft(ACTS + 1), 2, head)
        opened._connection.commit()
        report = opened.record.verify()
    assert (report.first_bad_seq, report.reason) == (ACTS + 1, "its epoch was never begun")


def test_bytes_that_are_no_act_are_found_not_stumbled_over(written_home: Home) -> None:
    with written_home.behind_its_back() as store:
        data = b"[]"
        store.execute(
            "UPDATE act SET data = ?, hash = ? WHERE seq = 5", (data, signed_hash(data).hex())
        )
    assert verified(written_home).first_bad_seq == 5
