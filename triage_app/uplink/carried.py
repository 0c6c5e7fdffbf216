"""Bundles at the station's end: what waits, sealed for the pinned hub; what it sent, verified."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from triage_app.model.act import Act, Head
from triage_app.model.carried import CarriedWord
from triage_app.model.delivery import ConflictNote, SegmentContent, SegmentRef
from triage_app.model.errors import DiskFault, FileUnreadable
from triage_app.model.sentence import Sentence, tr
from triage_app.protocol.bodies import BodyDamaged, BodyTooLarge
from triage_app.protocol.bundle import (
    BLOB,
    ENTRY,
    PUSH,
    SEGMENT,
    WORD,
    Bundle,
    BundleHead,
    Frame,
    HubWord,
    SegmentPlace,
    write_bundle,
)
from triage_app.protocol.push import ChainHead, PushRequest, WireAct, read_receipt
from triage_app.protocol.sealing import Agree, NotForUs
from triage_app.protocol.segments import read_entry, read_segment
from triage_app.uplink.credentials import Credentials
from triage_app.uplink.reading import revocation


class BundleForHub:
    """Fits carry_ports.CarriedOut. `sign` is the station's, in hex."""

    def __init__(self, credentials: Credentials, sign: Callable[[bytes], str]) -> None:
        self._credentials = credentials
        self._sign = sign

    def write(
        self,
        path: Path,
        acts: Iterable[Sequence[Act]],
        blobs: Iterable[bytes],
        head: Head,
        after: Mapping[str, int],
    ) -> None:
        """See carry_ports."""
        mine = self._credentials
        made_at = datetime.now(UTC)
        whose = BundleHead("station", mine.hub, mine.facility, mine.station, made_at, dict(after))
        part = path.with_name(path.name + ".part")
        try:
            write_bundle(part, whose, _frames(acts, blobs, head), self._sign, mine.hub_key)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise DiskFault(
                tr("bundle", "{path} cannot be written: {error}.", path=path, error=error),
                tr("bundle", "Use another medium; everything still waits here."),
            ) from error


class BundleOfHub:
    """Fits carry_ports.CarriedIn. Raises FileUnreadable unless our hub made it for this station."""

    def __init__(
        self, path: Path, credentials: Credentials, public_key: bytes, agree: Agree
    ) -> None:
        self.hub = credentials.hub
        self._credentials = credentials
        self._path = path
        self._bundle = Bundle(path, public_key, agree)
        try:
            head = self._bundle.head()
            self._bundle.check(credentials.hub_key)
        except NotForUs as error:
            raise _not_for_us(path, error) from error
        except OSError as error:
            raise _unreadable(
                path, tr("bundle", "it cannot be read: {error}", error=error)
            ) from error
        whose = (head.sender, head.facility, head.station)
        if whose != ("hub", credentials.facility, credentials.station):
            raise _unreadable(path, tr("bundle", "it is for station {name}", name=head.station))
        self._word = self._read_word()
        self._entries = dict(self._read_entries())
        self._coming = self._contents()

    def word(self) -> CarriedWord:
        """See carry_ports."""
        key, station = self._credentials.hub_key, self._credentials.station
        receipts = [read_receipt(one, key, station) for one in self._word.receipts]
        signed = self._word.revocation
        revoked = revocation(signed, self._credentials) if signed else None
        return CarriedWord(
            tuple(one for one in receipts if one is not None),
            tuple((one.id, one.words) for one in self._word.refused),
            tuple(self._word.blobs),
            revoked.statement if revoked else b"",
        )

    def conflicts(self, after: int) -> tuple[ConflictNote, ...]:
        """See ports.Road."""
        found = [one for one in self._word.conflicts if one.number > after]
        return tuple(ConflictNote(c.number, c.act_id, c.other_station) for c in found)

    def segments(self, stream: str, after: int) -> tuple[SegmentRef, ...]:
        """See ports.Road. Raises FileUnreadable when some between ours and these are not here."""
        refs = [ref for ref in self._entries.get(stream, ()) if ref.number > after]
        if refs and refs[0].number > after + 1:
            words = "it begins at segment {first}, this station stands at {after}"
            why = tr("bundle", words, first=refs[0].number, after=after)
            raise _unreadable(self._path, why)
        return tuple(refs)

    def segment(self, ref: SegmentRef) -> SegmentContent:
        """See ports.Road: those that are asked for in the order of the file are read once."""
        for sha256, content in self._coming:
            if sha256 == ref.sha256:
                return content
        self._coming = self._contents()
        for sha256, content in self._coming:
            if sha256 == ref.sha256:
                return content
        raise _unreadable(
            self._path, tr("bundle", "segment {number} is missing", number=ref.number)
        )

    def _read_word(self) -> HubWord:
        for kind, data in self._bundle.frames():
            if kind == WORD:
                return msgspec.json.decode(data, type=HubWord)
        return HubWord([], [], [], [])

    def _read_entries(self) -> Iterator[tuple[str, list[SegmentRef]]]:
        found: dict[str, list[SegmentRef]] = {}
        key, facility = self._credentials.hub_key, self._credentials.facility
        for kind, data in self._bundle.frames():
            if kind == ENTRY:
                place = msgspec.json.decode(data, type=SegmentPlace)
                ref = read_entry(place.entry, facility, place.stream, key)
                if ref is not None:
                    found.setdefault(place.stream, []).append(ref)
        for refs in found.values():
            refs.sort(key=lambda ref: ref.number)
        yield from found.items()

    def _contents(self) -> Iterator[tuple[str, SegmentContent]]:
        for kind, data in self._bundle.frames():
            if kind == SEGMENT:
                try:
                    content = read_segment(data)
                except (BodyDamaged, BodyTooLarge, msgspec.MsgspecError):
                    continue
                yield hashlib.sha256(data).hexdigest(), content


def _frames(acts: Iterable[Sequence[Act]], blobs: Iterable[bytes], head: Head) -> Iterator[Frame]:
    stands = ChainHead(head.epoch, head.seq, head.hash)
    for page in acts:
        wire = [WireAct(a.id, a.epoch, a.seq, a.data, a.hash, a.signature) for a in page]
        yield PUSH, msgspec.json.encode(PushRequest(wire, stands))
    for blob in blobs:
        yield BLOB, blob


def _not_for_us(path: Path, error: NotForUs) -> FileUnreadable:
    return _unreadable(path, tr("bundle", "it is no bundle our hub made for us ({why})", why=error))


def _unreadable(path: Path, why: Sentence) -> FileUnreadable:
    return FileUnreadable(
        tr("bundle", "{path} was not taken in: {why}.", path=path, why=why),
        tr("bundle", "Nothing was changed; make the bundle anew at the hub."),
    )
