"""Made-up stations that push at one moment: their keys, their acts, their requests, ready made."""

import base64
import http.client
import json
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from triage_app.bench.bare_hub import KEY_HEADER
from triage_app.bench.record import draft
from triage_app.model.act import GENESIS_HASH, Act, Head, canonical
from triage_app.protocol.bodies import pack
from triage_app.protocol.enrol import EnrolRequest
from triage_app.protocol.envelope import HEADER_PROTOCOL, PROTOCOL_VERSION
from triage_app.protocol.push import ChainHead, PushRequest, WireAct
from triage_app.store.act_row import placed, signed_hash

BATCH = 500


@dataclass(frozen=True, slots=True)
class Sender:
    """A station: its public key and its requests, a batch each, in order."""

    name: str
    public_key: bytes
    pushes: tuple[bytes, ...]


def make_sender(name: str, batches: int) -> Sender:
    """A station with that many batches of acts, each act on an item of its own."""
    key = Ed25519PrivateKey.generate()
    head = Head(name, 1, 0, GENESIS_HASH)
    pushes = []
    for _ in range(batches):
        acts = []
        for _ in range(BATCH):
            acts.append(_act(key, head))
            head = Head(name, 1, head.seq + 1, acts[-1].hash)
        pushes.append(_packed(acts, head))
    return Sender(name, key.public_key().public_bytes_raw(), tuple(pushes))


def enrol(address: str, code: str, sender: Sender) -> str:
    """The station's token at a real hub."""
    request = EnrolRequest(
        code=code,
        station=sender.name,
        facility="JFK",
        public_key=sender.public_key.hex(),
        app_version="bench",
    )
    connection = _connection(address)
    headers = {HEADER_PROTOCOL: str(PROTOCOL_VERSION), "Content-Type": "application/json"}
    connection.request("POST", "/v1/enrol", msgspec.json.encode(request), headers)
    token = json.loads(connection.getresponse().read())["token"]
    connection.close()
    return str(token)


def seconds_of(
    address: str, senders: Sequence[Sender], batch: int, header: Callable[[Sender], dict[str, str]]
) -> float:
    """How long until every station has an answer to this batch of its own, all sent at once."""
    failed: list[str] = []
    start = threading.Barrier(len(senders) + 1)
    ends = [
        threading.Thread(
            target=_push, args=(address, one.pushes[batch], header(one), start, failed)
        )
        for one in senders
    ]
    for end in ends:
        end.start()
    start.wait()
    began = perf_counter()
    for end in ends:
        end.join()
    took = perf_counter() - began
    if failed:
        raise RuntimeError(failed[0])
    return took


def key_header(sender: Sender) -> dict[str, str]:
    """Who sends, for the bare hub."""
    return {KEY_HEADER: sender.public_key.hex()}


def _push(
    address: str, body: bytes, header: dict[str, str], start: threading.Barrier, failed: list[str]
) -> None:
    connection = _connection(address)
    connection.connect()
    start.wait()
    headers = {
        HEADER_PROTOCOL: str(PROTOCOL_VERSION),
        "Content-Type": "application/json",
        "Content-Encoding": "zstd",
        **header,
    }
    connection.request("POST", "/v1/acts", body, headers)
    reply = connection.getresponse()
    said = reply.read()
    if reply.status != 200 or b"refused" in said or b"conflict" in said:
        failed.append(f"{reply.status}: {said[:200]!r}")
    connection.close()


def _connection(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)


def _act(key: Ed25519PrivateKey, head: Head) -> Act:
    number = base64.b32encode(os.urandom(10)).decode()
    made = replace(draft(), item_number=number)
    data = canonical(placed(made, head.station, head.epoch, head))
    digest = signed_hash(data)
    return Act(
        made.id,
        head.station,
        head.epoch,
        head.seq + 1,
        made.kind,
        data,
        digest.hex(),
        key.sign(digest).hex(),
    )


def _packed(acts: Sequence[Act], head: Head) -> bytes:
    wire = [WireAct(a.id, a.epoch, a.seq, a.data, a.hash, a.signature) for a in acts]
    return pack(msgspec.json.encode(PushRequest(wire, ChainHead(head.epoch, head.seq, head.hash))))
