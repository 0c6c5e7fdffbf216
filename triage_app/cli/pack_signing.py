"""`triage pack sign | new-key | trust`: whose packs are taken, and packs signed."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from triage_app.cli.output import say, say_json, warn
from triage_app.cli.pack_files import pack_source, signature_path
from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr
from triage_app.model.visible import visible
from triage_app.risk.toml_table import PackRefused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from triage_app.flow.rule_packs import PackSource, RulePacks

SECRET_BYTES = 32
MOST_KEY_CHARACTERS = 10_000


def refused_pack(refused: PackRefused) -> int:
    """Say every error of a pack and that the one before stays; the exit code."""
    for one in refused.every:
        warn(f"triage: {visible(str(one.what), 1_000)}")
    warn(f"triage: {refused.next_step}")
    return 1


def sign(args: argparse.Namespace) -> int:
    """Lay FILE.sig beside the pack: by a key from a file or standard input, or by the station."""
    source = pack_source(args.file)
    signed = _by_station(args, source) if args.station else _by_key(args, source)
    if not signed:
        return 1
    path = signature_path(Path(args.file))
    from triage_app.store.durable_file import write_durably

    write_durably(path, signed)
    said = {"file": str(path), "pack": source.name}
    if args.json:
        say_json(said)
    else:
        say(f"{visible(str(path))} written.")
    return 0


def _by_station(args: argparse.Namespace, source: "PackSource") -> bytes:
    from triage_app.cli.opening import by_whom, may_not, opened
    from triage_app.flow.clearance import Deed
    from triage_app.flow.rules_house import packs_of

    with opened(args) as parts:
        if may_not(parts, Deed.USE_PACK):
            return b""
        return packs_of(parts).sign_own(source, by_whom(args, parts)).signature


def _by_key(args: argparse.Namespace, source: "PackSource") -> bytes:
    from triage_app.flow.clock import SystemClock
    from triage_app.flow.rule_packs import signed_by

    key = secret_key(args.key)
    at = SystemClock("UTC").now().isoformat()
    return signed_by(
        source, key.public_key().public_bytes_raw(), lambda data: key.sign(data).hex(), at, args.by
    ).signature


def secret_key(named: str) -> "Ed25519PrivateKey":
    """The Ed25519 key of a file, "-" for standard input: 64 hex digits, or PKCS 8 in PEM. Raises
    FileUnreadable; the key itself is in no message."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        text = (
            sys.stdin.read(MOST_KEY_CHARACTERS)
            if named == "-"
            else Path(named).read_text("ascii")[:MOST_KEY_CHARACTERS]
        )
        if text.lstrip().startswith("-----"):
            key = load_pem_private_key(text.encode(), None)
            if isinstance(key, Ed25519PrivateKey):
                return key
            raise ValueError("another kind of key")
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text.strip()))
    except (OSError, ValueError, TypeError) as error:
        why = error.strerror if isinstance(error, OSError) else tr("cli", "it holds no such key")
        raise FileUnreadable(
            tr("cli", "{file} cannot be read as an Ed25519 key: {why}.", file=named, why=why),
            tr("cli", "Name a file with 64 hex digits or a PEM; 'triage pack new-key' makes one."),
        ) from None


def new_key(args: argparse.Namespace) -> int:
    """A new key to sign packs with: FILE holds the secret and is its owner's alone, FILE.pub is
    what stations are told to trust."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from triage_app.protocol.packs import key_id

    path: Path = args.file
    secret = os.urandom(SECRET_BYTES)
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        warn(f"triage: {path} is there already and was left as it is; name another file.")
        return 1
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret.hex() + "\n")
    path.with_name(f"{path.name}.pub").write_text(public.hex() + "\n", "ascii")
    if args.json:
        say_json({"file": str(path), "public": public.hex(), "key": key_id(public)})
    else:
        say(f"key {key_id(public)}: keep {path} off the stations, trust {path.name}.pub on them")
    return 0


def trust(args: argparse.Namespace) -> int:
    """List, add or remove the keys whose packs are taken."""
    from triage_app.cli.opening import may_not, opened, opened_unasked
    from triage_app.flow.clearance import Deed
    from triage_app.flow.rules_house import packs_of

    changes = bool(args.remove or args.file)
    with opened(args) if changes else opened_unasked(args.home) as parts:
        packs = packs_of(parts)
        if changes and may_not(parts, Deed.USE_PACK):
            return 1
        if args.remove:
            return _remove(packs, args)
        if args.file:
            return _add(packs, args)
        for one in packs.trusted():
            if args.json:
                say_json({"key": one.id, "public": one.key, "whose": one.whose, "by": one.by})
            else:
                say(f"{one.id}  {visible(one.whose)}" + (f", by {one.by}" if one.by else ""))
    return 0


def _add(packs: "RulePacks", args: argparse.Namespace) -> int:
    from triage_app.cli.pack_files import text_of
    from triage_app.protocol.packs import key_bytes, key_id

    key = key_bytes(text_of(args.file))
    if key is None:
        warn(f"triage: {args.file} holds no public key: 64 hex digits, as FILE.pub of new-key.")
        return 1
    act = packs.trust(key, args.name or args.file.stem, args.by)
    if args.json:
        say_json({"key": key_id(key), "act": act.id if act else ""})
    elif act is None:
        say(f"{key_id(key)} is trusted here already.")
    else:
        say(f"act {act.seq} written: packs signed by {key_id(key)} are taken from now on")
    return 0


def _remove(packs: "RulePacks", args: argparse.Namespace) -> int:
    act = packs.distrust(args.remove, args.by)
    if act is None:
        warn(f"triage: no key {args.remove} was added here; 'triage pack trust' lists them.")
        return 1
    if args.json:
        say_json({"key": args.remove, "act": act.id})
    else:
        say(f"act {act.seq} written: packs signed by {args.remove} are taken no more")
    return 0
