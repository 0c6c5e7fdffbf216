"""Bundles: what would go over the road, carried on a medium instead. Sealed, signed, taken twice
without harm.

A file is MAGIC, then the sealed stream (see sealing) of frames: a letter, the size in 8 bytes, the
bytes. The first frame is the head, the last one the sender's signature over the SHA-256 of all
before it; nothing of a bundle is believed until that was checked.

From a station: pushes (`PushRequest` in JSON) and blobs. From a hub: `HubWord`, then segments,
each an entry of the signed index and its bytes.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from triage_app.protocol.conflicts import ConflictEntry
from triage_app.protocol.envelope import SignedStatement
from triage_app.protocol.sealing import Agree, NotForUs, seal, unseal
from triage_app.protocol.segments import SegmentEntry
from triage_app.protocol.signing import signature_holds, statement
from triage_app.protocol.uploads import MAX_BLOB_BYTES

MAGIC: Final = b"triage bundle 1\n"
HEAD: Final = b"H"
PUSH: Final = b"P"
BLOB: Final = b"B"
WORD: Final = b"W"
ENTRY: Final = b"E"
SEGMENT: Final = b"S"
SIGNED: Final = b"Z"

Frame = tuple[bytes, bytes]


class BundleHead(Struct, frozen=True):
    """Who made it for whom. `sender` is "station" or "hub"; `after` is how far a station has the
    streams, or where those of a hub's bundle begin."""

    sender: str
    hub: str
    facility: str
    station: str
    made_at: datetime
    after: dict[str, int] = {}


class RefusedAct(Struct, frozen=True):
    """An act in the hub's quarantine, and why."""

    id: str
    words: str


class HubWord(Struct, frozen=True):
    """What the hub says to one station: a receipt an epoch, what it refused, what another station
    contradicts, which of the station's blobs it holds."""

    receipts: list[SignedStatement]
    refused: list[RefusedAct]
    conflicts: list[ConflictEntry]
    blobs: list[str]
    revocation: SignedStatement | None = None


class SegmentPlace(Struct, frozen=True):
    """The index entry of the segment in the frame after it."""

    stream: str
    entry: SegmentEntry


def write_bundle(
    path: Path, head: BundleHead, frames: Iterable[Frame], sign: Callable[[bytes], str], to: bytes
) -> None:
    """A new file. `sign` gives the sender's signature in hex, `to` is the recipient's Ed25519
    public key. Raises OSError."""
    with path.open("wb") as file:
        file.write(MAGIC)
        for sealed in seal(_signed(head, frames, sign), to):
            file.write(sealed)


class Bundle:
    """A bundle made for us."""

    def __init__(self, path: Path, mine: bytes, agree: Agree) -> None:
        self._path = path
        self._mine = mine
        self._agree = agree

    def head(self) -> BundleHead:
        """Who it says made it, before anything is checked. Raises NotForUs, OSError."""
        for kind, data in self._frames():
            if kind == HEAD:
                try:
                    return msgspec.json.decode(data, type=BundleHead)
                except msgspec.MsgspecError as error:
                    raise NotForUs("the head cannot be read") from error
            break
        raise NotForUs("it has no head")

    def check(self, sender_key: bytes) -> None:
        """Read it to its end; raises NotForUs unless the sender signed all of it."""
        digest = hashlib.sha256()
        signed = ""
        for kind, data in self._frames():
            if signed:
                raise NotForUs("something follows the signature")
            if kind == SIGNED:
                signed = data.decode("ascii", "replace")
            else:
                _note(digest, kind, data)
        if not signature_holds(sender_key, signed, _statement(digest)):
            raise NotForUs("it does not bear the sender's signature")

    def frames(self) -> Iterator[Frame]:
        """Everything between head and signature, one frame in memory at a time."""
        return (frame for frame in self._frames() if frame[0] not in (HEAD, SIGNED))

    def _frames(self) -> Iterator[Frame]:
        with self._path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise NotForUs("no bundle, or one of another version")
            yield from _split(unseal(file, self._mine, self._agree))


def _signed(
    head: BundleHead, frames: Iterable[Frame], sign: Callable[[bytes], str]
) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for kind, data in _with_head(head, frames):
        _note(digest, kind, data)
        yield _opening(kind, data)
        yield data
    signature = sign(_statement(digest)).encode("ascii")
    yield _opening(SIGNED, signature)
    yield signature


def _with_head(head: BundleHead, frames: Iterable[Frame]) -> Iterator[Frame]:
    yield HEAD, msgspec.json.encode(head)
    yield from frames


def _split(pieces: Iterator[bytes]) -> Iterator[Frame]:
    waiting = bytearray()

    def take(size: int) -> bytes:
        while len(waiting) < size:
            piece = next(pieces, None)
            if piece is None:
                raise NotForUs("a frame is cut")
            waiting.extend(piece)
        taken = bytes(waiting[:size])
        del waiting[:size]
        return taken

    for piece in pieces:
        waiting += piece
        while waiting:
            opening = take(9)
            size = int.from_bytes(opening[1:], "big")
            if size > MAX_BLOB_BYTES:
                raise NotForUs("a frame is too large")
            yield opening[:1], take(size)


def _opening(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(8, "big")


def _note(digest: "hashlib._Hash", kind: bytes, data: bytes) -> None:
    digest.update(_opening(kind, data))
    digest.update(data)


def _statement(digest: "hashlib._Hash") -> bytes:
    return statement("bundle", {"sha256": digest.hexdigest()})
