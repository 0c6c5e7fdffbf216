"""The station's own codes: inspector badges and commands of a printed sheet.

`TRB.<inspector>.<mac>` and `TRC.<sheet version>.<command>.<mac>`: points and an unused prefix keep
them apart from every carrier's numbers. Here only the shape is read; whoever obeys one checks the
facility-keyed MAC (16 characters of base 32) and the sheet version first.
"""

import re
from collections.abc import Iterator

from triage_app.flow.identify.code import Code
from triage_app.flow.identify.reading import Reading
from triage_app.model.identity import Element

_BADGE = r"TRB\.(?P<inspector>[A-Z0-9_.]{1,32})\.(?P<mac>[A-Z2-7]{16})"
_COMMAND = r"TRC\.(?P<version>[0-9]{1,4})\.(?P<command>[A-Z0-9_]{1,32})\.(?P<mac>[A-Z2-7]{16})"
_CERTAIN = 200.0


def read_desk(code: Code) -> Iterator[Reading]:
    """A badge or a command, by shape."""
    if not code.compact.startswith(("TRB.", "TRC.")):
        return
    badge = re.fullmatch(_BADGE, code.compact)
    command = re.fullmatch(_COMMAND, code.compact)
    if badge:
        elements = (Element("", "inspector", badge["inspector"]), Element("", "mac", badge["mac"]))
        yield Reading("badge", code.compact, _CERTAIN, service="badge", elements=elements)
    elif command:
        yield Reading(
            "command",
            code.compact,
            _CERTAIN,
            service=command["command"],
            elements=tuple(Element("", k, v) for k, v in command.groupdict().items()),
        )
