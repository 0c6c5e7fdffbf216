"""Referrals <-> JSON objects of the native form, in an announcement or in one cell of a table."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from triage_app.formats.courier_cells import CellWrong
from triage_app.formats.json_checks import ObjectWrong, check_times, text
from triage_app.model.item import Referral

Moment = Annotated[datetime, Meta(tz=True)]


class ReferralObject(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What was asked of an item before it was loaded, by whom and when, and the answer to it."""

    code: str = ""
    asked_by: str = ""
    asked_at: Moment | None = None
    asked: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: Moment | None = None


def referrals_in(found: Sequence[ReferralObject]) -> tuple[Referral, ...]:
    """The referrals that say something, trimmed. Raises ObjectWrong."""
    told = []
    for place, one in enumerate(found):
        check_times(one, ("asked_at", "answered_at"), f"referrals[{place}].")
        told.append(
            Referral(
                *(text(one.code), text(one.asked_by), one.asked_at, text(one.asked)),
                *(text(one.answer), text(one.answered_by), one.answered_at),
            )
        )
    return tuple(one for one in told if one != Referral())


def referral_objects(told: Iterable[Referral]) -> list[ReferralObject]:
    """Referrals as they stand in a file."""
    return [
        ReferralObject(
            *(one.code, one.asked_by, one.asked_at, one.asked),
            *(one.answer, one.answered_by, one.answered_at),
        )
        for one in told
    ]


def listed_referrals(cell: str) -> tuple[Referral, ...]:
    """The referrals of a cell that lists several, as our own export writes them. Raises
    CellWrong."""
    try:
        return referrals_in(msgspec.json.decode(cell, type=list[ReferralObject]))
    except (msgspec.MsgspecError, ObjectWrong) as error:
        raise CellWrong(f"'{cell[:40]}' lists no referrals") from error


def listed_cell(told: Sequence[Referral]) -> str:
    """The cell that lists them; "" for none."""
    return msgspec.json.encode(referral_objects(told)).decode() if told else ""
