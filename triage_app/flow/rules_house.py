"""An open station -> its rule packs, and what edits them."""

from functools import partial
from typing import Protocol

from triage_app.flow.clearance import Clearance, Deed
from triage_app.flow.pack_editing import PackEditing
from triage_app.flow.ports import Clock
from triage_app.flow.record import Recorder
from triage_app.flow.rule_packs import Notes, RulePacks, Signs, shipped_source
from triage_app.risk.rules import RulePack


class Records(Protocol):
    """The record, as far as packs go."""

    @property
    def outbox(self) -> Notes: ...

    @property
    def signer(self) -> Signs: ...


class Writes(Protocol):
    """The station, as far as acts of no item go."""

    recorder: Recorder
    clearance: Clearance


class OpenRules(Protocol):
    """A station with its own connections; belongs to the thread that opened it."""

    @property
    def record(self) -> Records: ...

    @property
    def station(self) -> Writes: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def pack(self) -> RulePack: ...

    def close(self) -> None: ...


def packs_of(house: OpenRules) -> RulePacks:
    """The rule packs of a station."""
    return RulePacks(house.record.outbox, house.record.signer, house.clock, house.station.recorder)


def editing_of(house: OpenRules) -> PackEditing:
    """What changes the rules of a station."""
    may = partial(house.station.clearance.may, Deed.USE_PACK)
    return PackEditing(packs_of(house), house.record.outbox, shipped_source(), house.pack, may)
