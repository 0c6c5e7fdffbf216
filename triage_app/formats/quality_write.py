"""Scorecards -> a table for spreadsheets, or JSON lines for programs."""

import csv
import json
from collections.abc import Iterator
from typing import Any, Final, TextIO

from triage_app.formats.courier_write import END, neutral
from triage_app.model.measure import Share
from triage_app.model.quality import KINDS, Scorecard, Scorecards

_ENDS: Final = ("", "_share", "_low", "_high")


def write_csv(made: Scorecards, file: TextIO) -> None:
    """A row a scorecard; no cell is a formula."""
    writer = csv.writer(file, lineterminator=END)
    counted = [f"{kind}{end}" for kind in (*KINDS, "anything") for end in _ENDS]
    writer.writerow((made.by, "items", *counted, "part"))
    for card in made.cards:
        shares = [*(card.kinds[kind] for kind in KINDS), card.anything]
        cells = [card.name, str(card.items), *(cell for one in shares for cell in _cells(one))]
        writer.writerow([*map(neutral, cells), "yes" if card.part else ""])


def write_json(made: Scorecards, file: TextIO) -> None:
    """A line a scorecard."""
    for told in as_json(made):
        file.write(json.dumps(told, ensure_ascii=False) + "\n")


def as_json(made: Scorecards) -> Iterator[dict[str, Any]]:
    """Each scorecard as one object."""
    for card in made.cards:
        yield {made.by: card.name, "items": card.items, **_kinds(card), "part": card.part}


def _kinds(card: Scorecard) -> dict[str, Any]:
    shares = {**card.kinds, "anything": card.anything}
    return {
        kind: {"items": one.part, "share": one.value, "low": one.low, "high": one.high}
        for kind, one in shares.items()
    }


def _cells(share: Share) -> tuple[str, str, str, str]:
    value = 0.0 if share.value is None else share.value
    return str(share.part), f"{value:.4f}", f"{share.low:.4f}", f"{share.high:.4f}"
