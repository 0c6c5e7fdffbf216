"""Every schema that ever shipped opens with its waiting acts."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.store.keep_fixture import DRAFT_KEY, PICTURE, REFUSED, WAITING
from tests.store.record_home import Home, act_id, draft
from triage_app.model.act import DeliveryState
from triage_app.store.keys import open_keys
from triage_app.store.record_schema import MIGRATIONS

STORES = Path(__file__).resolve().parents[1] / "data" / "stores"
KEPT = sorted(STORES.glob("record-v*"))


def test_a_store_of_every_schema_is_kept() -> None:
    assert [path.name for path in KEPT] == [f"record-v{n + 1}" for n in range(len(MIGRATIONS))]


@pytest.fixture(params=KEPT, ids=lambda path: path.name)
def old_home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    path = tmp_path / "home"
    shutil.copytree(request.param, path)
    (path / "station.key").chmod(0o600)
    home = Home(path, open_keys(path, "file"))
    home.clock.at = NOON + timedelta(hours=1)
    return home


def test_it_opens_with_its_waiting_acts_and_goes_on(old_home: Home) -> None:
    with old_home.opened() as opened:
        waiting = [act for act in opened.outbox.waiting(99) if act.seq <= max(WAITING)]
        assert [act.seq for act in waiting] == list(WAITING)
        assert opened.outbox.waiting_blobs(9) == (PICTURE,)
        refused = opened.record.act(act_id(REFUSED))
        assert refused is not None
        assert (refused.delivery, refused.refusal) == (DeliveryState.REFUSED, "unknown outcome")
        assert opened.outbox.note("segment_cursor") == "7"
        assert opened.record.draft("li.w", DRAFT_KEY) == {"amount": "12.50"}
        assert opened.record.append(draft(9)).epoch == 2
        report = opened.record.verify()
        assert (report.whole, report.anchored_seq) == (True, 1)
        assert opened.damage() == ()
