"""The least that loads a CSV: Python's reader and executemany into a table, for machines without
the sqlite3 shell.

    python plain_load.py DATABASE CSV "CREATE TABLE entry (...)"

Prints how many rows it loaded.
"""

import csv
import sqlite3
import sys
from pathlib import Path


def main(database: str, file: str, table: str) -> None:
    connection = sqlite3.connect(database)
    connection.execute(table)
    with Path(file).open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        places = ", ".join("?" * len(next(rows)))
        connection.executemany(f"INSERT INTO entry VALUES ({places})", rows)
    connection.commit()
    (count,) = connection.execute("SELECT count(*) FROM entry").fetchone()
    connection.close()
    sys.stdout.write(f"{count}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
