"""Which dropped files go to the import, by their first bytes."""

import gzip

import pytest

from triage_app.flow.manifest_kind import may_be_manifest


@pytest.mark.parametrize(
    "head",
    [
        b"tracking,value\nRR1,2\n",
        b"\xef\xbb\xbfTracking;Wert\r\n",
        b"\n\ntracking\tvalue",
        b"a|b",
        "编号,重量\n".encode(),
        "é,à\n".encode("latin-1"),
        "tracking\tvalue\r\n".encode("utf-16"),
        b'{"number":"RR1"}\n',
        b"UNA:+.? 'UNB+UNOC:3",
        b"UNB+UNOC:3+A+B'",
        gzip.compress(b"x", mtime=0),
        b"\x28\xb5\x2f\xfd\x00",
    ],
)
def test_a_table_of_text_may_be_a_manifest(head: bytes) -> None:
    assert may_be_manifest(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"just some words\nand, more",
        b"%PDF-1.7, x",
        b"<?xml version='1.0'?>,",
        b"<svg a,b>",
        b"PK\x03\x04\x14\0",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"a,b\0c",
        b"\x7fELF\x02\x01\x01\0",
    ],
)
def test_other_content_is_none(head: bytes) -> None:
    assert not may_be_manifest(head)
