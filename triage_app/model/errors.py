"""The faults of the surroundings: disk, key, network, a damaged file. Answers are never faults."""

from triage_app.model.sentence import Sentence


class Fault(Exception):
    """Something around the program failed. Says what happened, what was kept, what to do next."""

    def __init__(self, what: Sentence, next_step: Sentence) -> None:
        super().__init__(f"{what} {next_step}")
        self.what = what
        self.next_step = next_step


class SettingsWrong(Fault):
    """A settings file holds a key or a value the program does not know."""


class KeyMissing(Fault):
    """The station's key is not where the settings say it lies."""


class NotLoggedIn(Fault):
    """Inspectors are set up here, and nobody who may is at the desk."""


class StoreDamaged(Fault):
    """A database or blob cannot be read as written."""


class StoreBusy(Fault):
    """Another process holds the writer's place longer than we wait."""


class StoreNewer(Fault):
    """The file was written by a newer program; it is left as it is."""


class StoreForeign(Fault):
    """The file is sealed under another key than this station's; it is left as it is."""


class DiskFault(Fault):
    """The disk is full, read-only or failing."""


class HomeTaken(Fault):
    """Another window (or another sync) works on this home."""


class HomeNotEmpty(Fault):
    """A home that was to be made anew already holds something; it is left as it is."""


class FileUnreadable(Fault):
    """A file given from outside cannot be read at all."""


class ReadingBroken(Fault):
    """A child process that read a file ended before the file did."""


class HubUnreachable(Fault):
    """No road to the hub, or what answered is not our hub."""


class HubRefusedStation(Fault):
    """The hub does not take this station: unknown, revoked, too old. Acts stay."""


class StationRevoked(HubRefusedStation):
    """The hub's signed word that this station is trusted no longer; the only thing that wipes.

    `statement` are the signed bytes, their signature verified.
    """

    def __init__(self, what: Sentence, next_step: Sentence, statement: bytes) -> None:
        super().__init__(what, next_step)
        self.statement = statement


class PartMissing(Fault):
    """An optional part of the program is not installed."""
