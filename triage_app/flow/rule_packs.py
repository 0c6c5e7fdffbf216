"""The rule packs of a home: which is in use, which were before, whose signature is believed.

They are kept in the record, which is never lost: a pack a supervisor made here is nowhere else. A
home without one uses the shipped pack. The shipped pack comes with the program; any other is taken
only when signed by this station, by the hub it was enrolled with, or by a key that was trusted
here by hand; each of these is an act.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Final, Protocol, TypeVar

import msgspec

from triage_app.assets import asset
from triage_app.flow.pack_editions import NOW, Edition, edition_in, version_order
from triage_app.flow.ports import Clock
from triage_app.flow.record import Recorder
from triage_app.model.act import Act
from triage_app.model.noun import noun
from triage_app.protocol.packs import (
    PackSignature,
    key_bytes,
    key_id,
    read_signature,
    sign_pack,
    signature_bytes,
    unsigned,
    why_not_signed,
)
from triage_app.risk.pack import SHIPPED, PackRefused, RulePack, load_pack, shipped_pack
from triage_app.risk.pack_delta import pack_delta

Kept = TypeVar("Kept")

BEFORE, KEYS = "rule_packs_before", "rule_pack_keys"
HUB_KEY = "hub_public_key"
"""As uplink keeps it at enrolment."""
KEPT: Final = 3
"""Packs kept behind the one in use."""
MOST_CHANGES: Final = 60
"""Changes an act names; the rest it counts."""


@noun(frozen=True, slots=True)
class PackSource:
    """A pack as it came: its file's name, its text, the lexicons that come with it by id (else
    the shipped ones are meant) and the bytes of its signature, b"" where it has none."""

    name: str
    text: str
    lexicons: Mapping[str, str] = field(default_factory=dict)
    signature: bytes = b""


class TrustedKey(msgspec.Struct, frozen=True):
    """A key whose signature on a pack is believed here; `whose` says whose it is."""

    key: str
    whose: str
    added_at: str = ""
    by: str = ""

    @property
    def id(self) -> str:
        return key_id(key_bytes(self.key) or b"")


class Notes(Protocol):
    """The outbox, as far as packs go."""

    def note(self, name: str) -> str: ...

    def keep_note(self, name: str, text: str) -> None: ...


class Signs(Protocol):
    """The station's own key."""

    def public_key(self) -> bytes: ...

    def sign(self, message: bytes) -> str: ...


class RulePacks:
    """What a supervisor does with packs; every change is an act."""

    def __init__(self, notes: Notes, own: Signs, clock: Clock, recorder: Recorder) -> None:
        self._notes = notes
        self._own = own
        self._clock = clock
        self._recorder = recorder

    def current(self) -> Edition | None:
        """The pack in use; None: the shipped one."""
        return edition_in(self._notes.note(NOW))

    def before(self) -> tuple[Edition, ...]:
        """What was in use before and is kept, newest first."""
        return _many(self._notes.note(BEFORE), Edition)

    def trusted(self) -> tuple[TrustedKey, ...]:
        """Every key whose packs are taken here: the station's own, the hub's, those added."""
        keys = [TrustedKey(self._own.public_key().hex(), "this station")]
        if hub := self._notes.note(HUB_KEY):
            keys.append(TrustedKey(hub, "the hub"))
        return (*keys, *_many(self._notes.note(KEYS), TrustedKey))

    def trust(self, key: bytes, whose: str, by: str) -> Act | None:
        """Take packs signed by that key from now on; None where they are taken already."""
        if key.hex() in {one.key for one in self.trusted()}:
            return None
        added = TrustedKey(key.hex(), whose, self._clock.now().isoformat(), by)
        act = self._recorder.keys_changed({"trusted": added.id, "key": added.key, "of": whose}, by)
        self._keep_keys((*_many(self._notes.note(KEYS), TrustedKey), added))
        return act

    def distrust(self, id_: str, by: str) -> Act | None:
        """Take no more packs signed by that key; None where no key of that id was added."""
        keys = _many(self._notes.note(KEYS), TrustedKey)
        gone = [one for one in keys if one.id == id_]
        if not gone:
            return None
        act = self._recorder.keys_changed({"trusted_no_more": id_, "key": gone[0].key}, by)
        self._keep_keys(tuple(one for one in keys if one.id != id_))
        return act

    def signer_of(self, source: PackSource, pack: RulePack) -> TrustedKey:
        """Whose signature the pack carries. Raises PackRefused where it has none that holds, or
        one by a key that is not trusted here."""
        signature = _signature(source, pack)
        for one in self.trusted():
            if one.key == signature.key:
                return one
        id_ = key_id(key_bytes(signature.key) or b"")
        raise _unsigned(source, f"signed by the key {id_}, which is not trusted here")

    def use(self, source: PackSource, by: str, why: str, *, older: bool = False) -> Act:
        """Judge by this pack from now on; the one before is kept. Raises PackRefused, and then the
        one before stays. `older` lets an older version of the same pack in."""
        pack = load_pack(source.text, source.name, source.lexicons)
        self.signer_of(source, pack)
        self._check_version(source, pack, older=older)
        edition = Edition(
            pack.id,
            pack.version,
            source.name,
            source.text,
            dict(source.lexicons),
            source.signature.decode(),
            self._clock.now().isoformat(),
            by,
            why,
        )
        return self._put(edition, pack, by, why)

    def sign_own(self, source: PackSource, by: str) -> PackSource:
        """The same pack, signed by this station. Raises PackRefused where it is none."""
        own = self._own
        return signed_by(source, own.public_key(), own.sign, self._clock.now().isoformat(), by)

    def source_now(self) -> PackSource | None:
        """The pack in use as it came; None: the shipped one."""
        now = self.current()
        return PackSource(now.name, now.text, now.lexicons, now.signature.encode()) if now else None

    def use_shipped(self, by: str, why: str) -> Act | None:
        """Judge by the shipped pack from now on; None where that is done already."""
        return self._put(None, shipped_pack(), by, why) if self.current() else None

    def bring_back(self, by: str, why: str) -> Act | None:
        """Judge by the pack that was in use before the present one; None where none is kept."""
        before = self.before()
        if not before:
            return self.use_shipped(by, why)
        last = before[0]
        pack = load_pack(last.text, last.name, last.lexicons)
        return self._put(last, pack, by, why)

    def pack_now(self) -> RulePack:
        """The pack in use, read. Raises PackRefused where this program cannot read it."""
        now = self.current()
        return load_pack(now.text, now.name, now.lexicons) if now else shipped_pack()

    def _put(self, edition: Edition | None, pack: RulePack, by: str, why: str) -> Act:
        """The act first: a pack in use that no act names could not be defended."""
        now = self.current()
        changes = pack_delta(self._readable_now(), pack)
        act = self._recorder.rules_changed(
            {
                "pack": pack.id,
                "version": pack.version,
                "digest": pack.digest,
                "signed_by": _signer(edition),
                "before": now.title if now else "shipped",
                "why": why,
                "changes": [str(one) for one in changes[:MOST_CHANGES]],
                "changes_in_all": len(changes),
            },
            by,
            pack.name,
        )
        before = [one for one in (now, *self.before()) if one and one != edition][:KEPT]
        self._notes.keep_note(BEFORE, msgspec.json.encode(before).decode())
        self._notes.keep_note(NOW, msgspec.json.encode(edition).decode() if edition else "")
        return act

    def _readable_now(self) -> RulePack:
        try:
            return self.pack_now()
        except PackRefused:  # kept by another program
            return shipped_pack()

    def _check_version(self, source: PackSource, pack: RulePack, *, older: bool) -> None:
        """One name, one content; and nobody goes back unawares."""
        for kept in filter(None, (self.current(), *self.before())):
            same = (kept.pack, kept.version) == (pack.id, pack.version)
            if same and (kept.text, kept.lexicons) != (source.text, dict(source.lexicons)):
                raise _version_refused(
                    source, f"{pack.name} was in use here with another content: raise the version"
                )
        shipped = shipped_pack()
        if shipped.name == pack.name and shipped.digest != pack.digest:
            raise _version_refused(
                source, f"{pack.name} is the shipped pack's name: raise the version"
            )
        now = self.current()
        id_, version = (now.pack, now.version) if now else (shipped.id, shipped.version)
        if id_ == pack.id and version_order(pack.version) < version_order(version) and not older:
            raise _version_refused(
                source, f"version {pack.version} is older than {version}, which is in use"
            )

    def _keep_keys(self, keys: tuple[TrustedKey, ...]) -> None:
        self._notes.keep_note(KEYS, msgspec.json.encode(keys).decode())


def signed_by(
    source: PackSource, public_key: bytes, sign: Callable[[bytes], str], at: str, by: str
) -> PackSource:
    """The same pack with its signature; `sign` gives one in hex. Raises PackRefused where it is no
    pack: what nobody could judge by is not signed."""
    pack = load_pack(source.text, source.name, source.lexicons)
    told = unsigned(pack.id, pack.version, source.text, source.lexicons, at=at, by=by)
    signature = sign_pack(told, public_key, sign)
    return PackSource(source.name, source.text, source.lexicons, signature_bytes(signature))


def shipped_source() -> PackSource:
    """The pack that comes with the program."""
    return PackSource(SHIPPED, asset("rules", SHIPPED).read_text("utf-8"))


def key_of(source: PackSource, pack: RulePack) -> str:
    """The id of the key whose signature holds, trusted or not. Raises PackRefused."""
    return key_id(key_bytes(_signature(source, pack).key) or b"")


def _signature(source: PackSource, pack: RulePack) -> PackSignature:
    if not source.signature:
        raise _unsigned(source, "there is no signature beside the pack")
    signature = read_signature(source.signature)
    if signature is None:
        raise _unsigned(source, "the file is no signature")
    why = why_not_signed(signature, pack.id, pack.version, source.text, source.lexicons)
    if why:
        raise _unsigned(source, why)
    return signature


def _many(note: str, kind: type[Kept]) -> tuple[Kept, ...]:
    if not note:
        return ()
    try:
        return msgspec.json.decode(note, type=tuple[kind, ...])  # type: ignore[valid-type]
    except msgspec.MsgspecError:  # kept by another program
        return ()


def _signer(edition: Edition | None) -> str:
    signature = read_signature(edition.signature.encode()) if edition else None
    return signature.key if signature else "shipped"


def _unsigned(source: PackSource, reason: str) -> PackRefused:
    return PackRefused(f"{source.name}.sig", 1, reason)


def _version_refused(source: PackSource, reason: str) -> PackRefused:
    lines = source.text.splitlines()
    found = (at for at, line in enumerate(lines, 1) if line.lstrip().startswith("version"))
    return PackRefused(source.name, next(found, 1), reason)
