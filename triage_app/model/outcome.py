"""Outcome codes as data: what each means and which fields it asks for."""

from enum import StrEnum

from triage_app.model.noun import noun
from triage_app.model.sentence import Sentence


class FieldKind(StrEnum):
    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    WEIGHT = "weight"
    DATE = "date"
    CHOICE = "choice"
    CURRENCY = "currency"
    HS = "hs"
    PHOTO = "photo"


class Result(StrEnum):
    """What an outcome says of the item, for measuring rules: something was found, nothing was, or
    it says neither (yet)."""

    FOUND = "found"
    NOTHING = "nothing"
    OPEN = "open"


@noun(frozen=True, slots=True)
class OutcomeField:
    """One field an outcome asks for. `takes_scan`: a scanned seal or sample number goes in here.
    MONEY is kept as minor units of the outcome's CURRENCY field, WEIGHT as grams, DATE as ISO 8601,
    PHOTO as the SHA-256 of a picture attached to the item. `default` may name a field of the
    announcement ("announced.currency")."""

    name: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    takes_scan: bool = False
    default: str = ""


@noun(frozen=True, slots=True)
class OutcomeCode:
    """One row of the outcome table. `releases`: refused while any hold is open.
    `function_key` 0: reached under "More". `label` is the short word on its key; `seizes` counts
    in the party's history. `absent`: the item was looked for and is not there. `due` names the
    field that says by when something must follow: a date, or whole days from the act. `result` is
    what it says of the item when rules are measured."""

    code: str
    title: str
    function_key: int
    fields: tuple[OutcomeField, ...] = ()
    releases: bool = False
    cleared_only: bool = False
    roles: tuple[str, ...] = ()
    label: str = ""
    seizes: bool = False
    absent: bool = False
    due: str = ""
    result: Result = Result.OPEN


@noun(frozen=True, slots=True)
class Refusal:
    """Why an outcome or undo was not written; `field` names the one to mend, if it is one."""

    reason: Sentence
    field: str = ""
