"""What surely is no manifest is refused whole, with what it is and the next step; the rest is tried
row by row."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from triage_app.formats.foreign import refuse_foreign
from triage_app.formats.manifest import FORMATS, open_manifest
from triage_app.formats.text_lines import open_stream
from triage_app.model.errors import FileUnreadable

TEXT = b"HAWB,contents\nX1,soap\n"


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("m.csv")
        entry.size = len(TEXT)
        archive.addfile(entry, io.BytesIO(TEXT))
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("m.csv", TEXT)
    return out.getvalue()


FOREIGN = {
    "zip": zipped(),
    "tar": tar(),
    "old spreadsheet": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
    "pdf": b"%PDF-1.7\n",
    "bzip2": bz2.compress(TEXT),
    "xz": lzma.compress(TEXT),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "program": b"\x7fELF" + bytes(100),
    "database": b"SQLite format 3\0" + bytes(100),
    "page": b"\r\n<!DOCTYPE html><html><body>Log in, please</body></html>",
    "XML": b"\xef\xbb\xbf<?xml version='1.0'?><a/>",
    "XML without a word": b"<md:MetaData xmlns:md='urn'>\n<a>1</a>\n",
    "wide XML": '<?xml version="1.0"?>\n<a/>'.encode("utf-16"),
}


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
@pytest.mark.parametrize("named", FORMATS)
def test_another_kind_of_file_is_named_with_the_next_step(
    tmp_path: Path,
    kind: str,
    pack,
    named: str,  # type: ignore[no-untyped-def]
) -> None:
    path = tmp_path / "manifest.csv"
    path.write_bytes(pack(FOREIGN[kind]))

    with pytest.raises(FileUnreadable, match=r"manifest\.csv is .*\. .*nothing was imported"):
        open_manifest(path, named, "feed", lambda number: ("", number, "", ()))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_file_packed_twice_is_said_to_be(tmp_path: Path, pack) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "m.gz"
    path.write_bytes(gzip.compress(pack(TEXT)))

    with pytest.raises(FileUnreadable, match="packed in a way that is not read"):
        open_stream(path)


def test_every_real_xml_of_customs_is_refused_whole(shared_data: Path) -> None:
    paths = sorted((shared_data / "customs").rglob("*.xml"))
    for path in paths:
        with pytest.raises(FileUnreadable, match="XML"):
            open_stream(path)
    assert len(paths) > 50


@pytest.mark.parametrize(
    "head", [b"", b"<5 kg,HAWB\n", b"<,HAWB\n", b"PK,HAWB\n", b"BZ\n", b"MZ,number\n", TEXT]
)
def test_a_table_is_none_of_them(head: bytes) -> None:
    refuse_foreign(Path("m.csv"), head)
