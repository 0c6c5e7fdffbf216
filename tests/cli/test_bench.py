import argparse
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from triage_app.bench import BENCHES
from triage_app.bench.figure import Budget, Figure, NotMeasured, Spread
from triage_app.bench.workshop import Workshop
from triage_app.cli import bench, main

MET = Figure(
    *("lookup", "look-up by key", "ms"),
    *(Spread(0.03, 0.09, 1000), Spread(0.02, 0.05, 1000), "the raw statement", Budget(times=1.5)),
)
MISSED = Figure(
    *("scan", "scan to painted", "ms", Spread(4, 20, 50), Spread(1, 2, 50), "a bare window"),
    *(Budget(plus=16), "p99", Budget(times=2.5)),
)
UNKNOWN = NotMeasured("import", "rows", "the shell is not installed here")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Benches that answer at once, and what they were asked."""
    asked = SimpleNamespace(names=[], items=[], lines=[MET])

    def measure(name: str, workshop: Workshop) -> Iterator[Figure | NotMeasured]:
        asked.names.append(name)
        asked.items.append(workshop.items)
        yield from asked.lines

    monkeypatch.setattr(bench, "measure", measure)
    return asked


def test_without_a_name_every_bench_is_run_in_order(measured: SimpleNamespace) -> None:
    assert main(["bench"]) == 0
    assert measured.names == list(BENCHES)


def test_all_is_every_bench_once(measured: SimpleNamespace) -> None:
    main(["bench", "record", "all"])

    assert measured.names == list(BENCHES)


def test_the_named_benches_are_run(measured: SimpleNamespace) -> None:
    main(["bench", "record", "start", "--items", "3_000_000"])

    assert measured.names == ["start", "record"]
    assert measured.items == [3_000_000, 3_000_000]


def test_an_unknown_bench_is_a_usage_error_naming_it(
    measured: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "speed"]) == 2
    assert "'speed'" in capsys.readouterr().err
    assert measured.names == []


@pytest.mark.parametrize("items", ["0", "-1", "many"])
def test_a_number_of_items_below_one_is_a_usage_error(items: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["bench", f"--items={items}"])

    assert caught.value.code == 2


def test_a_missed_budget_is_exit_1_and_said_with_both_figures(
    measured: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.lines = [MISSED, MET]

    assert main(["bench", "record"]) == 1
    said = capsys.readouterr().out
    assert "10.00 x, budget <= 16 ms: MISSED, goal <= 2.5 x: not yet" in said
    assert "ours 4.0 ms (p99 20.0); beside 1.0 ms (p99 2.0), a bare window" in said
    assert "1.50 x, budget <= 1.5 x: met" in said
    assert "cores" in said.splitlines()[0]


def test_a_peer_that_is_not_installed_misses_no_budget(
    measured: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.lines = [UNKNOWN]

    assert main(["bench", "import"]) == 0
    assert "not measured: the shell is not installed here" in capsys.readouterr().out


def test_json_is_one_object_a_line_with_both_figures(
    measured: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.lines = [MET, MISSED, UNKNOWN]

    main(["bench", "record", "--json"])

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.get("met") for line in lines] == [True, False, None]
    assert (lines[0]["ours"], lines[0]["floor"], lines[0]["ratio"]) == (0.03, 0.02, 1.5)
    assert (lines[1]["ours"], lines[1]["judged"], lines[1]["budget"]) == (20, "p99", "<= 16 ms")
    assert [line.get("goal") for line in lines] == [None, "<= 2.5 x", None]
    assert lines[2]["not_measured"] == UNKNOWN.why
    assert all("Qt" in line["machine"] for line in lines)


def test_what_was_made_is_left_where_asked(measured: SimpleNamespace, tmp_path: Path) -> None:
    main(["bench", "record", "--keep", str(tmp_path / "kept")])

    assert (tmp_path / "kept").is_dir()


def test_every_bench_named_is_a_module_of_its_own() -> None:
    parser = argparse.ArgumentParser()
    bench.configure("bench", parser)

    assert all(name in parser.format_usage() for name in BENCHES)
    for module in BENCHES.values():
        assert callable(import_module(f"triage_app.bench.{module}").figures)
