"""A noun is what a frozen, slotted dataclass of the standard library is."""

import copy
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class Bag:
    """A noun with all a field can be."""

    number: str
    seals: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    key: bytes = field(default=b"", repr=False)
    weighed: int = field(default=0, compare=False)
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.number))


@dataclass(frozen=True, slots=True)
class PlainBag:
    number: str
    seals: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    key: bytes = field(default=b"", repr=False)
    weighed: int = field(default=0, compare=False)
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.number))


@noun(frozen=True, slots=True)
class Seal:
    text: str

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return f"seal {self.text}"


@noun(frozen=True, slots=True)
class Nothing:
    pass


SAME: list[Callable[[Any], Any]] = [
    lambda of: repr(of("A1", ("s",), key=b"secret")).replace("PlainBag", "Bag"),
    lambda of: of("A1") == of("A1", weighed=4),
    lambda of: of("A1") == of("A2"),
    lambda of: [one.name for one in fields(of)],
    lambda of: of("A1") and list(inspect.signature(of).parameters),
    lambda of: of.__match_args__,
    lambda of: of.__slots__,
    lambda of: replace(of("A1"), number="B22").length,
    lambda of: copy.deepcopy(of("A1", ("s",))) == of("A1", ("s",)),
    lambda of: pickle.loads(pickle.dumps(of("A1", ("s",)))) == of("A1", ("s",)),
    lambda of: of("A1") == ("A1",),
    lambda of: is_dataclass(of),
]


@pytest.mark.parametrize("told", SAME)
def test_a_noun_is_as_a_frozen_dataclass_is(told: Callable[[Any], Any]) -> None:
    assert told(Bag) == told(PlainBag)


@pytest.mark.parametrize("of", [Bag, PlainBag])
def test_a_noun_cannot_be_changed(of: Any) -> None:
    bag = of("A1")

    with pytest.raises(FrozenInstanceError):
        bag.number = "B2"
    with pytest.raises(FrozenInstanceError):
        del bag.number
    with pytest.raises((AttributeError, TypeError)):
        bag.colour = "red"
    assert not hasattr(bag, "__dict__")


@pytest.mark.parametrize("of", [Bag, PlainBag])
@pytest.mark.parametrize("words", [{}, {"number": "A1", "length": 2}, {"number": "A1", "no": 1}])
def test_a_noun_wants_its_fields_and_no_other(of: Any, words: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        of(**words)


def test_every_noun_gets_a_default_of_its_own() -> None:
    assert Bag("A1").notes is not Bag("A1").notes


def test_nouns_that_are_equal_are_one_key() -> None:
    seals = {Bag("A1", notes=None): 1, Bag("A1", notes=None, weighed=3): 2}  # type: ignore[arg-type]

    assert list(seals.values()) == [2]


def test_what_a_noun_says_of_itself_stands() -> None:
    assert hash(Seal("x")) == 7
    assert repr(Seal("x")) == "seal x"
    assert Nothing() == Nothing()
    assert repr(Nothing()) == "Nothing()"


def test_a_noun_with_a_parent_is_refused() -> None:
    with pytest.raises(TypeError, match="has a parent"):

        @noun(frozen=True, slots=True)
        class Sack(Bag):
            pass


def test_a_noun_that_could_be_changed_is_refused() -> None:
    with pytest.raises(TypeError, match="frozen and slotted"):
        noun(frozen=False, slots=True)
