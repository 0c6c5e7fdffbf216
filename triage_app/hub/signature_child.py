"""A child process that checks signatures: key and (digest, signature) pairs in, a byte each out.

Checking is most of what a push costs, and it holds the interpreter: beside the loop means in
another process. The child ends by itself when the hub is gone, however it went.
"""

import signal
from multiprocessing.connection import Connection
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEY_BYTES: Final = 32
DIGEST_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
PAIR_BYTES: Final = DIGEST_BYTES + SIGNATURE_BYTES


def serve(pipe: Connection) -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the hub's to handle
    try:
        while True:
            pipe.send_bytes(verified(pipe.recv_bytes()))
    except (EOFError, OSError):
        return


def verified(asked: bytes) -> bytes:
    """Of each pair after the key: 1 where the signature is over the digest by that key, else 0."""
    key = Ed25519PublicKey.from_public_bytes(asked[:KEY_BYTES])
    return bytes(
        _holds(key, asked[at : at + PAIR_BYTES]) for at in range(KEY_BYTES, len(asked), PAIR_BYTES)
    )


def _holds(key: Ed25519PublicKey, pair: bytes) -> bool:
    try:
        key.verify(pair[DIGEST_BYTES:], pair[:DIGEST_BYTES])
    except InvalidSignature:
        return False
    return True
