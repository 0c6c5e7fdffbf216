"""A revoked station: only the hub's signed word empties the cache, and no act is lost by it."""

import io
import json
from pathlib import Path

import pytest

from tests.fault_proxy import Faults, answered, fault_proxy
from tests.running_hub import RunningHub, running_hub
from triage_app.app import assemble, make_home
from triage_app.cli import main
from triage_app.cli.road import write_hub_url
from triage_app.hub.tending import revoke_station
from triage_app.settings import load_settings
from triage_app.store.cache import open_cache
from triage_app.store.keys import open_keys

MANIFEST = "HAWB,GoodsDescription,ManufCtry,Quantity\nRR473124829US,paraffin candles,CN,6\n"
NUMBER = ("", "RR473124829US")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(
        '[station]\nname = "bench-1"\nfacility = "JFK"\n\n[store]\nkey = "file"\n', "utf-8"
    )
    make_home(load_settings(home))
    return home


def enrolled(home: Path, hub: RunningHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "day.csv").write_text(MANIFEST, "utf-8")
    there = ["--home", str(hub.place.folder.parent)]
    monkeypatch.setattr("sys.stdin", io.StringIO(hub.code(station="bench-1") + "\n"))
    assert main([*there, "hub", "import", "--facility", "JFK", str(tmp_path / "day.csv")]) == 0
    assert main(["--home", str(home), "enroll", hub.address]) == 0
    assert main(["--home", str(home), "sync"]) == 0


def announced(home: Path) -> int:
    with assemble(load_settings(home)) as parts:
        return len(parts.cache.reader.find([NUMBER]))


def test_the_hubs_signed_word_empties_the_cache_and_the_acts_lie_in_quarantine(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_hub(tmp_path / "there" / "hub") as hub:
        enrolled(home, hub, tmp_path, monkeypatch)
        image = home / "images" / "ab"
        image.mkdir(parents=True)
        (image / "cdef").write_bytes(b"x")
        main(["--home", str(home), "record", "RR473124829US", "REL"])
        beside = open_cache(home, open_keys(home, "file"))
        before = len(beside.reader.find([NUMBER]))
        hub.do(lambda parts: revoke_station(parts, "bench-1"))
        capsys.readouterr()

        assert main(["--home", str(home), "sync"]) == 3
        words = capsys.readouterr().err
        shown = len(beside.reader.find([NUMBER]))
        beside.close()
        quarantined = hub.rows("SELECT reason FROM quarantine")
        again = main(["--home", str(home), "sync"])
        monkeypatch.setattr("sys.stdin", io.StringIO(hub.code(station="bench-1") + "\n"))
        assert main(["--home", str(home), "enroll", hub.address]) == 0
        main(["--home", str(home), "sync", "--json"])
        told = json.loads(capsys.readouterr().out.splitlines()[-1])

    assert (before, shown) == (1, 0)
    assert "revoked" in words
    assert not (home / "images").exists()
    assert quarantined == [("revoked",)]
    assert again == 3
    assert told["segments"] == 1
    with assemble(load_settings(home)) as parts:
        (act,) = parts.record.record.latest(5)
        assert (str(act.delivery), "revoked" in act.refusal) == ("refused", True)
        assert parts.record.record.verify().whole


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
def test_a_bare_refusal_wipes_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    with running_hub(tmp_path / "there" / "hub") as hub, fault_proxy(hub.address) as road:
        enrolled(home, hub, tmp_path, monkeypatch)
        write_hub_url(home / "settings.toml", road.address)
        body = '{"code": "revoked", "words": "go away", "revocation": null}'
        road.faults = Faults(answer=lambda _: answered(status, body, "application/json"))

        assert main(["--home", str(home), "sync"]) == 3

    assert announced(home) == 1
