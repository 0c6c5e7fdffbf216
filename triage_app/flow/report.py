"""What the station knows -> Report, ready for paper: the command sheet, the scanner's sheet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from triage_app.flow.selftest_code import SENT
from triage_app.model.command import Command, CommandKind
from triage_app.model.noun import noun
from triage_app.model.outcome import OutcomeCode
from triage_app.model.report import PrintedCode, Report, Section
from triage_app.model.sentence import NOTHING, Sentence, tr

SPECIMEN = "RR473124829US"

_CAPS: Mapping[str, str] = {
    "confirm": "Enter",
    "cancel": "Esc",
    "field": "Tab",
    "undo": "Ctrl Z",
    "help": "Shift F1",
    "picture auto": "W",
    "picture reset": "R",
    "picture invert": "I",
    "picture edges": "E",
    "picture organic": "O",
    "picture metal": "M",
    "picture palette": "P",
    "picture narrower": "{",
    "picture wider": "}",
    "picture level_down": "[",
    "picture level_up": "]",
    "picture nearer": "+",
    "picture farther": "−",
    "picture fit": "0",
}


@noun(frozen=True, slots=True)
class PrintedAt:
    """Where and on which of the facility's days a report is printed."""

    facility: str
    station: str
    day: date
    demonstration: bool = False


def command_sheet(
    codes: Sequence[tuple[Command, str]],
    outcomes: Sequence[OutcomeCode],
    version: int,
    at: PrintedAt,
) -> Report:
    """The sheet a shift is worked from with the scanner alone."""
    keys = {code.code: code.function_key for code in outcomes}
    keyed, further, bench, picture = [], [], [], []
    for command, text in codes:
        if command.kind is CommandKind.PICTURE:
            picture.append(_printed(command, text, _CAPS.get(command.word, "")))
        elif command.kind is not CommandKind.OUTCOME:
            bench.append(_printed(command, text, _CAPS.get(command.word, "")))
        elif keys.get(command.name):
            keyed.append((keys[command.name], _printed(command, text, f"F{keys[command.name]}")))
        else:
            further.append(_printed(command, text, ""))
    keyed.sort(key=lambda placed: placed[0])
    return Report(
        title=tr("sheet", "Command sheet"),
        facts=tuple(facts(at, tr("sheet", "Sheet {version}", version=version))),
        sections=(
            Section(
                tr("sheet", "At the bench"),
                (
                    tr(
                        "sheet",
                        "Scan the item, then its outcome, then Confirm. A scan alone never records"
                        " anything.",
                    ),
                ),
                tuple(bench),
            ),
            Section(tr("sheet", "Outcomes"), codes=tuple(code for _, code in keyed)),
            Section(tr("sheet", "Further outcomes (F12)"), codes=tuple(further)),
            Section(tr("sheet", "X-ray picture"), codes=tuple(picture)),
        ),
        foot=tr(
            "sheet",
            "Works at {station} of {facility} while sheet {version} is in use. Whoever holds this"
            " sheet can record by scanner: keep it at the bench.",
            station=at.station,
            facility=at.facility,
            version=version,
        ),
    )


def scanner_sheet(at: PrintedAt) -> Report:
    """The sheet a scanner is set up and tried with; the maker's own guide does the setting."""
    return Report(
        title=tr("sheet", "Scanner set-up"),
        facts=tuple(facts(at, NOTHING)),
        sections=(
            Section(tr("sheet", "Set the scanner, from its maker's guide"), _STEPS, numbered=True),
            Section(
                tr("sheet", "Then scan the self-test, with the window of Triage open"),
                codes=(PrintedCode(SENT, tr("sheet", "Self-test")),),
            ),
            Section(tr("sheet", "What the window then says, and what to do"), _ANSWERS),
            Section(
                tr("sheet", "Last, scan a specimen: the window must read RR 4731 2482 9 US"),
                codes=(PrintedCode(SPECIMEN, tr("sheet", "Specimen of a registered item")),),
            ),
        ),
        foot=tr("sheet", "Print at 100 %, not fitted to the page. Holds no secret."),
    )


def _printed(command: Command, text: str, cap: str) -> PrintedCode:
    keyed = cap and command.kind is not CommandKind.OUTCOME
    title = command.title.partition(" (")[0] if keyed else command.title
    return PrintedCode(text, tr("sheet", "{title}", title=title), cap)


def facts(at: PrintedAt, first: Sentence) -> Iterator[Sentence]:
    """What stands at the head of a report: `first`, where, and on which day it is printed."""
    if first:
        yield first
    yield tr("sheet", "{facility} · {station}", facility=at.facility, station=at.station)
    day = at.day.isoformat()
    if at.demonstration:
        yield tr("sheet", "Printed {day} · DEMONSTRATION", day=day)
    else:
        yield tr("sheet", "Printed {day}", day=day)


_STEPS = (
    tr("sheet", "“Factory defaults”, then “USB keyboard” (HID)."),
    tr("sheet", "“Keyboard country”: USA, or the one this station's keyboard has."),
    tr("sheet", "“Suffix CR” (Enter) after each code, no prefix."),
    tr("sheet", "“Send control characters”: the group separator GS as Ctrl + ]."),
    tr("sheet", "“AIM identifiers” on, if the scanner can: kinds of codes are told apart by them."),
    tr("sheet", "Switch Caps Lock off at the keyboard."),
)

_ANSWERS = (
    tr("sheet", "Scanner set up right: nothing more to do."),
    tr(
        "sheet",
        "Wrong keyboard layout: set layout under [scanner] in settings.toml as the window says, or"
        " scan “keyboard country”.",
    ),
    tr("sheet", "Caps Lock on, or case changed: Caps Lock off; “no case conversion”."),
    tr("sheet", "GS lost or changed: “send control characters”."),
    tr("sheet", "No Enter after the code: “suffix CR”."),
    tr("sheet", "Something before or after the code: “no prefix”, “suffix CR” alone."),
    tr("sheet", "Cut short: “any length”, “keystroke delay 10 ms”."),
    tr("sheet", "Keypad or ALT mode: “keypad emulation off”."),
    tr("sheet", "Nothing at all: is the scanner a keyboard? Else name its port in settings.toml."),
)
