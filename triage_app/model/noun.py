"""`@noun`: what `@dataclass(frozen=True, slots=True)` gives, at a fraction of its cost.

The standard library writes and compiles six methods for each class, 0.4 ms of it, and a hundred
nouns stand between the start and the first scan. Here one is compiled, for a noun that is used,
when it is used first; the others are shared. The standard library also fills a frozen object by
`object.__setattr__`, field after field; here it is filled as a twin that is not frozen yet and
then becomes the noun: an announcement with its parties and lines is made in a third of the time.
"""

from typing import TYPE_CHECKING, Any

__all__ = ["noun"]

if TYPE_CHECKING:  # to a type checker they are the same
    from dataclasses import dataclass as noun
else:
    from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
    from operator import attrgetter

    def noun(*, frozen: bool, slots: bool) -> Any:
        """As `dataclass`; both words stay where they are read, both must be True. Supports fields
        with defaults, factories, `init`, `repr` and `compare`, and `__post_init__`; no parents."""
        if not (frozen and slots):
            raise TypeError("a noun is frozen and slotted")
        return _noun

    def _noun(plain: type) -> type:
        if plain.__bases__ != (object,):
            raise TypeError(f"{plain.__name__} has a parent; a noun has none")
        plain.__doc__ = plain.__doc__ or plain.__name__  # else one is made from the signature
        listed = fields(dataclass(init=False, repr=False, eq=False)(plain))
        kept = dict(vars(plain))
        for name in ("__dict__", "__weakref__", *(one.name for one in listed)):
            kept.pop(name, None)
        kept["__slots__"] = tuple(one.name for one in listed)
        kept["__qualname__"] = plain.__qualname__
        made = type(plain)(plain.__name__, (object,), kept)
        for name, method in {**_SHARED, **_compared(made, listed)}.items():
            if name not in kept:
                setattr(made, name, method)
        made.__new__ = _first_of(made, listed)
        return made

    def _first_of(made: type, listed: tuple[Any, ...]) -> Any:
        """`__new__` until the first of the kind is made."""

        def first(cls: type, *values: object, **named: object) -> Any:
            made.__new__ = _filling(made, listed)
            return made(*values, **named)

        return first

    def _filling(made: type, listed: tuple[Any, ...]) -> Any:
        """`__new__`: each argument, default or new default put into its slot."""
        twin = type("Unfrozen", (object,), {"__slots__": made.__slots__})
        seen: dict[str, Any] = {"_MISSING": MISSING, "_new": object.__new__, "_Twin": twin}
        words, body = ["cls"], ["self = _new(_Twin)"]
        for name, one in ((one.name, one) for one in listed if one.init):
            word, value = name, name
            if one.default is not MISSING:
                seen[f"_default_{name}"] = one.default
                word = f"{name}=_default_{name}"
            elif one.default_factory is not MISSING:
                seen[f"_make_{name}"] = one.default_factory
                word = f"{name}=_MISSING"
                value = f"_make_{name}() if {name} is _MISSING else {name}"
            words.append(word)
            body.append(f"self.{name} = {value}")
        body.append("self.__class__ = cls")
        if hasattr(made, "__post_init__"):
            body.append("self.__post_init__()")
        exec(f"def __new__({', '.join(words)}):\n " + "\n ".join(body) + "\n return self", seen)
        filling = seen["__new__"]
        filling.__qualname__ = f"{made.__qualname__}.__new__"
        filling.__module__ = made.__module__
        return filling

    def _compared(made: type, listed: tuple[Any, ...]) -> dict[str, Any]:
        """`__eq__` and `__hash__` of the fields that are compared."""
        names = [one.name for one in listed if one.compare]
        told = attrgetter(*names) if names else type

        def equal(self: Any, other: object) -> Any:
            return told(self) == told(other) if other.__class__ is made else NotImplemented

        def hashed(self: Any) -> int:
            return hash(told(self))

        return {"__eq__": equal, "__hash__": hashed}

    def _said(self: Any) -> str:
        shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def _keep(self: Any, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _keep_all(self: Any, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _arguments(self: Any) -> tuple[object, ...]:
        """A copy, or a pickle read again, is made of the same arguments."""
        return tuple(getattr(self, one.name) for one in fields(self) if one.init)

    def _no_state(self: Any) -> None:
        """Nothing beside the arguments."""

    _SHARED = {
        "__repr__": _said,
        "__setattr__": _keep,
        "__delattr__": _keep_all,
        "__getnewargs__": _arguments,
        "__getstate__": _no_state,
    }
