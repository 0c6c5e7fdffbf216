"""What both ends rely on: sealed bodies open whole or not at all, signed words cannot be bent."""

from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON, make_announcement
from triage_app.model.item import Hold
from triage_app.protocol.bodies import (
    ENCODINGS,
    BodyDamaged,
    BodyTooLarge,
    pack,
    unpack,
)
from triage_app.protocol.enrol import make_token, name_allowed, split_token
from triage_app.protocol.envelope import SignedStatement, version_spoken
from triage_app.protocol.push import ReceiptBody, read_receipt, receipt_statement
from triage_app.protocol.revocation import RevocationBody, revocation_statement, revokes
from triage_app.protocol.segments import SegmentLine, pack_lines, read_line, read_segment
from triage_app.protocol.signing import signature_holds, statement, statement_value
from triage_app.protocol.uploads import is_sha256, metadata_sha256, upload_metadata

AT = datetime(2026, 3, 2, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


def signed(data: bytes) -> SignedStatement:
    return SignedStatement(data, KEY.sign(data).hex())


def receipt(**changes: object) -> SignedStatement:
    body = ReceiptBody("hub-1", "JFK", "bench-1", 1, 7, "ab" * 32, 7, AT)
    return signed(receipt_statement(msgspec.structs.replace(body, **changes)))


@pytest.mark.parametrize("encoding", ["", "identity", *ENCODINGS])
@given(data=st.binary(max_size=5_000))
def test_a_body_opens_to_what_was_packed(encoding: str, data: bytes) -> None:
    packed = pack(data, encoding) if encoding in ENCODINGS else data

    assert unpack(packed, encoding, 5_000) == data


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.binary(min_size=1, max_size=2_000), keep=st.floats(0, 0.999))
def test_a_body_that_is_cut_opens_not_at_all(encoding: str, data: bytes, keep: float) -> None:
    packed = pack(data, encoding)

    with pytest.raises(BodyDamaged):
        unpack(packed[: int(len(packed) * keep)], encoding, 5_000)


@pytest.mark.parametrize("encoding", ["", *ENCODINGS])
def test_a_body_past_the_limit_is_never_held(encoding: str) -> None:
    data = bytes(1_000_001)
    packed = pack(data, encoding) if encoding else data

    assert len(unpack(packed, encoding, 1_000_001)) == 1_000_001
    with pytest.raises(BodyTooLarge):
        unpack(packed, encoding, 1_000_000)


def test_an_unknown_encoding_is_said() -> None:
    with pytest.raises(BodyDamaged, match="br"):
        unpack(b"", "br", 10)
    with pytest.raises(BodyDamaged, match="br"):
        pack(b"", "br")


def test_a_signature_holds_for_its_bytes_and_its_key_alone() -> None:
    data = statement("receipt", {"seq": 1})
    signature = KEY.sign(data).hex()

    assert signature_holds(PUBLIC, signature, data)
    assert not signature_holds(PUBLIC, signature, data + b" ")
    assert not signature_holds(bytes(32), signature, data)
    assert not signature_holds(b"short", signature, data)
    assert not signature_holds(PUBLIC, "no hex", data)


def test_a_statement_of_one_kind_passes_for_no_other() -> None:
    data = statement("receipt", {"seq": 1})

    assert statement_value("receipt", data) == b'{"seq":1}'
    assert statement_value("revocation", data) is None


def test_a_receipt_is_believed_when_the_hub_signed_it_for_this_station() -> None:
    read = read_receipt(receipt(), PUBLIC, "bench-1")

    assert read is not None
    assert (read.epoch, read.seq, read.hash) == (1, 7, "ab" * 32)
    assert msgspec.json.decode(read.data, type=SignedStatement) == receipt()


@pytest.mark.parametrize(
    "given_receipt",
    [
        receipt(station="bench-2"),
        SignedStatement(receipt().data, "00" * 64),
        signed(statement("revocation", {"station": "bench-1"})),
        signed(statement("receipt", {"station": "bench-1"})),
    ],
    ids=["other-station", "unsigned", "other-kind", "not-whole"],
)
def test_any_other_receipt_is_none(given_receipt: SignedStatement) -> None:
    assert read_receipt(given_receipt, PUBLIC, "bench-1") is None


def test_a_revocation_is_of_one_station_by_one_hub() -> None:
    word = signed(revocation_statement(RevocationBody("hub-1", "JFK", "bench-1", AT)))

    assert revokes(word, PUBLIC, "bench-1")
    assert not revokes(word, PUBLIC, "bench-2")
    assert not revokes(word, bytes(32), "bench-1")
    assert not revokes(receipt(), PUBLIC, "bench-1")
    assert not revokes(signed(statement("revocation", {"hub": 1})), PUBLIC, "bench-1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1", ""),
        ("0", "old_protocol"),
        ("2", "new_protocol"),
        ("", "old_protocol"),
        ("x", "old_protocol"),
        ("1234567", "old_protocol"),
        ("²", "old_protocol"),
    ],
)
def test_versions_are_spoken_or_the_older_side_is_named(text: str, code: str) -> None:
    assert version_spoken(text) == code


@pytest.mark.parametrize("name", ["", "a b", "a~b", "ä", "x" * 65, "a/b", "a\n"])
def test_names_that_would_not_travel_are_refused(name: str) -> None:
    assert not name_allowed(name)


def test_a_token_names_its_place() -> None:
    assert split_token(make_token("JFK", "bench-1", "s3cret")) == ("JFK", "bench-1", "s3cret")
    assert split_token("JFK~bench-1") is None
    assert split_token("JFK~~s3cret") is None


def test_a_blob_is_named_by_its_hash_and_nothing_else() -> None:
    name = "ab" * 32

    assert metadata_sha256("filename YS5wbmc=," + upload_metadata(name)) == name
    assert metadata_sha256("filename YS5wbmc=") == ""
    assert metadata_sha256("sha256 !") == ""
    assert metadata_sha256("sha256 gICA") == ""
    assert metadata_sha256("sha256 Li4vLi4=") == ""
    assert is_sha256(name)
    assert not is_sha256(name.upper())
    assert not is_sha256(name + "\n")


def test_a_segment_holds_announcements_and_holds() -> None:
    announcement = make_announcement()
    hold = Hold("h1", "targeting unit", "split lot", NOON, cleared_only=True)
    lines = [SegmentLine(announcement), SegmentLine(hold=hold, number="X1")]

    content = read_segment(pack_lines(msgspec.json.encode(line) for line in lines))

    assert content.announcements == (announcement,)
    assert content.holds == (("X1", hold),)
    assert [line.stream() for line in lines] == ["announcements", "holds"]


@pytest.mark.parametrize("line", [b"", b'{"announcement": 3}', b"{}", b'{"hold": null}', b"[]"])
def test_a_line_that_is_none_is_said(line: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        read_line(line)
