"""What nobody caught on the GUI thread: shown in the strip and logged, never only on a terminal."""

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from triage_app.model.errors import Fault
from triage_app.model.sentence import tr

_LOG = logging.getLogger(__name__)

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def tell_uncaught(show: Callable[[Fault], object], before: Hook) -> Hook:
    """A hook for `sys.excepthook`: Qt hands it what a slot raised, and goes on.

    A Fault is shown as it is. Anything else is a bug: it is logged by its type and where it came
    from (never by its words, which may be a person's data), named on the screen, and goes to
    `before` as well.
    """

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Fault):
            _LOG.warning("%s at %s", kind.__name__, _place(trace))
            show(error)
            return
        if isinstance(error, Exception):
            _LOG.error("%s at %s", kind.__name__, _place(trace))
            show(
                Fault(
                    tr("uncaught", "Something went wrong inside ({kind}).", kind=kind.__name__),
                    tr("uncaught", "Recorded acts are kept; scan again. HOME/logs says where."),
                )
            )
        before(kind, error, trace)

    return told


def install(show: Callable[[Fault], object]) -> None:
    """Tell through `show` from now on; for the one window of a process."""
    sys.excepthook = tell_uncaught(show, sys.excepthook)


def _place(trace: TracebackType | None) -> str:
    """Innermost first: file, line, function of each frame."""
    frames = traceback.extract_tb(trace)
    return " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
