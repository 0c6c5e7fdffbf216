"""A pack's text + edits of its rules -> the text of the next version, remarks and order kept.

Only values of one line are set, and the text is read again: what it says otherwise than before
must be what was asked for, else nothing is given back.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from triage_app.model.ruling import DATES, PACK_ROW, SWITCH, RuleEdit
from triage_app.risk.pack import PackRefused, load_pack
from triage_app.risk.pack_delta import pack_delta
from triage_app.risk.rules import RulePack

_HEADING = re.compile(r"\s*\[")
_VALUE = re.compile(r"(\s*[\w-]+\s*=\s*)[^#]*?(\s*#.*)?$")


def edited(
    pack: RulePack,
    text: str,
    name: str,
    lexicons: Mapping[str, str],
    edits: Iterable[RuleEdit],
    version: str,
) -> str:
    """The text with `edits` and its version. Raises PackRefused with the line of what it refuses,
    and where the text cannot be edited by a machine."""
    lines = text.splitlines()
    wanted = [*edits, RuleEdit(PACK_ROW, "version", version)]
    headings = {rule.id: rule.line for rule in pack.rules}
    # From below: a line put in or taken out moves none that is still to be changed.
    for edit in sorted(wanted, key=lambda one: headings.get(one.rule, 0), reverse=True):
        if edit.rule != PACK_ROW and edit.rule not in headings:
            raise PackRefused(name, 1, f"there is no rule '{edit.rule}'")
        _set(lines, headings.get(edit.rule, 0), edit, name)
    made = "\n".join(lines) + "\n"
    changed = pack_delta(pack, load_pack(made, name, lexicons))
    told = {(change.id, change.field) for change in changed}
    if told - {(edit.rule, edit.field) for edit in wanted}:
        raise PackRefused(name, 1, "the text is laid out so that one value cannot be set alone")
    return made


def _set(lines: list[str], heading: int, edit: RuleEdit, name: str) -> None:
    """Set, put in or take out the value's line in the table that opens at line `heading`."""
    end = next((at for at in range(heading, len(lines)) if _HEADING.match(lines[at])), len(lines))
    key = re.compile(rf"\s*{re.escape(edit.field)}\s*=")
    found = next((at for at in range(heading, end) if key.match(lines[at])), None)
    value = _toml(edit, name)
    if found is None:
        if value:
            lines.insert(heading, f"{edit.field} = {value}")
    elif value:
        lines[found] = _VALUE.sub(lambda kept: f"{kept[1]}{value}{kept[2] or ''}", lines[found])
    else:
        del lines[found]


def _toml(edit: RuleEdit, name: str) -> str:
    """The value as TOML; "" where the line goes. Raises PackRefused."""
    text = edit.value.strip()
    try:
        if edit.field == SWITCH:
            return {"on": "true", "off": "false"}[text]
        if edit.field in DATES:
            return date.fromisoformat(text).isoformat() if text else ""
        if edit.field == "version":
            return f'"{text}"'
        return str(int(text))
    except (KeyError, ValueError) as error:
        raise PackRefused(name, 1, f"'{edit.value}' is no value for '{edit.field}'") from error


def next_version(version: str) -> str:
    """The version after this one: its last number one higher, or a number behind it."""
    head, number = re.fullmatch(r"(.*?)(\d*)", version).groups()  # type: ignore[union-attr]
    return f"{head}{int(number) + 1}" if number else f"{version}.1"
