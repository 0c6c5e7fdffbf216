"""A process that appends acts to a home and prints each id once it is durable.

python -m tests.store.appender HOME FIRST COUNT
"""

import sys
from pathlib import Path

from tests.store.record_home import STATION, draft
from triage_app.model.errors import DiskFault
from triage_app.store.keys import open_keys
from triage_app.store.record import open_record


def main(home: Path, first: int, count: int) -> int:
    opened = open_record(home, open_keys(home, "file"), station=STATION)
    sys.stdout.write("open\n")
    sys.stdout.flush()
    try:
        for number in range(first, first + count):
            act = opened.record.append(draft(number))
            sys.stdout.write(f"{act.id}\n")
            sys.stdout.flush()
    except DiskFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
