"""What a code of the printed command sheet asks of the station."""

from enum import StrEnum

from triage_app.model.noun import noun


class CommandKind(StrEnum):
    OUTCOME = "outcome"
    CONFIRM = "confirm"
    CANCEL = "cancel"
    FIELD = "field"
    NEXT = "next"
    UNDO = "undo"
    LOCK = "lock"
    SYNC = "sync"
    HELP = "help"
    PICTURE = "picture"


@noun(frozen=True, slots=True)
class Command:
    """`name` is an outcome's code or the name of a tool for the X-ray picture; "" for the others.
    `title` is what the sheet and the window call it."""

    kind: CommandKind
    title: str
    name: str = ""

    @property
    def word(self) -> str:
        """What the code's check is made over; never changes for a command once printed."""
        return f"{self.kind.value} {self.name}".rstrip()


@noun(frozen=True, slots=True)
class NotACommand:
    """A text that is no code of a command sheet: most likely an item's."""


NOT_A_COMMAND = NotACommand()
