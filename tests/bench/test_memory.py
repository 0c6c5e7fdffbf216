"""What a window holds is measured in the window itself, at rest."""

import os
from pathlib import Path

import pytest

from triage_app.bench import measure
from triage_app.bench.figure import Figure
from triage_app.bench.launcher import held_mb
from triage_app.bench.workshop import Workshop
from triage_app.demo.stream import FEWEST_ITEMS


def test_what_a_process_holds_is_told_where_the_system_tells_it() -> None:
    told = held_mb(os.getpid())

    assert told == 0 if not Path("/proc/self/smaps_rollup").exists() else told > 5


@pytest.mark.slow
def test_a_window_s_memory_is_measured_twice(tmp_path: Path) -> None:
    opened, worked = measure("memory", Workshop(tmp_path, FEWEST_ITEMS))

    assert isinstance(opened, Figure)
    assert isinstance(worked, Figure)
    assert opened.met
    assert worked.ours.p50 > opened.floor.p50
