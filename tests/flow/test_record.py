import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, NUMBER, make_announcement, make_item, make_scan
from triage_app.assets import asset
from triage_app.flow.ids import uuid7
from triage_app.flow.outcomes import load_outcomes
from triage_app.flow.record import Recorder, last_undoable
from triage_app.model.act import Act, ActKind
from triage_app.model.examination import Examination
from triage_app.model.item import Context, Hold, ImageRole, ItemKey, Party, Sibling
from triage_app.model.outcome import Refusal
from triage_app.model.risk import Assessment, Flag, NotFlagged, Severity, Verdict
from triage_app.model.sentence import tr
from triage_app.store.keys import StoreKeys
from triage_app.store.record import OpenRecord, open_record

OUTCOMES = load_outcomes(asset("outcomes.toml").read_text("utf-8"))
PHOTO = "ab" * 32
HOLD = Hold("h1", "targeting unit", "split lot", NOON)


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 2, 14, 1, tzinfo=UTC)

    def today(self) -> date:
        return date(2026, 3, 2)

    def monotonic_ns(self) -> int:
        return 42

    def boot_id(self) -> str:
        return "boot"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenRecord]:
    record = open_record(tmp_path, StoreKeys(*(bytes([n]) * 32 for n in range(4))), station="b1")
    yield record
    record.close()


class Roles:
    """Who has which role."""

    def __init__(self, roles: dict[str, str]) -> None:
        self._roles = roles

    def may_record(self, inspector: str, roles: Sequence[str]) -> Refusal | None:
        if not roles or self._roles[inspector] in roles:
            return None
        return Refusal(tr("test", "Your role may not."))

    def may_write_of(self, inspector: str, numbers: Iterable[str]) -> Refusal | None:
        return None


def make_recorder(opened: OpenRecord, **changes: Any) -> Recorder:
    return Recorder(
        **{
            "record": opened.record,
            "outcomes": OUTCOMES,
            "clock": FixedClock(),
            "new_id": uuid7,
            "app_version": "1.2.3",
            "party_key": lambda party: party.name.lower(),
            **changes,
        }
    )


@pytest.fixture
def recorder(opened: OpenRecord) -> Recorder:
    return make_recorder(opened)


def make_assessment(**changes: Any) -> Assessment:
    return Assessment(
        **{
            "verdict": Verdict.CLEAR,
            "score_micro": 10_000,
            "flags": (),
            "not_flagged": (NotFlagged("lithium", tr("risk", "no such word")),),
            "law": (),
            "as_of": date(2026, 3, 2),
            "pack": "us-2026.3",
            "lists": {"ofac-sdn": "2026-02-27"},
            "sampling_secret_id": "s1",
            **changes,
        }
    )


def make_examination(assessment: Assessment | None = None, **item: Any) -> Examination:
    return Examination(make_scan(), make_item(**item), assessment or make_assessment(), NOON)


def flag(severity: Severity = Severity.LOOK, **evidence: Any) -> Flag:
    text = tr("risk", "Vague: {word}", word="gift")
    return Flag("vague", "data", severity, 200_000, text, evidence, "CSMS 60011750", "us-2026.3")


def written(answer: Act | Refusal) -> dict[str, Any]:
    assert isinstance(answer, Act), answer
    envelope: dict[str, Any] = json.loads(answer.data)
    return envelope


def refused(answer: Act | Refusal) -> Refusal:
    assert isinstance(answer, Refusal), answer
    return answer


def test_an_outcome_is_an_act_with_its_envelope(recorder: Recorder) -> None:
    act = written(recorder.outcome(make_examination(), "REL", {}, "li.w"))
    assert (act["kind"], act["inspector"], act["app_version"]) == ("outcome", "li.w", "1.2.3")
    assert (act["boot_id"], act["monotonic_ns"], act["rule_pack"]) == ("boot", 42, "us-2026.3")
    assert act["recorded_at"] == "2026-03-02T14:01:00.000000+00:00"
    assert act["item"] == {
        "scheme": "s10",
        "number": NUMBER,
        "posted_on": "2026-02-20",
        "announcement": "a" * 32,
    }
    assert act["body"]["outcome"] == {
        "code": "REL",
        "title": "Released",
        "seized": False,
        "fields": {},
    }


def test_the_act_embeds_what_was_shown(recorder: Recorder) -> None:
    assessment = make_assessment(
        verdict=Verdict.LOOK, flags=(flag(words=("gift",), share=0.1, on=date(2026, 3, 2)),)
    )
    shown = written(recorder.outcome(make_examination(assessment), "REL", {}, "li.w"))["body"][
        "shown"
    ]
    announced = shown["announcement"]
    assert (announced["id"], announced["digest"]) == ("a" * 32, "d" * 32)
    assert announced["lines"][0]["description"] == "paraffin candles, scented, six pieces"
    assert announced["recipient"]["name"] == "Jane Doe"
    assert (shown["sender_key"], shown["recipient_key"]) == (
        "shenzhen bright trading co ltd",
        "jane doe",
    )
    judged = shown["assessment"]
    assert (judged["verdict"], judged["score_micro"]) == ("look", 10_000)
    assert (judged["pack"], judged["lists"]) == ("us-2026.3", {"ofac-sdn": "2026-02-27"})
    assert judged["sampling_secret_id"] == "s1"
    assert judged["not_flagged"] == ["lithium"]
    assert judged["flags"][0]["text"] == "Vague: gift"
    assert judged["flags"][0]["evidence"] == {"words": ["gift"], "share": "0.1", "on": "2026-03-02"}


def test_an_item_on_no_manifest_is_recorded_all_the_same(recorder: Recorder) -> None:
    item = {"announcement": None, "key": ItemKey("unknown", "??")}
    examination = replace(make_examination(), item=replace(make_item(), **item))
    act = written(
        recorder.outcome(
            examination, "DET", {"reason": "x", "expected_days": "5", "authority": "y"}, "li.w"
        )
    )
    assert act["body"]["shown"]["announcement"] is None
    assert act["body"]["shown"]["sender_key"] == ""


def test_a_code_that_names_nothing_is_no_item_to_decide_on(
    opened: OpenRecord, recorder: Recorder
) -> None:
    item = replace(make_item(), announcement=None, key=ItemKey("unknown", ""))
    answer = recorder.outcome(replace(make_examination(), item=item), "REL", {}, "li.w")
    assert "names no item" in str(refused(answer).reason)
    assert opened.record.latest(1) == ()


def test_a_crowd_of_siblings_is_counted_and_cut(recorder: Recorder) -> None:
    crowd = tuple(Sibling("a", str(n), Party(), "", "", None, "") for n in range(60))
    examination = make_examination(context=Context(siblings=crowd))
    context = written(recorder.outcome(examination, "REL", {}, "li.w"))["body"]["shown"]["context"]
    assert (len(context["siblings"]), context["siblings_in_all"]) == (50, 60)


def test_fields_are_kept_as_values_not_as_typed(recorder: Recorder) -> None:
    typed = {"amount": "12.50", "currency": "usd", "basis": "ad valorem"}
    act = written(recorder.outcome(make_examination(), "REL-DUT", typed, "li.w"))
    assert act["body"]["outcome"]["fields"] == {
        "amount": 1250,
        "currency": "USD",
        "basis": "ad valorem",
    }


def test_an_amount_is_read_in_its_own_currency(recorder: Recorder) -> None:
    typed = {"amount": "1250", "currency": "JPY", "basis": "flat rate"}
    act = written(recorder.outcome(make_examination(), "REL-DUT", typed, "li.w"))
    assert act["body"]["outcome"]["fields"]["amount"] == 1250


@pytest.mark.parametrize(
    ("code", "texts", "field", "why"),
    [
        ("REL-DUT", {"currency": "USD", "basis": "flat rate"}, "amount", "is missing"),
        (
            "REL-DUT",
            {"amount": "x", "currency": "USD", "basis": "flat rate"},
            "amount",
            "an amount",
        ),
        (
            "REL-DUT",
            {"amount": "1", "currency": "", "basis": "flat rate"},
            "currency",
            "is missing",
        ),
        ("RTS", {"reason": "  "}, "reason", "Reason is missing"),
        ("REL", {"colour": "red"}, "colour", "has no field colour"),
        ("DET-PGA", {"agency": "NSA"}, "agency", "one of FDA"),
        ("DMG", {"photo": PHOTO}, "photo", "no such picture"),
        ("NOPE", {}, "", "no outcome NOPE"),
    ],
)
def test_a_refusal_names_the_field_and_nothing_is_written(
    opened: OpenRecord, recorder: Recorder, code: str, texts: dict[str, str], field: str, why: str
) -> None:
    refusal = refused(recorder.outcome(make_examination(), code, texts, "li.w"))
    assert refusal.field == field
    assert why in str(refusal.reason)
    assert opened.record.head().seq == 0


def test_an_open_hold_forbids_release_and_says_whose(recorder: Recorder) -> None:
    examination = make_examination(holds=(HOLD,))
    refusal = refused(recorder.outcome(examination, "REL", {}, "li.w"))
    assert "targeting unit (split lot)" in str(refusal.reason)


def test_a_hold_does_not_forbid_keeping_the_item(recorder: Recorder) -> None:
    act = written(recorder.outcome(make_examination(holds=(HOLD,)), "RTS", {"reason": "x"}, "li.w"))
    assert act["body"]["why_selected"]["holds"] == ["h1"]


def test_a_hold_placed_since_the_look_forbids_release(opened: OpenRecord) -> None:
    recorder = make_recorder(opened, holds_now=lambda number: [HOLD] if number == NUMBER else [])
    refused(recorder.outcome(make_examination(), "REL", {}, "li.w"))


def test_a_hold_lifted_since_the_look_forbids_nothing(opened: OpenRecord) -> None:
    recorder = make_recorder(opened, holds_now=lambda _: [])
    written(recorder.outcome(make_examination(holds=(HOLD,)), "REL", {}, "li.w"))


def test_a_controlled_delivery_names_nobody(recorder: Recorder) -> None:
    secret = replace(HOLD, cleared_only=True, placed_by="agent x")
    refusal = refused(recorder.outcome(make_examination(holds=(secret,)), "REL", {}, "li.w"))
    assert str(refusal.reason) == "HOLD, set aside, call supervisor"


def test_a_role_without_clearance_may_not_record_a_controlled_delivery(opened: OpenRecord) -> None:
    texts = {"agent": "a", "agency": "b", "until": "2026-04-01"}
    recorder = make_recorder(opened, clearance=Roles({"li.w": "inspector", "chief": "cleared"}))
    assert "role" in str(refused(recorder.outcome(make_examination(), "CD", texts, "li.w")).reason)
    written(recorder.outcome(make_examination(), "CD", texts, "chief"))


@pytest.mark.parametrize(
    ("assessment", "holds", "given", "reason"),
    [
        (make_assessment(selected_at_random=True, flags=(flag(),)), (HOLD,), "", "random"),
        (make_assessment(flags=(flag(),)), (HOLD,), "", "hold"),
        (make_assessment(flags=(flag(),)), (), "", "flags"),
        (make_assessment(flags=(flag(Severity.NOTE),)), (), "", "officer"),
        (make_assessment(selected_at_random=True), (), "canine", "canine"),
    ],
)
def test_why_it_was_selected_is_recorded(
    recorder: Recorder, assessment: Assessment, holds: Any, given: str, reason: str
) -> None:
    examination = make_examination(assessment, holds=holds)
    act = written(recorder.outcome(examination, "RTS", {"reason": "x"}, "li.w", given))
    why = act["body"]["why_selected"]
    assert (why["reason"], why["given"]) == (reason, bool(given))
    assert why["random"] is assessment.selected_at_random


def test_an_unknown_reason_is_refused(recorder: Recorder) -> None:
    assert refused(recorder.outcome(make_examination(), "REL", {}, "li.w", "boredom")).field == (
        "why_selected"
    )


@pytest.mark.parametrize(("typed", "kept"), [({}, PHOTO), ({"photo": "CDCD"}, "cd" * 32)])
def test_a_photo_is_one_attached_to_the_item(
    recorder: Recorder, typed: dict[str, str], kept: str
) -> None:
    key = make_item().key
    recorder.attach(key, "cd" * 32, 9, "image/png", ImageRole.PHOTO, "li.w")
    recorder.attach(key, PHOTO, 9, "image/png", ImageRole.PHOTO, "li.w")

    act = written(recorder.outcome(make_examination(), "DMG", typed, "li.w"))

    assert act["body"]["outcome"]["fields"] == {"photo": kept}


def test_damage_without_a_picture_can_be_recorded(recorder: Recorder) -> None:
    act = written(recorder.outcome(make_examination(), "DMG", {}, "li.w"))
    assert act["body"]["outcome"]["fields"] == {}


def test_an_attachment_puts_its_blob_into_the_outbox(
    opened: OpenRecord, recorder: Recorder
) -> None:
    act = recorder.attach(make_item().key, PHOTO, 9, "image/png", ImageRole.XRAY, "li.w")
    assert written(act)["body"]["attachment"] == {
        "sha256": PHOTO,
        "size": 9,
        "media_type": "image/png",
        "role": "xray",
    }
    assert opened.outbox.waiting_blobs(9) == (PHOTO,)


def test_undo_is_another_act_naming_the_first(opened: OpenRecord, recorder: Recorder) -> None:
    first = recorder.outcome(make_examination(), "REL", {}, "li.w")
    assert isinstance(first, Act)
    undo = written(recorder.undo(first.id, " wrong key ", "li.w"))
    assert undo["body"] == {"undoes": first.id, "undone_seq": 1, "why": "wrong key"}
    assert undo["item"] == written(first)["item"]
    assert undo["item"]["announcement"]
    assert undo["item"]["posted_on"] == "2026-02-20"
    line = opened.record.act(first.id)
    assert line is not None
    assert line.undone_by == undo["id"]


def test_the_last_act_to_undo_is_the_inspector_s_own_and_only_the_very_last(
    opened: OpenRecord, recorder: Recorder
) -> None:
    def last(inspector: str = "li.w") -> str:
        line = last_undoable(opened.record.latest(9), inspector)
        return line.id if line else ""

    assert last() == ""
    first = recorder.outcome(make_examination(), "REL", {}, "li.w")
    assert isinstance(first, Act)
    photo = recorder.attach(ItemKey("s10", NUMBER), PHOTO, 9, "image/png", ImageRole.PHOTO, "ng.a")
    recorder.recovery_key_renewed("li.w")
    assert (last(), last("ng.a")) == (first.id, photo.id)

    recorder.undo(photo.id, "another's", "li.w")
    assert (last(), last("ng.a")) == ("", "")


def test_what_cannot_be_undone_is_refused(opened: OpenRecord, recorder: Recorder) -> None:
    first = recorder.outcome(make_examination(), "REL", {}, "li.w")
    assert isinstance(first, Act)
    assert refused(recorder.undo(first.id, "", "li.w")).field == "why"
    undo = recorder.undo(first.id, "wrong key", "li.w")
    assert isinstance(undo, Act)
    assert "undone already" in str(refused(recorder.undo(first.id, "again", "li.w")).reason)
    assert "kind undo" in str(refused(recorder.undo(undo.id, "redo", "li.w")).reason)
    assert "no act" in str(refused(recorder.undo("nothing", "why", "li.w")).reason)
    assert opened.record.head().seq == 2


def test_a_seizure_counts_in_the_history_of_both_parties(
    opened: OpenRecord, recorder: Recorder
) -> None:
    typed = {
        "commodity": "pills",
        "quantity": "200",
        "gross_weight": "46 oz",
        "statute": "19 USC 1595a",
        "seal": "S-1",
        "storage": "vault 2",
    }
    act = written(recorder.outcome(make_examination(), "SZ", typed, "li.w"))
    assert act["body"]["outcome"]["fields"]["gross_weight"] == 1304
    assert opened.record.party_history("jane doe").seized == 1


def test_forms_start_with_what_is_announced(recorder: Recorder) -> None:
    examination = make_examination(announcement=make_announcement(currency="EUR"))
    assert recorder.defaults(examination, "SZ")["currency"] == "EUR"
    assert recorder.defaults(examination, "NOPE") == {}


def test_ids_are_version_7_and_never_twice() -> None:
    ids = [uuid7() for _ in range(1_000)]
    assert len(set(ids)) == 1_000
    assert {(name[14], name[19] in "89ab", len(name)) for name in ids} == {("7", True, 36)}
    assert [name[:13] for name in ids] == sorted(name[:13] for name in ids)


def test_kinds_that_name_no_act_of_the_bench_are_not_undone(
    recorder: Recorder, opened: OpenRecord
) -> None:
    epoch = opened.record.begin_epoch(opened.record.head())
    assert epoch.kind is ActKind.EPOCH
    refused(recorder.undo(epoch.id, "why", "li.w"))


def test_an_outcome_the_examination_did_not_show_refuses_a_second(recorder: Recorder) -> None:
    examination = make_examination()
    recorder.outcome(examination, "REL", {}, "li.w")

    answer = refused(recorder.outcome(examination, "REL", {}, "li.w"))

    assert "Recorded meanwhile: Released, by li.w" in str(answer.reason)


def test_a_further_outcome_names_those_it_follows(opened: OpenRecord, recorder: Recorder) -> None:
    first = recorder.outcome(make_examination(), "EMP", {}, "li.w")
    assert isinstance(first, Act)
    seen = make_examination(acts=opened.record.acts_on("s10", NUMBER))

    second = written(recorder.outcome(seen, "REL", {}, "li.w"))

    assert second["body"]["follows"] == [first.id]


def test_an_undone_outcome_neither_stands_nor_is_followed(
    opened: OpenRecord, recorder: Recorder
) -> None:
    examination = make_examination()
    first = recorder.outcome(examination, "EMP", {}, "li.w")
    assert isinstance(first, Act)
    recorder.undo(first.id, "wrong item", "li.w")

    second = written(recorder.outcome(examination, "REL", {}, "li.w"))

    assert second["body"]["follows"] == []
    item = make_item(acts=opened.record.acts_on("s10", NUMBER))
    assert item.standing_outcome is not None
    assert item.standing_outcome.outcome == "REL"


def test_an_outcome_on_an_earlier_use_of_the_number_does_not_stand_in_the_way(
    opened: OpenRecord, recorder: Recorder
) -> None:
    class LongAgo(FixedClock):
        def now(self) -> datetime:
            return datetime(2024, 12, 2, 14, 1, tzinfo=UTC)

    make_recorder(opened, clock=LongAgo()).outcome(make_examination(), "REL", {}, "li.w")

    assert isinstance(recorder.outcome(make_examination(), "REL", {}, "li.w"), Act)


@pytest.mark.parametrize("weight_g", [1, 1_310, 1_000_000])
def test_a_weight_is_an_act_of_whole_grams(
    opened: OpenRecord, recorder: Recorder, weight_g: int
) -> None:
    key = ItemKey("s10", NUMBER)
    act = recorder.weigh(key, weight_g, "Li W.", "Mettler 1")

    assert isinstance(act, Act)
    (line,) = opened.record.acts_on("s10", NUMBER)
    assert (line.kind, line.body) == (
        ActKind.WEIGHING,
        {"weighing": {"weight_g": weight_g, "scale": "Mettler 1"}},
    )


@pytest.mark.parametrize("weight_g", [0, -5, 1_000_001])
def test_what_no_item_weighs_is_refused(
    opened: OpenRecord, recorder: Recorder, weight_g: int
) -> None:
    refusal = recorder.weigh(ItemKey("s10", NUMBER), weight_g, "Li W.")

    assert isinstance(refusal, Refusal)
    assert refusal.field == "weight"
    assert opened.record.latest(1) == ()


def test_a_code_that_names_nothing_is_not_weighed(recorder: Recorder) -> None:
    assert isinstance(recorder.weigh(ItemKey("unknown", ""), 5, "Li W."), Refusal)
