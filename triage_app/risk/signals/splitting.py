"""Family `value`: one order sent in lots, so that each stays under a limit (19 CFR 10.151)."""

from collections.abc import Sequence

from triage_app.model.item import Party, Sibling
from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.comparing import compared
from triage_app.risk.law import usd, value_limits
from triage_app.risk.names import address_key, person_key, phone_key
from triage_app.risk.rules import LawRow, Rule

ALONE = because("nothing else arrives for this person that day")
NO_VALUE = because("no value with a known currency is announced")
NO_LIMIT = because("no value limit is in force that day")
MOST_SIBLINGS = 200
MOST_SPELLINGS = 40
"""Ways of writing one person that are followed up."""


def split_lot(case: Case, rule: Rule) -> Answer:
    """The item and others for the same person, arriving the same day, together exceed a value
    limit in force that day which each alone keeps."""
    if case.usd is None:
        return NO_VALUE
    limits = value_limits(case.law, case.announced.nature)
    if not limits:
        return NO_LIMIT
    same = of_one_person(
        case.announced.recipient,
        case.item.context.siblings[:MOST_SIBLINGS],
        rule.whole("alike_percent"),
    )
    return _over(case, limits, same) if same else ALONE


def of_one_person(
    recipient: Party, siblings: Sequence[Sibling], alike_percent: int
) -> list[Sibling]:
    """The siblings for the recipient or for someone already taken as him: two spellings too far
    from each other are joined by a third between them. In the siblings' order."""
    left = dict.fromkeys(sibling.recipient for sibling in siblings)
    known, reached = {recipient}, [recipient]
    while reached and len(known) <= MOST_SPELLINGS:
        one = reached.pop()
        near = [other for other in left if other in known or same_person(one, other, alike_percent)]
        for other in near:
            del left[other]
        reached += [other for other in near if other not in known]
        known.update(near)
    return [sibling for sibling in siblings if sibling.recipient in known]


def _over(case: Case, limits: tuple[tuple[int, LawRow], ...], same: list[Sibling]) -> Answer:
    values = [case.pack.rates.to_usd_minor(one.value_minor, one.currency) for one in same]
    total = sum(value for value in values if value is not None) + (case.usd or 0)
    dearest = max([case.usd or 0, *(value for value in values if value is not None)])
    for limit, row in limits:
        if dearest <= limit < total:
            return Fired(
                {
                    "items": len(same) + 1,
                    "numbers": [sibling.number for sibling in same[:20]],
                    "siblings": [
                        _told(one, value) for one, value in zip(same, values, strict=True)
                    ][:20],
                    "total_usd_minor": total,
                    "limit_usd_minor": limit,
                    "law": row.id,
                    "values_unknown": values.count(None),
                },
                {
                    "count": len(same) + 1,
                    "total": usd(total),
                    "limit": usd(limit),
                    "numbers": ", ".join(sibling.number for sibling in same[:5]),
                },
            )
    return because(
        "{count} items together are worth {total} USD; no limit of that day lies between",
        count=len(same) + 1,
        total=usd(total),
    )


def _told(sibling: Sibling, usd_minor: int | None) -> dict[str, str]:
    return {
        "number": sibling.number[:40],
        "recipient": sibling.recipient.name[:80],
        "goods": sibling.description[:40],
        "USD": "?" if usd_minor is None else usd(usd_minor),
    }


def same_person(one: Party, other: Party, alike_percent: int) -> bool:
    """Whether two recipients are most likely one person: names alike, and the address or phone the
    same (or unknown for one of them). One and the same address and phone bear a name that says
    less, but not one that says something else: twins have both in common."""
    address = _equal(address_key(one), address_key(other))
    phone = _equal(phone_key(one), phone_key(other))
    if address is False and not phone:
        return False
    if person_key(one) == person_key(other) and person_key(one):
        return address is not False or bool(phone)
    found = compared(one.name, other.name)
    likeness = found.likeness * 100
    if address and phone and not (found.one and found.other):
        return likeness * 2 >= alike_percent
    return likeness >= alike_percent and bool(address or phone)


def _equal(one: str, other: str) -> bool | None:
    return one == other if one and other else None
