"""The work of judging grows with the input, not with its square: counted in calls, not in time."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.builders import make_announcement, make_item, make_line, make_party
from tests.risk.cases import DAY, goods, pack
from triage_app.model.item import Context, MailItem, Referral, Sibling
from triage_app.model.listing import ListEntry
from triage_app.risk.judge import judge
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.sampling import RandomSlice

ROOT = Path(__file__).resolve().parents[2] / "triage_app"
LISTS = ScreeningLists((ListEntry("un", "1", "Abdul Rahman Zarqi", "Person"),), {"un": "7"})
NOBODY = RandomSlice("none", b"0" * 32, 0)
DOUBLE = 2.5
"""Twice the input may cost so many times the calls; a square would cost four times."""


def calls(item: MailItem) -> int:
    """Calls of Python and of C that judging an item takes."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        judge(item, pack(), LISTS, NOBODY, DAY)
    finally:
        sys.setprofile(None)
    return counted


def described(text: str) -> MailItem:
    return make_item(goods(text))


def named(text: str) -> MailItem:
    party = make_party(name=text, address_lines=(text,), phone=text, city=text)
    return make_item(make_announcement(sender=party, recipient=party))


TEXTS: dict[str, Callable[[int], str]] = {
    "words": lambda n: " ".join(f"wordy{n}x{i:05}" for i in range(n)),
    "digits in words": lambda n: " ".join(f"f3nt{i:04}anyl" for i in range(n)),
    "spaced letters": lambda n: " ".join("fentanyl"[i % 8] for i in range(n)) + f" {n}",
    "mixed alphabets": lambda n: " ".join(f"fеnt{chr(97 + i % 26)}аnyl" for i in range(n)) + f"{n}",
    "marks nobody sees": lambda n: "\u202e\u200b" * n + f"{n}",
    "one long word": lambda n: "ab" * n + f"{n}",
    "chinese": lambda n: "".join(chr(0x4E00 + i % 4_000) for i in range(n)) + f"{n}",
    "signs": lambda n: "@$!|-" * n + f"{n}",
    "spaces": lambda n: " " * n + f"{n}",
    "numbers": lambda n: "UN12 " * n + f"{n}",
    "sizes": lambda n: "1x" * n + f"{n}",
    "words that say nothing": lambda n: "gift parts 礼品 " * n + f"{n}",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("place", [described, named])
def test_twice_the_text_is_twice_the_work(
    text: Callable[[int], str], place: Callable[[str], MailItem]
) -> None:
    calls(place(text(50)))  # what is built once is built
    little, twice = (calls(place(text(n))) for n in (150, 300))
    assert twice < DOUBLE * little + 500


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_megabyte_costs_what_the_first_twenty_thousand_characters_cost(
    text: Callable[[int], str],
) -> None:
    long = (text(2_000) * 400)[:1_000_000]
    some = calls(described(f"a{long[:25_000]}"))
    assert calls(described(f"b{long}")) < 1.2 * some + 500


def many_lines(n: int) -> MailItem:
    return make_item(
        make_announcement(
            lines=tuple(make_line(index=i, description=f"thing {n} {i}") for i in range(n))
        )
    )


def many_siblings(n: int) -> MailItem:
    names = (f"Jane {chr(97 + i % 26)}{n}{i}" for i in range(n))
    siblings = tuple(
        Sibling(f"{n} {i}", f"N{i}", make_party(name=name), "", "", 1, "USD")
        for i, name in enumerate(names)
    )
    return make_item(context=Context(siblings=siblings))


def many_referrals(n: int) -> MailItem:
    told = tuple(Referral(f"RFI {i}", answer="") for i in range(n))
    return make_item(replace(make_announcement(), referrals=told))


def many_columns(n: int) -> MailItem:
    extra = tuple((f"Size {i}", f"{i}x{i}x{i} cm") for i in range(n))
    return make_item(replace(make_announcement(), extra=extra, documents=("UN",) * n))


@pytest.mark.parametrize("make", [many_lines, many_siblings, many_referrals, many_columns])
def test_twice_as_many_are_twice_the_work(make: Callable[[int], MailItem]) -> None:
    calls(make(45))
    little, twice = (calls(make(n)) for n in (90, 180))
    assert twice < DOUBLE * little + 500


def patterns() -> Iterator[tuple[str, "re.Pattern[str]"]]:
    """Every pattern the risk room keeps."""
    for path in sorted((ROOT / "risk").rglob("*.py")):
        module = import_module(
            ".".join(("triage_app", *path.relative_to(ROOT).with_suffix("").parts))
        )
        for name, value in vars(module).items():
            found = value if isinstance(value, tuple) else (value,)
            for one in found:
                one = one[0] if isinstance(one, tuple) and one else one
                if isinstance(one, re.Pattern):
                    yield f"{path.stem}.{name}", one


def unbounded(node: Any) -> bool:
    """Whether a parsed piece may repeat without end."""
    kind, value = node
    return str(kind) in ("MAX_REPEAT", "MIN_REPEAT") and int(value[1]) > 1_000


def inner(node: Any) -> list[Any]:
    """The pieces within a parsed piece."""
    _, value = node
    found: list[Any] = []
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, re._parser.SubPattern):  # type: ignore[attr-defined]
            found += list(one)
        elif isinstance(one, tuple | list):
            stack += list(one)
    return found


def deep(node: Any) -> Iterator[Any]:
    for one in inner(node):
        yield one
        yield from deep(one)


def leaves(node: Any) -> set[str]:
    """The ASCII characters a parsed piece may match anywhere in it."""
    if str(node[0]) in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
        one = re._compiler.compile(subpattern(node))  # type: ignore[attr-defined]
        return {chr(code) for code in range(128) if one.match(chr(code))}
    return set().union(*(leaves(one) for one in inner(node) if str(one[0]) != "AT"), set())


def subpattern(node: Any) -> Any:
    return re._parser.SubPattern(re._parser.State(), [node])  # type: ignore[attr-defined]


def doubtful(pattern: str, flags: int = 0) -> bool:
    """Whether beside or inside an endless repeat another may take the same characters."""
    parsed = list(re._parser.parse(pattern, flags))  # type: ignore[attr-defined]
    everything = [*parsed, *(one for node in parsed for one in deep(node))]
    for node in everything:
        if unbounded(node) and any(unbounded(one) for one in deep(node)):
            first, *_, last = sequence_of(node)
            if leaves(first) & leaves(last):
                return True
    return any(
        unbounded(one)
        and unbounded(other)
        and leaves(sequence_of(one)[-1]) & leaves(first_of(other))
        for sequence in (parsed, *(inner(node) for node in everything))
        for one, other in pairwise(sequence)
    )


def first_of(node: Any) -> Any:
    return sequence_of(node)[0]


def sequence_of(node: Any) -> list[Any]:
    """What a repeat repeats, groups opened, as pieces in their order; twice where it is one."""
    pieces = inner(node)
    while len(pieces) == 1 and str(pieces[0][0]) == "SUBPATTERN":
        pieces = inner(pieces[0])
    return pieces if len(pieces) > 1 else pieces * 2


def test_no_pattern_can_read_a_text_in_more_ways_than_it_is_long() -> None:
    found = list(patterns())
    assert len(found) > 20
    assert [name for name, one in found if doubtful(one.pattern, one.flags)] == []


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"\w+\w+x", r"( +[a-z ]+)+;"])
def test_patterns_that_can_are_found(pattern: str) -> None:
    assert doubtful(pattern)


@pytest.mark.parametrize("pattern", [r"[a-z]+(?:-[a-z]+)*", r"((?: +[a-z]+)+) *;", r"\d{1,9}\d*"])
def test_patterns_that_cannot_are_left_alone(pattern: str) -> None:
    assert not doubtful(pattern)
