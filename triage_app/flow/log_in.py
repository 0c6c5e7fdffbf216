"""Badge or name + PIN -> Inspector | Refusal. Who guesses waits longer with each guess."""

import unicodedata

from triage_app.flow.badges import is_badge_of, named_on
from triage_app.flow.people_ports import InspectorShelf
from triage_app.flow.ports import Clock
from triage_app.model.inspector import Inspector
from triage_app.model.outcome import Refusal
from triage_app.model.sentence import tr

FREE_FAILURES = 3
"""A slip of a glove costs nothing; from the next on each failure doubles the wait."""
LONGEST_WAIT_S = 300
STATION_FREE = 10
STATION_LONGEST_S = 15
"""One PIN tried on everybody is slowed down too, but never so that the others stand idle."""
EVERYBODY = ""


class LogIn:
    """Belongs to one thread, as the shelf does."""

    def __init__(self, shelf: InspectorShelf, clock: Clock) -> None:
        self._shelf = shelf
        self._clock = clock

    def named(self, text: str) -> Inspector | Refusal | None:
        """Whom a badge or a typed name or id means; None where nobody or several are meant, a
        Refusal for a badge that does not count."""
        known = self._shelf.inspectors()
        if id_ := named_on(text):
            holder = known.get(id_)
            if holder is None or not is_badge_of(text, holder, self._shelf.badge_key()):
                return Refusal(
                    tr(
                        "people",
                        "This badge is not in use here. Type your name, or ask an administrator"
                        " for a new badge.",
                    )
                )
            return holder
        wanted = folded(text)
        if own := known.get(wanted.upper()):
            return own
        meant = [one for one in known.values() if folded(one.name) == wanted]
        return meant[0] if len(meant) == 1 else None

    def log_in(self, text: str, pin: str) -> Inspector | Refusal:
        """Who it is, if the PIN is right. Counts as a failure until it is known to be none."""
        meant = self.named(text)
        if isinstance(meant, Refusal):
            return meant
        names = (meant.id, EVERYBODY) if meant else (EVERYBODY,)
        waits = [self._wait_s(name) for name in names]
        if max(waits) > 0:
            return _wait(max(waits))
        if not self._count(names):
            return Refusal(tr("people", "Somebody else tries this log-in now. Try again."))
        right = self._shelf.is_pin(meant.id if meant else EVERYBODY, pin_text(pin))
        if meant is None or not right:
            return _not_right(max(self._wait_s(name) for name in names))
        self._shelf.forget_failures(names)
        if meant.disabled:
            return Refusal(tr("people", "This log-in is disabled. Ask an administrator."))
        return meant

    def _count(self, names: tuple[str, ...]) -> bool:
        seen = self._shelf.failures(names[0])[0]
        clock = self._clock
        return self._shelf.count_failure(names, seen, clock.boot_id(), clock.monotonic_ns())

    def _wait_s(self, name: str) -> float:
        """How long until the next try; counted from the last failure, in the machine's own time."""
        count, boot_id, at_ns = self._shelf.failures(name)
        free, longest = (
            (STATION_FREE, STATION_LONGEST_S)
            if name == EVERYBODY
            else (FREE_FAILURES, LONGEST_WAIT_S)
        )
        if count <= free:
            return 0
        whole_s = float(min(longest, 1 << min(count - free, 30)))
        here, now_ns = self._clock.boot_id(), self._clock.monotonic_ns()
        if boot_id != here or now_ns < at_ns:
            self._shelf.wait_anew(name, here, now_ns)
            return whole_s
        return max(0.0, whole_s - (now_ns - at_ns) / 1e9)


def pin_text(pin: str) -> str:
    """A PIN as it is kept and compared: the same keys give the same text on every system."""
    return unicodedata.normalize("NFKC", pin)


def folded(name: str) -> str:
    """A name as it is compared: without case and needless spaces, composed."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _wait(wait_s: float) -> Refusal:
    seconds = int(wait_s) + 1
    return Refusal(
        tr("people", "Too many tries: wait {seconds} s, then try again.", seconds=seconds)
    )


def _not_right(wait_s: float) -> Refusal:
    if wait_s > 0:
        return Refusal(
            tr(
                "people",
                "Name or PIN is not right. The next try is open in {seconds} s.",
                seconds=int(wait_s) + 1,
            )
        )
    return Refusal(tr("people", "Name or PIN is not right. Try again."))
