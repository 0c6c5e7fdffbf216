"""The station's own codes: inspector badges, commands of a printed sheet, the scanner's self-test.

`TRB.<inspector>.<mac>`: points and an unused prefix keep badges apart from every carrier's numbers;
commands and the self-test are letters no carrier uses alone (see flow/command_text). Here only the
shape is read; whoever obeys one checks the facility-keyed MAC and the sheet version first.
"""

import re
from collections.abc import Iterator

from triage_app.flow import command_text
from triage_app.flow.identify.code import Code
from triage_app.flow.identify.reading import Reading
from triage_app.flow.selftest_code import SENT, is_selftest
from triage_app.model.identity import Element
from triage_app.model.sentence import NOTHING, tr

_BADGE = r"TRB\.(?P<inspector>[A-Z0-9_.]{1,32})\.(?P<mac>[A-Z2-7]{16})"
_CERTAIN = 200.0
_MOST_SAID = 128


def read_desk(code: Code) -> Iterator[Reading]:
    """A badge, a command or the self-test, by shape."""
    if code.compact.startswith("TRB."):
        if badge := re.fullmatch(_BADGE, code.compact):
            named = tuple(Element("", name, badge[name]) for name in ("inspector", "mac"))
            yield Reading("badge", code.compact, _CERTAIN, service="badge", elements=named)
    elif is_selftest(code.payload):
        yield _selftest(code)
    elif command_text.is_kept_apart(code.payload):
        yield _command(code)


def _command(code: Code) -> Reading:
    found = command_text.parts(code.payload)
    if found is None:
        why = tr("identify", "a code of a command sheet, but not a whole one")
        return Reading("command", _sayable(code), _CERTAIN, why)
    version, tag, check = found
    named = (("sheet version", str(version)), ("command", tag), ("check", check))
    elements = tuple(Element("", title, value) for title, value in named)
    return Reading("command", code.compact, _CERTAIN, service="command", elements=elements)


def _selftest(code: Code) -> Reading:
    """Whole when every character came as printed; what is wrong, flow/selftest_code says."""
    why = tr("identify", "the scanner's self-test did not come as printed")
    reason = NOTHING if code.payload == SENT else why
    return Reading("command", _sayable(code), _CERTAIN, reason, service="self-test")


def _sayable(code: Code) -> str:
    return "".join(filter(str.isprintable, code.compact))[:_MOST_SAID]
