"""A packed manifest gives its lines to where it ends, breaks off or turns out to be a bomb; what is
held stays small."""

import gzip
import io
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from triage_app.formats import unpacking
from triage_app.formats.text_lines import BadLine, open_stream, text_lines
from triage_app.formats.unpacking import zstd_is_whole

Pack = Callable[[bytes], bytes]
TEXT = b"".join(b"%d;%s\n" % (n, os.urandom(30).hex().encode()) for n in range(20_000))


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def streamed_zstd(data: bytes) -> bytes:
    """A frame that does not say how long it is."""
    packer = zstandard.ZstdCompressor(level=1, write_checksum=True).compressobj()
    return packer.compress(data) + packer.flush()


PACKED = pytest.mark.parametrize("pack", [gzip.compress, zstd, streamed_zstd])


def lines_of(path: Path) -> list[str | BadLine]:
    with open_stream(path) as stream:
        return list(text_lines(stream))


def told_apart(path: Path) -> tuple[str, list[str]]:
    """The text of the lines that could be read, and why the others could not."""
    lines = lines_of(path)
    good = "".join(line for line in lines if isinstance(line, str))
    return good, [line.why for line in lines if isinstance(line, BadLine)]


@PACKED
def test_a_packed_file_is_known_by_its_content_not_by_its_name(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_bytes(pack(TEXT))

    assert told_apart(path) == (TEXT.decode(), [])


@PACKED
def test_several_packed_parts_are_one_file(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "m"
    path.write_bytes(pack(TEXT[:1000]) + pack(TEXT[1000:]))

    assert told_apart(path) == (TEXT.decode(), [])


@PACKED
@pytest.mark.parametrize("share", [0.02, 0.5, 0.97, 0.99999])
def test_a_file_that_breaks_off_gives_the_lines_before_and_says_so(
    pack: Pack, share: float, tmp_path: Path
) -> None:
    whole = pack(TEXT)
    path = tmp_path / "m"
    path.write_bytes(whole[: int(len(whole) * share)])

    good, why = told_apart(path)

    assert TEXT.decode().startswith(good)
    assert good.endswith("\n") or good == ""
    assert len(good) >= len(TEXT) * share - 400_000  # a block of either packing, and a line
    assert len(why) == 1
    assert why[0].startswith("the file breaks off here: ")


@PACKED
def test_a_flipped_bit_is_said_and_ends_the_reading(pack: Pack, tmp_path: Path) -> None:
    damaged = bytearray(pack(TEXT))
    damaged[len(damaged) // 2] ^= 0x10
    path = tmp_path / "m"
    path.write_bytes(damaged)

    assert len(told_apart(path)[1]) == 1


@PACKED
def test_a_bomb_is_stopped_and_never_held(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "FREE_BYTES", 8 << 20)
    path = tmp_path / "m"
    path.write_bytes(pack(b"a;b\n" + b"0" * (64 << 20)))
    tracemalloc.start()
    try:
        good, why = told_apart(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert good == "a;b\n"
    assert why == [
        "a line of more than 2,000,000 characters",
        "the file breaks off here: it unpacks to more than 500 times its size",
    ]
    assert most < 40 << 20


def test_a_manifest_as_even_as_they_come_is_no_bomb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "FREE_BYTES", 0)
    text = b"".join(b"RR%09dUS;candles;6;0.9;48.00;USD\n" % n for n in range(100_000))
    path = tmp_path / "m"
    for pack in (gzip.compress, zstd):
        path.write_bytes(pack(text))
        assert told_apart(path)[1] == []


def test_a_frame_that_asks_for_gigabytes_is_refused(tmp_path: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=29, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    path = tmp_path / "m"
    path.write_bytes(packer.compress(b"a;b\n" * 1000) + packer.flush())

    good, why = told_apart(path)

    assert good == ""
    assert len(why) == 1


@given(st.binary(max_size=400), st.integers(0, 10_000), st.booleans())
def test_only_the_whole_of_a_frame_is_whole(data: bytes, repeat: int, checksum: bool) -> None:
    frame = zstandard.ZstdCompressor(write_checksum=checksum).compress(data * (repeat % 50))
    skipped = b"\x50\x2a\x4d\x18\x03\0\0\0abc"

    assert zstd_is_whole(io.BytesIO(frame))
    assert zstd_is_whole(io.BytesIO(frame + skipped + frame))
    cut = 1 + repeat % (len(frame) - 1)
    assert not zstd_is_whole(io.BytesIO(frame[:cut]))
    assert not zstd_is_whole(io.BytesIO(frame + skipped[: 1 + repeat % 10]))
