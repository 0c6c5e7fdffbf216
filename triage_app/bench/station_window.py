"""The real window on a home, started as `triage` starts it: what needs no Qt comes before Qt."""

import sys
from pathlib import Path

from triage_app.ui.starting import load_qt, rest_collector


def main(home: Path, code: str) -> int:
    rest_collector()
    from triage_app.app import make_desk
    from triage_app.settings import load_settings

    desk = make_desk(load_settings(home), devices=True)
    load_qt()
    from triage_app.bench.first_paint import Finish, FirstPaint
    from triage_app.model.scan import Scan
    from triage_app.ui.application import listen, make_application, open_window
    from triage_app.ui.words import utc_now

    application, tokens = make_application(desk.settings.ui)
    window = open_window(desk, tokens)
    listen(application, desk, window)

    def scan() -> None:
        window.examine(Scan(code, utc_now()))

    finish = Finish(2, window.page, scan)
    window.ready.connect(finish.one_more)
    FirstPaint(window.page).painted.connect(finish.one_more)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
