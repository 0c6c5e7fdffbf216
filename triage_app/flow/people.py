"""Inspectors are made and changed by acts without secrets; one mode's class, strings its steps.

A home without inspectors works as ever: nobody is asked, nobody is cleared. The first one that is
made is an administrator, and from then on whoever reads items or writes acts logs in.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from triage_app.flow.badges import badge_text, named_on
from triage_app.flow.identify import identify
from triage_app.flow.log_in import LogIn, folded, pin_text
from triage_app.flow.people_ports import InspectorShelf
from triage_app.flow.ports import Clock
from triage_app.model.identity import Identity
from triage_app.model.inspector import LONGEST_NAME, AtDesk, Inspector, Role
from triage_app.model.outcome import Refusal
from triage_app.model.sentence import tr

ID = re.compile(r"[A-Z0-9_.]{1,32}")
SHORTEST_PIN, LONGEST_PIN = 6, 128
PASS_NS = 10 * 60 * 10**9
PASS = "TRIAGE_PASS"
"""Under this name a child process finds its pass in its environment."""

Write = Callable[[str, Mapping[str, object]], object]


class People:
    """`write(by, body)` writes an act about an inspector. Belongs to one thread."""

    def __init__(self, shelf: InspectorShelf, write: Write, clock: Clock, at_desk: AtDesk) -> None:
        self._shelf = shelf
        self._write = write
        self._clock = clock
        self._at_desk = at_desk
        self._log_in = LogIn(shelf, clock)

    @property
    def are_set_up(self) -> bool:
        """Whether anybody has to log in here."""
        return bool(self._shelf.inspectors())

    def known(self) -> tuple[Inspector, ...]:
        """Everybody, the disabled too, by id."""
        return tuple(sorted(self._shelf.inspectors().values(), key=lambda one: one.id))

    def find(self, id_: str) -> Inspector | None:
        return self._shelf.inspectors().get(id_.upper())

    @property
    def here(self) -> Inspector | None:
        """Who sits at this desk, as the acts say now; None where nobody does, or not any more."""
        one = self._shelf.inspectors().get(self._at_desk.id)
        return None if one is None or one.disabled else one

    def badge_holder(self, text: str) -> Inspector | Refusal | None:
        """Whose badge a text is; None where it has no badge's shape."""
        return self._log_in.named(text) if named_on(text) else None

    def log_in(self, text: str, pin: str) -> Inspector | Refusal:
        """Sit down at this desk. Slow on purpose: not for the thread of the window."""
        found = self._log_in.log_in(text, pin)
        if isinstance(found, Inspector):
            self._at_desk.id = found.id
        return found

    def log_in_by_pass(self, word: str) -> Inspector | None:
        """Sit down by the word that the desk gave its child process."""
        found = self.find(self._shelf.pass_holder(word, self._clock.monotonic_ns()))
        if found is not None and not found.disabled:
            self._at_desk.id = found.id
            return found
        return None

    def pass_for_child(self) -> str:
        """A word for one child process of whoever sits here; "" where nobody has to log in."""
        here = self.here
        if here is None:
            return ""
        return self._shelf.give_pass(here.id, self._clock.monotonic_ns() + PASS_NS)

    def badge(self, one: Inspector) -> str | Refusal:
        """The text of the badge in use: half of a log-in, so only one's own or an administrator's
        to print."""
        here = self.here
        refusal = None if here is not None and here.id == one.id else self._not_administrator()
        return refusal or badge_text(one, self._shelf.badge_key())

    def add(
        self, id_: str, name: str, roles: Iterable[Role], pin: str, by: str
    ) -> Inspector | Refusal:
        """A new inspector with a PIN; the first one is an administrator."""
        one = Inspector(id_.strip().upper(), " ".join(name.split()), tuple(dict.fromkeys(roles)))
        refusal = self._not_administrator() or self._unfit(one) or _weak(pin, one)
        if refusal:
            return refusal
        if not self.are_set_up and Role.ADMINISTRATOR not in one.roles:
            return Refusal(tr("people", "The first inspector has to be an administrator."), "roles")
        self._shelf.keep_pin(one.id, pin_text(pin))
        return self._say("added", one, by)

    def change(
        self,
        id_: str,
        by: str,
        *,
        name: str | None = None,
        roles: Sequence[Role] | None = None,
        disabled: bool | None = None,
        new_badge: bool = False,
    ) -> Inspector | Refusal:
        """Somebody with another name, other roles, barred or let in again, or with another badge:
        what is None stays."""
        one = self.find(id_)
        refusal = self._not_administrator() or (_unknown(id_) if one is None else None)
        if refusal or one is None:
            return refusal or _unknown(id_)
        now = replace(
            one,
            name=one.name if name is None else " ".join(name.split()),
            roles=one.roles if roles is None else tuple(dict.fromkeys(roles)),
            disabled=one.disabled if disabled is None else disabled,
            badge=one.badge + new_badge,
        )
        if now == one:
            return one
        refusal = self._unfit(now, known=True) or self._last_administrator(now)
        return refusal or self._say("changed", now, by)

    def set_pin(self, id_: str, pin: str, by: str) -> Inspector | Refusal:
        """Another PIN: by an administrator, or by oneself, who has just logged in."""
        one, here = self.find(id_), self.here
        if one is None:
            return _unknown(id_)
        own = here is not None and here.id == one.id
        refusal = (None if own else self._not_administrator()) or _weak(pin, one)
        if refusal:
            return refusal
        self._shelf.keep_pin(one.id, pin_text(pin))
        return self._say("pin changed", one, by)

    def _say(self, what: str, one: Inspector, by: str) -> Inspector:
        said = {
            "what": what,
            "id": one.id,
            "name": one.name,
            "roles": [role.value for role in one.roles],
            "badge": one.badge,
            "disabled": one.disabled,
        }
        self._write(by, {"inspector": said})
        return one

    def _not_administrator(self) -> Refusal | None:
        here = self.here
        if not self.are_set_up or (here is not None and here.has(Role.ADMINISTRATOR)):
            return None
        return Refusal(tr("people", "Only an administrator changes inspectors. Ask one to log in."))

    def _last_administrator(self, now: Inspector) -> Refusal | None:
        """Somebody has to be left who can let people in."""
        others = (one for one in self.known() if one.id != now.id)
        if now.has(Role.ADMINISTRATOR) or any(one.has(Role.ADMINISTRATOR) for one in others):
            return None
        return Refusal(
            tr("people", "No administrator would be left. Make another one first."), "roles"
        )

    def _unfit(self, one: Inspector, *, known: bool = False) -> Refusal | None:
        if not ID.fullmatch(one.id):
            return Refusal(
                tr("people", "An id has 1 to 32 of A to Z, 0 to 9, point and underscore."), "id"
            )
        if not known and self.find(one.id):
            return Refusal(
                tr("people", "{id} is somebody's already: ids are not given twice.", id=one.id),
                "id",
            )
        if not one.name or len(one.name) > LONGEST_NAME or not one.name.isprintable():
            return Refusal(tr("people", "A name has 1 to 120 letters that can be read."), "name")
        if not one.roles:
            return Refusal(tr("people", "Somebody without a role can do nothing."), "roles")
        taken = {folded(other.name) for other in self.known() if other.id != one.id}
        if folded(one.name) in taken:
            return Refusal(
                tr(
                    "people", "There is a {name} already: add what tells them apart.", name=one.name
                ),
                "name",
            )
        return None


def _unknown(id_: str) -> Refusal:
    return Refusal(
        tr("people", "There is no inspector {id}. 'triage inspector list' shows all.", id=id_), "id"
    )


def _weak(pin: str, one: Inspector) -> Refusal | None:
    """A PIN that is guessed at once, or that would be taken for a scan where it is typed fast."""
    text = pin_text(pin)
    if not SHORTEST_PIN <= len(text) <= LONGEST_PIN:
        why = tr("people", "A PIN has 6 to 128 characters.")
    elif (
        len(set(text)) < 3 or _is_a_run(text) or folded(text) in (folded(one.id), folded(one.name))
    ):
        why = tr("people", "This PIN is guessed at once. Choose another one.")
    elif isinstance(found := identify(text), Identity) and found.valid:
        why = tr("people", "This PIN is a number that a label may bear. Choose another one.")
    else:
        return None
    return Refusal(why, "pin")


def _is_a_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})
