"""Announcements -> JSON lines that read back the same."""

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from triage_app.formats.announcement_json import VERSION, object_of
from triage_app.model.item import Announcement


def write_json_lines(announcements: Iterable[Announcement], file: BinaryIO) -> int:
    """One object a line, its form first; how many."""
    encode = msgspec.json.Encoder().encode
    begin = b'{"format":' + encode(VERSION) + b","
    count = 0
    for announcement in announcements:
        file.write(begin + encode(object_of(announcement))[1:] + b"\n")
        count += 1
    return count
