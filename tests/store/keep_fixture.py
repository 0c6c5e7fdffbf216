"""Make tests/data/stores/record-vN: a home of the present schema with undelivered acts in it.

python -m tests.store.keep_fixture FOLDER     run once for each schema that ships; never again
"""

import sys
from datetime import timedelta
from pathlib import Path

from tests.builders import NOON
from tests.store.record_home import Home, act_id, attachment_draft, draft, undo_draft
from triage_app.model.item import ItemKey
from triage_app.store.keys import make_keys

DELIVERED, REFUSED, PUT_OFF, WAITING = 1, 2, 3, (3, 4, 5, 6)
PICTURE = "ab" * 32
DRAFT_KEY = ItemKey("s10", "RR473124829US")


def main(folder: Path) -> None:
    home = Home(folder, make_keys(folder, "file").keys)
    with home.opened() as opened:
        for number in (1, 2, 3, 4):
            opened.record.append(draft(number))
        opened.record.append(undo_draft(5, act_id(4)))
        opened.record.append(attachment_draft(6, PICTURE))
        opened.outbox.accepted([act_id(DELIVERED)], NOON)
        opened.outbox.refused(act_id(REFUSED), "unknown outcome", NOON)
        opened.outbox.put_off([act_id(PUT_OFF)], "busy", NOON + timedelta(minutes=5))
        opened.outbox.keep_receipt(b"signed", 1, 1, opened.record._log.hash_at(1))
        opened.outbox.keep_note("segment_cursor", "7")
        opened.record.keep_draft("li.w", DRAFT_KEY, {"amount": "12.50"})
    (folder / "record.head").unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
