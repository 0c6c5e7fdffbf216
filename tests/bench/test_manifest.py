import csv
from pathlib import Path

from triage_app.bench.manifest import COLUMNS, write_manifest


def test_the_manifest_measured_on_is_the_same_each_time(tmp_path: Path) -> None:
    write_manifest(tmp_path / "a.csv", 200)
    write_manifest(tmp_path / "b.csv", 200)

    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_the_manifest_s_rows_are_whole_and_their_keys_differ(tmp_path: Path) -> None:
    counted = write_manifest(tmp_path / "a.csv", 500)

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == counted > 500
    assert all(None not in row and None not in row.values() for row in rows)
    assert len({(row["HAWB"], row["Line"]) for row in rows}) == counted
    assert len({row["HAWB"] for row in rows}) == 500
    assert set(rows[0]) == set(COLUMNS.split(","))
