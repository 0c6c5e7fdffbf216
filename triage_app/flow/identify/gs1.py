"""Text -> GS1 elements: element strings with separators, and the bracketed form people read.

A separator is "\\x1d" (how a scanner sends FNC1; other notations were turned into it before).
Source: GS1 General Specifications, 7.8 (element strings), 4.15 (bracketed, human readable).
"""

from collections.abc import Iterator

from triage_app.flow.identify.code import GS
from triage_app.flow.identify.gs1_content import CONTENTS, characters
from triage_app.flow.identify.gs1_table import Application, Component, applications
from triage_app.model.identity import Element
from triage_app.model.noun import noun
from triage_app.model.sentence import NOTHING, Sentence, tr

_AI_LENGTHS = (2, 3, 4)
_MOST_DIGITS = 4


@noun(frozen=True, slots=True)
class Elements:
    """The elements found, and what is wrong with them, if anything."""

    elements: tuple[Element, ...]
    problem: Sentence = NOTHING

    def first(self, *ais: str) -> str:
        """The value of the first element with one of the AIs, or ""."""
        return next((e.value for e in self.elements if e.ai in ais), "")

    def text(self, start: str = "", separator: str = GS) -> str:
        """The element string: a separator after all but those of predefined length."""
        table = applications()
        parts = [start]
        for element in self.elements:
            fixed = element.ai in table and table[element.ai].fixed
            parts += [element.ai, element.value, "" if fixed else separator]
        return "".join(parts[:-1])

    def bracketed(self) -> str:
        """The form people read: one text for one set of elements, whatever the carrier."""
        return "".join(f"({e.ai}){e.value}" for e in self.elements)


def parse_elements(data: str) -> Elements:
    """An element string without its leading FNC1. Stops at the first AI that is not known."""
    found: list[Element] = []
    problem = NOTHING
    at = 0
    while at < len(data):
        application = _application_at(data, at)
        if application is None:
            return Elements(tuple(found), problem or _unknown(data[at : at + _MOST_DIGITS]))
        start = at + len(application.ai)
        end = _end(application, data, start)
        found.append(_element(application, data[start:end]))
        problem = problem or content_problem(application, data[start:end])
        if application.fixed and data[end : end + 1] == GS:
            end += 1
        at = end if application.fixed else end + 1
    if not found:
        problem = tr("identify", "no GS1 elements")
    return Elements(tuple(found), problem)


def parse_bracketed(text: str) -> Elements:
    """`(00)...(403)...`; a "(" inside a value is written `\\(`."""
    found: list[Element] = []
    problem = NOTHING
    for ai, value in _bracketed(text):
        application = applications().get(ai)
        if application is None:
            return Elements(tuple(found), problem or _unknown(ai))
        found.append(_element(application, value))
        problem = problem or content_problem(application, value)
    if not found:
        problem = tr("identify", "no GS1 elements")
    return Elements(tuple(found), problem)


def content_problem(application: Application, value: str) -> Sentence:
    """What is wrong with a value of an AI, the AI named; NOTHING when all is right."""
    problem = _content(application.components, value)
    if not problem:
        return NOTHING
    return tr(
        "identify",
        "({ai}) {title}: {problem}",
        ai=application.ai,
        title=application.title,
        problem=problem,
    )


def _content(components: tuple[Component, ...], value: str) -> Sentence:
    rest = value
    for component in components:
        if component.optional and not rest:
            return NOTHING
        part, rest = rest[: component.most], rest[component.most :]
        if len(part) < component.least:
            return tr("identify", "too short")
        problem = characters(part, component.kind)
        for name in component.contents:
            problem = problem or CONTENTS[name](part)
        if problem:
            return problem
    return tr("identify", "too long") if rest else NOTHING


def _element(application: Application, value: str) -> Element:
    return Element(application.ai, application.title, value)


def _application_at(data: str, at: int) -> Application | None:
    table = applications()
    names = (data[at : at + n] for n in _AI_LENGTHS)
    return next((table[name] for name in names if name in table), None)


def _end(application: Application, data: str, start: int) -> int:
    separator = data.find(GS, start)
    end = len(data) if separator < 0 else separator
    return min(end, start + application.longest) if application.fixed else end


def _unknown(ai: str) -> Sentence:
    shown = "".join(c if c.isprintable() else "?" for c in ai)
    return tr("identify", "{ai} begins no GS1 element", ai=shown)


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    """(AI, value) pairs; a text that is not of this form gives a pair with an AI of "..."."""
    at = 0
    while at < len(text):
        close = text.find(")", at, at + _MOST_DIGITS + 2)
        ai = text[at + 1 : close] if close > 0 and text[at] == "(" else "..."
        if ai == "...":
            yield ai, ""
            return
        end = text.find("(", close)
        while end > 0 and text[end - 1] == "\\":
            end = text.find("(", end + 1)
        end = len(text) if end < 0 else end
        yield ai, text[close + 1 : end].replace("\\(", "(")
        at = end
