"""An item's report holds what was signed: fields as the form named them, what had been shown."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.builders import NOON
from triage_app.assets import asset
from triage_app.flow.item_report import Proof, item_report
from triage_app.flow.outcomes import load_outcomes
from triage_app.flow.report import PrintedAt
from triage_app.model.act import Act, ActKind, ActLine, ChainReport, Head
from triage_app.model.item import ItemKey
from triage_app.model.report import Report

OUTCOMES = load_outcomes(asset("outcomes.toml").read_text("utf-8"))
AT = PrintedAt("JFK", "bench-3", date(2026, 3, 3))
KEY = ItemKey("s10", "RR473124829US")
HEAD = Head("bench-3", 1, 2, "ab" * 32)

SHOWN: dict[str, Any] = {
    "announcement": {
        "id": "a1",
        "value_minor": 4800,
        "currency": "USD",
        "gross_weight_g": 950,
        "sender": {"name": "Li\u202eWei", "country": "CN"},
        "lines": [{"index": 1, "description": "candles", "net_weight_g": 900}],
    },
    "assessment": {
        "verdict": "hold",
        "score_micro": 820_000,
        "as_of": "2026-03-02",
        "pack": "us-2026 1",
        "lists": {"un": "2026-02-27"},
        "flags": [
            {
                "severity": "look",
                "points_micro": 450_000,
                "text": "Split lot",
                "rule": "split-lot",
                "citation": "19 CFR 10.151",
            }
        ],
        "not_flagged": ["po-box", "vague-text"],
    },
    "images": [{"role": "xray", "sha256": "cd" * 32}],
}
SEIZED = ActLine(
    "act-1",
    1,
    ActKind.OUTCOME,
    NOON,
    "Li W.",
    "s10",
    KEY.number,
    "SZ",
    "Seized (form 6051S)",
    body={
        "outcome": {
            "code": "SZ",
            "fields": {"statute": "19 USC 1526(e)", "commodity": "candles", "gross_weight": 950},
        },
        "why_selected": {"reason": "hold", "given": False, "rules": ["split-lot"]},
        "shown": SHOWN,
    },
)


def report_of(*acts: ActLine, chain: ChainReport | None = None) -> Report:
    kept = {
        act.id: Act(act.id, "bench-3", 1, act.seq, act.kind, b"{}", "ab" * 32, "ef" * 64)
        for act in acts
    }
    proof = Proof(kept, chain or ChainReport(len(acts), True), HEAD)
    return item_report(KEY, acts, proof, OUTCOMES, AT, lambda at: at.astimezone(UTC))


def words(report: Report) -> list[str]:
    return [str(said) for section in report.sections for said in section.words]


def test_the_fields_come_in_the_forms_order_and_with_its_titles() -> None:
    said = words(report_of(SEIZED))
    places = [
        said.index(line)
        for line in ("Commodity: candles", "Gross weight: 0.950 kg", "Statute: 19 USC 1526(e)")
    ]

    assert places == sorted(places)


def test_what_had_been_shown_stands_beside_the_decision() -> None:
    said = "\n".join(words(report_of(SEIZED)))

    assert "Verdict HOLD, score 0.82, on the law of 2026-03-02, by rule pack us-2026 1." in said
    assert "LOOK, 0.45: Split lot [split-lot; 19 CFR 10.151]" in said
    assert "2 rules of the pack did not fire." in said
    assert "Lists: un 2026-02-27." in said
    assert "48.00 USD, gross 0.950 kg" in said
    assert f"Picture shown, xray: SHA-256 {'cd' * 32}" in said


def test_unseen_characters_of_the_sender_are_written_out() -> None:
    said = "\n".join(words(report_of(SEIZED)))

    assert "\u202e" not in said
    assert "Li⟨U+202E⟩Wei" in said


def test_an_undone_decision_says_so_twice() -> None:
    undone = replace(SEIZED, undone_by="act-2")
    report = report_of(undone)
    table = report.sections[0].table

    assert "UNDONE later, by act act-2." in words(report)
    assert table is not None
    assert [str(cell) for cell in table.rows[0]][2] == "Seized (form 6051S) (undone)"


def test_the_proof_names_each_hash_and_the_code_holds_the_head() -> None:
    report = report_of(SEIZED)
    proof = report.sections[-1]

    assert proof.square == f"bench-3 1 2 {'ab' * 32}"
    assert any("ef" * 64 in line for line in words(report))
    assert "The hub has signed for no act yet." in words(report)


def test_a_broken_chain_stands_in_capitals() -> None:
    broken = ChainReport(2, False, 1, "its bytes were changed")

    assert "THE CHAIN IS BROKEN at act 1: its bytes were changed" in words(
        report_of(SEIZED, chain=broken)
    )


def test_an_item_that_was_not_announced_has_a_report_too() -> None:
    body = {**SEIZED.body, "shown": {"assessment": {}, "announcement": None}}

    assert "Nothing had been announced for the item." in words(
        report_of(replace(SEIZED, body=body))
    )


def test_an_outcome_the_table_knows_no_more_keeps_its_values() -> None:
    said = words(
        report_of(replace(SEIZED, outcome="OLD", recorded_at=datetime(2025, 1, 1, tzinfo=UTC)))
    )

    assert "gross_weight: 950" in said
