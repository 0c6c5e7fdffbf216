"""An act in a few words, for lists of acts."""

from collections.abc import Mapping

from triage_app.model.act import ActKind, ActLine
from triage_app.model.visible import visible
from triage_app.ui.words import tr, weight

LONGEST = 60


def said_act(act: ActLine) -> str:
    """What was done: the outcome's title, else what kind of act it was."""
    if act.title or act.outcome:
        return visible(act.title or act.outcome, LONGEST)
    weighing = act.body.get("weighing")
    if act.kind is ActKind.WEIGHING and isinstance(weighing, Mapping):
        return tr("Acts", "weighed {weight}", weight=weight(int(weighing["weight_g"])))
    return _kinds().get(act.kind, act.kind.value)


def _kinds() -> dict[ActKind, str]:
    return {
        ActKind.ATTACHMENT: tr("Acts", "picture attached"),
        ActKind.UNDO: tr("Acts", "undone"),
        ActKind.NOTE: tr("Acts", "noted"),
        ActKind.HOLD: tr("Acts", "hold"),
        ActKind.INSPECTOR: tr("Acts", "inspector changed"),
        ActKind.KEYS: tr("Acts", "recovery key renewed"),
        ActKind.EPOCH: tr("Acts", "record restored"),
        ActKind.MARK: tr("Acts", "marked on a picture"),
        ActKind.RULES: tr("Acts", "rules changed"),
    }
