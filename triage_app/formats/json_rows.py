"""JSON file -> the objects of its list."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from triage_app.formats.list_file import text_of, unreadable


def objects(path: Path, key: str = "") -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a JSON array, or of the array under `key`, with their place from 1. What is no
    object comes as an empty one. Raises FileUnreadable."""
    try:
        value = json.loads(text_of(path))
    except (ValueError, RecursionError) as error:
        raise unreadable(path, error) from error
    if key and isinstance(value, dict):
        value = value.get(key)
    if not isinstance(value, list):
        raise unreadable(path, f"no list under '{key}'" if key else "no list of entries")
    for place, row in enumerate(value, 1):
        yield place, row if isinstance(row, dict) else {}
