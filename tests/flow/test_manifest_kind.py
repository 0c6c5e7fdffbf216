"""Which dropped files go to the import, by their first bytes."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.flow.manifest_kind import may_be_manifest
from triage_app.formats.text_lines import encoding_of
from triage_app.imaging.decode import media_type_of


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
        b"",
        b"Manifest of 12 May\n\nFlight XX 1234\n\nHAWB,Contents\n",
        b"~\nHAWB~Contents\n",
        b"~~~~ courier export ~~~~\r\nHAWB|Contents\r\n",
        b"HAWB",
        b"<5 kg,>5 kg\n1,2\n",
        b"BM,HAWB\n1,2\n",
        b"UNA\x1f\x1d. \x1e\x1cUNB\x1dUNOB",
        b"a,b,c\n\x00,2,3\n",
        b'{"number":"X\x01"}\n' + b'{"number":"RR473124829US","sender":{"name":"Ann"}}\n' * 4,
        "HAWB,Contents\n".encode("utf-16-le"),
        "HAWB,Contents\n".encode("utf-32"),
        "编号,重量\n".encode("gbk"),
        "\ufeff\n\n  Manifest\n".encode(),
        b"PK\x03\x04\x14\0\x06\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
    ],
)
def test_text_of_any_kind_may_be_a_manifest(head: bytes) -> None:
    assert may_be_manifest(head)


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.7, x",
        b"<?xml version='1.0'?>,",
        b"<svg a,b>",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"a,\0\0\0",
        b"GIF89a,b",
        b"8BPS\0\1\0\0" + b"," * 4_000,
        b"\x89PNG\r\r\x1a\r" + b"," * 4_000,
        bytes(range(256)) * 16,
        b"<html><body>a,b",
        b"\x7fELF\x02\x01\x01\0",
        b"MZ\x90\0 program",
    ],
)
def test_other_content_is_none(head: bytes) -> None:
    assert not may_be_manifest(head)


def test_real_manifests_and_real_pictures_are_told_apart(shared_data: Path) -> None:
    pictures = [one for one in (shared_data / "robust_images").rglob("*") if one.is_file()]
    tables = [*(shared_data / "text").rglob("*.csv"), *(shared_data / "customs").rglob("*.csv")]
    tables += [*(shared_data / "text").rglob("*.tsv"), *(shared_data / "customs").rglob("*.edi")]
    tables += (shared_data / "text" / "csv_odd").iterdir()
    assert len(pictures) > 40
    assert len(tables) > 25

    for path in pictures:
        head = path.read_bytes()[:4_096]
        assert media_type_of(head) or not may_be_manifest(head), path.name
    for path in tables:
        head = path.read_bytes()[:4_096]
        assert not media_type_of(head), path.name
        assert may_be_manifest(head), path.name


@pytest.mark.parametrize("page", ["cp1251", "gb18030", "cp932", "cp1252", "utf-8", "utf-16"])
def test_a_manifest_in_any_page_under_any_title_is_one(page: str) -> None:
    text = "Manifest\n\nHAWB;Contents\nX1;soap, Маша\n".encode(page, "ignore")

    assert may_be_manifest(text)
    assert may_be_manifest(b"~" + text) or page == "utf-16"


@given(st.binary(min_size=600, max_size=4_096))
def test_bytes_of_no_kind_are_no_text(data: bytes) -> None:
    if may_be_manifest(data):
        text = data.decode(encoding_of(data), "replace")
        assert sum(
            c < " " and c not in "\t\n\r\x0c\0\x1a\x1b\x1c\x1d\x1e\x1f" for c in text
        ) * 50 <= len(text)
