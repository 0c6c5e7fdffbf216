"""The signature of a rule pack: Ed25519 over its id, version and the digests of its texts.

It lies beside the pack (FILE.sig, one JSON object). The signed statement names the content, so a
signature that is moved to another pack, or a pack that is altered, does not hold.
"""

import hashlib
from collections.abc import Callable, Mapping

import msgspec
from msgspec import Struct

from triage_app.protocol.signing import PUBLIC_KEY_BYTES, signature_holds, statement

MOST_SIGNATURE_BYTES = 100_000


class PackSignature(Struct, frozen=True, kw_only=True):
    """`sha256` is that of the pack's text, `lexicons` those of the lexicon texts that come with it
    by id; `key` is the signer's public key; all hex. `signed_at` and `by` are what the signer said
    of time and person."""

    pack: str
    version: str
    sha256: str
    key: str
    signature: str
    lexicons: dict[str, str] = {}
    signed_at: str = ""
    by: str = ""


def sign_pack(
    told: PackSignature, public_key: bytes, sign: Callable[[bytes], str]
) -> PackSignature:
    """The same with key and signature filled in; `sign` gives the signature in hex."""
    named = msgspec.structs.replace(told, key=public_key.hex(), signature="")
    return msgspec.structs.replace(named, signature=sign(_statement(named)))


def unsigned(
    pack: str, version: str, text: str, lexicons: Mapping[str, str], *, at: str = "", by: str = ""
) -> PackSignature:
    """What is to be signed of a pack and the lexicons that come with it."""
    return PackSignature(
        pack=pack,
        version=version,
        sha256=_digest(text),
        lexicons={word: _digest(lexicons[word]) for word in sorted(lexicons)},
        signed_at=at,
        by=by,
        key="",
        signature="",
    )


def read_signature(data: bytes) -> PackSignature | None:
    """A signature file's content; None where it is none."""
    if len(data) > MOST_SIGNATURE_BYTES:
        return None
    try:
        return msgspec.json.decode(data, type=PackSignature)
    except msgspec.MsgspecError:
        return None


def signature_bytes(signature: PackSignature) -> bytes:
    """A signature as its file holds it."""
    return msgspec.json.format(msgspec.json.encode(signature)) + b"\n"


def why_not_signed(
    signature: PackSignature, pack: str, version: str, text: str, lexicons: Mapping[str, str]
) -> str:
    """Why this is no signature of that pack; "" where it holds. Says nothing of whether its key is
    trusted."""
    fresh = unsigned(pack, version, text, lexicons)
    if (signature.pack, signature.version) != (pack, version):
        return f"the signature is of {signature.pack} {signature.version}"
    if signature.sha256 != fresh.sha256:
        return "the pack's text is not the one that was signed"
    if signature.lexicons != fresh.lexicons:
        return "the lexicons beside the pack are not those that were signed"
    key = key_bytes(signature.key)
    if key is None or not signature_holds(key, signature.signature, _statement(signature)):
        return "the signature does not hold"
    return ""


def key_bytes(text: str) -> bytes | None:
    """A public key written in hex; None where it is none."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        return None
    return key if len(key) == PUBLIC_KEY_BYTES else None


def key_id(key: bytes) -> str:
    """How people tell keys apart: the first eight bytes of its SHA-256, in groups."""
    told = hashlib.sha256(key).hexdigest()[:16]
    return "-".join(told[at : at + 4] for at in range(0, 16, 4))


def _statement(signature: PackSignature) -> bytes:
    told = msgspec.to_builtins(signature)
    told.pop("signature")
    return statement("rule-pack", told)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
