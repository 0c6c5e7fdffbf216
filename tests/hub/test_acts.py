"""What the hub does with acts: kept once, refused with a reason, alarmed, never lost."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.road_station import RoadStation
from tests.running_hub import RunningHub
from triage_app.model.act import Act
from triage_app.model.delivery import ActVerdict, NotPushed, Pushed
from triage_app.protocol.push import MAX_ACT_BYTES, MAX_BATCH_ACTS


def push(station: RoadStation, hub: RunningHub, acts: Sequence[Act]) -> Pushed:
    with station.road(hub.address) as road:
        answer = road.push(acts, station.record.outbox.head())
    assert isinstance(answer, Pushed)
    return answer


def verdicts(pushed: Pushed) -> list[str]:
    return [str(answer.verdict) for answer in pushed.answers]


def forged(act: Act, data: bytes) -> Act:
    return replace(act, data=data, hash=hashlib.sha256(data).hexdigest())


def alarms(hub: RunningHub) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in hub.rows("SELECT kind, act_id FROM alarms ORDER BY number")]


def test_the_same_act_again_is_a_duplicate(hub: RunningHub, station: RoadStation) -> None:
    act = station.decide()

    assert verdicts(push(station, hub, [act])) == ["accepted"]
    assert verdicts(push(station, hub, [act, act])) == ["duplicate", "duplicate"]
    assert hub.count("acts") == 1


def test_the_same_id_with_other_bytes_is_refused_and_alarmed(
    hub: RunningHub, station: RoadStation, other: RoadStation
) -> None:
    act = station.decide()
    push(station, hub, [act])
    theirs = other.decide(id=act.id, code="SZ")

    answer = push(other, hub, [theirs])

    assert verdicts(answer) == ["refused"]
    assert "another act with this id" in answer.answers[0].words
    assert alarms(hub) == [("other_bytes", act.id)]
    assert hub.rows("SELECT data FROM acts") == [(act.data,)]
    assert hub.rows("SELECT data, reason FROM quarantine") == [(theirs.data, "other_bytes")]


@pytest.mark.parametrize(
    ("reason", "spoil"),
    [
        ("wrong_hash", lambda act: replace(act, data=act.data + b" ")),
        ("wrong_signature", lambda act: forged(act, act.data.replace(b"REL", b"SZ "))),
        ("wrong_signature", lambda act: replace(act, signature="00" * 64)),
        ("wrong_signature", lambda act: replace(act, signature="no hex")),
        ("other_place", lambda act: replace(act, seq=7)),
        ("other_place", lambda act: replace(act, id="other")),
        ("other_place", lambda act: replace(act, epoch=-3)),
        ("too_large", lambda act: replace(act, data=bytes(MAX_ACT_BYTES + 1))),
    ],
)
def test_a_spoilt_act_is_refused_its_bytes_kept_and_the_next_one_taken(
    hub: RunningHub, station: RoadStation, reason: str, spoil: object
) -> None:
    first, second = station.decide(), station.decide()
    spoilt = spoil(first)  # type: ignore[operator]  # one of the lambdas above

    answer = push(station, hub, [spoilt, second])

    assert verdicts(answer) == ["refused", "accepted"]
    assert hub.rows("SELECT data, reason FROM quarantine") == [(spoilt.data, reason)]
    assert hub.rows("SELECT seq FROM acts") == [(2,)]


def test_a_nul_in_an_act_is_refused_and_holds_up_no_other(
    hub: RunningHub, station: RoadStation
) -> None:
    nul = station.decide("RR47\x00US")
    others = [station.decide() for _ in range(40)]

    answer = push(station, hub, [nul, *others])

    assert verdicts(answer) == ["refused", *["accepted"] * 40]
    assert hub.rows("SELECT reason FROM quarantine") == [("unreadable",)]


def test_signatures_checked_beside_are_each_acts_own(hub: RunningHub, station: RoadStation) -> None:
    acts = [station.decide() for _ in range(300)]
    spoilt = {7: "00" * 64, 130: "no hex", 131: "ab", 299: acts[298].signature}
    sent = [replace(act, signature=spoilt.get(n, act.signature)) for n, act in enumerate(acts)]

    answer = push(station, hub, sent)

    refused = [n for n, verdict in enumerate(verdicts(answer)) if verdict == "refused"]
    assert refused == sorted(spoilt)
    assert hub.count("acts") == 296


def test_another_stations_act_is_refused(
    hub: RunningHub, station: RoadStation, other: RoadStation
) -> None:
    act = station.decide()

    answer = push(other, hub, [act])

    assert verdicts(answer) == ["refused"]
    assert hub.count("acts") == 0


def test_a_refused_act_is_quarantined_and_alarmed_once_however_often_it_comes(
    hub: RunningHub, station: RoadStation
) -> None:
    spoilt = replace(station.decide(), signature="00" * 64)

    push(station, hub, [spoilt])
    push(station, hub, [spoilt, spoilt])

    assert hub.count("quarantine") == 1
    assert hub.count("alarms") == 1


def test_a_receipt_anchors_what_is_kept_and_names_what_is_missing(
    hub: RunningHub, station: RoadStation
) -> None:
    acts = [station.decide() for _ in range(9)]

    first = push(station, hub, acts[:2])
    gapped = push(station, hub, [acts[4], acts[7]])
    filled = push(station, hub, acts)

    assert first.receipt is not None
    assert (first.receipt.seq, first.missing) == (2, ())
    assert gapped.receipt is not None
    assert (gapped.receipt.seq, gapped.receipt.hash) == (2, acts[1].hash)
    assert gapped.missing == ((1, 3, 4), (1, 6, 7))
    assert filled.receipt is not None
    assert (filled.receipt.seq, filled.receipt.hash, filled.missing) == (9, acts[8].hash, ())


def test_a_receipt_goes_past_a_refused_act_and_never_rests_on_it(
    hub: RunningHub, station: RoadStation
) -> None:
    acts = [station.decide() for _ in range(3)]
    spoilt = replace(acts[1], signature="00" * 64)

    tail = push(station, hub, [acts[0], spoilt])
    whole = push(station, hub, [acts[2]])

    assert tail.receipt is not None
    assert (tail.receipt.seq, tail.receipt.hash) == (1, acts[0].hash)
    assert whole.receipt is not None
    assert (whole.receipt.seq, whole.receipt.hash, whole.missing) == (3, acts[2].hash, ())


def test_a_broken_chain_is_kept_and_alarmed(hub: RunningHub, station: RoadStation) -> None:
    import json

    from triage_app.model.act import canonical

    first, second = station.decide(), station.decide()
    body = json.loads(second.data) | {"prev_hash": "ab" * 32}
    data = canonical(body)
    digest = hashlib.sha256(data).digest()
    signature = station.record.record._log._signer.sign(digest)
    bent = replace(second, data=data, hash=digest.hex(), signature=signature)

    answer = push(station, hub, [first, bent])

    assert verdicts(answer) == ["accepted", "accepted"]
    assert alarms(hub) == [("chain_broken", second.id)]


def test_a_second_act_in_the_same_place_is_refused_and_alarmed(
    hub: RunningHub, station: RoadStation
) -> None:
    import json

    from triage_app.model.act import canonical

    act = station.decide()
    push(station, hub, [act])
    data = canonical(json.loads(act.data) | {"id": "twin"})
    digest = hashlib.sha256(data).digest()
    signature = station.record.record._log._signer.sign(digest)

    answer = push(
        station, hub, [replace(act, id="twin", data=data, hash=digest.hex(), signature=signature)]
    )

    assert verdicts(answer) == ["refused"]
    assert alarms(hub) == [("place_taken", "twin")]


def test_more_acts_than_a_batch_holds_are_turned_away_whole(
    hub: RunningHub, station: RoadStation
) -> None:
    act = station.decide()
    with station.road(hub.address) as road:
        answer = road.push([act] * (MAX_BATCH_ACTS + 1), station.record.outbox.head())

    assert isinstance(answer, NotPushed)
    assert answer.status == 413
    assert hub.count("acts") == 0


def test_two_stations_one_item_both_stay_and_both_are_told(
    hub: RunningHub, station: RoadStation, other: RoadStation
) -> None:
    mine = station.decide("RR473124829US", "REL")
    assert station.sync(hub.address).accepted == 1
    theirs = other.decide("RR473124829US", "SZ")
    other.later(6 * 86_400)

    late = other.sync(hub.address)
    told = station.sync(hub.address)

    assert (late.conflict, late.accepted, late.waiting) == (1, 0, 0)
    assert told.sent == 0
    assert {row[0] for row in hub.rows("SELECT id FROM acts")} == {mine.id, theirs.id}
    assert station.words()[1][0] == "conflict"
    assert other.words()[1][0] == "conflict"


def test_a_conflict_whose_answer_was_lost_is_told_again(
    hub: RunningHub, station: RoadStation, other: RoadStation
) -> None:
    push(station, hub, [station.decide("X1")])
    act = other.decide("X1")
    push(other, hub, [act])

    assert push(other, hub, [act]).answers[0].verdict is ActVerdict.CONFLICT
    assert hub.count("conflicts") == 2


def test_an_undone_outcome_contradicts_nobody(
    hub: RunningHub, station: RoadStation, other: RoadStation
) -> None:
    from triage_app.model.act import ActKind

    act = station.decide("X1")
    station.decide("X1", kind=ActKind.UNDO, body={"undoes": act.id, "why": "wrong item"})
    station.sync(hub.address)

    other.decide("X1")
    assert other.sync(hub.address).accepted == 1


def test_one_station_may_decide_twice(hub: RunningHub, station: RoadStation) -> None:
    station.decide("X1", "HLD-DOC")
    station.decide("X1", "REL")

    assert station.sync(hub.address).accepted == 2


def test_a_new_epoch_is_anchored_from_its_own_first_act(
    hub: RunningHub, station: RoadStation
) -> None:
    acts = [station.decide() for _ in range(3)]
    push(station, hub, acts)
    log = station.record.record._log
    log.begin_epoch(log.head(), "restored from a copy")
    station.decide()

    report = station.sync(hub.address)

    assert (report.accepted, report.mismatch) == (2, "")
    assert station.record.outbox.anchored_seq() == 5


def test_a_hub_put_back_from_an_old_copy_is_noticed(hub: RunningHub, station: RoadStation) -> None:
    import sqlite3
    from contextlib import closing

    for _ in range(4):
        station.decide()
    station.sync(hub.address)
    with closing(sqlite3.connect(hub.place.folder / "hub.db")) as behind:
        behind.execute("DELETE FROM acts WHERE seq > 2")
        behind.execute(
            "UPDATE chains SET seq = 2, newest_seq = 2, acts = 2, anchor_seq = 2,"
            " anchor_hash = (SELECT hash FROM acts WHERE seq = 2)"
        )
        behind.commit()

    report = station.sync(hub.address)

    assert report.mismatch == "The hub holds acts up to 2 only, though it signed for 4."
    assert station.record.outbox.note("mismatch") == report.mismatch
