"""Bytes that only one station or one hub can open, on a medium anybody may find.

Every end has an Ed25519 key already, pinned by the other end. Its X25519 twin (RFC 7748 section
4.1, the map libsodium and age use for the same purpose) takes part in a Diffie-Hellman with a key
made for this one file; HKDF-SHA256 of that keys ChaCha20-Poly1305 over pieces of a mebibyte. The
nonce counts the pieces and marks the last: none can be left out, moved or cut off.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PIECE_BYTES: Final = 1 << 20
KEY_BYTES: Final = 32
TAG_BYTES: Final = 16
_FIELD: Final = 2**255 - 19
_INFO: Final = b"triage sealed 1"

Agree = Callable[[bytes], bytes]
"""Their X25519 public key -> the secret both have (see `agreed`)."""


class NotForUs(ValueError):
    """It was sealed for another, was cut, or was changed."""


def agreed(seed: bytes, their_public: bytes) -> bytes:
    """The Diffie-Hellman of the twin of an Ed25519 seed with an X25519 public key."""
    mine = X25519PrivateKey.from_private_bytes(hashlib.sha512(seed).digest()[:KEY_BYTES])
    return mine.exchange(X25519PublicKey.from_public_bytes(their_public))


def twin(ed25519_public: bytes) -> bytes:
    """The X25519 public key of an Ed25519 one: u = (1 + y) / (1 - y). ValueError for no key."""
    y = int.from_bytes(ed25519_public, "little") & (2**255 - 1)
    if len(ed25519_public) != KEY_BYTES or y in (0, 1) or y >= _FIELD:
        raise ValueError("no Ed25519 public key")
    u = (1 + y) * pow(1 - y, -1, _FIELD) % _FIELD
    return u.to_bytes(KEY_BYTES, "little")


def seal(parts: Iterable[bytes], recipient: bytes) -> Iterator[bytes]:
    """The parts, one after the other, sealed for the holder of an Ed25519 key."""
    once = X25519PrivateKey.generate()
    public = once.public_key().public_bytes_raw()
    theirs = twin(recipient)
    cipher = _cipher(once.exchange(X25519PublicKey.from_public_bytes(theirs)), public, theirs)
    yield public
    count = 0
    waiting = bytearray()
    for part in parts:
        at = 0
        while len(waiting) + len(part) - at > PIECE_BYTES:
            room = PIECE_BYTES - len(waiting)
            waiting += part[at : at + room]
            yield cipher.encrypt(_nonce(count, last=False), bytes(waiting), None)
            waiting.clear()
            at += room
            count += 1
        waiting += part[at:]
    yield cipher.encrypt(_nonce(count, last=True), bytes(waiting), None)


def unseal(file: BinaryIO, mine: bytes, agree: Agree) -> Iterator[bytes]:
    """What was sealed for us, piece by piece. Raises NotForUs at the first that does not fit; what
    came before is whole. `mine` is our Ed25519 public key."""
    public = file.read(KEY_BYTES)
    try:
        cipher = _cipher(agree(public), public, twin(mine))
    except ValueError as error:
        raise NotForUs("no sealed bytes") from error
    count = 0
    piece = file.read(PIECE_BYTES + TAG_BYTES)
    while True:
        after = file.read(PIECE_BYTES + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(count, last=not after), piece, None)
        except (InvalidTag, ValueError) as error:
            raise NotForUs("sealed for another, cut or changed") from error
        if not after:
            return
        piece = after
        count += 1


def _cipher(secret: bytes, once: bytes, recipient: bytes) -> ChaCha20Poly1305:
    derived = HKDF(SHA256(), KEY_BYTES, salt=once + recipient, info=_INFO).derive(secret)
    return ChaCha20Poly1305(derived)


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])
