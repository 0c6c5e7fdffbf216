"""A small made-up station that is gone afterwards, for the self-test and for pictures."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.settings import Settings


@contextmanager
def scratch_station(items: int, images: int) -> "Iterator[tuple[Settings, Parts]]":
    """A demonstration home of `items` items, `images` of them with pictures, opened."""
    from datetime import date

    from triage_app.app import assemble
    from triage_app.demo.fill import fill_home
    from triage_app.demo.stream import FacilityPlan
    from triage_app.settings import load_settings

    with tempfile.TemporaryDirectory(prefix="triage-scratch-") as folder:
        home = Path(folder) / "home"
        fill_home(
            home, FacilityPlan(1, items, date(2026, 3, 2), "JFK", min(4, images // 2)), images
        )
        settings = load_settings(home)
        with assemble(settings) as parts:
            yield settings, parts
