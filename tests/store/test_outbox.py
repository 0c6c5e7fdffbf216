from datetime import timedelta

import pytest

from tests.builders import NOON
from tests.store.record_home import Home, act_id, attachment_draft, draft, years_on
from triage_app.model.act import DeliveryState
from triage_app.store.record import OpenRecord

SOON = NOON + timedelta(minutes=5)


@pytest.fixture
def three_waiting(opened: OpenRecord) -> OpenRecord:
    for n in (1, 2, 3):
        opened.record.append(draft(n))
    return opened


def waiting(opened: OpenRecord) -> list[int]:
    return [act.seq for act in opened.outbox.waiting(10)]


def state(opened: OpenRecord, number: int) -> DeliveryState:
    line = opened.record.act(act_id(number))
    assert line is not None
    return line.delivery


def test_acts_wait_in_order_with_the_bytes_that_were_written(three_waiting: OpenRecord) -> None:
    assert waiting(three_waiting) == [1, 2, 3]
    assert three_waiting.outbox.waiting(2)[1] == three_waiting.record.append(draft(2))
    assert three_waiting.outbox.counts() == (3, 0, 0)


def test_accepted_acts_wait_no_more(three_waiting: OpenRecord) -> None:
    three_waiting.outbox.accepted([act_id(1), act_id(3)], NOON)
    assert waiting(three_waiting) == [2]
    assert state(three_waiting, 1) is DeliveryState.SENT


def test_one_refused_act_never_holds_up_the_next(three_waiting: OpenRecord) -> None:
    three_waiting.outbox.refused(act_id(1), "unknown code", NOON)
    assert waiting(three_waiting) == [2, 3]
    three_waiting.outbox.accepted([act_id(2), act_id(3)], NOON)
    assert three_waiting.outbox.counts() == (0, 0, 1)
    assert state(three_waiting, 1) is DeliveryState.REFUSED


def test_an_act_the_hub_has_is_not_refused_by_a_late_answer(three_waiting: OpenRecord) -> None:
    three_waiting.outbox.accepted([act_id(1)], NOON)
    three_waiting.outbox.refused(act_id(1), "out of order", NOON)
    assert state(three_waiting, 1) is DeliveryState.SENT


def test_a_refused_act_accepted_after_all_is_sent(three_waiting: OpenRecord) -> None:
    three_waiting.outbox.refused(act_id(1), "try later", NOON)
    three_waiting.outbox.accepted([act_id(1)], NOON)
    assert state(three_waiting, 1) is DeliveryState.SENT
    assert three_waiting.outbox.counts() == (2, 0, 0)


def test_a_conflict_is_taken_and_stays_marked(three_waiting: OpenRecord) -> None:
    three_waiting.outbox.conflicting([act_id(2)], NOON)
    three_waiting.outbox.accepted([act_id(2)], NOON)
    assert state(three_waiting, 2) is DeliveryState.CONFLICT
    assert waiting(three_waiting) == [1, 3]


def test_an_act_put_off_lets_the_next_ones_out_and_comes_back(
    record_home: Home, three_waiting: OpenRecord
) -> None:
    three_waiting.outbox.put_off([act_id(1)], "busy", SOON)
    assert waiting(three_waiting) == [2, 3]
    assert three_waiting.outbox.counts() == (3, 0, 0)
    record_home.clock.at = SOON
    assert waiting(three_waiting) == [1, 2, 3]


def test_a_clock_set_back_does_not_hold_acts_for_years(
    record_home: Home, three_waiting: OpenRecord
) -> None:
    record_home.clock.at = years_on(3)
    three_waiting.outbox.put_off([act_id(1)], "busy", years_on(3) + timedelta(minutes=5))
    record_home.clock.at = NOON
    assert waiting(three_waiting) == [1, 2, 3]


def test_an_unknown_act_is_nobodys_answer(three_waiting: OpenRecord) -> None:
    three_waiting.outbox.accepted(["unknown"], NOON)
    three_waiting.outbox.refused("unknown", "", NOON)
    assert three_waiting.outbox.counts() == (3, 0, 0)


def test_blobs_wait_oldest_first_once_each_beside_the_acts(opened: OpenRecord) -> None:
    for n, name in enumerate(["b" * 64, "a" * 64, "b" * 64], 1):
        opened.record.append(attachment_draft(n, name))
    assert opened.outbox.waiting_blobs(9) == ("b" * 64, "a" * 64)
    assert opened.outbox.counts() == (3, 2, 0)
    opened.outbox.blob_sent("b" * 64, NOON)
    assert opened.outbox.waiting_blobs(9) == ("a" * 64,)
    assert waiting(opened) == [1, 2, 3]


def test_a_blob_sent_once_is_not_sent_for_another_act(opened: OpenRecord) -> None:
    opened.record.append(attachment_draft(1, "b" * 64))
    opened.outbox.blob_sent("b" * 64, NOON)
    opened.record.append(attachment_draft(2, "b" * 64))
    assert opened.outbox.waiting_blobs(9) == ()


def test_a_blob_put_off_lets_the_next_one_out(record_home: Home, opened: OpenRecord) -> None:
    opened.record.append(attachment_draft(1, "a" * 64))
    opened.record.append(attachment_draft(2, "b" * 64))
    opened.outbox.blob_put_off("a" * 64, "too slow", SOON)
    assert opened.outbox.waiting_blobs(9) == ("b" * 64,)
    record_home.clock.at = SOON
    assert opened.outbox.waiting_blobs(9) == ("a" * 64, "b" * 64)


def test_receipts_anchor_the_acts_they_fit(three_waiting: OpenRecord) -> None:
    acts = three_waiting.outbox.waiting(9)
    assert three_waiting.outbox.anchored_seq() == 0
    three_waiting.outbox.keep_receipt(b"signed", 1, 2, acts[1].hash)
    three_waiting.outbox.keep_receipt(b"signed", 1, 2, acts[1].hash)
    three_waiting.outbox.keep_receipt(b"signed", 1, 1, acts[0].hash)
    assert three_waiting.outbox.anchored_seq() == 2
    assert three_waiting.record.verify().anchored_seq == 2


def test_a_new_epoch_starts_unanchored(three_waiting: OpenRecord) -> None:
    head = three_waiting.outbox.head()
    three_waiting.outbox.keep_receipt(b"signed", 1, 3, head.hash)
    three_waiting.record.begin_epoch(head)
    assert three_waiting.outbox.anchored_seq() == 0


def test_notes_are_kept_and_replaced(opened: OpenRecord) -> None:
    assert opened.outbox.note("segment_cursor") == ""
    opened.outbox.keep_note("segment_cursor", "7")
    opened.outbox.keep_note("segment_cursor", "8")
    assert opened.outbox.note("segment_cursor") == "8"
