"""The processes that check signatures: they go when the hub goes, and one that dies is replaced."""

import asyncio
import hashlib
import os
import signal
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.hub_process import hub_process
from triage_app.hub.signatures import FEW, Pair, Signatures

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()


def pairs(count: int) -> list[Pair]:
    digests = [hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(count)]
    return [(digest, KEY.sign(digest)) for digest in digests]


def children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if not path.exists():
        pytest.skip("no /proc on this system")
    return [int(one) for one in path.read_text("ascii").split()]


def alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text("ascii")
    except FileNotFoundError:
        return False


def gone(pids: list[int], within_s: float = 20.0) -> bool:
    until = time.monotonic() + within_s
    while any(map(alive, pids)) and time.monotonic() < until:
        os.sched_yield()
    return not any(map(alive, pids))


def test_a_hub_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    with hub_process(tmp_path / "hub") as (_, process):
        beside = children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait(20)

    assert beside
    assert gone(beside)


def test_a_process_that_dies_costs_no_answer() -> None:
    checking = Signatures(2)
    some = pairs(FEW * 8)
    spoilt = [*some[:50], (some[50][0], bytes(64)), *some[51:]]
    try:
        first = asyncio.run(checking.hold(PUBLIC, some))
        for child in (checking._idle.get(), checking._idle.get()):
            child._process.kill()
            child._process.join()
            checking._idle.put(child)
        after = asyncio.run(checking.hold(PUBLIC, spoilt))
        again = asyncio.run(checking.hold(PUBLIC, some))
    finally:
        checking.close()

    assert all(first)
    assert [n for n, held in enumerate(after) if not held] == [50]
    assert all(again)


def test_a_signature_of_another_length_is_none_and_moves_no_other() -> None:
    some = pairs(3)

    held = asyncio.run(
        Signatures(1).hold(PUBLIC, [some[0], (some[1][0], b""), (some[1][0], bytes(65)), some[2]])
    )

    assert held == [True, False, False, True]
