"""Scan -> Command | NotACommand | Refusal, and the codes a command sheet is printed with.

A label is the sender's: a code of the sheet carries a check keyed by the facility (HMAC-SHA256,
RFC 2104, cut to 40 bits: 128 bits of code would not fit a scanner's line, and a guess costs one
scan a second under the inspector's eyes) and the sheet's version, and is taken from scanners only.
"""

from collections.abc import Sequence

from triage_app.flow.command_text import (
    CHECK_LETTERS,
    PREFIX,
    TAG_LETTERS,
    VERSION_LETTERS,
    is_kept_apart,
    letters,
    parts,
)
from triage_app.flow.ports import SheetKeys
from triage_app.model.command import NOT_A_COMMAND, Command, CommandKind, NotACommand
from triage_app.model.noun import noun
from triage_app.model.outcome import OutcomeCode, Refusal
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.sentence import Sentence, tr

SCANNERS = frozenset({ScanSource.WEDGE, ScanSource.SERIAL})
LAST_VERSION = 16**VERSION_LETTERS - 1

_OTHERS = (
    (CommandKind.CONFIRM, "", "Confirm (Enter)"),
    (CommandKind.CANCEL, "", "Go back (Esc)"),
    (CommandKind.FIELD, "", "Next field (Tab)"),
    (CommandKind.NEXT, "", "Next item"),
    (CommandKind.UNDO, "", "Undo the last act"),
    (CommandKind.LOCK, "", "Lock"),
    (CommandKind.SYNC, "", "Sync now"),
    (CommandKind.HELP, "", "Help"),
    (CommandKind.PICTURE, "auto", "X-ray: automatic window"),
    (CommandKind.PICTURE, "reset", "X-ray: as it came"),
    (CommandKind.PICTURE, "invert", "X-ray: invert"),
    (CommandKind.PICTURE, "edges", "X-ray: edges"),
    (CommandKind.PICTURE, "organic", "X-ray: organic only"),
    (CommandKind.PICTURE, "metal", "X-ray: metal only"),
    (CommandKind.PICTURE, "palette", "X-ray: next colours"),
    (CommandKind.PICTURE, "narrower", "X-ray: more contrast"),
    (CommandKind.PICTURE, "wider", "X-ray: less contrast"),
    (CommandKind.PICTURE, "level_down", "X-ray: brighter"),
    (CommandKind.PICTURE, "level_up", "X-ray: darker"),
    (CommandKind.PICTURE, "nearer", "X-ray: nearer"),
    (CommandKind.PICTURE, "farther", "X-ray: farther"),
    (CommandKind.PICTURE, "fit", "X-ray: whole picture"),
    (CommandKind.PICTURE, "preset", "X-ray: next window"),
    (CommandKind.PICTURE, "local", "X-ray: local contrast"),
    (CommandKind.PICTURE, "turn", "X-ray: turn"),
    (CommandKind.PICTURE, "mirror", "X-ray: mirror"),
    (CommandKind.PICTURE, "page", "X-ray: next view"),
    (CommandKind.PICTURE, "over", "X-ray: one over the other"),
)


def every_command(outcomes: Sequence[OutcomeCode]) -> tuple[Command, ...]:
    """What can be asked by code: each outcome of the table, then everything else of the bench."""
    decided = [Command(CommandKind.OUTCOME, code.title, code.code) for code in outcomes]
    return (*decided, *(Command(kind, title, name) for kind, name, title in _OTHERS))


def command_text(command: Command, key: bytes, version: int) -> str:
    """The text of the code that asks for a command; `version` 1 to 255."""
    tag = _tag(command)
    check = _check(command, key, version)
    return PREFIX + letters(version, VERSION_LETTERS) + tag + check


def read_command(
    text: str, key: bytes, version: int, known: Sequence[Command]
) -> Command | NotACommand | Refusal:
    """The command a text asks for when its check holds for the sheet in use.

    `known` are the commands there are; a text that is none of ours is NotACommand, one of ours
    that is not obeyed a Refusal with the next step.
    """
    found = parts(text)
    if found is None:
        return _refused(_not_whole()) if is_kept_apart(text) else NOT_A_COMMAND
    printed, tag, check = found
    if printed != version:
        return _refused(_other_sheet(printed, version))
    from hmac import compare_digest  # here and below: not on the way to the first paint

    meant = [command for command in known if _tag(command) == tag]
    for command in meant:
        if compare_digest(_check(command, key, version), check):
            return command
    return _refused(_forged() if meant else _unknown())


@noun(frozen=True, slots=True)
class CommandReader:
    """The sheet in use at this station. Belongs to the thread its keys' connection belongs to."""

    keys: SheetKeys
    known: tuple[Command, ...]

    def read(self, scan: Scan) -> Command | NotACommand | Refusal:
        """What a scan asks for. Items cost no look at the keys."""
        if parts(scan.text) is None:
            return _refused(_not_whole()) if is_kept_apart(scan.text) else NOT_A_COMMAND
        if scan.source not in SCANNERS:
            return _refused(_not_by_scanner())
        version = self.keys.sheet_version()
        if version == 0:
            return _refused(_no_sheet())
        return read_command(scan.text, self.keys.sheet_key(), version, self.known)

    def codes(self) -> tuple[tuple[Command, str], ...]:
        """Every command with the text of its code; makes the station's first sheet key."""
        key = self.keys.sheet_key()
        version = self.keys.sheet_version()
        return tuple((command, command_text(command, key, version)) for command in self.known)


def _tag(command: Command) -> str:
    """Three letters that name the command; two may share them, the check tells them apart."""
    from hashlib import sha256

    digest = sha256(b"triage command\0" + command.word.encode()).digest()
    return letters(int.from_bytes(digest[:2]) >> 4, TAG_LETTERS)


def _check(command: Command, key: bytes, version: int) -> str:
    from hmac import digest as keyed

    said = f"triage command sheet\0{version}\0{command.word}".encode()
    mac = keyed(key, said, "sha256")
    return letters(int.from_bytes(mac[: CHECK_LETTERS // 2]), CHECK_LETTERS)


def _refused(why: Sentence) -> Refusal:
    return Refusal(why)


def _not_whole() -> Sentence:
    return tr("commands", "A command code, but not a whole one: scan it again.")


def _other_sheet(printed: int, version: int) -> Sentence:
    return tr(
        "commands",
        "From sheet {printed}, but sheet {version} is in use. Print a new one: triage sheet"
        " commands",
        printed=printed,
        version=version,
    )


def _forged() -> Sentence:
    return tr(
        "commands",
        "Command code not printed for this station: not obeyed. Print a new sheet: triage sheet"
        " commands",
    )


def _unknown() -> Sentence:
    return tr("commands", "Command not known here. Print a new sheet: triage sheet commands")


def _no_sheet() -> Sentence:
    return tr("commands", "No command sheet in use here yet. Print one: triage sheet commands")


def _not_by_scanner() -> Sentence:
    return tr("commands", "Commands are taken from a scanner only: scan the printed sheet.")
