"""Referrals before loading and their answers: told by different files, kept together with who said
what when."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import Final

from triage_app.model.item import Referral

_said: Final = attrgetter(
    *("code", "asked_by", "asked_at", "asked", "answer", "answered_by", "answered_at")
)
_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)


def with_told(before: Sequence[Referral], said: Iterable[Referral]) -> tuple[Referral, ...]:
    """All that was told, in the order it was asked. What says more of the same question fills in
    what was not known of it; what says otherwise stands beside it."""
    told = list(before)
    for one in said:
        same = next((n for n, other in enumerate(told) if _agree(one, other)), None)
        if same is None:
            told.append(one)
        else:
            told[same] = _both(one, told[same])
    return tuple(sorted(told, key=_order))


def is_bare(referral: Referral) -> bool:
    """Whether nobody says more of it than its code and its answer."""
    return referral == Referral(referral.code, answer=referral.answer)


def words_of(code: str) -> frozenset[str]:
    """The codes a referral or an answer names, in capitals: "RFI 7H" is both."""
    return frozenset(code.upper().replace(",", " ").replace("/", " ").split())


def _agree(one: Referral, other: Referral) -> bool:
    """Whether both may be said of one question, and neither denies what the other says."""
    if words_of(one.code) != words_of(other.code):
        return False
    return all(
        not mine or not others or mine == others
        for mine, others in zip(_said(one)[1:], _said(other)[1:], strict=True)
    )


def _both(one: Referral, other: Referral) -> Referral:
    fields = zip(_said(one), _said(other), strict=True)
    return Referral(*(mine or others for mine, others in fields))


def _order(r: Referral) -> tuple[datetime, tuple[str, ...]]:
    known = replace(r, asked_at=None, answered_at=None)
    first = r.asked_at or r.answered_at or _LONG_AGO
    return first, tuple(str(said) for said in _said(known))
