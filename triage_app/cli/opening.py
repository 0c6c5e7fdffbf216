"""A home -> its station, for one command; how its stores opened is said where that says more than
that they did."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from triage_app.app import Parts, assemble, outcome_table, people_of
from triage_app.cli.output import warn
from triage_app.cli.record_here import record_here
from triage_app.cli.signing_in import sign_in
from triage_app.flow.clearance import Clearance, Deed
from triage_app.flow.clock import SystemClock
from triage_app.flow.people_ports import ControlledHolds
from triage_app.model.errors import Fault
from triage_app.model.inspector import AtDesk
from triage_app.model.outcome import Refusal
from triage_app.settings import Settings, load_settings
from triage_app.store.cache import open_cache_to_read
from triage_app.store.keys import StoreKeys
from triage_app.store.record import OpenRecord, open_record


def opened(args: argparse.Namespace) -> Parts:
    """The station of the home, to be closed by the caller, with whoever runs the command at its
    desk where the command asks. Raises what `assemble` raises, and NotLoggedIn."""
    return signed_in(args, opened_unasked(args.home))


def opened_unasked(home: Path) -> Parts:
    """The same with nobody at its desk: for what counts over many items and tells of none."""
    parts = assemble(load_settings(home))
    for notice in parts.notices:
        warn(f"triage: {notice}")
    return parts


def signed_in(args: argparse.Namespace, parts: Parts) -> Parts:
    """The same, once whoever runs the command sits at its desk; closed where they may not."""
    if "inspector" in args:
        try:
            sign_in(parts.people, args.inspector)
        except BaseException:
            parts.close()
            raise
    return parts


def acting(args: argparse.Namespace, parts: Parts) -> str:
    """In whose name acts are written: who logged in; where nobody has to, whom --inspector names,
    else the machine's own user."""
    return parts.inspector if parts.people.are_set_up else args.inspector or parts.inspector


def by_whom(args: argparse.Namespace, parts: Parts) -> str:
    """The same where --by names who does it."""
    return parts.inspector if parts.people.are_set_up else str(args.by)


def may_not_here(args: argparse.Namespace, deed: Deed) -> bool:
    """The same by the record alone. Raises NotLoggedIn, and what reading the record raises."""
    with record_clearance(args) as (_, clearance):
        return _said(clearance.may(deed))


@contextmanager
def record_clearance(args: argparse.Namespace) -> Iterator[tuple[OpenRecord, Clearance]]:
    """The record, open for reading, and what whoever runs the command may see of it. Holds are
    asked of the cache where it can be read; what an act says by itself is known without."""
    with record_here(args.home) as (settings, keys, record), ExitStack() as held:
        clock = SystemClock(settings.station.time_zone)
        at_desk = AtDesk()
        people = people_of(record, clock, at_desk)
        if people.are_set_up:
            at_desk.id = _signed_in_by_record(args, settings, keys, clock)
        holds: ControlledHolds = NoHoldsKnown()
        with suppress(Fault):
            cache = open_cache_to_read(settings.home, keys)
            held.callback(cache.close)
            holds = cache.reader
        yield record, Clearance(people, holds, record.record, outcome_table(), clock)


def _signed_in_by_record(
    args: argparse.Namespace, settings: Settings, keys: StoreKeys, clock: SystemClock
) -> str:
    """Who logs in. Failures are counted, so the record is opened to be written for a moment."""
    record = open_record(settings.home, keys, station=settings.station.name)
    try:
        at_desk = AtDesk()
        sign_in(people_of(record, clock, at_desk), args.inspector)
        return at_desk.id
    finally:
        record.close()


class NoHoldsKnown:
    """Fits people_ports.ControlledHolds where the cache cannot be read."""

    def controlled(self, more: frozenset[str]) -> frozenset[str]:
        return more


def may_not(parts: Parts, deed: Deed) -> bool:
    """Whether whoever runs the command may not do this; said on stderr."""
    return _said(parts.station.clearance.may(deed))


def _said(refusal: Refusal | None) -> bool:
    if refusal is not None:
        warn(f"triage: {refusal.reason}")
    return refusal is not None
