"""Examinations to show, one for each state of the screen."""

from dataclasses import replace
from datetime import date

from tests.builders import NOON, make_announcement, make_identity, make_item, make_line, make_scan
from triage_app.model.examination import Examination
from triage_app.model.identity import Unidentified
from triage_app.model.item import Context, ItemKey, MailItem, PartyHistory
from triage_app.model.outcome import FieldKind, OutcomeCode, OutcomeField
from triage_app.model.risk import Assessment, Flag, LawNote, NotFlagged, Severity, Verdict
from triage_app.model.sentence import tr

OUTCOMES = (
    OutcomeCode("REL", "Released", 1, releases=True),
    OutcomeCode(
        "DET",
        "Detained",
        4,
        fields=(
            OutcomeField("reason", "Reason"),
            OutcomeField("seal", "Seal", takes_scan=True),
            OutcomeField(
                "length", "Expected length", FieldKind.CHOICE, choices=("5 days", "30 days")
            ),
        ),
    ),
    OutcomeCode("EMP", "Empty", 0),
)


def make_flag(text: str = "Description vague", **changes: object) -> Flag:
    flag = Flag(
        rule="vague-text",
        family="description",
        severity=Severity.LOOK,
        points_micro=300_000,
        text=tr("rules", text.replace("{", "{{").replace("}", "}}")),
        evidence={"word": "accessories"},
        citation="CSMS 60011750",
        pack="us-2026 1",
    )
    return replace(flag, **changes)  # type: ignore[arg-type]


def make_assessment(*flags: Flag, verdict: Verdict = Verdict.LOOK, **changes: object) -> Assessment:
    made = Assessment(
        verdict=verdict,
        score_micro=sum(flag.points_micro for flag in flags),
        flags=flags,
        not_flagged=tuple(NotFlagged(f"rule-{n}", tr("rules", "not so")) for n in range(31)),
        law=(LawNote("suspended", tr("law", "Duty is owed on every item"), "EO 14324"),),
        as_of=date(2026, 3, 2),
        pack="us-2026 1",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def make_examination(
    assessment: Assessment | None = None, item: MailItem | None = None
) -> Examination:
    return Examination(
        make_scan(), item or held_item(), assessment or make_assessment(make_flag()), NOON
    )


def held_item() -> MailItem:
    return make_item(
        make_announcement(
            bag="JFK-0412",
            lines=(make_line(), make_line(index=2, description="蜡烛 香薰", hs="", quantity=None)),
        ),
        measured_weight_g=1310,
        context=Context(sender=PartyHistory(3, 12, 5, 2), recipient=PartyHistory(4, 9)),
    )


def unknown_item(text: str = "HELLO") -> MailItem:
    unread = Unidentified(text, text, tr("identify", "no known kind of number"))
    return MailItem(ItemKey("unknown", text), unread, near=("RR473124829US",))


def wrong_digit_item() -> MailItem:
    identity = make_identity(
        "RR473124828US", valid=False, reason=tr("identify", "check digit is 8, should be 9")
    )
    return replace(unknown_item(), identity=identity)
