"""`triage lists match`: the entries a name is like, and why each is."""

from typing import Any

from triage_app.app import Parts
from triage_app.cli.names import why_json, why_text
from triage_app.cli.output import say, say_json
from triage_app.model.listing import ListMatch
from triage_app.model.visible import visible
from triage_app.risk.comparing import Comparison, compared
from triage_app.risk.scripts import script_of


def match(parts: Parts, text: str, kind: str, *, as_json: bool) -> int:
    """Every entry, nearest first, weak aliases too: who asks wants to see them."""
    found = parts.lists.match(text, kind, weak=True)
    for one in found:
        why = compared(text, one.matched, kind or one.entry.kind)
        version = parts.lists.versions[one.entry.list_name]
        if as_json:
            say_json(_as_json(one, why, version))
        else:
            say(_as_text(one, why, version))
    if not found and not as_json:
        say(f"{len(parts.lists):,} entries, none is like it.")
    return 0


def _as_text(match: ListMatch, why: Comparison, version: str) -> str:
    entry = match.entry
    of = ", ".join(filter(None, (entry.kind, script_of(match.matched), *entry.countries)))
    listed = ", ".join(
        map(visible, (entry.name, f"{entry.list_name} {entry.uid}", entry.programme))
    )
    lines = [
        f"{match.score_micro / 10_000:>4.0f} %  {visible(match.matched)}  ({listed})",
        f"        by {_article(match.tier.value)} of the entry; {visible(of)}",
        f"        {why_text(why)}",
        f"        {entry.list_name} of {version}"
        + (f"; {visible(entry.citation)}" if entry.citation else ""),
    ]
    return "\n".join(lines)


def _article(tier: str) -> str:
    return f"{'an' if tier[0] in 'aeiou' else 'the' if tier == 'name' else 'a'} {tier}"


def _as_json(match: ListMatch, why: Comparison, version: str) -> dict[str, Any]:
    entry = match.entry
    return {
        "list": entry.list_name,
        "uid": entry.uid,
        "name": entry.name,
        "matched": match.matched,
        "score": match.score_micro / 1_000_000,
        "tier": match.tier.value,
        "kind": entry.kind,
        "script": script_of(match.matched),
        "programme": entry.programme,
        "countries": list(entry.countries),
        "list_version": version,
        "citation": entry.citation,
        **why_json(why),
    }
