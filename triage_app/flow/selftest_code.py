"""What came of the scanner's self-test -> what is wrong with the scanner's set-up, and the cure.

The printed code holds letters that move between layouts, both cases, digits, shifted signs and a
group separator; it begins and ends with letters that stay where they are on every Latin layout, so
that it is known however it is garbled. Every way to garble it is tried on it: scanner set to one
layout, station to another, and each way to lose the case.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from triage_app.flow import keymaps
from triage_app.flow.command_text import bare
from triage_app.flow.garbling import Case, Way, ways
from triage_app.flow.keys import GS, Key
from triage_app.model.noun import noun
from triage_app.model.sentence import Sentence, tr
from triage_app.model.visible import visible

MARK = "TRGTEST"
HEAD = f"{MARK}aqzwym147-/:%@"
TAIL = "END"
SENT = HEAD + GS + TAIL
"""The text of the printed code."""

_CYRILLIC, _GREEK = "ЕКПЕУЫЕ", "ΤΡΓΤΕΣΤ"
_NUMBERED = "".join(f"{ord(c):03d}" for c in MARK)
_PADDED = "".join(f"{ord(c):04d}" for c in MARK)
_MARKS = (MARK, _CYRILLIC, _GREEK, _NUMBERED, _PADDED)
_MOST_BEFORE = 40
_AIM = "]C0"


class Wrong(StrEnum):
    LAYOUT = "layout"
    CAPS_LOCK = "caps lock"
    CASE = "case"
    SEPARATOR = "separator"
    TERMINATOR = "terminator"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    CUT = "cut"
    KEYPAD = "keypad"
    GARBLED = "garbled"


@noun(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and what to do about it."""

    wrong: Wrong
    what: Sentence
    next_step: Sentence


@noun(frozen=True, slots=True)
class Diagnosis:
    """What the self-test found, the gravest first; nothing where the scanner is set up right."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def right(self) -> bool:
        return not self.findings


@noun(frozen=True, slots=True)
class _Match:
    """The code found in a text as one way of garbling makes it. `lacking`: its characters that
    did not come; `between` stands where the separator should be."""

    way: Way
    before: str
    between: str
    after: str
    lacking: int = 0


def is_selftest(text: str) -> bool:
    """Whether the text is the self-test's, however garbled."""
    upper = text[: _MOST_BEFORE + 4 * len(MARK)].upper()
    for mark in _MARKS:  # noqa: SIM110  -- every code is asked, and a generator costs more
        if mark in upper:
            return True
    return False


def diagnose(heard: str | Sequence[Key], *, ended: bool = True) -> Diagnosis | None:
    """What is wrong with the scanner that sent this; None when it is not the self-test at all.

    `heard` is the scan's text as the station took it, or the keys as they came (then whether a
    terminator came is read from them). `ended`: whether a terminator came.
    """
    keypad = False
    if isinstance(heard, str):
        text = heard.strip("\r\n\0")
    else:
        text, ended, keypad = _typed(heard)
    if not is_selftest(text):
        return None
    findings = list(_keypad() if keypad else ())
    findings += _numbers(text) or _compared(text)
    if not ended:
        findings.append(_unended())
    return Diagnosis(text, tuple(findings))


def _compared(text: str) -> list[Finding]:
    match = _whole(text) or _part(text)
    if match is None:
        return [_garbled(text)]
    findings = [*_layout(match.way), *_case(match.way)]
    if match.lacking:
        return [*findings, _cut(match.lacking)]
    return [*findings, *_separator(match.between), *_around(match)]


def _whole(text: str) -> _Match | None:
    """The first way, the plainest first, that makes the code's head and tail what came."""
    for way in ways():
        head, tail = way.typed(HEAD), way.typed(TAIL)
        start = text.find(head)
        end = text.find(tail, start + len(head)) if start >= 0 else -1
        if end >= 0:
            between = text[start + len(head) : end]
            return _Match(way, text[:start], between, text[end + len(tail) :])
    return None


def _part(text: str) -> _Match | None:
    """The way that explains the most of a code that came without its end."""
    best: _Match | None = None
    for way in ways():
        whole = way.typed(HEAD) + GS + way.typed(TAIL)
        start = text.find(way.typed(MARK))
        if start < 0 or not whole.startswith(text[start:]):
            continue
        match = _Match(way, text[:start], "", "", len(whole) - len(text[start:]))
        if best is None or len(match.before) < len(best.before):
            best = match
    return best


def _typed(keys: Sequence[Key]) -> tuple[str, bool, bool]:
    """(text, whether a terminator came, whether Alt and numbers were typed) of keys as they came.

    Without the system's own joining of Alt numbers: a scan filter holds the keys before that.
    """
    text, ended, keypad, number = "", False, False, ""
    for key in keys:
        if key.is_alt:
            keypad = keypad or bool(number)
            text += chr(int(number)) if number and not key.down else ""
            number = ""
        elif not key.down or key.modifier:
            continue
        elif key.alt and key.numpad_digit:
            number += key.numpad_digit
        elif key.position in keymaps.ENTERS or key.text in ("\r", "\n"):
            ended = True
        else:
            text += GS if key.position == keymaps.F8 else key.text
    return text, ended, keypad


def _numbers(text: str) -> list[Finding]:
    """The code as the numbers of its characters: Alt was lost on the way."""
    return [_keypad()[0]] if _NUMBERED in text or _PADDED in text else []


def _layout(way: Way) -> Iterator[Finding]:
    if way.scanner == way.station:
        return
    yield Finding(
        Wrong.LAYOUT,
        tr(
            "selftest",
            "Wrong keyboard layout: the scanner types {scanner}, this station reads {station}.",
            scanner=way.scanner_name,
            station=way.station_name,
        ),
        tr(
            "selftest",
            'Set layout = "{layout}" under [scanner] in settings.toml, or scan the code'
            ' "keyboard country" for {station} in the maker\'s guide.',
            layout=way.scanner,
            station=way.station_name,
        ),
    )


def _case(way: Way) -> Iterator[Finding]:
    if way.case in (Case.CAPS, Case.CAPS_ALL):
        yield Finding(
            Wrong.CAPS_LOCK,
            tr("selftest", "Caps Lock is on (or the scanner swaps upper and lower case)."),
            tr(
                "selftest",
                "Press Caps Lock once and scan again; if it stays so, scan the code"
                ' "no case conversion" in the maker\'s guide.',
            ),
        )
    elif way.case is not Case.KEPT:
        upper = way.case is Case.UPPER
        turned = tr("selftest", "upper case") if upper else tr("selftest", "lower case")
        yield Finding(
            Wrong.CASE,
            tr("selftest", "The scanner turns every letter into {case}.", case=turned),
            tr("selftest", 'Scan the code "no case conversion" in the maker\'s guide.'),
        )


def _separator(between: str) -> Iterator[Finding]:
    if between == GS:
        return
    what = (
        tr(
            "selftest",
            "The group separator (GS) comes as {other}: GS1 codes would be misread.",
            other=f"“{visible(between, 12)}”",
        )
        if between
        else tr("selftest", "The group separator (GS) is lost: GS1 codes would be misread.")
    )
    yield Finding(
        Wrong.SEPARATOR,
        what,
        tr(
            "selftest",
            'Scan the code "send control characters" (or "function key mapping", GS as'
            " Ctrl + ]) in the maker's guide.",
        ),
    )


def _around(match: _Match) -> Iterator[Finding]:
    before, after = match.before, match.after
    if before and before not in (_AIM, match.way.typed(_AIM)):
        yield Finding(
            Wrong.PREFIX,
            tr("selftest", "The scanner sends {sent} before each code.", sent=_quoted(before)),
            tr(
                "selftest",
                'Scan the code "no prefix" in the maker\'s guide, or set prefix under [scanner] in'
                " settings.toml to these characters.",
            ),
        )
    if after:
        yield Finding(
            Wrong.SUFFIX,
            tr("selftest", "The scanner sends {sent} after each code.", sent=_quoted(after)),
            tr(
                "selftest",
                'Scan the code "suffix CR" (Enter) in the maker\'s guide, or set suffix under'
                " [scanner] in settings.toml to these characters.",
            ),
        )


def _quoted(text: str) -> str:
    return "Tab" if text == "\t" else f"“{visible(text, 24)}”"


def _cut(lacking: int) -> Finding:
    return Finding(
        Wrong.CUT,
        tr(
            "selftest",
            "The code came cut short: {came} of {all} characters.",
            came=len(SENT) - lacking,
            all=len(SENT),
        ),
        tr(
            "selftest",
            "Scan it again, whole and flat. If it stays so, scan the codes"
            ' "any length" and "keystroke delay 10 ms" in the maker\'s guide.',
        ),
    )


def _keypad() -> tuple[Finding]:
    return (
        Finding(
            Wrong.KEYPAD,
            tr("selftest", "The scanner types Alt and numbers (keypad or ALT mode)."),
            tr(
                "selftest",
                'Scan the code "keypad emulation off" (also "ALT mode off") in the maker\'s guide.',
            ),
        ),
    )


def _unended() -> Finding:
    return Finding(
        Wrong.TERMINATOR,
        tr("selftest", "No Enter came after the code: scans would be taken for typing."),
        tr("selftest", 'Scan the code "suffix CR" (Enter) in the maker\'s guide.'),
    )


def _garbled(text: str) -> Finding:
    return Finding(
        Wrong.GARBLED,
        tr(
            "selftest",
            "Characters are lost or changed: {came} came for {sent}.",
            came=f"“{visible(bare(text), 60)}”",
            sent=f"“{visible(SENT)}”",
        ),
        tr(
            "selftest",
            'Scan the maker\'s codes "factory defaults", "USB keyboard" and "suffix CR", then this'
            " one again.",
        ),
    )
