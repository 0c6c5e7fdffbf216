"""Announcement -> MailItem, for judging what is announced before anyone has scanned it."""

from dataclasses import replace

from triage_app.flow.identify import identify
from triage_app.flow.lookup import PartyKey, announced_numbers, holds_on
from triage_app.flow.ports import ManifestCache, Record
from triage_app.model.item import Announcement, ItemKey, MailItem, Party, PartyHistory


def announced_item(
    announced: Announcement, cache: ManifestCache, record: Record, party_key: PartyKey
) -> MailItem:
    """The item of one announcement with its holds and context; no pictures and no acts, which do
    not count for the judgement."""
    context, numbers = cache.context(announced), announced_numbers(announced)

    def met(history: PartyHistory, party: Party) -> PartyHistory:
        key = party_key(party)
        if not key:
            return history
        recorded = record.party_history(key)
        return replace(history, recorded=recorded.recorded, seized=recorded.seized)

    return MailItem(
        key=ItemKey(announced.scheme, announced.number, announced.posted_on, announced.id),
        identity=identify(announced.number),
        announcement=announced,
        holds=holds_on(numbers, cache),
        context=replace(
            context,
            sender=met(context.sender, announced.sender),
            recipient=met(context.recipient, announced.recipient),
        ),
        numbers=numbers,
    )
