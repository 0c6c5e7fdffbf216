"""Who works here: made by acts without secrets, logged in by badge or name, slowed down."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from triage_app.app import people_of
from triage_app.flow.log_in import FREE_FAILURES, LONGEST_WAIT_S
from triage_app.flow.people import People
from triage_app.model.inspector import AtDesk, Inspector, Role
from triage_app.model.outcome import Refusal
from triage_app.store.inspectors import InspectorBook
from triage_app.store.keys import StoreKeys
from triage_app.store.record import OpenRecord, open_record

KEYS = StoreKeys(*(bytes([n]) * 32 for n in range(4)))
PIN, OTHER_PIN = "wr9-olive", "q7 plüm$8"


@dataclass
class Clock:
    """The machine's own count, moved by hand; the wall may say anything."""

    ns: int = 10**12
    boot: str = "boot-1"

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 14, 1, tzinfo=UTC)

    def today(self) -> date:
        return date(2026, 3, 2)

    def local(self, at: datetime) -> datetime:
        return at

    def monotonic_ns(self) -> int:
        return self.ns

    def boot_id(self) -> str:
        return self.boot

    def wait(self, seconds: float) -> None:
        self.ns += int(seconds * 10**9)


@pytest.fixture(autouse=True)
def plain_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hash costs is argon2's own affair; here it is asked for hundreds of times."""
    import argon2

    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(argon2, "PasswordHasher", lambda: quick)


@dataclass
class House:
    people: People
    record: OpenRecord
    clock: Clock
    at_desk: AtDesk

    def again(self) -> "House":
        """Another process on the same record."""
        at_desk = AtDesk()
        return House(people_of(self.record, self.clock, at_desk), self.record, self.clock, at_desk)

    def sit(self, id_: str) -> None:
        self.at_desk.id = id_


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[House]:
    record = open_record(tmp_path, KEYS, station="b1")
    clock, at_desk = Clock(), AtDesk()
    yield House(people_of(record, clock, at_desk), record, clock, at_desk)
    record.close()


@pytest.fixture
def house(empty: House) -> House:
    made(empty.people.add("ada", "Ada Ō", [Role.ADMINISTRATOR], PIN, "root"))
    empty.sit("ADA")
    made(empty.people.add("LI.W", "李 伟", [Role.INSPECTOR], OTHER_PIN, "ADA"))
    return empty


def made(answer: Inspector | Refusal) -> Inspector:
    assert isinstance(answer, Inspector), answer
    return answer


def why(answer: Inspector | Refusal | str | None) -> str:
    assert isinstance(answer, Refusal), answer
    return str(answer.reason)


def test_no_secret_is_in_any_act(house: House) -> None:
    made(house.people.set_pin("LI.W", "another-1", "ADA"))
    badge = house.people.badge(made(house.people.change("LI.W", "ADA", new_badge=True)))
    assert isinstance(badge, str)
    acts = b"".join(act.data for act in house.record.outbox.waiting(99))

    assert b"Ada" in acts
    for secret in (PIN, OTHER_PIN, "another-1", "argon2", badge.rpartition(".")[2]):
        assert secret.encode() not in acts
    said = [json.loads(act.data)["body"]["inspector"] for act in house.record.outbox.waiting(99)]
    assert [one["what"] for one in said] == ["added", "added", "pin changed", "changed"]
    assert house.record.record.verify().whole


def test_the_first_one_is_an_administrator(empty: House) -> None:
    assert "administrator" in why(empty.people.add("LI.W", "Li", [Role.INSPECTOR], PIN, "root"))
    assert not empty.people.are_set_up


def test_only_an_administrator_changes_people(house: House) -> None:
    house.sit("LI.W")
    for refused in (
        house.people.add("X", "X", [Role.CLEARED], "another-1", "LI.W"),
        house.people.change("LI.W", "LI.W", roles=[Role.ADMINISTRATOR]),
        house.people.set_pin("ADA", "another-1", "LI.W"),
        house.people.badge(house.people.known()[0]),
    ):
        assert "Only an administrator" in why(refused)
    made(house.people.set_pin("LI.W", "another-1", "LI.W"))  # one's own
    assert made(house.people.log_in("LI.W", "another-1"))


def test_the_last_administrator_stays(house: House) -> None:
    for change in ({"disabled": True}, {"roles": [Role.INSPECTOR]}):
        assert "No administrator" in why(house.people.change("ADA", "ADA", **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["LI.W", "li.w", "李 伟", " 李  伟 ", "李\u3000伟"])
def test_a_name_or_id_and_the_pin_log_in(house: House, typed: str) -> None:
    assert made(house.people.log_in(typed, "q7 plu\u0308m$8")).id == "LI.W"  # composed or not
    assert house.people.here == house.people.find("LI.W")


def test_a_badge_logs_in_until_there_is_another(house: House) -> None:
    lost = house.people.badge(made(house.people.change("LI.W", "ADA", name="Li Wei")))
    assert isinstance(lost, str)
    assert made(house.people.log_in(lost, OTHER_PIN)).name == "Li Wei"

    house.sit("ADA")
    new = house.people.badge(made(house.people.change("LI.W", "ADA", new_badge=True)))
    assert isinstance(new, str)
    assert "not in use" in why(house.people.log_in(lost, OTHER_PIN))
    assert made(house.people.log_in(new, OTHER_PIN)).id == "LI.W"


def test_a_badge_that_somebody_made_up_is_refused(house: House) -> None:
    assert "not in use" in why(house.people.log_in("TRB.ADA.AAAAAAAAAAAAAAAA", PIN))
    assert "not in use" in why(house.people.log_in("TRB.NOBODY.AAAAAAAAAAAAAAAA", PIN))


def test_who_is_disabled_is_out_at_once_and_their_name_is_not_given_again(house: House) -> None:
    made(house.people.log_in("LI.W", OTHER_PIN))
    window = house.again()
    house.sit("ADA")
    made(window_disables(house))
    window.sit("LI.W")

    assert window.people.here is None
    assert "disabled" in why(window.people.log_in("LI.W", OTHER_PIN))
    assert "already" in why(house.people.add("LI.W", "Another", [Role.CLEARED], PIN, "ADA"))
    made(house.people.change("LI.W", "ADA", disabled=False))
    assert window.people.here is not None


def window_disables(house: House) -> Inspector | Refusal:
    return house.people.change("LI.W", "ADA", disabled=True)


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("12345", "6 to 128"),
        ("123456", "guessed"),
        ("ababab", "guessed"),
        ("987654", "guessed"),
        ("李 伟", "6 to 128"),
        ("RR473124829US", "label"),
        ("729234885805", "label"),
    ],
)
def test_a_pin_that_is_guessed_or_may_be_a_scan_is_refused(
    house: House, pin: str, said: str
) -> None:
    assert said in why(house.people.set_pin("LI.W", pin, "ADA"))


def test_guesses_wait_longer_and_longer_in_every_process_and_never_for_ever(house: House) -> None:
    for _ in range(FREE_FAILURES):
        assert "Try again" in why(house.again().people.log_in("LI.W", "wrong-pin"))
    waited: list[int] = []
    for _ in range(12):
        said = why(house.again().people.log_in("LI.W", "wrong-pin"))
        assert "The next try is open in" in said
        assert "wait" in why(
            house.again().people.log_in("LI.W", OTHER_PIN)
        )  # not even the right one
        wait_s = int("".join(filter(str.isdigit, said)))
        waited.append(wait_s)
        house.clock.wait(wait_s)

    assert waited == sorted(waited)
    assert waited[-1] <= LONGEST_WAIT_S + 1
    assert made(house.again().people.log_in("LI.W", OTHER_PIN))
    assert "Try again" in why(house.again().people.log_in("LI.W", "wrong-pin"))  # from the start


def test_another_boot_or_a_clock_set_back_shortens_no_wait(house: House) -> None:
    for _ in range(FREE_FAILURES + 5):
        house.people.log_in("LI.W", "wrong-pin")
        house.clock.wait(400)
    house.people.log_in("LI.W", "wrong-pin")

    house.clock.boot, house.clock.ns = "boot-2", 5 * 10**9
    assert "wait" in why(house.again().people.log_in("LI.W", OTHER_PIN))
    house.clock.wait(LONGEST_WAIT_S)
    assert made(house.again().people.log_in("LI.W", OTHER_PIN))


def test_a_guess_counts_before_it_is_looked_at(house: House) -> None:
    """Two processes that guess at once count twice, whoever ends first."""
    book = house.record.inspectors
    assert book.count_failure(("LI.W",), 0, "boot-1", 1)
    assert not book.count_failure(("LI.W",), 0, "boot-1", 2)
    assert book.failures("LI.W")[0] == 1


def test_one_pin_tried_on_everybody_is_slowed_down(house: House) -> None:
    answers = [why(house.people.log_in(f"NOBODY{n}", "wrong-pin")) for n in range(20)]
    assert "Try again" in answers[0]
    assert "wait" in answers[-1]
    house.clock.wait(16)
    assert made(house.people.log_in("LI.W", OTHER_PIN))


def test_a_pass_is_good_for_one_child_and_a_while(house: House) -> None:
    made(house.people.log_in("LI.W", OTHER_PIN))
    word = house.people.pass_for_child()
    child = house.again()
    assert child.people.log_in_by_pass("x" * 48) is None
    assert child.people.log_in_by_pass(word) == house.people.find("LI.W")
    house.clock.wait(3600)
    assert house.again().people.log_in_by_pass(word) is None


def test_acts_are_read_anew_only_when_there_are_others(house: House) -> None:
    book = InspectorBook(house.record._connection)
    before = book.inspectors()
    assert book.inspectors() is before
    made(house.people.change("LI.W", "ADA", roles=[Role.CLEARED]))
    assert book.inspectors()["LI.W"] == replace(before["LI.W"], roles=(Role.CLEARED,))
