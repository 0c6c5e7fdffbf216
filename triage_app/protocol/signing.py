"""Ed25519 (RFC 8032) over statements that say what they are, so that none passes for another."""

from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from triage_app.model.act import canonical

PUBLIC_KEY_BYTES = 32


def statement(kind: str, value: Mapping[str, object]) -> bytes:
    """The bytes to sign: the kind on a line of its own, then the canonical JSON."""
    return b"triage " + kind.encode("ascii") + b" 1\n" + canonical(value)


def statement_value(kind: str, data: bytes) -> bytes | None:
    """The canonical JSON of a statement of that kind; None when it is of another."""
    head = b"triage " + kind.encode("ascii") + b" 1\n"
    return data[len(head) :] if data.startswith(head) else None


def signature_holds(public_key: bytes, signature_hex: str, data: bytes) -> bool:
    """Whether the signature (hex) over `data` is by the holder of the 32-byte public key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(bytes.fromhex(signature_hex), data)
    except (InvalidSignature, ValueError):
        return False
    return True
