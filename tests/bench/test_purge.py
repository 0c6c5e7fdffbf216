from pathlib import Path

import pytest

from triage_app.bench.purge import figures
from triage_app.bench.workshop import Workshop


@pytest.mark.slow
def test_a_look_up_and_a_writer_are_measured_beside_a_purge(tmp_path: Path) -> None:
    look, turn = figures(Workshop(tmp_path, 2_000))

    assert (look.bench, look.judged, turn.judged) == ("purge", "p99", "p99")
    assert look.ours.count > 0
    assert turn.floor.count == 1_000
