"""Code -> readings of ISO/IEC 15434 messages and licence plates; here only whether it is one.

The grammars and their tables are loaded by the first code that needs them.
"""

from collections.abc import Iterator

from triage_app.flow.identify.code import Code
from triage_app.flow.identify.envelope import is_message
from triage_app.flow.identify.reading import Reading


def read_structured(code: Code) -> Iterator[Reading]:
    """Structured messages: UPS MaxiCode, FedEx PDF417, formats 05 and 06."""
    if is_message(code.payload):
        from triage_app.flow.identify.message import read_message

        yield read_message(code)


def read_plate(code: Code) -> Iterator[Reading]:
    """Licence plates 1J to 6J that stand alone in a linear code."""
    if code.compact[1:2] == "J" and code.compact[0] in "123456":
        from triage_app.flow.identify.mh10 import read_bare_plate

        yield from read_bare_plate(code)
