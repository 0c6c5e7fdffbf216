"""What stands in the flags panel, row by row: flags with evidence, handling cards, the sum."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem

from triage_app.model.examination import Examination
from triage_app.model.identity import Unidentified
from triage_app.model.risk import Assessment, Card, Flag, Severity, Verdict, Without
from triage_app.model.visible import visible
from triage_app.ui.theme import State
from triage_app.ui.words import say, tip, tr

CITATION = Qt.ItemDataRole.UserRole + 1
STATE = Qt.ItemDataRole.UserRole + 2
CARD = Qt.ItemDataRole.UserRole + 3
"""Whether the row is a handling card."""
WHY_NOT = "why-not"
_STATES = {
    Severity.HOLD: State.HOLD,
    Severity.LOOK: State.LOOK,
    Severity.NOTE: State.IDLE,
}


def row(text: str, citation: str = "", state: State | None = None) -> QTreeWidgetItem:
    """One line, with its citation at the right and the mark of its gravity at the left."""
    made = QTreeWidgetItem([text])
    made.setData(0, CITATION, visible(citation, 80))
    made.setData(0, STATE, state.value if state is not None else None)
    made.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{text} {citation}".strip())
    made.setToolTip(0, tip(visible(text)))
    return made


def flag_rows(assessment: Assessment, flags: Sequence[Flag]) -> list[QTreeWidgetItem]:
    """The flags in their order, each handling card under the first flag that brings it."""
    cards = {card.id: card for card in assessment.cards}
    rows = []
    for flag in flags:
        rows.append(flag_row(flag))
        rows += [card_row(cards.pop(name)) for name in flag.cards if name in cards]
    return rows


def flag_row(flag: Flag) -> QTreeWidgetItem:
    """A flag; under it its evidence, what would change it, its rule with points and thresholds."""
    made = row(say(flag.text), flag.citation, _STATES[flag.severity])
    for name, value in flag.evidence.items():
        made.addChildren(_evidence_rows(name, value))
    if flag.would_change:
        change = say(flag.would_change)
        made.addChild(row(tr("FlagsPanel", "would change it: {change}", change=change)))
    made.addChild(
        row(
            tr(
                "FlagsPanel",
                "rule {rule} · {points} points · pack {pack}",
                rule=flag.rule,
                points=f"{flag.points_micro / 1_000_000:+.2f}",
                pack=flag.pack,
            )
        )
    )
    if flag.thresholds:
        said = " · ".join(f"{_title(name)} {value:,}" for name, value in flag.thresholds.items())
        made.addChild(row(tr("FlagsPanel", "thresholds: {said}", said=said)))
    return made


def card_row(card: Card) -> QTreeWidgetItem:
    """A handling card: what matters most in its line, each step and its source under it."""
    steps = [tr("rules", step) for step in card.steps]
    ours = [tr("FlagsPanel", "{step} (our own words)", step=tr("rules", s)) for s in card.ours]
    text = f"{tr('rules', card.title)} – {' · '.join(steps)}"
    made = row(tr("FlagsPanel", "Handling: {said}", said=text))
    made.setData(0, CARD, True)
    made.addChildren([row(step) for step in (*steps, *ours)])
    made.addChild(row(tr("FlagsPanel", "published in: {source}", source=card.source)))
    return made


_VERDICTS = {Verdict.CLEAR: "clear", Verdict.LOOK: "a look", Verdict.HOLD: "a hold"}


def sum_row(assessment: Assessment) -> QTreeWidgetItem:
    """How the score comes about, and what the verdict hangs on."""
    counted = [flag for flag in assessment.flags if flag.points_micro]
    points = " + ".join(_points(flag.points_micro) for flag in counted)
    score = _points(assessment.score_micro)
    text = tr("FlagsPanel", "sum {score} = {points}", score=score, points=points)
    if assessment.without:
        text = f"{text}. {_without(assessment.without[0])}"
    made = row(text, "", State.IDLE)
    made.addChildren(
        [row(f"{_points(flag.points_micro)}  {flag.rule} – {say(flag.text)}") for flag in counted]
    )
    limits = tr(
        "FlagsPanel",
        "by its sum alone a hold from {hold}, a look from {look}; a full score is 1.00",
        hold=_points(assessment.hold_at_micro),
        look=_points(assessment.look_at_micro),
    )
    made.addChild(row(limits))
    made.addChildren([row(_without(one)) for one in assessment.without])
    return made


def _without(one: Without) -> str:
    return tr(
        "FlagsPanel",
        "Without {rules} it would be {verdict} ({score})",
        rules=tr("FlagsPanel", " and ").join(one.rules),
        verdict=tr("FlagsPanel", _VERDICTS[one.verdict]),
        score=_points(one.score_micro),
    )


def _points(micro: int) -> str:
    return f"{micro / 1_000_000:.2f}"


def identity_rows(examination: Examination) -> list[QTreeWidgetItem]:
    """Why a code names nothing, and codes close to it that do exist here. (What is wrong with a
    number that is known by its kind stands in the header, and as a flag.)"""
    identity = examination.item.identity
    rows = []
    if isinstance(identity, Unidentified):
        rows.append(row(say(identity.reason), "", State.LOOK))
    if examination.item.near:
        near = ", ".join(examination.item.near)
        rows.append(row(tr("FlagsPanel", "Close to it and announced: {near}", near=near)))
    return rows


def law_row(assessment: Assessment) -> QTreeWidgetItem:
    """The law on the day of arrival, folded: an aid, not a reason."""
    day, count = assessment.as_of.isoformat(), len(assessment.law)
    made = row(tr("FlagsPanel", "law on {day}: {n} rules apply", day=day, n=count), "", State.IDLE)
    made.addChildren([row(say(note.text), note.citation) for note in assessment.law])
    if assessment.valued:
        made.addChild(row(say(assessment.valued), "", None))
    return made


def why_not_row(count: int) -> QTreeWidgetItem:
    """The rules that did not fire, filled when somebody asks."""
    made = row(tr("FlagsPanel", "why not: {n} rules did not fire", n=count))
    made.setData(0, Qt.ItemDataRole.UserRole, WHY_NOT)
    made.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
    return made


def _evidence_rows(name: str, value: object) -> list[QTreeWidgetItem]:
    """One line a fact; a list of facts becomes one line each, a list of words one line."""
    if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        return [row(f"{_title(name)}: {_flat(entry)}") for entry in value]
    return [row(f"{_title(name)}: {_flat(value)}")]


def _title(name: str) -> str:
    return name.replace("_", " ")


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return " · ".join(f"{key} {_flat(inner)}" for key, inner in value.items() if inner != "")
    if isinstance(value, list | tuple):
        return ", ".join(_flat(inner) for inner in value)
    return visible(str(value), 300)
