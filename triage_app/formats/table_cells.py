"""The text of a row that cannot be read -> in which of its cells what is wrong stands."""

from collections.abc import Iterator


def cell_at(before: str, delimiter: str) -> int:
    """The place of the cell that a text goes on in, the row's beginning being `before`."""
    return sum(1 for _ in _ends(before, delimiter))


def quoted_at(row: str, delimiter: str) -> int:
    """The place of the cell in which a quote begins that is not closed or has something behind it;
    the last one with a quote, where none is."""
    quoted = place = begins = 0
    for end in (*_ends(row, delimiter), len(row)):
        cell = row[begins:end]
        if cell.startswith('"'):
            quoted = place
            if not _is_closed(cell.rstrip("\r\n")):
                return place
        place, begins = place + 1, end + 1
    return quoted


def _is_closed(cell: str) -> bool:
    inner = cell[1:].replace('""', "")
    return inner.endswith('"') and inner.count('"') == 1


def _ends(row: str, delimiter: str) -> Iterator[int]:
    """Where the cells end that have a delimiter behind them, which it is not within quotes."""
    within = quoted = False
    fresh = True
    for at, character in enumerate(row):
        if character == '"' and (fresh or quoted):
            quoted, within = True, not within
        elif character == delimiter and not within:
            yield at
            quoted, fresh = False, True
            continue
        fresh = False
