"""Outcome codes as data: what each means and which fields it asks for."""

from dataclasses import dataclass
from enum import StrEnum

from triage_app.model.sentence import Sentence


class FieldKind(StrEnum):
    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    WEIGHT = "weight"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class OutcomeField:
    """One field an outcome asks for. `takes_scan`: a scanned seal or sample number goes in here.
    MONEY is kept as minor units, WEIGHT as grams."""

    name: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    takes_scan: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeCode:
    """One row of the outcome table. `releases`: refused while any hold is open.
    `function_key` 0: reached under "More"."""

    code: str
    title: str
    function_key: int
    fields: tuple[OutcomeField, ...] = ()
    releases: bool = False
    cleared_only: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an outcome or undo was not written; `field` names the one to mend, if it is one."""

    reason: Sentence
    field: str = ""
