"""What stands between the start and the first scan is made once, and only what a scan needs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.builders import NOON
from triage_app.app import Shared, assemble, make_home
from triage_app.app import parts as opening
from triage_app.flow.pack_editions import SHIPPED as PACK
from triage_app.model.listing import ListEntry
from triage_app.settings import Settings, load_settings
from triage_app.store.cache import open_cache
from triage_app.store.cache_care import open_mended
from triage_app.store.sealed import writing

ROOT = Path(__file__).resolve().parents[1]

# Not needed to answer the first scan, and each costs milliseconds to import.
NOT_BEFORE_READY = (
    "triage_app.risk.pack",
    "triage_app.risk.toml_table",
    "triage_app.risk.lexicon_file",
    "triage_app.flow.sync",
    "triage_app.flow.intake",
    "triage_app.store.search",
    "triage_app.ui.first_start",
    "triage_app.uplink",
    "triage_app.formats",
    "numpy",
    "PIL",
    "pydicom",
    "zxingcpp",
    "httpx",
    "keyring",
    "sqlite_utils",
    "asyncio",
    "concurrent.futures",
    "importlib.metadata",
    "urllib.request",
    "statistics",
    "fractions",
    "xml",
    "email",
)

PROBE = """
import json, sys
from dataclasses import is_dataclass
from pathlib import Path
from triage_app.app import make_desk
from triage_app.settings import load_settings
from triage_app.ui.application import listen, make_application, open_window
desk = make_desk(load_settings(Path(sys.argv[1])))
application, tokens = make_application(desk.settings.ui)
window = open_window(desk, tokens)
listen(application, desk, window)
window.ready.connect(application.quit)
window.show()
application.exec()
ours = {name: module for name, module in sys.modules.items() if name.startswith("triage_app.")}
plain = [
    f"{name}.{one.__name__}"
    for name, module in ours.items()
    for one in vars(module).values()
    if isinstance(one, type) and one.__module__ == name and is_dataclass(one)
    if one.__dataclass_params__.frozen and "__slots__" in vars(one)
]
print(json.dumps([list(sys.modules), plain]))
window.close()
"""


def make_station(home: Path) -> Settings:
    (home / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
    made = load_settings(home)
    make_home(made)
    assemble(made).close()
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_station(tmp_path)


@pytest.fixture(scope="module")
def at_ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """What a window holds when it is ready for its first scan: its modules, and its frozen, slotted
    dataclasses that are no nouns."""
    home = tmp_path_factory.mktemp("home")
    answer = subprocess.run(
        [sys.executable, "-P", "-c", PROBE, str(make_station(home).home)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COVERAGE_PROCESS_START": ""},
    )
    loaded, plain = json.loads(answer.stdout.splitlines()[-1])
    return loaded, plain


def test_nothing_is_loaded_before_the_first_scan_that_it_does_not_need(
    at_ready: tuple[list[str], list[str]],
) -> None:
    assert [name for name in NOT_BEFORE_READY if name in at_ready[0]] == []


def test_values_loaded_before_the_first_scan_are_nouns(
    at_ready: tuple[list[str], list[str]],
) -> None:
    """A frozen dataclass costs 0.4 ms at every start, `@noun` (model/noun.py) a fraction of it."""
    assert at_ready[1] == []


def test_the_stations_of_one_process_share_what_they_judge_by(settings: Settings) -> None:
    shared = Shared(settings)

    with assemble(settings, shared) as one, assemble(settings, shared) as other:
        assert one.pack is other.pack
        assert one.lists is other.lists
        assert one.keys is other.keys
        assert one.cache is not other.cache


def test_lists_taken_in_meanwhile_are_used_once_one_station_has_seen_them(
    settings: Settings,
) -> None:
    shared = Shared(settings)
    entry = ListEntry("own", "1", "Jane Doe", "Person")
    with assemble(settings, shared) as one, assemble(settings, shared) as other:
        one.cache.keep_list("own", "2026-03", [entry])
        assert len(other.lists) == 0
        assert one.renew() == ("own",)
        assert other.lists.entries == (entry,)
        assert other.lists is other.station.judging.lists
        assert other.renew() == ()


def test_a_list_without_entries_is_known_by_its_edition(settings: Settings) -> None:
    with assemble(settings, Shared(settings)) as one:
        one.cache.keep_list("own", "2026-03", ())
        assert one.renew() == ("own",)
        assert one.renew() == ()
        assert one.lists.versions == {"own": "2026-03"}


def test_whoever_finds_a_cache_mended_hears_that_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window opens its stores while another lane has just mended them and says so next."""
    (settings.home / "cache.db").write_bytes(b"damaged" * 1_000)
    shared = Shared(settings)
    heard: list[str] = []

    def open_beside() -> None:
        with assemble(settings, shared) as parts:
            heard.extend(map(str, parts.notices))

    beside = Thread(target=open_beside)

    def mended_first(*asked: Any) -> Any:
        opened = open_mended(*asked)
        if not beside.ident:
            beside.start()
            beside.join(timeout=0.5)  # it opens at once, unless it waits for this one's word
        return opened

    monkeypatch.setattr(opening, "open_mended", mended_first)
    assemble(settings, shared).close()
    beside.join()

    assert any("was set aside" in notice for notice in heard)


def test_a_pack_read_once_is_kept_and_not_read_again(settings: Settings) -> None:
    probe = (
        "import sys; from pathlib import Path; from triage_app.app import assemble;"
        "from triage_app.settings import load_settings;"
        "parts = assemble(load_settings(Path(sys.argv[1])));"
        "print('triage_app.risk.pack' in sys.modules, parts.pack.digest)"
    )

    def start() -> list[str]:
        return subprocess.run(
            [sys.executable, "-P", "-c", probe, str(settings.home)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COVERAGE_PROCESS_START": ""},
        ).stdout.split()

    kept = start()
    with assemble(settings) as parts:
        assert parts.cache.keep(PACK, "")
    anew = start()

    assert kept == ["False", anew[1]]
    assert anew[0] == "True"
    assert start() == kept


def test_a_station_that_cannot_keep_its_pack_opens_all_the_same(settings: Settings) -> None:
    shared = Shared(settings)
    with assemble(settings, shared) as parts:
        parts.cache.keep(PACK, "an older edition")

    importing = open_cache(settings.home, shared.keys(), now=lambda: NOON)
    with writing(importing._connection), assemble(settings) as parts:
        assert parts.pack.rules
        assert parts.cache.kept(PACK) == "an older edition"
    importing.close()
